"""What hangs on a line stays on it when the line is reshaped, or is left by the editor's own word."""
import pytest
from django.db import transaction

from geo_renovation.accounts.models import Revision
from geo_renovation.accounts.revising import undo
from geo_renovation.utilities import actions, joining
from geo_renovation.utilities.models import Node, Segment
from geo_renovation.utilities.tracing import network_of
from tests.factories import CountyFactory, NodeFactory, SegmentFactory, UserFactory
from tests.factories.drawings import line_json, request_number
from tests.factories.shapes import line as route
from tests.factories.shapes import point

pytestmark = pytest.mark.django_db
DRAWABLES = {each.kind: each for each in actions.DRAWABLE_OF.values()}


@pytest.fixture
def engineer():
    CountyFactory()
    return UserFactory(role="water")


def own(*points, **more):
    return SegmentFactory(owner="water", points=points, **more)


def valve(*at, owner="water"):
    return NodeFactory(owner=owner, at=at)


def reshaped(row, by, *points, connected="move"):
    state = actions.SEGMENT.state(Segment.objects.get(pk=row.pk))
    return actions.redraw_segment(
        pk=row.pk, state=state, geometry=line_json(points), by=by, request=request_number(), connected=connected
    )


def runs(row, *points):
    return Segment.objects.get(pk=row.pk).route.equals_exact(route(points), 0.001)


def lies(node, *at):
    return Node.objects.get(pk=node.pk).position.equals_exact(point(at), 0.001)


@pytest.fixture
def main(engineer):
    """A main from west to east with what hangs on it: at its end a line and a valve, on its way a branch and a valve."""
    made = {
        "main": own((0, 0), (100, 0)),
        "next": own((100, 0), (200, 0)),
        "branch": own((40, -60), (40, 0)),
        "end_valve": valve(100, 0),
        "way_valve": valve(60, 0),
        "far": own((0, 50), (100, 50)),
        "gas": own((100, 0), (100, 80), network_class="RQ"),
        "others": SegmentFactory(owner="power", points=((100, 0), (150, 60))),
    }
    return made


def test_moving_an_end_asks_first_and_tells_how_much_hangs_on_it(engineer, main):
    with pytest.raises(joining.ComesApart) as asked, transaction.atomic():
        reshaped(main["main"], engineer, (0, 0), (100, 10), connected="")
    # The branch and the valve on the way lie 4 and 6 m off the new line.
    shapes = asked.value.connected.pop("shapes")
    assert asked.value.connected == {"lines": 2, "nodes": 2, "left": 0, "farthest_m": 10.0}
    assert sorted(shape["type"] for shape in shapes) == ["LineString", "LineString", "Point", "Point"]
    assert not Revision.objects.exists()


def test_what_hangs_on_a_line_is_taken_along_in_one_act_and_comes_back_in_one(engineer, main):
    whole = len(set(network_of(engineer, "JS").graph.joint_of_node.tolist()))
    done = reshaped(main["main"], engineer, (0, 0), (100, 10))
    assert done[0].code == main["main"].code
    assert {each.code for each in done} == {main[name].code for name in ("main", "next", "branch", "end_valve", "way_valve")}
    assert runs(main["next"], (100, 10), (200, 0))
    assert lies(main["end_valve"], 100, 10)
    for stranger in ("street-yuqiuhu", "leader", "power"):
        assert not Revision.objects.visible_to(UserFactory(role=stranger)).exists()
    new = Segment.objects.get(pk=main["main"].pk).route
    for name, met in (("branch", Segment.objects.get(pk=main["branch"].pk).route), ("way_valve", Node.objects.get(pk=main["way_valve"].pk).position)):
        assert met.distance(new) < 0.001, name
    for name in ("far", "gas", "others"):
        assert Segment.objects.get(pk=main[name].pk).route == main[name].route
    assert len(set(network_of(engineer, "JS").graph.joint_of_node.tolist())) == whole
    undo(by=engineer, request=request_number(), undone=done[0].request, drawables=DRAWABLES)
    assert runs(main["next"], (100, 0), (200, 0))
    assert lies(main["way_valve"], 60, 0)


def test_a_valve_at_a_dragged_corner_goes_with_the_corner(engineer):
    bent, on_corner = own((0, 0), (50, 0), (100, 0)), valve(50, 0)
    reshaped(bent, engineer, (0, 0), (50, 20), (100, 0))
    assert lies(on_corner, 50, 20)


def test_a_valve_on_a_line_that_is_pulled_along_stays_on_that_line(engineer):
    first, second, on_second = own((0, 0), (100, 0)), own((100, 0), (100, 100)), valve(100, 50)
    reshaped(first, engineer, (0, 0), (120, 10))
    assert runs(second, (120, 10), (100, 100))
    assert Node.objects.get(pk=on_second.pk).position.distance(Segment.objects.get(pk=second.pk).route) < 0.001


def test_what_is_left_by_the_editors_own_word_stays_where_it_was(engineer, main):
    assert len(reshaped(main["main"], engineer, (0, 0), (100, 10), connected="leave")) == 1
    assert runs(main["next"], (100, 0), (200, 0))
    assert lies(main["end_valve"], 100, 0)


def test_a_branch_that_leaves_the_line_it_ended_on_is_asked_about(engineer, main):
    with pytest.raises(joining.ComesApart) as asked, transaction.atomic():
        reshaped(main["branch"], engineer, (40, -60), (40, -5), connected="")
    assert asked.value.connected == {"lines": 0, "nodes": 0, "left": 1, "farthest_m": 0, "shapes": []}
    assert len(reshaped(main["branch"], engineer, (40, -60), (40, -5))) == 1
    assert len(reshaped(main["branch"], engineer, (40, -60), (45, 0), connected="")) == 1


def test_nothing_is_asked_where_all_stays_joined(engineer, main):
    assert len(reshaped(main["main"], engineer, (-30, 0), (0, 0), (130, 0), connected="")) == 1
    assert len(reshaped(main["main"], engineer, (100, 0), (-30, 0), connected="")) == 1


def test_a_line_drawn_in_the_other_direction_still_takes_the_right_ends_along(engineer, main):
    reshaped(main["main"], engineer, (100, 10), (0, 0))
    assert runs(main["next"], (100, 10), (200, 0))


def test_what_would_vanish_between_two_ends_is_refused(engineer):
    long, short = own((0, 0), (100, 0)), own((100, 0), (100, 5))
    with pytest.raises(joining.WouldVanish) as refused, transaction.atomic():
        reshaped(long, engineer, (0, 0), (100, 5))
    assert short.code in str(refused.value)


def test_a_cut_near_a_valve_is_made_at_the_valve_and_both_parts_end_there(engineer):
    whole, on_it = own((0, 0), (100, 0)), valve(60, 0)
    at = line_json(((60.6, 0.4), (0, 0)))["coordinates"][0]
    state = actions.SEGMENT.state(whole)
    actions.split_segment(pk=whole.pk, state=state, at=at, by=engineer, request=request_number(), code="G2")
    first, second = Segment.objects.get(pk=whole.pk).route, Segment.objects.get(code="G2").route
    assert first.coords[-1] == second.coords[0]
    assert on_it.position.distance(second) < 0.001
    assert first.length == pytest.approx(60, abs=0.001)
