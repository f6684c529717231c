"""Accounts of the demonstration."""
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.models import User
from tests.factories import CountyFactory

pytestmark = pytest.mark.django_db
NAMES = (
    "planner leader admin finance audit development land enforcement street-yuqiuhu street-huixin street-renhe "
    "power water heat gas-tianma gas-jinshi gas-kunlun mobile unicom telecom broadcast tower"
).split()


def make():
    out = StringIO()
    call_command("make_demo_accounts", stdout=out)
    return out.getvalue()


@pytest.fixture
def demonstration(monkeypatch):
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    return CountyFactory(is_demonstration=True)


def test_a_county_of_real_data_gets_no_demonstration_accounts():
    CountyFactory()
    with pytest.raises(CommandError):
        make()
    assert not User.objects.exists()


def test_every_post_gets_one_account_that_sees_what_its_organisation_may(demonstration):
    make()
    assert set(User.objects.values_list("username", flat=True)) == set(NAMES)
    audiences = {user.username: user.audience for user in User.objects.select_related("organisation")}
    assert audiences["planner"] == Audience.CENTRE
    assert audiences["leader"] == audiences["audit"] == Audience.OVERSIGHT
    assert audiences["enforcement"] == Audience.DESK
    assert audiences["street-renhe"] == Audience.STREET
    assert audiences["tower"] == Audience.UTILITY
    assert audiences["admin"] == Audience.ADMIN


def test_a_random_password_is_printed_once_and_works(demonstration):
    password = re.search(r": (\S+)$", make().splitlines()[0])[1]
    assert all(user.check_password(password) for user in User.objects.all())
    assert password not in make()
    assert User.objects.get(username="planner").check_password(password)


def test_a_given_password_is_used_and_not_printed(demonstration, monkeypatch):
    make()
    monkeypatch.setenv("DEMO_PASSWORD", "given-for-the-show")
    assert "given-for-the-show" not in make()
    assert User.objects.get(username="power").check_password("given-for-the-show")
    assert User.objects.count() == len(NAMES)


def test_the_administration_account_is_no_superuser_and_edits_only_accounts_and_reference_data(demonstration):
    make()
    admin = User.objects.get(username="admin")
    assert (admin.is_staff, admin.is_superuser, admin.organisation) == (True, False, None)
    edited = {permission.split(".")[1].partition("_")[2] for permission in admin.get_all_permissions()}
    assert edited == {
        "user", "organisation", "county", "townarea", "district", "community", "road", "barrier", "compound", "building",
        "tenderthreshold", "unitprice",
    }
