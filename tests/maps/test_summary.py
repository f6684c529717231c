"""Counts and metres beside the layer switches, and the totals of a filter."""

import pytest
from django.db import connection
from pyproj import Transformer

from geo_renovation.compounds.models import Compound
from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    SegmentFactory,
)
from tests.factories.shapes import EAST, NORTH


@pytest.fixture
def town(county):
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(4100, 8000))
    CompoundFactory(published=True, stage="reported", eligible=True)
    BuildingFactory(compound=CompoundFactory(at=(300, 0)))
    DisclosureAreaFactory(at=(0, 0), size=100)
    SegmentFactory(owner="water", points=((-50, 50), (250, 50)))
    SegmentFactory(owner="water", points=((-50, 60), (250, 60)), beyond_entry=True)
    SegmentFactory(owner="heat", network_class="RL", points=((150, 70), (250, 70)))
    SegmentFactory(network_class="WS", points=((10, 80), (60, 80)))


def summary(client, query=""):
    return client.get(f"/map/summary.json?{query}").json()


def metres(client):
    return {(row["network_class"], row["owner"]): (row["metres"], row["count"]) for row in summary(client)["segments"]}


def test_a_visitor_counts_what_is_published_and_no_network(town, client):
    found = summary(client)
    assert found["stages"] == [{"code": "reported", "count": 1}]
    assert (found["eligibility"], found["buildings"], found["segments"]) == ([], 0, [])


def test_an_official_counts_every_compound_by_stage_and_eligibility(town, client_of):
    found = summary(client_of("leader"))
    assert {row["code"]: row["count"] for row in found["stages"]} == {"reported": 1, "": 1}
    assert {row["code"]: row["count"] for row in found["eligibility"]} == {"eligible": 1, "unjudged": 1}
    assert found["buildings"] == 1


@pytest.mark.parametrize("role", ["planner", "leader"])
def test_the_centre_and_leaders_measure_every_line_but_the_indoor_ones(town, client_of, role):
    assert metres(client_of(role)) == {("JS", "water"): (300, 1), ("RL", "heat"): (100, 1), ("WS", ""): (50, 1)}


def test_a_utility_measures_its_own_in_full_and_others_inside_disclosure_areas(town, client_of):
    assert metres(client_of("heat")) == {("JS", "water"): (100, 1), ("RL", "heat"): (100, 1), ("WS", ""): (50, 1)}
    assert metres(client_of("water")) == {("JS", "water"): (300, 1), ("WS", ""): (50, 1)}


def test_a_street_measures_inside_its_district(town, client_of):
    assert metres(client_of("street-yuqiuhu")) == {("JS", "water"): (150, 1), ("WS", ""): (50, 1)}


@pytest.mark.parametrize("role", ["admin", "enforcement", "nobody"])
def test_who_may_see_no_network_measures_none(town, client_of, role):
    assert summary(client_of(role))["segments"] == []


def test_the_owners_name_stands_beside_its_code(town, client_of):
    (water,) = (row for row in summary(client_of("planner"))["segments"] if row["owner"] == "water")
    assert water["owner_name"]


def test_lines_and_compounds_take_one_query_each(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    summary(planner)
    with django_assert_max_num_queries(9) as asked:
        summary(planner)
    assert sum("utilities_segment" in query["sql"] for query in asked.captured_queries) == 1


def test_an_unchanged_summary_is_304_and_counts_nothing(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    etag = planner.get("/map/summary.json").headers["ETag"]
    with django_assert_max_num_queries(4):
        again = planner.get("/map/summary.json", headers={"If-None-Match": etag})
    assert again.status_code == 304


def counts(rows):
    return {row["code"]: row["count"] for row in rows}


def test_an_entry_that_is_switched_off_still_says_how_much_it_would_show(town, client_of):
    found = summary(client_of("planner"), "stage=reported")
    assert counts(found["stages"]) == {"reported": 1, "": 1}
    assert counts(found["eligibility"]) == {"eligible": 1}
    assert (found["totals"]["compounds"], found["codes"]) == (1, [row_code("reported")])
    lines = summary(client_of("planner"), "class=RL&owner=heat")
    assert {row["network_class"] for row in lines["segments"]} == {"JS", "RL", "WS"}
    assert (lines["totals"]["metres"], lines["totals"]["segments"]) == (100, 1)


def row_code(stage):
    return Compound.objects.get(stage=stage).code


def test_nothing_is_asked_for_with_a_dash(town, client_of):
    found = summary(client_of("planner"), "stage=-&class=-")
    assert (found["totals"]["compounds"], found["totals"]["metres"], found["codes"]) == (0, 0, [])
    assert counts(found["stages"]) == {"reported": 1, "": 1}


def test_the_totals_add_up_what_matches(town, client_of):
    totals = summary(client_of("planner"))["totals"]
    assert totals == {
        "compounds": 2, "buildings": 1, "households": 200, "floor_area_m2": 16000, "estimate_cny": 4000000,
        "metres": 450, "segments": 3,
    }  # fmt: skip


def test_a_visitor_is_told_no_totals_that_are_not_public(town, client):
    found = summary(client, "eligibility=ineligible&households_from=500&class=JS")
    assert found["totals"] == {"compounds": 1, "buildings": 0}
    assert (found["query"], found["errors"]) == ("", {})


def test_the_view_counts_what_lies_in_it_and_cuts_its_lines(town, client_of):
    west, south = degrees(-10, -10)
    east, north = degrees(110, 110)
    found = summary(client_of("planner"), f"bbox={west},{south},{east},{north}")
    assert found["totals"]["compounds"] == 2
    seen = found["in_view"]
    assert (seen["totals"]["compounds"], len(found["codes"])) == (1, 2)
    metres = {row["network_class"]: row["metres"] for row in seen["segments"]}
    assert metres == {"JS": pytest.approx(120, abs=2), "WS": 50}
    assert {row["network_class"]: row["metres"] for row in found["segments"]} == {"JS": 300, "RL": 100, "WS": 50}


def degrees(x, y):
    return Transformer.from_crs(4548, 4326, always_xy=True).transform(EAST + x, NORTH + y)


def test_a_day_in_the_past_counts_the_stages_of_that_day(town, client_of):
    found = summary(client_of("planner"), "date=2016-06-01")
    assert counts(found["stages"]) == {"surveyed": 1, "": 1}
    assert summary(client_of("planner"), "date=2016-06-01&stage=reported")["totals"]["compounds"] == 0


def test_more_compounds_than_can_be_named_are_counted_only(town, client_of, monkeypatch):
    monkeypatch.setattr("geo_renovation.maps.summary.MOST_CODES", 1)
    found = summary(client_of("planner"))
    assert (found["codes"], found["totals"]["compounds"]) == (None, 2)


def test_more_lines_than_can_be_measured_in_time_are_told_and_not_guessed(town, client_of):
    planner = client_of("planner")

    def too_slow(execute, sql, params, many, context):
        if "ST_Length" in sql:
            sql = "SET LOCAL statement_timeout = '20ms'; SELECT pg_sleep(5)"
            params = None
        return execute(sql, params, many, context)

    with connection.execute_wrapper(too_slow):
        found = summary(planner)
    assert (found["segments"], found["totals"]["metres"], found["totals"]["compounds"]) == (None, None, 2)


def test_a_summary_by_annual_plan_is_never_taken_from_a_copy(town, client_of):
    answer = client_of("planner").get("/map/summary.json?plan_year=none")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


@pytest.mark.django_db(transaction=True)
def test_sums_that_are_remembered_follow_every_change_and_serve_nobody_else(client_of):
    SegmentFactory(owner="water", points=((0, 50), (100, 50)))
    planner, power = client_of("planner"), client_of("power")
    assert [summary(each)["totals"]["metres"] for each in (planner, power, planner)] == [100, 0, 100]
    SegmentFactory(owner="water", points=((0, 60), (50, 60)))
    assert summary(planner)["totals"]["metres"] == 150
    DisclosureAreaFactory(at=(0, 0), size=100)
    assert summary(power)["totals"]["metres"] == 150
