"""An import on which something was built stays, and says on what."""
import datetime

import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange import undoing
from geo_renovation.interchange.undoing import UnableToUndo, obstacle, undo
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import AssetRight, Segment
from tests.factories import (
    AssetRightFactory,
    BuildingFactory,
    CompoundFactory,
    FindingFactory,
    OrganisationFactory,
    SegmentFactory,
    StageEventFactory,
    UserFactory,
)
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

from .files import compound, geojson, pipe, pipes, square, table
from .stored import DAY, done
from .wizard import work

pytestmark = pytest.mark.django_db


def refusal(run, by=None):
    """Why the run is not taken back; the look before says the same."""
    with pytest.raises(UnableToUndo) as caught:
        undo(run, by=by)
    seen = obstacle(run)
    assert (seen.reason, seen.objects) == (caught.value.reason, caught.value.objects)
    run.refresh_from_db()
    assert run.state == "stored"
    return caught.value


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


def test_a_large_import_is_looked_through_in_the_background_only(county, street, compounds, monkeypatch):
    run = street.take(compounds, kind="compounds")
    FindingFactory(compound=Compound.objects.get(code="C-1"))
    assert street.post(run, "undo").status_code == 422
    monkeypatch.setattr(undoing, "LOOKED_AT_ROWS", 2)
    assert street.post(run, "undo").status_code == 200
    assert "C-1" not in street.client.get(f"/imports/runs/{run.pk}/").context.get("undo_met", "")
    work()
    assert "C-1" in street.client.get(f"/imports/runs/{run.pk}/").context["undo_met"]
    assert Compound.objects.count() == 3
