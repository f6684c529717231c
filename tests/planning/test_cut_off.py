"""The compounds and households behind a closed valve."""

import pytest

from geo_renovation.planning.cut_off import cut_off
from geo_renovation.utilities.tracing import trace
from tests.factories import CompoundFactory, NodeFactory, SegmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def street():
    """A water main past A, B and C; A and B have a service each, C two; the main ends inside C."""
    for n, code in enumerate("ABC"):
        CompoundFactory(code=code, name=code, at=(200 * n, 10), size=100, household_count=10 * (n + 1))
    SegmentFactory(points=((-50, 0), (50, 0)), owner="water")
    SegmentFactory(points=((50, 0), (250, 0)), owner="water")
    SegmentFactory(points=((250, 0), (450, 0), (450, 30)), owner="water")
    for x in (50, 250):
        serve(x, 0)
    serve(450, 30)
    NodeFactory(kind="source", at=(-50, 0), owner="water")
    return {"middle": NodeFactory(at=(150, 0), owner="water")}


def serve(x, y):
    SegmentFactory(points=((x, y), (x, 60)), owner="water")
    NodeFactory(kind="entry_point", at=(x, 60), owner="water")


def found(*nodes, role="water"):
    user = UserFactory(role=role)
    return {row.code: row for row in cut_off(user, trace(user, set(), {node.pk for node in nodes}))}


def test_the_compounds_behind_the_valve_are_told_with_their_households(street):
    rows = found(street["middle"])
    assert {code: (row.households, row.is_partly) for code, row in rows.items()} == {"B": (20, False), "C": (30, False)}
    assert rows["B"].metres == pytest.approx(50)
    assert rows["C"].metres == pytest.approx(50)
    assert (rows["C"].entries, rows["C"].entries_cut) == (1, 1)


def test_a_compound_with_an_entry_point_still_fed_is_cut_off_in_part(street):
    SegmentFactory(points=((-50, 0), (-50, 90), (460, 90)), owner="water")
    NodeFactory(kind="entry_point", at=(460, 90), owner="water")
    row = found(street["middle"])["C"]
    assert (row.is_partly, row.entries, row.entries_cut) == (True, 2, 1)


def test_where_no_entry_point_is_on_record_the_lines_decide(street):
    CompoundFactory(code="D", at=(200, -150), size=100, household_count=7)
    SegmentFactory(points=((250, 0), (250, -120)), owner="water")
    assert found(street["middle"])["D"].is_partly is False
    SegmentFactory(points=((-50, 0), (-50, -130), (290, -130)), owner="water")
    assert found(street["middle"])["D"].is_partly is True


def test_a_main_that_only_runs_through_cuts_nobody_off(street):
    CompoundFactory(code="D", at=(470, -80), size=60)
    SegmentFactory(points=((450, 0), (500, -50), (600, -50)), owner="water")
    SegmentFactory(points=((-50, 0), (-50, -70), (480, -70)), owner="water")
    NodeFactory(kind="entry_point", at=(480, -70), owner="water")
    assert set(found(street["middle"])) == {"B", "C"}


def test_one_query_however_many_compounds(street, django_assert_num_queries):
    user = UserFactory(role="planner")
    followed = trace(user, set(), {street["middle"].pk})
    with django_assert_num_queries(1):
        assert len(cut_off(user, followed)) == 2
