"""Signing in, out, and being throttled."""
import pytest
from axes.utils import reset

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough passphrase"
LOGIN = "/accounts/login/"


@pytest.fixture
def account():
    user = UserFactory(role="planner", username="planner")
    user.set_password(PASSWORD)
    user.save()
    yield user
    reset()


def sign_in(client, password=PASSWORD, username="planner", next="", **extra):
    return client.post(LOGIN, {"username": username, "password": password, "next": next}, **extra)


def test_signing_in_leads_to_the_map_and_renews_the_session(client, account):
    client.post("/i18n/setlang/", {"language": "en"})
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    answer = sign_in(client)
    assert answer.url == "/"
    assert client.session.session_key != before


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/compounds/?stage=none", "/compounds/?stage=none"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_only_addresses_of_this_service_are_followed(client, account, asked, answered):
    assert sign_in(client, next=asked).url == answered


def test_a_wrong_password_says_nothing_about_the_account(client, account):
    known, unknown = sign_in(client, "wrong"), sign_in(client, "wrong", username="nobody")
    assert known.status_code == unknown.status_code == 200
    errors = [answer.context["form"].non_field_errors() for answer in (known, unknown)]
    assert errors[0] == errors[1]


def test_after_too_many_wrong_passwords_even_the_right_one_waits(client, account):
    for _ in range(6):
        answer = sign_in(client, "wrong")
    assert answer.status_code == 429
    assert "accounts/locked_out.html" in [t.name for t in answer.templates]
    assert sign_in(client).status_code == 429


def test_the_throttle_minds_account_and_address_together(client, account):
    for _ in range(6):
        sign_in(client, "wrong")
    assert sign_in(client, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_signing_out_needs_a_post(client, account):
    sign_in(client)
    assert client.get("/accounts/logout/").status_code == 405
    assert client.post("/accounts/logout/").url == "/"
    assert client.get("/accounts/me/").status_code == 302


def test_a_switched_off_account_cannot_sign_in_and_loses_its_session(client, account):
    sign_in(client)
    account.is_active = False
    account.save()
    assert client.get("/accounts/me/").status_code == 302
    assert sign_in(client).status_code == 200


def test_the_password_is_changed_by_its_owner(client, account):
    sign_in(client)
    new = "another long passphrase"
    answer = client.post(
        "/accounts/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.url == "/accounts/me/"
    account.refresh_from_db()
    assert account.check_password(new)


def test_the_language_is_switched_by_a_post_and_remembered(client):
    client.post("/i18n/setlang/", {"language": "en", "next": LOGIN})
    assert '<html lang="en">' in client.get(LOGIN).content.decode()
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": LOGIN})
    assert '<html lang="zh-hans">' in client.get(LOGIN).content.decode()


def test_the_journal_on_ones_page_is_ones_organisations_and_whole_for_oversight(client_of):
    Act.record(Verb.PUBLISHED, "小区甲", by=UserFactory(role="planner"))
    Act.record(Verb.EXPORTED, "小区乙", by=UserFactory(role="power"))
    seen = {
        role: [act.subject for act in client_of(role).get("/accounts/me/").context["acts"]]
        for role in ("planner", "power", "audit", "admin", "nobody")
    }
    assert seen == {"planner": ["小区甲"], "power": ["小区乙"], "audit": ["小区乙", "小区甲"], "admin": [], "nobody": []}


def test_pages_allow_no_script_or_style_but_their_own(client):
    policy = client.get(LOGIN).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
