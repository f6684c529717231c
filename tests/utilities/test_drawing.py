"""Drawing pipes and cables."""
import datetime

import pytest
from django.db import transaction

from geo_renovation.accounts.models import Act
from geo_renovation.accounts.revising import ChangedMeanwhile, NotYours, undo
from geo_renovation.utilities import actions
from geo_renovation.utilities.models import AssetRight, Segment
from tests.factories import CountyFactory, NodeFactory, OrganisationFactory, SegmentFactory, UserFactory
from tests.factories.drawings import line_json, request_number

pytestmark = pytest.mark.django_db
DRAWABLES = {actions.SEGMENT.kind: actions.SEGMENT}
WATER = {"network_class": "JS", "placement": "ZM", "accuracy": "as_built", "status": "in_use", "code": ""}


@pytest.fixture(autouse=True)
def _county(db):
    CountyFactory()


@pytest.fixture
def engineer():
    return UserFactory(role="water")


def drawn(by, points=((0, 0), (100, 0)), *, request=None, owner=None, **values):
    return actions.draw_segment(
        geometry=line_json(points), values=WATER | values, basis="竣工图 2026-11", owner=owner, by=by,
        request=request or request_number(),
    )  # fmt: skip


def told(row, by, **more):
    state = actions.SEGMENT.state(Segment.objects.get(pk=row.pk))
    return {"pk": row.pk, "state": state, "by": by, "request": request_number()} | more


def fresh(row):
    return Segment.objects.get(pk=row.pk)


def taken_back(revisions, by):
    return undo(by=by, request=request_number(), undone=revisions[0].request, drawables=DRAWABLES)


def test_a_line_that_a_utility_draws_is_its_own_by_the_document_it_names(engineer):
    (revision,) = drawn(engineer, laid_year=2020)
    made = Segment.objects.get()
    right = AssetRight.objects.get(segment=made)
    assert (made.owner, right.basis) == (engineer.organisation, "竣工图 2026-11")
    assert right.valid.lower == datetime.date(2020, 1, 1)
    assert made.code.startswith("segment-")
    assert revision.holders == [engineer.organisation_id]
    assert Act.objects.get().verb == "drew"


def test_the_same_request_draws_one_line(engineer):
    number = request_number()
    assert drawn(engineer, request=number) == drawn(engineer, request=number)
    assert Segment.objects.count() == 1


def test_a_utility_draws_its_own_classes_only(engineer):
    engineer.organisation.network_classes = ["JS"]
    engineer.organisation.save()
    with pytest.raises(actions.ClassNotYours), transaction.atomic():
        drawn(engineer, network_class="DL")
    drawn(engineer)


def test_the_centre_draws_for_an_owner_or_for_nobody_on_record():
    planner = UserFactory(role="planner")
    drawn(planner, owner=OrganisationFactory(code="heat"), network_class="RL", code="H1")
    drawn(planner, code="H2", points=((0, 10), (100, 10)))
    assert Segment.objects.get(code="H1").owner.code == "heat"
    assert AssetRight.objects.get(segment__code="H2").unknown_reason == "not_on_record"


@pytest.mark.parametrize("role", ["street-yuqiuhu", "leader", "enforcement", "admin", "nobody"])
def test_nobody_else_draws_or_changes_a_line(role, engineer):
    line = SegmentFactory(owner="water")
    stranger = UserFactory(role=role)
    with pytest.raises(NotYours):
        drawn(stranger)
    with pytest.raises(NotYours):
        actions.redraw_segment(geometry=line_json(((0, 0), (5, 5))), **told(line, stranger))


def test_anothers_line_is_not_there_to_be_changed(engineer):
    line = SegmentFactory(owner="power")
    with pytest.raises(NotYours):
        actions.redraw_segment(geometry=line_json(((0, 0), (5, 5))), **told(line, engineer))


def test_an_end_snapped_to_a_node_lies_on_it_to_the_last_bit(engineer):
    node = NodeFactory(owner="water", at=(33.3333333, 7.7777777))
    drawn(engineer, points=((0, 0), (33.3335, 7.7778)))
    assert Segment.objects.get().route.coords[-1] == node.position.coords


def test_a_node_that_may_not_be_seen_draws_no_end_to_itself(engineer):
    node = NodeFactory(owner="power", at=(33.3333333, 7.7777777))
    drawn(engineer, points=((0, 0), (33.3335, 7.7778)))
    assert Segment.objects.get().route.coords[-1] != node.position.coords


def test_a_reshaped_line_is_recorded_and_undone(engineer):
    line = SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    done = actions.redraw_segment(geometry=line_json(((0, 0), (100, 50))), **told(line, engineer))
    assert fresh(line).route != line.route
    taken_back(done, engineer)
    assert fresh(line).route == line.route


def test_a_stale_reshaping_is_refused_with_what_stands(engineer):
    line = SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    stale = told(line, engineer)
    actions.redraw_segment(values={"material": "PE"}, **told(line, UserFactory(role="planner")))
    with pytest.raises(ChangedMeanwhile) as refused:
        actions.redraw_segment(values={"material": "钢"}, **stale)
    assert (refused.value.row.material, fresh(line).material) == ("PE", "PE")


def test_a_line_ends_with_a_date_and_stays_on_record(engineer):
    line = SegmentFactory(owner="water")
    actions.end_segment(ended_on=datetime.date(2026, 1, 31), reason="报废", **told(line, engineer))
    assert fresh(line).ended_on == datetime.date(2026, 1, 31)
    assert not Segment.objects.visible_to(engineer).exists()


def test_a_manager_does_not_end_split_or_merge_what_another_owns(engineer):
    line = SegmentFactory(owner="power", manager="water", points=((0, 0), (100, 0)))
    other = SegmentFactory(owner="power", manager="water", points=((100, 0), (200, 0)))
    with pytest.raises(actions.OfAnotherOwner):
        actions.end_segment(**told(line, engineer))
    with pytest.raises(actions.OfAnotherOwner):
        actions.split_segment(at=line_json(((50, 0), (50, 1)))["coordinates"][0], **told(line, engineer))
    with pytest.raises(actions.OfAnotherOwner):
        actions.merge_segments(
            other_pk=other.pk, other_state=actions.SEGMENT.state(fresh(other)), **told(line, engineer)
        )


def test_a_cut_line_is_two_with_the_same_rights_and_becomes_one_again(engineer):
    line = SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    at = line_json(((30, 4), (0, 0)))["coordinates"][0]
    done = actions.split_segment(at=at, code="G2", **told(line, engineer))
    new = Segment.objects.get(code="G2")
    assert [round(each.route.length, 3) for each in (fresh(line), new)] == [30, 70]
    assert (new.owner, new.material, new.depth_m) == (line.owner, line.material, line.depth_m)
    state = actions.SEGMENT.state(new)
    actions.merge_segments(other_pk=new.pk, other_state=state, **told(line, engineer))
    assert fresh(line).route.length == pytest.approx(100, abs=1e-6)
    assert fresh(new).ended_on is not None
    assert len(done) == 2


def test_a_split_is_undone(engineer):
    line = SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    at = line_json(((30, 4), (0, 0)))["coordinates"][0]
    done = actions.split_segment(at=at, code="G2", **told(line, engineer))
    taken_back(done, engineer)
    assert fresh(line).route == line.route
    assert Segment.objects.get(code="G2").ended_on is not None


def test_unlike_lines_are_not_merged(engineer):
    line = SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    other = SegmentFactory(owner="water", points=((100, 0), (200, 0)), diameter_mm=50)
    with pytest.raises(actions.NotAlike):
        actions.merge_segments(
            other_pk=other.pk, other_state=actions.SEGMENT.state(fresh(other)), **told(line, engineer)
        )
