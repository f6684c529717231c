"""Handing rights over: one act, whole or nothing, told in each line's history, and taken back."""
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from geo_renovation.accounts.models import Act, Revision
from geo_renovation.accounts.revising import NothingToUndo, NotYours, undo
from geo_renovation.utilities import handing_over as h
from geo_renovation.utilities.actions import SEGMENT
from geo_renovation.utilities.holding import held_on
from geo_renovation.utilities.models import AssetRight, Handover, Segment
from tests.factories import AssetRightFactory, NodeFactory, OrganisationFactory, SegmentFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)
KINDS = ["owner", "manager"]


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def heat():
    return OrganisationFactory(code="heat")


def handed(by, taker, *, segments=(), nodes=(), kinds=KINDS, day=DAY, request=None, **paper):
    given = {"segments": [s.pk for s in segments], "nodes": [n.pk for n in nodes], "kinds": kinds, "taker": taker}
    return h.hand_over(**given, paper=h.Paper(day, "移交协议 12 号", **paper), by=by, request=request or uuid.uuid4())


def holders(asset):
    asset.refresh_from_db()
    return [getattr(asset, kind) and getattr(asset, kind).code for kind in KINDS]


def rights():
    return sorted(AssetRight.objects.values_list("segment", "node", "kind", "organisation__code", "valid"), key=str)


def test_a_handover_closes_the_rights_of_one_and_opens_those_of_the_next_over_lines_and_points(planner, heat):
    line, node = SegmentFactory(network_class="RL", owner="finance"), NodeFactory(network_class="RL", owner="finance")
    made = handed(planner, heat, segments=[line], nodes=[node], acceptance="验收单 7", accepted_on=DAY, signed_by=["局长"])
    assert [holders(line), holders(node)] == [["heat", "heat"], ["heat", "heat"]]
    assert (made.giver.code, made.taker.code, made.kinds) == ("finance", "heat", ["manager", "owner"])
    before = AssetRight.objects.held_on(DAY - timedelta(days=1)).get(segment=line, kind="owner")
    after = AssetRight.objects.held_on(DAY).get(segment=line, kind="owner")
    assert (before.organisation.code, after.organisation.code, after.basis) == ("finance", "heat", "移交协议 12 号")


def test_the_same_request_again_answers_the_same_handover_and_changes_nothing(planner, heat):
    line, request = SegmentFactory(network_class="RL", owner="finance"), uuid.uuid4()
    first = handed(planner, heat, segments=[line], request=request)
    before = rights()
    assert handed(planner, heat, segments=[line], request=request) == first
    assert rights() == before
    assert Handover.objects.count() == 1


def test_the_line_s_history_and_the_journal_tell_who_held_it_before_and_after(planner, heat):
    line = SegmentFactory(network_class="RL", owner="finance")
    handed(planner, heat, segments=[line], kinds=["owner"])
    told = Revision.objects.visible_to(planner).of("segment", line.pk).get()
    finance = OrganisationFactory(code="finance")
    assert (told.verb, told.before, told.after) == ("handed_over", {"owner_id": finance.pk}, {"owner_id": heat.pk})
    assert Revision.objects.visible_to(UserFactory(role="heat")).of("segment", line.pk).exists()
    assert not Revision.objects.visible_to(UserFactory(role="water")).of("segment", line.pk).exists()
    assert Act.objects.get(verb="handed_over").user == planner


def test_the_map_s_undo_leaves_a_handover_alone(client, planner, heat):
    line, request = SegmentFactory(network_class="RL", owner="finance"), uuid.uuid4()
    handed(planner, heat, segments=[line], request=request)
    client.force_login(planner)
    (entry,) = client.get(f"/map/history/segment/{line.pk}.json").json()["entries"]
    assert (entry["can_undo"], [change["after"] for change in entry["changes"]]) == (False, [str(heat), str(heat)])
    with pytest.raises(NothingToUndo):
        undo(by=planner, request=uuid.uuid4(), undone=request, drawables={"segment": SEGMENT})
    assert holders(line) == ["heat", "heat"]


def test_a_right_of_nobody_on_record_is_handed_over_too(planner, heat):
    line = SegmentFactory(network_class="RL")
    AssetRightFactory(segment=line, organisation=None, unknown_reason="not_on_record")
    assert handed(planner, heat, segments=[line]).giver is None
    assert holders(line) == ["heat", "heat"]


TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.mark.parametrize(("given", "refusal"), [
    ({"day": TOMORROW}, h.InFuture),
    ({"accepted_on": TOMORROW}, h.InFuture),
    ({"accepted_on": DAY + timedelta(days=1)}, h.AcceptedLater),
    ({"kinds": []}, h.NothingHandedOver),
    ({"day": date(1999, 1, 1)}, h.BeforeItBegan),
    ({"day": date(2000, 1, 1)}, h.BeforeItBegan),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_every_right_as_it_was(planner, heat, given, refusal):
    line = SegmentFactory(network_class="RL", owner="finance")
    before = rights()
    with pytest.raises(refusal):
        handed(planner, heat, segments=[line], **given)
    assert rights() == before
    assert not Handover.objects.exists()


def test_a_day_inside_a_right_that_was_closed_before_is_refused(planner, heat):
    line = SegmentFactory(network_class="RL")
    AssetRightFactory(segment=line, organisation=OrganisationFactory(code="finance"), valid=(date(2000, 1, 1), date(2024, 9, 1)))
    with pytest.raises(h.BeforeItBegan):
        handed(planner, heat, segments=[line])
    assert AssetRight.objects.count() == 1


def test_what_ended_is_not_handed_over(planner, heat):
    line = SegmentFactory(network_class="RL", owner="finance")
    Segment.objects.update(ended_on=DAY)
    with pytest.raises(NotYours):
        handed(planner, heat, segments=[line])


def test_two_holders_things_are_handed_over_one_holder_at_a_time(planner, heat):
    lines = [SegmentFactory(network_class="RL", owner=owner) for owner in ("finance", "audit")]
    with pytest.raises(h.SeveralHolders):
        handed(planner, heat, segments=lines, kinds=["owner"])


def test_nobody_takes_over_a_class_that_is_not_theirs_or_what_they_hold(planner, heat):
    water = SegmentFactory(network_class="JS", owner="finance")
    with pytest.raises(h.ClassNotTheirs):
        handed(planner, heat, segments=[water])
    with pytest.raises(h.ToItself):
        handed(planner, heat, segments=[SegmentFactory(network_class="RL", owner="heat")], kinds=["owner"])


def test_a_utility_hands_over_its_own_rights_only(heat):
    gas = UserFactory(role="gas-tianma")
    taker = OrganisationFactory(code="gas-jinshi")
    own, others = (SegmentFactory(network_class="RQ", owner=owner) for owner in ("gas-tianma", "gas-kunlun"))
    managed = SegmentFactory(network_class="RQ", owner="gas-kunlun", manager="gas-tianma")
    handed(gas, taker, segments=[own], kinds=["owner"])
    assert holders(own)[0] == "gas-jinshi"
    for line in (others, managed):
        with pytest.raises(NotYours):
            handed(gas, taker, segments=[line], kinds=["owner"])


@pytest.mark.parametrize("role", ["leader", "street-yuqiuhu", "enforcement", "nobody", "admin"])
def test_nobody_else_hands_anything_over(heat, role):
    with pytest.raises(NotYours):
        handed(UserFactory(role=role), heat, segments=[SegmentFactory(network_class="RL", owner="finance")])


def test_taken_back_the_rights_are_what_they_were_and_the_handover_stays_on_record(planner, heat):
    line, node = SegmentFactory(network_class="RL", owner="finance"), NodeFactory(network_class="RL")
    before = rights()
    made = handed(planner, heat, segments=[line], nodes=[node])
    request = uuid.uuid4()
    for _again in range(2):
        back = h.take_back(handover=made, by=planner, request=request)
        assert back.undone_by == planner
    assert rights() == before
    assert [holders(line), holders(node)] == [["finance", None], [None, None]]
    verbs = Revision.objects.of("segment", line.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["handed_over", "took_back"]


def test_it_is_not_taken_back_once_it_was_handed_on(planner, heat):
    line = SegmentFactory(network_class="RQ", owner="finance")
    first, second = OrganisationFactory(code="gas-tianma"), OrganisationFactory(code="gas-jinshi")
    made = handed(planner, first, segments=[line])
    handed(planner, second, segments=[line], day=date(2025, 1, 1))
    with pytest.raises(h.ChangedSince):
        h.take_back(handover=made, by=planner, request=uuid.uuid4())
    assert holders(line) == ["gas-jinshi", "gas-jinshi"]


def test_only_the_centre_and_who_recorded_it_take_a_handover_back(planner, heat):
    made = handed(planner, heat, segments=[SegmentFactory(network_class="RL", owner="finance")])
    for role in ("heat", "water", "leader"):
        with pytest.raises(NotYours):
            h.take_back(handover=made, by=UserFactory(role=role), request=uuid.uuid4())


def test_who_held_what_is_told_for_any_day_to_the_centre_and_to_each_its_own(planner, heat):
    line = SegmentFactory(network_class="RL", owner="finance", points=((0, 0), (100, 0)))
    handed(planner, heat, segments=[line], nodes=[NodeFactory(network_class="RL")], kinds=["owner"])
    told = {day: {(r.organisation, r.segments, round(r.metres), r.nodes) for r in held_on(planner, day)}
            for day in (date(2010, 1, 1), DAY - timedelta(days=1), DAY)}  # fmt: skip
    assert told == {
        date(2010, 1, 1): {("finance", 1, 100, 0)}, DAY - timedelta(days=1): {("finance", 1, 100, 0)},
        DAY: {("heat", 1, 100, 1)},
    }  # fmt: skip
    assert held_on(UserFactory(role="water"), DAY) == []
    assert [r.segments for r in held_on(UserFactory(role="heat"), DAY)] == [1]
    assert held_on(UserFactory(role="leader"), DAY) == []


def test_the_cost_of_a_handover_does_not_grow_with_the_lines(planner, heat, django_assert_max_num_queries):
    lines = [SegmentFactory(network_class="RL", owner="finance") for _ in range(40)]
    with django_assert_max_num_queries(24):
        handed(planner, heat, segments=lines)
