"""What a selection adds up to, who stands around it."""

import random

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_renovation.accounts.models import Organisation
from geo_renovation.planning.lines import ground_of, lines_under
from geo_renovation.planning.selection import weigh
from tests.factories import (
    BarrierFactory,
    BuildingFactory,
    CompoundFactory,
    DistrictFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.bundles import row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def shape(geometry):
    return shapely.from_wkb(bytes(geometry.wkb))


def test_totals_cohorts_and_members_add_up(planner):
    a, b, _c = row_of_compounds()
    type(a).objects.filter(pk=b.pk).update(completion_year=2003, household_count=40, estimate_cny="1234567.89")
    BuildingFactory(compound=a, at=(10, 10))
    weighed = weigh(planner, ["B", "A", "A"], 2027)
    assert [m["code"] for m in weighed["members"]] == ["A", "B"]
    totals = weighed["totals"]
    assert (totals["compounds"], totals["households"], totals["buildings"]) == (2, 140, 1)
    assert (totals["floor_area_m2"], totals["estimate_cny"]) == (16_000, 3_234_567.89)
    assert weighed["cohorts"] == {"first": 1, "second": 1}
    assert weighed["district"]["code"] == "371526001"


def test_a_figure_that_is_not_on_record_is_named_and_not_counted_as_zero(planner):
    a, _b, _c = row_of_compounds()
    type(a).objects.filter(pk=a.pk).update(household_count=None, estimate_cny=None)
    weighed = weigh(planner, ["A", "B"], 2027)
    assert weighed["totals"]["households"] == 100
    assert weighed["missing"]["household_count"] == ["A"]
    assert weighed["members"][0]["household_count"] is None
    rules = {p["rule"]: p for p in weighed["problems"]}
    assert rules["missing_household_count"]["codes"] == rules["missing_estimate_cny"]["codes"] == ["A"]
    assert rules["missing_estimate_cny"]["severity"] == "warning"


def test_neighbours_within_the_gap_are_offered_by_distance(planner):
    row_of_compounds()
    CompoundFactory(code="D", at=(0, 105), eligible=True)
    weighed = weigh(planner, ["A", "B"], 2027)
    assert [(n["code"], n["gap_m"]) for n in weighed["ring"]] == [("D", 5.0), ("C", 20.0)]
    assert weighed["connected"]


def test_a_neighbour_behind_a_river_is_blocked_and_the_river_named(planner):
    row_of_compounds("AB")
    BarrierFactory(name="官道河", points=((110, -500), (110, 500)))
    weighed = weigh(planner, ["A"], 2027)
    assert weighed["ring"] == []
    assert [(n["code"], n["barrier"]) for n in weighed["blocked"]] == [("B", "官道河")]
    assert weigh(planner, ["A", "B"], 2027)["pieces"] == [["A"], ["B"]]


def test_lines_are_cut_to_the_members_by_class_and_owner(planner):
    row_of_compounds()
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water")
    SegmentFactory(points=[(10, 10), (10, 60)], owner="water")
    SegmentFactory(points=[(20, -5), (20, 105)], network_class="RQ", owner="gas-jinshi")
    SegmentFactory(points=[(30, 10), (30, 20)], network_class="YS")
    SegmentFactory(points=[(40, 10), (40, 90)], owner="water", beyond_entry=True)
    SegmentFactory(points=[(0, 300), (100, 300)], owner="water")
    lines = weigh(planner, ["A", "B"], 2027)["lines"]
    assert [(row["network_class"], row["owner"], row["metres"], row["count"]) for row in lines] == [
        ("JS", "water", 200.0, 2),
        ("YS", "", 10.0, 1),
        ("RQ", "gas-jinshi", 100.0, 1),
    ]


def test_a_line_along_a_common_border_is_measured_once(planner):
    row_of_compounds("A")
    CompoundFactory(code="B", at=(100, 0), eligible=True)
    SegmentFactory(points=[(100, -20), (100, 120)], owner="water")
    assert weigh(planner, ["A", "B"], 2027)["totals"]["metres"] == 100
    assert weigh(planner, ["B"], 2027)["totals"]["metres"] == 100


def test_a_line_under_boundaries_that_overlap_is_measured_once(planner):
    row_of_compounds("A")
    CompoundFactory(code="B", at=(99.995, 0.3), eligible=True)
    CompoundFactory(code="C", at=(60, 0), eligible=True)
    SegmentFactory(points=[(-10, 50), (210, 50.7)], owner="water")
    boundaries = [shape(c.boundary) for c in type(CompoundFactory.build()).objects.all()]
    expected = shape(SegmentFactory._meta.model.objects.get().route).intersection(shapely.union_all(boundaries)).length
    assert weigh(planner, ["A", "B", "C"], 2027)["totals"]["metres"] == pytest.approx(expected, abs=0.01)


def test_metres_by_class_and_owner_equal_shapely_within_a_centimetre(planner):
    chance = random.Random(7)
    compounds = row_of_compounds("ABCDEF")
    expected = {}
    ground = shapely.union_all([shape(c.boundary) for c in compounds])
    for _ in range(60):
        points = [(chance.uniform(-100, 800), chance.uniform(-60, 160)) for _ in range(chance.randint(2, 6))]
        key = (chance.choice(["JS", "RQ", "DL"]), chance.choice(["water", "power"]))
        segment = SegmentFactory(points=points, network_class=key[0], owner=key[1])
        expected[key] = expected.get(key, 0) + shape(segment.route).intersection(ground).length
    weighed = weigh(planner, list("ABCDEF"), 2027)
    found = {(row["network_class"], row["owner"]): row["metres"] for row in weighed["lines"]}
    assert found.keys() == {key for key, metres in expected.items() if metres}
    for key, metres in found.items():
        assert metres == pytest.approx(expected[key], abs=0.01)
    assert weighed["totals"]["metres"] == pytest.approx(sum(expected.values()), abs=0.01)


def test_a_street_weighs_only_the_lines_it_may_see(planner):
    row_of_compounds("AB")
    DistrictFactory(code="371526002", at=(4000, -4000))
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water", manager="tower")
    street = UserFactory(role="street-yuqiuhu")
    other = UserFactory(role="street-huixin")
    assert weigh(street, ["A", "B"], 2027)["totals"]["metres"] == 150
    assert weigh(other, ["A", "B"], 2027)["totals"]["metres"] == 0
    assert "tower" not in [o["code"] for o in weigh(street, ["A", "B"], 2027)["organisations"]]
    assert "tower" in [o["code"] for o in weigh(planner, ["A", "B"], 2027)["organisations"]]


def test_owners_managers_street_and_the_utilities_of_an_unowned_class_are_consulted(planner):
    row_of_compounds("AB")
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water")
    SegmentFactory(points=[(-50, 60), (170, 60)], network_class="RL")
    found = {(o["code"], o["role"]) for o in weigh(planner, ["A", "B"], 2027)["organisations"]}
    assert found == {("water", "owner"), ("heat", "class"), ("street-yuqiuhu", "street")}
    assert Organisation.objects.get(code="heat").network_classes == ["RL"]


def test_an_empty_selection_weighs_nothing(planner):
    row_of_compounds("A")
    weighed = weigh(planner, [], 2027)
    assert (weighed["totals"]["compounds"], weighed["lines"], weighed["ring"]) == (0, [], [])
    assert [p["rule"] for p in weighed["problems"]] == ["empty"]


def test_the_number_of_queries_does_not_grow_with_the_selection(planner):
    row_of_compounds("ABCDEFGH")
    SegmentFactory(points=[(-50, 50), (900, 50)], owner="water")
    counts = []
    for codes in (["A", "B"], list("ABCDEFG")):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            weigh(planner, codes, 2027)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


def test_the_ground_is_found_by_the_index_and_the_rows_are_cut(planner):
    a, _b = row_of_compounds("AB")
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water")
    (row,) = lines_under(ground_of([a.boundary]), planner)
    assert row.metres.m == pytest.approx(100)
    assert row.part.length == pytest.approx(100)
