"""Closing lines and valves of a stored network, and who may."""

import pytest

from geo_renovation.utilities.tracing import CarriesNothing, NothingToTrace, SeveralNetworks, trace
from tests.factories import NodeFactory, SegmentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    """A source, a main of two lines with a valve between, a second valve within the further line, a branch behind it."""
    held = {"owner": "water"}
    return {
        "near": SegmentFactory(points=((0, 0), (100, 0)), **held),
        "far": SegmentFactory(points=((100, 0), (200, 0)), **held),
        "branch": SegmentFactory(points=((200, 0), (200, 80)), **held),
        "source": NodeFactory(kind="source", at=(0, 0), **held),
        "valve": NodeFactory(at=(100, 0), **held),
        "inner": NodeFactory(at=(150, 0), **held),
    }


def cut_by(role, segments=(), nodes=()):
    """Metres cut off, as a user of that role learns them."""
    found = trace(UserFactory(role=role), {s.pk for s in segments}, {n.pk for n in nodes})
    return float(found.network.graph.metres[found.cut].sum())


@pytest.mark.parametrize("role", ["water", "planner"])
def test_a_closed_valve_cuts_off_all_behind_it(water, role):
    assert cut_by(role, nodes=[water["valve"]]) == pytest.approx(180)
    assert cut_by(role, nodes=[water["inner"]]) == pytest.approx(130)
    assert cut_by(role, segments=[water["near"]]) == pytest.approx(280)
    assert cut_by(role, nodes=[water["source"]]) == pytest.approx(280)


def test_a_second_way_round_keeps_what_it_feeds(water):
    SegmentFactory(points=((0, 0), (0, 80), (200, 80)), owner="water")
    assert cut_by("water", nodes=[water["valve"]]) == 0
    assert cut_by("water", segments=[water["far"]]) == pytest.approx(100)


def test_half_a_line_is_drawn_as_half_a_line(water):
    found = trace(UserFactory(role="water"), set(), {water["inner"].pk})
    lengths = sorted(shape.length for shape in found.network.shapes(found.cut))
    assert lengths == pytest.approx([50, 80])


def test_what_no_source_feeds_is_not_cut_off_but_told(water):
    SegmentFactory(points=((900, 0), (1000, 0)), owner="water")
    found = trace(UserFactory(role="water"), {water["near"].pk}, set())
    assert float(found.network.graph.metres[found.cut].sum()) == pytest.approx(280)
    assert float(found.network.graph.metres[~found.before].sum()) == pytest.approx(100)


@pytest.mark.parametrize("unlike", [{"status": "abandoned"}, {"status": "empty_duct"}, {"network_class": "RQ"}])
def test_what_carries_nothing_or_something_else_is_no_way_round(water, unlike):
    SegmentFactory(points=((0, 0), (0, 80), (200, 80)), owner="water", **unlike)
    assert cut_by("water", nodes=[water["valve"]]) == pytest.approx(180)


def test_the_valves_around_a_line_are_found_with_their_way(water):
    found = trace(UserFactory(role="water"), {water["branch"].pk}, set()).isolation
    assert found.metres == pytest.approx([50])
    assert (found.is_needed.tolist(), found.has_source) == ([True], False)
    assert trace(UserFactory(role="water"), {water["near"].pk}, set()).isolation.has_source


def test_in_a_power_network_cabinets_and_transformers_shut():
    lines = [SegmentFactory(points=((x, 0), (x + 50, 0)), owner="power", network_class="DL") for x in (0, 50, 100)]
    for kind, x in (("source", 0), ("transformer", 50), ("cabinet", 100)):
        NodeFactory(kind=kind, at=(x, 0), owner="power", network_class="DL")
    found = trace(UserFactory(role="power"), {lines[1].pk}, set()).isolation
    assert sorted(found.is_needed.tolist()) == [False, True]


@pytest.mark.parametrize("role", ["street-yuqiuhu", "heat", "leader", "enforcement", "admin", "nobody"])
def test_nobody_follows_the_network_of_another(water, role):
    with pytest.raises(NothingToTrace):
        cut_by(role, nodes=[water["valve"]])


def test_a_line_of_another_is_no_way_for_who_may_not_follow_it(water):
    SegmentFactory(points=((0, 0), (0, 80), (200, 80)), owner="heat")
    assert cut_by("water", nodes=[water["valve"]]) == pytest.approx(180)
    assert cut_by("planner", nodes=[water["valve"]]) == 0


def test_what_is_asked_must_be_one_network_that_carries_something(water):
    gas = SegmentFactory(owner="water", network_class="RQ")
    with pytest.raises(SeveralNetworks):
        cut_by("water", segments=[gas, water["near"]])
    with pytest.raises(CarriesNothing):
        cut_by("water", segments=[SegmentFactory(owner="water", status="abandoned")])
    with pytest.raises(NothingToTrace):
        trace(UserFactory(role="water"), {water["near"].pk, 999_999}, set())


def test_a_trace_asks_four_times(water, django_assert_num_queries):
    user = UserFactory(role="water")
    with django_assert_num_queries(4):
        trace(user, {water["near"].pk}, {water["valve"].pk})
