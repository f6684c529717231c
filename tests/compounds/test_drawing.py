"""Drawing compounds, buildings and barriers."""
import datetime

import pytest
from django.db import ProgrammingError, transaction

from geo_renovation.accounts import drawing as shapes
from geo_renovation.accounts.models import Act, Revision
from geo_renovation.accounts.revising import ChangedMeanwhile, EndedInFuture, NothingToUndo, NotYours, undo
from geo_renovation.compounds.actions import ground
from geo_renovation.compounds.actions.drawing import (
    BARRIER,
    BUILDING,
    COMPOUND,
    WithItself,
    draw,
    end,
    merge_compounds,
    redraw,
    split_compound,
)
from geo_renovation.compounds.actions.leaving import StillNeeded
from geo_renovation.compounds.models import Adjacency, Building, Compound
from geo_renovation.districts.models import Barrier
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import DisclosureArea
from tests.factories import BarrierFactory, BuildingFactory, CompoundFactory, DistrictFactory, RoadFactory, UserFactory
from tests.factories.bundles import frozen_of, row_of_compounds
from tests.factories.drawings import area_json, line_json, request_number

pytestmark = pytest.mark.django_db
DRAWABLES = {each.kind.value: each for each in (COMPOUND, BUILDING, BARRIER)}


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def clerk():
    return UserFactory(role="street-yuqiuhu")


@pytest.fixture
def three(planner):
    return row_of_compounds("ABC")


def drawn(by, at=(500, 0), size=100, *, request=None, drawable=COMPOUND, **values):
    values = {"code": "NEW", "name": "新苑"} | values if drawable is COMPOUND else values
    request = request or request_number()
    return draw(drawable=drawable, geometry=area_json(at, size), values=values, by=by, request=request)


def reshaped(row, by, at, size, *, drawable=COMPOUND, state=None, request=None, reason="", **values):
    return redraw(
        drawable=drawable, pk=row.pk, state=state or drawable.state(row), geometry=area_json(at, size),
        values=values or None, by=by, request=request or request_number(), reason=reason,
    )  # fmt: skip


def taken_back(revisions, by):
    return undo(by=by, request=request_number(), undone=revisions[0].request, drawables=DRAWABLES)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_new_compound_is_placed_linked_recorded_and_journalled(three, planner):
    (revision,) = drawn(planner, at=(360, 0))
    made = Compound.objects.get(code="NEW")
    assert (made.district.code, made.is_in_town) == ("371526001", True)
    assert Adjacency.objects.filter(low__code="C", high=made).exists()
    assert (revision.before, revision.after["name"], revision.shape_before) == (None, "新苑", None)
    assert revision.shape_after == made.boundary
    act = Act.objects.get()
    assert (act.verb, act.subject, act.user, act.details["objects"]) == ("drew", "NEW", planner, ["compound:NEW"])


def test_the_same_request_draws_once(three, planner):
    number = request_number()
    assert drawn(planner, request=number) == drawn(planner, request=number)
    assert Compound.objects.filter(code="NEW").count() == 1
    assert Act.objects.count() == 1


def test_a_changed_boundary_moves_its_neighbours_and_keeps_both_outlines(three, planner):
    old = three[1].boundary
    (revision,) = reshaped(three[1], planner, (120, 2000), 100)
    assert not Adjacency.objects.exists()
    assert (revision.shape_before, revision.shape_after) == (old, fresh(three[1]).boundary)


def test_corners_that_were_not_moved_stay_to_the_last_bit(three, planner):
    reshaped(three[0], planner, (0, 0), (100, 120))
    before, after = set(three[0].boundary[0][0].coords), set(fresh(three[0]).boundary[0][0].coords)
    assert len(before & after) == 2


def test_saving_what_stands_already_records_nothing(three, planner):
    assert reshaped(three[0], planner, (0, 0), 100) == []
    assert not Revision.objects.exists()


def test_who_was_slower_is_shown_what_stands_and_overwrites_nothing(three, planner, clerk):
    opened = COMPOUND.state(three[0])
    reshaped(three[0], clerk, (0, 0), (100, 110))
    with pytest.raises(ChangedMeanwhile) as refused:
        reshaped(three[0], planner, (0, 0), (100, 120), state=opened)
    assert refused.value.row.boundary.area == pytest.approx(11_000, abs=1)
    assert fresh(three[0]).boundary.area == pytest.approx(11_000, abs=1)
    reshaped(three[0], planner, (0, 0), (100, 120), state=COMPOUND.state(refused.value.row))
    assert fresh(three[0]).boundary.area == pytest.approx(12_000, abs=1)


def test_what_the_database_derives_makes_no_form_stale(three, planner):
    from tests.factories import StageEventFactory

    opened = COMPOUND.state(three[0])
    StageEventFactory(compound=three[0])
    reshaped(three[0], planner, (0, 0), (100, 110), state=opened)


def test_a_compound_may_not_lie_on_another_and_is_told_on_which_and_where(three, planner):
    with pytest.raises(ground.Overlaps) as refused:
        drawn(planner, at=(50, 50))
    assert "A" in str(refused.value)
    assert "2500" in str(refused.value)
    assert refused.value.at is not None
    assert not Revision.objects.exists()


def test_touching_and_a_slack_below_one_square_metre_are_no_overlap(three, planner):
    drawn(planner, at=(340 - 0.005, 0))
    assert Compound.objects.filter(code="NEW").exists()


def test_an_ended_compound_makes_room(three, planner):
    end(drawable=COMPOUND, pk=three[0].pk, state=COMPOUND.state(three[0]), by=planner, request=request_number())
    drawn(planner, at=(0, 0))


def test_a_street_draws_in_its_own_district_only(three, clerk):
    DistrictFactory(code="371526002", at=(4000, -4000), size=8000)
    drawn(clerk)
    with pytest.raises(ground.OutsideDistrict), transaction.atomic():
        drawn(clerk, at=(5000, 0), code="EAST")
    with pytest.raises(ground.OutsideDistrict), transaction.atomic():
        reshaped(three[0], clerk, (5000, 0), 100)
    stranger = UserFactory(role="street-huixin")
    with pytest.raises(NotYours):
        reshaped(three[0], stranger, (0, 0), (100, 110))


def test_outside_every_district_and_outside_the_county_nothing_is_drawn(three, planner):
    with pytest.raises(ground.NoDistrict), transaction.atomic():
        drawn(planner, at=(6000, 0))
    with pytest.raises(shapes.OutsideCounty):
        drawn(planner, at=(50_000, 0))


@pytest.mark.parametrize("role", ["water", "leader", "finance", "enforcement", "admin", "nobody"])
def test_nobody_else_draws_or_changes_a_compound(three, role):
    stranger = UserFactory(role=role)
    with pytest.raises(NotYours):
        drawn(stranger)
    with pytest.raises(NotYours):
        reshaped(three[0], stranger, (0, 0), (100, 110))


def test_a_planned_compound_that_is_drawn_anew_moves_the_disclosure_area(three, planner):
    plan = AnnualPlan.objects.create(year=2026, status="submitted")
    PlannedCompound.objects.create(plan=plan, compound=three[0])
    before = DisclosureArea.objects.get().area.area
    reshaped(fresh(three[0]), planner, (0, 0), (100, 200))
    assert DisclosureArea.objects.get().area.area > before


def test_a_frozen_bundle_keeps_the_boundary_it_was_frozen_with(three, planner):
    bundle = frozen_of("AB", by=planner)
    reshaped(fresh(three[0]), planner, (0, 0), (100, 150))
    frozen = bundle.members.get(compound=three[0])
    assert frozen.boundary.area == pytest.approx(10_000, abs=1)


def test_what_is_planned_or_under_works_does_not_end(three, planner):
    frozen_of("AB", by=planner)
    works = CompoundFactory(code="W", at=(800, 0), stage="building")
    for row in (three[0], works):
        with pytest.raises(StillNeeded):
            end(
                drawable=COMPOUND, pk=row.pk, state=COMPOUND.state(fresh(row)), by=planner, request=request_number()
            )
    assert not Compound.objects.filter(ended_on__isnull=False).exists()


def test_an_end_lies_never_in_the_future(three, planner):
    tomorrow = datetime.date.today() + datetime.timedelta(days=2)
    with pytest.raises(EndedInFuture):
        end(
            drawable=COMPOUND, pk=three[0].pk, state=COMPOUND.state(three[0]), ended_on=tomorrow, by=planner,
            request=request_number(),
        )  # fmt: skip


def test_a_split_keeps_the_larger_part_its_figures_and_sends_buildings_with_their_ground(three, planner):
    west = BuildingFactory(compound=three[0], at=(2, 10), size=(20, 12))
    east = BuildingFactory(compound=three[0], at=(40, 10), size=(20, 12))
    revisions = split_compound(
        pk=three[0].pk, state=COMPOUND.state(fresh(three[0])), line=line_json(((30, -10), (30, 110))),
        values={"code": "A2", "name": "西院", "household_count": 30}, by=planner, request=request_number(),
    )  # fmt: skip
    kept, new = fresh(three[0]), Compound.objects.get(code="A2")
    assert (round(kept.boundary.area), round(new.boundary.area)) == (7000, 3000)
    assert (kept.household_count, new.household_count) == (70, 30)
    assert (new.stage, new.residential, new.completion_year) == ("", None, 1995)
    assert (fresh(west).compound, fresh(east).compound) == (new, kept)
    assert [(r.kind, r.code) for r in revisions] == [
        ("compound", "A"), ("compound", "A2"), ("building", west.code),
    ]  # fmt: skip
    taken_back(revisions, planner)
    assert fresh(three[0]).boundary.area == pytest.approx(10_000, abs=1)
    assert fresh(three[0]).household_count == 100
    assert fresh(new).ended_on is not None
    assert fresh(west).compound == kept


def test_a_split_that_does_not_go_through_changes_nothing(three, planner):
    with pytest.raises(shapes.NotInTwo):
        split_compound(
            pk=three[0].pk, state=COMPOUND.state(three[0]), line=line_json(((30, 10), (30, 50))),
            values={"code": "A2", "name": "西院"}, by=planner, request=request_number(),
        )  # fmt: skip


def merged(kept, other, by, **told):
    states = {"state": COMPOUND.state(fresh(kept)), "other_state": COMPOUND.state(fresh(other))}
    return merge_compounds(pk=kept.pk, other_pk=other.pk, by=by, request=request_number(), **states | told)


def test_a_merge_keeps_one_code_adds_the_figures_and_ends_the_other_with_a_date(three, planner):
    building = BuildingFactory(compound=three[1], at=(130, 10))
    revisions = merged(three[0], three[1], planner)
    kept, other = fresh(three[0]), fresh(three[1])
    assert (kept.code, kept.household_count, round(kept.boundary.area)) == ("A", 200, 20_000)
    assert other.ended_on is not None
    assert fresh(building).compound == kept
    assert Building.objects.standing().filter(pk=building.pk).exists()
    taken_back(revisions, planner)
    assert (fresh(kept).household_count, round(fresh(kept).boundary.area)) == (100, 10_000)
    assert fresh(other).ended_on is None
    assert fresh(building).compound == other
    assert Adjacency.objects.filter(low=kept, high=other).exists()


def test_only_neighbours_are_merged_and_never_across_a_barrier(three, planner):
    with pytest.raises(shapes.NotAdjoining):
        merged(three[0], three[2], planner)
    BarrierFactory(points=((110, -500), (110, 500)))
    with pytest.raises(shapes.NotAdjoining):
        merged(three[0], three[1], planner)
    with pytest.raises(WithItself):
        merged(three[0], three[0], planner)


def test_ones_own_latest_change_is_undone_as_a_new_revision_and_once_only(three, planner, clerk):
    done = reshaped(three[0], planner, (0, 0), (100, 110))
    with pytest.raises(NothingToUndo):
        taken_back(done, clerk)
    (undone,) = taken_back(done, planner)
    assert fresh(three[0]).boundary == three[0].boundary
    assert (undone.verb, undone.undoes) == ("undid", done[0])
    with pytest.raises(NothingToUndo):
        taken_back(done, planner)
    taken_back([undone], planner)
    assert fresh(three[0]).boundary.area == pytest.approx(11_000, abs=1)


def test_what_a_colleague_changed_since_is_not_undone(three, planner, clerk):
    done = reshaped(three[0], planner, (0, 0), (100, 110))
    reshaped(fresh(three[0]), clerk, (0, 0), (100, 120))
    with pytest.raises(ChangedMeanwhile):
        taken_back(done, planner)


def test_undoing_onto_ground_that_was_taken_since_is_refused(three, planner):
    done = reshaped(three[0], planner, (0, 1000), 100)
    drawn(planner, at=(0, 0))
    with pytest.raises(ground.Overlaps):
        taken_back(done, planner)


def test_undoing_a_drawing_ends_it_and_keeps_the_row(three, planner):
    done = drawn(planner)
    taken_back(done, planner)
    assert Compound.objects.get(code="NEW").ended_on is not None


def test_a_street_that_lost_the_compound_cannot_undo_there(three, clerk, planner):
    done = reshaped(three[0], clerk, (0, 0), (100, 110))
    clerk.organisation.district_code = "371526002"
    clerk.organisation.save()
    with pytest.raises(NotYours):
        taken_back(done, clerk)


def test_a_building_stands_in_its_compound_and_on_no_other(three, planner, clerk):
    drawn(clerk, (10, 10), (60, 12), drawable=BUILDING, compound=three[0], name="1号楼")
    assert fresh(three[0]).building_count == 1
    with pytest.raises(ground.Overlaps), transaction.atomic():
        drawn(clerk, (20, 15), (60, 12), drawable=BUILDING, compound=three[0])
    with pytest.raises(ground.OutsideCompound), transaction.atomic():
        drawn(clerk, (300, 300), (60, 12), drawable=BUILDING, compound=three[0])
    with pytest.raises(ground.Unstandable):
        drawn(UserFactory(role="street-huixin"), (10, 40), (60, 12), drawable=BUILDING, compound=three[0])


def test_a_boundary_leaves_buildings_outside_for_a_reason_only_and_is_told_how_many_once(three, clerk):
    for y in (10, 40, 80):
        BuildingFactory(compound=three[0], at=(10, y))
    with pytest.raises(ground.LeavesBuildings, match=r"\b2\b") as told, transaction.atomic():
        reshaped(three[0], clerk, (0, 0), (100, 40))
    assert (told.value.field, told.value.status) == ("reason", 422)
    (done,) = reshaped(three[0], clerk, (0, 0), (100, 40), reason="北侧两栋属乙家属院")
    assert done.reason == "北侧两栋属乙家属院"
    row = fresh(three[0])
    assert reshaped(row, clerk, (0, 0), (100, 38)), "those that stood outside before are not told again"
    with pytest.raises(ground.LeavesBuildings, match=r"\b1\b"):
        reshaped(fresh(row), clerk, (0, 0), (100, 15))


def test_a_barrier_drawn_by_the_centre_parts_neighbours_until_it_is_taken_away(three, planner, clerk):
    crossing = line_json(((110, -500), (110, 500)))
    told = {"geometry": crossing, "values": {"kind": "river", "name": "官道河", "code": ""}}
    with pytest.raises(NotYours):
        draw(drawable=BARRIER, by=clerk, request=request_number(), **told)
    draw(drawable=BARRIER, by=planner, request=request_number(), **told)
    river = Barrier.objects.get()
    assert not Adjacency.objects.free().filter(low__code="A", high__code="B").exists()
    gone = end(
        drawable=BARRIER, pk=river.pk, state=BARRIER.state(river), by=planner, request=request_number(), reason="填平"
    )
    assert Adjacency.objects.free().filter(low__code="A", high__code="B").exists()
    assert (gone[0].after, gone[0].shape_before.length, gone[0].reason) == (None, pytest.approx(1000, abs=0.1), "填平")
    taken_back(gone, planner)
    assert Barrier.objects.get().pk == river.pk


def test_a_road_that_is_a_barrier_is_not_drawn_as_one(three, planner):
    RoadFactory(rank="arterial", points=((110, -500), (110, 500)))
    road = Barrier.objects.get()
    with pytest.raises(NotYours):
        reshaped(road, planner, (0, 0), 10, drawable=BARRIER)


def test_the_record_of_revisions_is_never_changed_or_deleted(three, planner):
    (revision,) = drawn(planner)
    for spoil in (lambda: revision.delete(), lambda: Revision.objects.update(code="x")):
        with pytest.raises(ProgrammingError), transaction.atomic():
            spoil()


def test_a_shape_too_detailed_for_its_neighbour_is_refused_before_the_database_sees_it(three, planner):
    from tests.spatial.test_drawn import comb

    teeth = comb(2000, upright=False)
    import shapely

    from geo_renovation.spatial import drawn as library
    from tests.factories.shapes import EAST, NORTH

    def placed(shape):
        return library.stored(shapely.MultiPolygon([shapely.affinity.translate(shape, EAST + 500, NORTH)]))

    CompoundFactory(code="COMB", boundary=placed(comb(2000, upright=True)))
    with pytest.raises(shapes.TooDetailed):
        draw(
            drawable=COMPOUND, geometry=library.geojson(placed(teeth)), values={"code": "X", "name": "X"}, by=planner,
            request=request_number(),
        )  # fmt: skip
