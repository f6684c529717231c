"""Counts and metres beside the layer switches."""

import pytest

from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    SegmentFactory,
)


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


def legend(client):
    return client.get("/map/legend.json").json()


def metres(client):
    return {(row["network_class"], row["owner"]): (row["metres"], row["count"]) for row in legend(client)["segments"]}


def test_a_visitor_counts_what_is_published_and_no_network(town, client):
    found = legend(client)
    assert found["stages"] == [{"code": "reported", "count": 1}]
    assert (found["eligibility"], found["buildings"], found["segments"]) == ([], 0, [])


def test_an_official_counts_every_compound_by_stage_and_eligibility(town, client_of):
    found = legend(client_of("leader"))
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
    assert legend(client_of(role))["segments"] == []


def test_the_owners_name_stands_beside_its_code(town, client_of):
    (water,) = (row for row in legend(client_of("planner"))["segments"] if row["owner"] == "water")
    assert water["owner_name"]


def test_lines_and_compounds_take_one_query_each(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    legend(planner)
    with django_assert_max_num_queries(7) as asked:
        legend(planner)
    assert sum("utilities_segment" in query["sql"] for query in asked.captured_queries) == 1


def test_an_unchanged_legend_is_304_and_counts_nothing(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    etag = planner.get("/map/legend.json").headers["ETag"]
    with django_assert_max_num_queries(4):
        again = planner.get("/map/legend.json", headers={"If-None-Match": etag})
    assert again.status_code == 304
