"""The journal of exact viewing: one row for each user, view, place and minute."""

from datetime import datetime

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from geo_renovation.accounts import viewing
from geo_renovation.accounts.choices import Seen
from geo_renovation.accounts.models import Viewing
from geo_renovation.accounts.viewing import address_of, record_viewing
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 2, 12, 0, 30, tzinfo=timezone.get_fixed_timezone(480))


@pytest.fixture
def at(monkeypatch):
    """Sets the clock."""

    def _at(moment):
        monkeypatch.setattr(viewing.timezone, "now", lambda: moment)

    _at(NOON)
    return _at


def test_a_minute_of_one_place_is_one_row(at):
    water, heat = UserFactory(role="water"), UserFactory(role="heat")
    for second in (0, 20, 59):
        at(NOON.replace(second=second))
        record_viewing(water, Seen.LINES, ["14/1/2", "14/1/3"])
        record_viewing(water, Seen.TRACE, ["14/1/2"])
        record_viewing(heat, Seen.LINES, ["14/1/2"])
    at(NOON.replace(minute=1))
    record_viewing(water, Seen.LINES, ["14/1/2"])
    rows = Viewing.objects.order_by("id").values_list("user__username", "seen", "area", "minute__minute")
    assert sorted(rows) == sorted([
        (water.username, "segments", "14/1/2", 0), (water.username, "segments", "14/1/3", 0),
        (water.username, "trace", "14/1/2", 0), (heat.username, "segments", "14/1/2", 0),
        (water.username, "segments", "14/1/2", 1),
    ])  # fmt: skip
    assert set(Viewing.objects.values_list("organisation__code", flat=True)) == {"water", "heat"}


def test_what_this_process_has_stored_in_the_minute_asks_the_database_nothing(
    at, django_assert_num_queries, django_capture_on_commit_callbacks
):
    user = UserFactory(role="water")
    with django_capture_on_commit_callbacks(execute=True):
        record_viewing(user, Seen.LINES, ["14/1/2"])
    with django_assert_num_queries(0):
        record_viewing(user, Seen.LINES, ["14/1/2"])
    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(1):
        at(NOON.replace(minute=1))
        record_viewing(user, Seen.LINES, ["14/1/2"])
    assert {key[0].minute for key in viewing.WRITTEN} == {1}


def test_a_row_that_was_rolled_back_is_written_again(at):
    user = UserFactory(role="water")
    for _ in range(2):
        with transaction.atomic():
            record_viewing(user, Seen.LINES, ["14/1/2"])
            assert Viewing.objects.count() == 1
            transaction.set_rollback(True)


@pytest.mark.parametrize("statement", ["UPDATE accounts_viewing SET area = ''", "DELETE FROM accounts_viewing"])
def test_the_journal_is_append_only(at, statement):
    record_viewing(UserFactory(role="water"), Seen.LINES, ["14/1/2"])
    with pytest.raises(Error, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_organisation_reads_its_own_rows_and_oversight_all(at, client_of, client):
    for role in ("water", "heat"):
        record_viewing(UserFactory(role=role, username=f"{role}-engineer"), Seen.LINE_CARD, ["14/13485/6385"])
    own = client_of("water").get("/accounts/viewings/").content.decode()
    assert "water-engineer" in own
    assert "heat-engineer" not in own
    assert address_of("14/13485/6385") in own
    everything = client_of("audit").get("/accounts/viewings/").content.decode()
    assert "water-engineer" in everything
    assert "heat-engineer" in everything
    assert client_of("admin").get("/accounts/viewings/").status_code == 404
    assert client.get("/accounts/viewings/").headers["Location"].startswith("/accounts/login/")


def test_the_list_is_narrowed_by_day_organisation_account_and_view_in_few_queries(
    at, client_of, django_assert_max_num_queries
):
    water, heat = UserFactory(role="water", username="w"), UserFactory(role="heat", username="h")
    for number in range(150):
        record_viewing(water, Seen.LINES, [f"14/{number}/0"])
    record_viewing(heat, Seen.TABLE, [""])
    client = client_of("audit")
    client.get("/accounts/viewings/")
    with django_assert_max_num_queries(7):
        assert len(client.get("/accounts/viewings/").context["page"]) == 100
    counts = {
        "day=2026-11-02": 151, "day=2026-11-03": 0, "organisation=heat": 1, "account=w": 150, "seen=table": 1,
        "account=w&seen=table": 0, "day=soon&organisation=nobody": 151,
    }  # fmt: skip
    for query, count in counts.items():
        assert client.get(f"/accounts/viewings/?{query}").context["page"].paginator.count == count, query


def test_a_link_leads_to_the_middle_of_its_tile():
    assert address_of("14/13485/6385") == "/?at=14/36.85325/116.31226"
    assert address_of("") == ""
