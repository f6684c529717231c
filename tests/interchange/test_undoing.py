"""An import is taken back whole while nothing was built on it, and done again."""
import datetime
import threading

import pytest
import shapely
from django.db import connection

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Adjacency, Building, Compound, Finding, StageEvent
from geo_renovation.districts.models import Barrier, Community, District, Road, TownArea
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Change, ImportRun, Undo
from geo_renovation.interchange.undoing import UnableToUndo, obstacle, redo, undo
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import AssetRight, DisclosureArea, Node, Segment
from tests.factories import (
    AssetRightFactory,
    BuildingFactory,
    CompoundFactory,
    CountyFactory,
    DistrictFactory,
    FindingFactory,
    OrganisationFactory,
    SegmentFactory,
    StageEventFactory,
    UserFactory,
)
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

from .files import at, geojson, line, square, table
from .test_updating import compound, pipe, pipes

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 5, 1)


@pytest.fixture
def district(county):
    return DistrictFactory(code="371526001")


def done(file, kind, **options):
    """The run of an import that was stored."""
    report = import_layer(file, kind, **options)
    assert report.committed, report.as_json()
    return ImportRun.objects.order_by("-pk").first()


def everything(model):
    """All rows as the database holds them, byte for byte."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(m)::text, m::text FROM {model._meta.db_table} m ORDER BY id")
        return cursor.fetchall()


def refusal(run, by=None):
    """Why the run is not taken back; the look before says the same."""
    with pytest.raises(UnableToUndo) as caught:
        undo(run, by=by)
    seen = obstacle(run)
    assert (seen.reason, seen.objects) == (caught.value.reason, caught.value.objects)
    run.refresh_from_db()
    assert run.state == "stored"
    return caught.value


def test_what_was_added_is_gone_with_its_findings_and_neighbours(tmp_path, district):
    planner = UserFactory(role="planner")
    CompoundFactory(code="C0", at=(120, 0))
    before = everything(Compound)
    run = done(geojson(tmp_path / "c.geojson", (compound(residential=1, willing=0), square())), "compounds", by=planner)
    assert Adjacency.objects.count() == 1
    assert undo(run, by=planner).state == "undone"
    assert everything(Compound) == before
    assert not any(model.objects.exists() for model in (Finding, Adjacency, Undo))
    act = Act.objects.get(verb="took_back")
    assert (act.user, act.details) == (planner, {"run": run.pk, "removed": 1, "restored": 0})


def test_what_was_changed_is_as_it_was_to_the_last_digit(tmp_path, district):
    held = CompoundFactory(
        code="C1", floor_area_m2=0.1 + 0.2, estimate_cny="12345678.90", published=True, owner_unit="棉'纺\"厂", at=(1 / 3, 2 / 3)
    )
    CompoundFactory(code="C2", at=(120, 0))
    FindingFactory(compound=held, criterion="willing", answer=True)
    before, gap_m = everything(Compound), Adjacency.objects.get().gap_m
    named = compound(floor_area_m2=5, estimate_cny=1, owner_unit="x", published_on="2020-01-01", willing=0, state_land=1)
    run = done(geojson(tmp_path / "c.geojson", (named, square(-400))), "compounds", mode="update")
    assert not Adjacency.objects.exists()
    undo(run, by=None)
    assert everything(Compound) == before
    assert Finding.objects.get().answer is True
    assert Adjacency.objects.get().gap_m == gap_m


def test_what_was_ended_stands_again_and_what_came_back_ends_again(tmp_path, district):
    both = [(compound("C1"), square()), (compound("C2"), square(120))]
    done(geojson(tmp_path / "c.geojson", *both), "compounds")
    ending = done(geojson(tmp_path / "c.geojson", both[0]), "compounds", mode="replace", ended_on=DAY)
    undo(ending, by=None)
    assert not Compound.objects.filter(ended_on__isnull=False).exists()
    assert Adjacency.objects.count() == 1
    done(geojson(tmp_path / "c.geojson", both[0]), "compounds", mode="replace", ended_on=DAY)
    back = done(geojson(tmp_path / "c.geojson", *both), "compounds", mode="update")
    assert Adjacency.objects.count() == 1
    undo(back, by=None)
    assert Compound.objects.get(code="C2").ended_on == DAY
    assert not Adjacency.objects.exists()


def test_rights_go_back_to_who_held_them(tmp_path, county):
    SegmentFactory(code="S1", owner="water", manager="municipal")
    rights, segments = everything(AssetRight), everything(Segment)
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", manager="water", right_since="2024-05-01"), pipe("S2"))
    run = done(file, "segments", mode="update")
    assert AssetRight.objects.count() == 5
    undo(run, by=None)
    assert everything(Segment) == segments
    assert sorted(everything(AssetRight)) == sorted(rights)


@pytest.mark.parametrize("kind", ["town_area", "districts", "communities", "roads", "barriers", "buildings", "nodes", "stages", "rights", "plans"])
def test_every_kind_is_taken_back(tmp_path, district, kind):
    CompoundFactory(code="C1", stage="surveyed")
    SegmentFactory(code="S1")
    shapes = {
        "town_area": ({"name": "新城区"}, square(2000)),
        "districts": ({"code": "371526009", "name": "新街道"}, square(3000)),
        "communities": ({"code": "371526001001", "name": "社区"}, square()),
        "roads": ({"code": "R1", "rank": "主干路"}, line((0, -50), (900, -50))),
        "barriers": ({"code": "W1", "kind": "河流"}, line((0, -50), (900, -50))),
        "buildings": ({"code": "B1", "compound_code": "C1", "completion_year": 1991, "floor_area_m2": 9}, square(0, 0, 20)),
        "nodes": ({"code": "N1", "network_class": "JS", "kind": "阀门", "owner": "water"}, shapely.Point(at(5, 5))),
    }
    rows = {
        "stages": {
            "event_code": "X1", "compound_code": "C1", "stage": "reported", "effective_from": "2022-03-01",
            "effective_to": "2022-03-01", "recorded_at": "2026-03-02",
        },
        "rights": {"segment_code": "S1", "kind": "owner", "organisation": "power", "valid_from": "2020-01-01", "basis": "证"},
        "plans": {"year": 2027, "status": "submitted", "compound_code": "C1", "sequence": 1},
    }
    models = (Compound, Building, Community, District, TownArea, Road, Barrier, Segment, Node, AssetRight, StageEvent, AnnualPlan, PlannedCompound)
    before = [everything(model) for model in models]
    file = geojson(tmp_path / "f.geojson", shapes[kind]) if kind in shapes else table(tmp_path / "f.csv", [rows[kind]])
    run = done(file, kind)
    assert [everything(model) for model in models] != before
    undo(run, by=None)
    assert [everything(model) for model in models] == before
    assert not DisclosureArea.objects.exists()


def test_the_county_itself_stays(tmp_path, db):
    run = done(geojson(tmp_path / "c.geojson", ({"code": "1", "name": "县"}, square(-5000, -5000, 10_000))), "county")
    assert refusal(run).reason == "county_stays"


def test_an_import_others_built_upon_stays_and_says_on_what(tmp_path, district):
    rows = [(compound(f"C{n}"), square(300 * n)) for n in range(3)]
    run = done(geojson(tmp_path / "c.geojson", *rows), "compounds")
    BuildingFactory(compound=Compound.objects.get(code="C1"), at=(300, 0))
    found = refusal(run)
    assert found.reason == "built_upon"
    assert [name.split(" ")[0] for name in found.objects] == ["C1"]
    assert "C1" in found.message
    assert Compound.objects.count() == 3


@pytest.mark.parametrize("what", ["finding", "stage", "bundle", "plan", "edit", "right"])
def test_whatever_was_recorded_since_holds_the_import(tmp_path, what):
    planner = UserFactory(role="planner")
    row_of_compounds("Z", y=900)
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds")
    held = Compound.objects.get(code="C1")
    if what == "finding":
        FindingFactory(compound=held)
    elif what == "stage":
        StageEventFactory(compound=held)
    elif what == "bundle":
        draft_of(["C1"], by=planner)
    elif what == "plan":
        PlannedCompound.objects.create(plan=AnnualPlan.objects.create(year=2027), compound=held)
    elif what == "edit":
        held.owner_unit = "改"
        held.save()
    else:
        run = done(pipes(tmp_path / "s.geojson", pipe("S1")), "segments")
        AssetRightFactory(segment=Segment.objects.get(), kind="operator", organisation=OrganisationFactory(code="power"))
    assert refusal(run).reason in ("built_upon", "changed_since")


def test_a_later_import_of_the_same_rows_is_taken_back_first(tmp_path, district):
    first = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds")
    second = done(geojson(tmp_path / "c.geojson", (compound(household_count=5), square())), "compounds", mode="update")
    assert refusal(first).objects == ["C1"]
    undo(second, by=None)
    assert Compound.objects.get().household_count is None
    assert undo(first, by=None).state == "undone"
    assert not Compound.objects.exists()


def test_a_right_handed_over_since_holds_the_import(tmp_path, county):
    SegmentFactory(code="S1", owner="water")
    run = done(pipes(tmp_path / "s.geojson", pipe("S1", "power", right_since="2024-05-01")), "segments", mode="update")
    held = AssetRight.objects.get(organisation__code="power")
    held.valid = (held.valid.lower, datetime.date(2025, 1, 1))
    held.save()
    AssetRightFactory(segment=Segment.objects.get(), organisation=OrganisationFactory(code="power"), valid=(datetime.date(2025, 1, 1), None))
    assert refusal(run).objects == ["S1"]


def test_a_stage_followed_by_another_stays(tmp_path, district):
    CompoundFactory(code="C1")
    row = {
        "event_code": "X1", "compound_code": "C1", "stage": "surveyed", "effective_from": "2022-03-01",
        "effective_to": "2022-03-01", "recorded_at": "2022-03-02",
    }
    run = done(table(tmp_path / "e.csv", [row]), "stages")
    StageEventFactory(code="X2", compound=Compound.objects.get(), stage="reported", on=datetime.date(2023, 1, 1))
    assert refusal(run).objects == ["X2"]


def test_a_compound_that_came_back_and_is_in_a_bundle_does_not_end_again(tmp_path):
    planner = UserFactory(role="planner")
    (held,) = row_of_compounds("A")
    Compound.objects.update(ended_on=DAY)
    run = done(geojson(tmp_path / "c.geojson", ({"code": "A"}, square())), "compounds", mode="update")
    frozen_of("A", by=planner)
    held.refresh_from_db()
    assert held.ended_on is None
    assert refusal(run).reason == "held"


def test_only_who_may_import_there_takes_back(tmp_path, district):
    clerk, engineer = UserFactory(role="street-yuqiuhu"), UserFactory(role="water")
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds", by=clerk)
    for stranger in (engineer, UserFactory(role="street-renhe"), UserFactory(role="leader"), UserFactory(role="nobody")):
        with pytest.raises(UnableToUndo) as caught:
            undo(run, by=stranger)
        assert caught.value.reason == "not_yours"
    assert undo(run, by=clerk).state == "undone"


def test_taken_back_twice_is_taken_back_once(tmp_path, district):
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds")
    undo(run, by=None)
    assert undo(run, by=None).state == "undone"
    assert Act.objects.filter(verb="took_back").count() == 1


def test_what_was_never_stored_is_not_taken_back(db):
    run = ImportRun.objects.create(kind="compounds", file_name="x", sha256="")
    with pytest.raises(UnableToUndo) as caught:
        undo(run, by=None)
    assert caught.value.reason == "not_stored"
    run.state = "stored"
    run.save()
    assert obstacle(run).reason == "nothing_kept"


def test_redo_makes_one_new_run_of_the_same_original(tmp_path, district):
    planner = UserFactory(role="planner")
    file = geojson(tmp_path / "c.geojson", ({"编": "C1", "name": "一"}, square()))
    run = done(file, "compounds", mapping={"code": "编"}, mode="update", by=planner)
    with pytest.raises(UnableToUndo) as caught:
        redo(run, by=planner)
    assert caught.value.reason == "not_undone"
    undo(run, by=planner)
    again = redo(run, by=planner)
    assert (again.state, again.mode, again.delivery, again.user) == ("draft", "update", run.delivery, planner)
    assert again.instructions["mapping"] == {"code": "编"}
    assert redo(run, by=planner) == again
    run.refresh_from_db()
    assert run.state == "undone"


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_back_at_once_take_it_back_once(tmp_path):
    CountyFactory()
    OrganisationFactory(code="water")
    run = done(pipes(tmp_path / "s.geojson", *(pipe(f"S{n}") for n in range(50))), "segments")
    begin, answers = threading.Barrier(2), []

    def take_back():
        begin.wait()
        try:
            answers.append(undo(run, by=None).state)
        finally:
            connection.close()

    both = [threading.Thread(target=take_back) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert answers == ["undone", "undone"]
    assert not any(model.objects.exists() for model in (Segment, AssetRight, Change))
    assert Act.objects.filter(verb="took_back").count() == 1


def test_imports_are_taken_back_one_after_the_other(tmp_path, district):
    """Each leaves the rows of the one before as they were, though the database wrote them anew."""
    steps = [
        done(geojson(tmp_path / "c.geojson", (compound(willing=1), square())), "compounds"),
        done(geojson(tmp_path / "c.geojson", (compound(household_count=5, willing=0), square(2))), "compounds", mode="update"),
        done(geojson(tmp_path / "b.geojson", ({"code": "B1", "compound_code": "C1"}, square(5, 5, 20))), "buildings"),
        done(pipes(tmp_path / "s.geojson", pipe("S1", laid_year=1999)), "segments"),
        done(pipes(tmp_path / "s.geojson", pipe("S1", "power")), "segments", mode="update"),
        done(pipes(tmp_path / "s2.geojson", pipe("S1", "power", manager="water")), "segments", mode="update"),
    ]
    assert AssetRight.objects.count() == 3
    for run in reversed(steps):
        undo(run, by=None)
    for model in (Compound, Building, Segment, AssetRight, Finding, Adjacency):
        assert not model.objects.exists(), model
