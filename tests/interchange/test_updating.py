"""The same codes again: what is added, changed, unchanged and gone, told before it is done."""
import datetime

import pytest
import shapely

from geo_renovation.compounds.models import Adjacency, Building, Compound, Finding
from geo_renovation.districts.models import Barrier, Community, LayerChange, Road
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Change, Delivery, ImportRun
from geo_renovation.interchange.refusals import Cancelled
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import AssetRight, DisclosureArea, Node, Segment
from tests.factories import (
    CommunityFactory,
    CompoundFactory,
    DistrictFactory,
    FindingFactory,
    RoadFactory,
    SegmentFactory,
    UserFactory,
)

from .files import at, geojson, line, square, table

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today


@pytest.fixture
def district(county):
    return DistrictFactory(code="371526001")


def compound(code="C1", **named):
    return {"code": code, "name": f"{code}小区", **named}


def pipe(code, owner="water", **named):
    return {"code": code, "network_class": "JS", "owner": owner, **named}


def pipes(path, *rows):
    return geojson(path, *((row, line((0, n), (50, n))) for n, row in enumerate(rows)))


def counts(report):
    assert not report.refused, report.refused
    return report.added, report.changed, report.unchanged, report.gone


def faults(report):
    return [(row["row"], row["field"], row["reason"]) for row in report.rejected]


def test_the_same_rows_again_are_unchanged_and_touch_nothing(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(household_count=90, residential=1), square()))
    assert counts(import_layer(file, "compounds")) == (1, 0, 0, 0)
    LayerChange.objects.all().delete()
    report = import_layer(file, "compounds", mode="update")
    assert report.committed
    assert counts(report) == (0, 0, 1, 0)
    assert report.written == 1
    assert not Change.objects.exists()
    assert Finding.objects.count() == 1
    assert not LayerChange.objects.exists()


def test_changed_fields_are_told_old_and_new_before_anything_is_stored(tmp_path, district):
    CommunityFactory(code="371526001001", district=district)
    stored = CompoundFactory(code="C1", name="旧名", household_count=100)
    file = geojson(
        tmp_path / "c.geojson",
        (compound(household_count=120, community_code="371526001001"), square(10)),
        (compound("C2"), square(500)),
    )
    report = import_layer(file, "compounds", mode="update", dry_run=True)
    assert counts(report) == (1, 1, 0, 0)
    (difference,) = report.differences
    shape = difference["fields"].pop("geometry")
    assert difference == {
        "row": 1, "code": "C1", "status": "changed",
        "fields": {
            "name": ["旧名", "C1小区"], "household_count": ["100", "120"], "community_code": [None, "371526001001"],
        },
    }
    assert shape[0] == "10,000.0 m²"
    assert "10.00" in shape[1]
    stored.refresh_from_db()
    assert (stored.name, Compound.objects.count()) == ("旧名", 1)
    assert import_layer(file, "compounds", mode="update").committed
    stored.refresh_from_db()
    assert (stored.name, stored.household_count, stored.community.code) == ("C1小区", 120, "371526001001")


def test_what_the_file_does_not_say_stays_as_it_is(tmp_path, district):
    CompoundFactory(code="C1", owner_unit="棉纺厂", estimate_cny=5, former_name="老名", household_count=7)
    named = {"code": "C1", "owner_unit": None, "former_name": "", "household_count": 8}
    report = import_layer(geojson(tmp_path / "c.geojson", (named, square())), "compounds", mode="update")
    assert counts(report) == (0, 1, 0, 0)
    stored = Compound.objects.get()
    assert (stored.owner_unit, stored.former_name, stored.estimate_cny, stored.household_count) == ("棉纺厂", "老名", 5, 8)


def test_added_rows_of_an_update_get_the_defaults_and_need_what_is_required(tmp_path, county):
    SegmentFactory(code="S1", accuracy="surveyed", owner="water")
    file = pipes(tmp_path / "s.geojson", pipe("S1"), pipe("S2", accuracy=None), {"code": "S3", "network_class": None})
    report = import_layer(file, "segments", mode="update", good_rows=True)
    assert report.committed, report.as_json()
    assert faults(report) == [(3, "network_class", "required")]
    assert Segment.objects.get(code="S2").accuracy == "unknown"
    assert Segment.objects.get(code="S1").accuracy == "surveyed"


def test_a_table_without_shapes_updates_and_never_adds(tmp_path, district):
    CompoundFactory(code="C1", household_count=1)
    rows = [{"小区编号": "C1", "户数": 64}, {"小区编号": "C9", "户数": 9}]
    file = table(tmp_path / "户数.csv", rows)
    report = import_layer(file, "compounds", mode="update", good_rows=True)
    assert report.committed, report.as_json()
    assert {reason for _row, _field, reason in faults(report)} <= {"geometry_missing", "required"}
    assert [row for row, *_ in faults(report)] == [2]
    assert Compound.objects.get().household_count == 64
    assert import_layer(file, "compounds").refused["reason"] == "no_geometry"


def test_a_moved_compound_finds_its_new_neighbours_and_district(tmp_path, district):
    DistrictFactory(code="371526002", at=(-9000, -5000), size=(4000, 10000))
    for n, code in enumerate(("C1", "C2", "C3")):
        CompoundFactory(code=code, at=(120 * n, 0))
    assert Adjacency.objects.count() == 2
    file = geojson(tmp_path / "c.geojson", ({"code": "C3"}, square(-120, 0)))
    assert counts(import_layer(file, "compounds", mode="update")) == (0, 1, 0, 0)
    pairs = set(Adjacency.objects.values_list("low__code", "high__code"))
    assert pairs == {("C1", "C2"), ("C1", "C3")}


def test_a_moved_compound_of_a_plan_moves_its_disclosure_area(tmp_path, district):
    held = CompoundFactory(code="C1")
    plan = AnnualPlan.objects.create(year=2027, status="submitted")
    PlannedCompound.objects.create(plan=plan, compound=held)
    before = DisclosureArea.objects.get().area
    import_layer(geojson(tmp_path / "c.geojson", ({"code": "C1"}, square(300))), "compounds", mode="update")
    assert not DisclosureArea.objects.get().area.intersects(before.centroid)


def test_a_shape_written_by_another_programme_is_the_same_shape(tmp_path, district):
    CompoundFactory(code="C1")
    corners = [at(100.0001, 100), at(0, 100), at(0, 0), at(50, 0), at(100, 0.0002), at(100.0001, 100)]
    file = geojson(tmp_path / "c.geojson", ({"code": "C1"}, shapely.Polygon(corners)))
    assert counts(import_layer(file, "compounds", mode="update")) == (0, 0, 1, 0)


def test_a_line_that_runs_the_other_way_has_changed(tmp_path, county):
    SegmentFactory(code="S1", points=((0, 0), (50, 0)), owner="water")
    file = geojson(tmp_path / "s.geojson", ({"code": "S1"}, line((50, 0), (0, 0))))
    assert counts(import_layer(file, "segments", mode="update")) == (0, 1, 0, 0)


def test_findings_are_recorded_only_where_the_answer_differs(tmp_path, district):
    held = CompoundFactory(code="C1")
    FindingFactory(compound=held, criterion="residential", answer=True)
    FindingFactory(compound=held, criterion="willing", answer=True)
    named = {"code": "C1", "residential": "是", "willing": "否", "evidence": "2026年复查"}
    report = import_layer(geojson(tmp_path / "c.geojson", (named, square())), "compounds", mode="update")
    assert report.differences[0]["fields"] == {"willing": ["true", "false"]}
    new = Finding.objects.get(evidence="2026年复查")
    assert (new.criterion, new.answer, Finding.objects.count()) == ("willing", False, 3)
    held.refresh_from_db()
    assert (held.residential, held.willing) == (True, False)


def test_another_holder_ends_the_right_and_begins_the_next(tmp_path, county):
    SegmentFactory(code="S1", owner="water", manager="municipal")
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", right_since="2024-05-01", right_basis="移交书", manager="municipal"))
    report = import_layer(file, "segments", mode="update")
    assert report.committed, report.as_json()
    assert set(report.differences[0]["fields"]) == {"owner", "geometry"}
    owners = AssetRight.objects.filter(kind="owner").order_by("valid")
    assert [(r.organisation.code, r.valid.lower, r.valid.upper) for r in owners] == [
        ("water", datetime.date(2000, 1, 1), datetime.date(2024, 5, 1)), ("power", datetime.date(2024, 5, 1), None),
    ]
    assert AssetRight.objects.filter(kind="manager").count() == 1
    assert Segment.objects.get().owner.code == "power"


def test_another_holder_without_a_day_holds_from_today(tmp_path, county):
    SegmentFactory(code="S1", owner="water", laid_year=1999)
    import_layer(pipes(tmp_path / "s.geojson", pipe("S1", "power")), "segments", mode="update")
    assert AssetRight.objects.get(organisation__code="power").valid.lower >= TODAY() - datetime.timedelta(days=1)


def test_a_right_is_never_replaced_by_an_earlier_one(tmp_path, county):
    SegmentFactory(code="S1", owner="water")
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", right_since="1999-01-01"))
    report = import_layer(file, "segments", mode="update")
    assert faults(report) == [(1, "right_since", "right_not_later")]
    assert AssetRight.objects.get().valid.upper is None


def test_a_holder_nobody_knew_before_becomes_known(tmp_path, county):
    file = pipes(tmp_path / "s.geojson", {"code": "S1", "network_class": "JS", "owner": "", "laid_year": 1999})
    assert import_layer(file, "segments").committed
    assert counts(import_layer(file, "segments", mode="update")) == (0, 0, 1, 0)
    known = pipes(tmp_path / "s2.geojson", pipe("S1"))
    assert counts(import_layer(known, "segments", mode="update")) == (0, 1, 0, 0)
    assert Segment.objects.get().owner.code == "water"


def test_roads_that_change_rank_redraw_their_barriers(tmp_path, county):
    RoadFactory(code="R1", rank="branch")
    RoadFactory(code="R2", rank="arterial", points=((0, 0), (9, 9)))
    file = geojson(
        tmp_path / "r.geojson",
        ({"code": "R1", "rank": "主干路"}, line((-500, -50), (500, -50))),
        ({"code": "R2", "rank": "支路"}, line((0, 0), (9, 9))),
    )
    assert counts(import_layer(file, "roads", mode="update")) == (0, 2, 0, 0)
    assert Barrier.objects.get().road == Road.objects.get(code="R1")


def test_nodes_and_communities_are_updated_too(tmp_path, district):
    CommunityFactory(code="371526001001", district=district, name="旧名")
    report = import_layer(
        geojson(tmp_path / "k.geojson", ({"code": "371526001001", "name": "新名"}, square())), "communities", mode="update"
    )
    assert report.committed, report.as_json()
    assert Community.objects.get().name == "新名"
    first = geojson(tmp_path / "n.geojson", ({"code": "N1", "network_class": "RQ", "kind": "阀门", "owner": "water"}, shapely.Point(at(5, 5))))
    assert import_layer(first, "nodes").committed
    again = geojson(tmp_path / "n2.geojson", ({"code": "N1", "kind": "检查井"}, shapely.Point(at(5, 6))))
    assert counts(import_layer(again, "nodes", mode="update")) == (0, 1, 0, 0)
    node = Node.objects.get()
    assert (node.kind, node.position.y) == ("manhole", at(5, 6)[1])


def test_buildings_move_to_another_compound(tmp_path, district):
    CompoundFactory(code="C1")
    CompoundFactory(code="C2", at=(500, 0))
    first = geojson(tmp_path / "b.geojson", ({"code": "B1", "compound_code": "C1"}, square(10, 10, 20)))
    assert import_layer(first, "buildings").committed
    again = geojson(tmp_path / "b.geojson", ({"code": "B1", "compound_code": "C2"}, square(510, 10, 20)))
    report = import_layer(again, "buildings", mode="update")
    assert report.differences[0]["fields"]["compound_code"] == ["C1", "C2"]
    assert Building.objects.get().compound.code == "C2"
    assert dict(Compound.objects.values_list("code", "building_count")) == {"C1": 0, "C2": 1}


def test_records_already_there_word_for_word_are_unchanged_and_others_stay_errors(tmp_path, district):
    CompoundFactory(code="C1")
    row = {
        "event_code": "E1", "compound_code": "C1", "stage": "surveyed", "effective_from": "2021-03-01",
        "effective_to": "2021-03-01", "recorded_at": "2021-03-02", "evidence": "表一",
    }
    assert import_layer(table(tmp_path / "e.csv", [row]), "stages").committed
    april = {"effective_from": "2021-04-01", "effective_to": "2021-04-01", "recorded_at": "2021-04-02"}
    both = table(tmp_path / "e2.csv", [row, row | {"event_code": "E2", "stage": "reported"} | april])
    report = import_layer(both, "stages", mode="update")
    assert report.committed, report.as_json()
    assert counts(report) == (1, 0, 1, 0)
    other = import_layer(table(tmp_path / "e3.csv", [row | {"evidence": "表二"}]), "stages", mode="update")
    assert faults(other) == [(1, "event_code", "exists")]


def test_rights_and_plans_word_for_word_are_unchanged(tmp_path, district):
    SegmentFactory(code="S1")
    CompoundFactory(code="C1")
    right = {"segment_code": "S1", "kind": "owner", "organisation": "water", "valid_from": "2020-01-01", "basis": "证"}
    plan = {"year": 2027, "status": "submitted", "compound_code": "C1", "sequence": 1}
    for kind, row in (("rights", right), ("plans", plan)):
        file = table(tmp_path / f"{kind}.csv", [row])
        assert import_layer(file, kind).committed
        assert counts(import_layer(file, kind, mode="update")) == (0, 0, 1, 0)
    late = table(tmp_path / "late.csv", [plan | {"sequence": 2}])
    assert faults(import_layer(late, "plans", mode="update")) == [(1, "compound_code", "exists")]


def test_a_county_is_never_updated(tmp_path, county):
    file = geojson(tmp_path / "c.geojson", ({"code": "371526", "name": "x"}, square(size=500)))
    assert import_layer(file, "county", mode="update").refused["reason"] == "not_updatable"


def test_a_file_without_codes_updates_nothing(tmp_path, county):
    file = geojson(tmp_path / "s.geojson", ({"network_class": "JS", "owner": "water"}, line((0, 0), (9, 9))))
    report = import_layer(file, "segments", mode="update")
    assert report.refused["reason"] == "field_missing"


def test_the_same_file_again_is_told(tmp_path, district):
    planner = UserFactory(role="planner")
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    assert "same_file" not in {w["reason"] for w in import_layer(file, "compounds", by=planner).warnings}
    again = import_layer(file, "compounds", mode="update", by=planner)
    (warning,) = [w for w in again.warnings if w["reason"] == "same_file"]
    assert planner.organisation.name in warning["message"]
    first, second = Delivery.objects.order_by("pk")
    assert first.sha256 == second.sha256


def test_that_another_organisation_sent_the_same_file_is_not_told(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    assert import_layer(file, "compounds", by=UserFactory(role="planner")).committed
    street = UserFactory(role="street-yuqiuhu")
    told = import_layer(file, "compounds", mode="update", by=street)
    assert "same_file" not in {warning["reason"] for warning in told.warnings}
    assert "same_file" in {w["reason"] for w in import_layer(file, "compounds", mode="update").warnings}


def test_a_run_of_the_wizard_is_filled_in_once(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    run = ImportRun.objects.create(kind="compounds", file_name="小区.geojson", sha256="", state="storing")
    assert import_layer(file, "compounds", run=run).committed
    again = import_layer(file, "compounds", run=run)
    assert (again.committed, again.read) == (True, 1)
    run.refresh_from_db()
    assert (run.state, run.read_count, run.written_count, len(run.sha256)) == ("stored", 1, 1, 64)
    assert run.finished_at
    assert (ImportRun.objects.count(), Compound.objects.count()) == (1, 1)


class Stopping:
    """Looks on and has enough at a step."""

    def __init__(self, at):
        self.at, self.seen = at, []

    def step(self, name):
        self.seen.append(name)
        if name == self.at:
            raise Cancelled

    def rows(self, read):
        self.step(f"rows {read}")

    def look(self, run):
        self.step("look")


@pytest.mark.parametrize("step", ["reading", "rows 1", "checking", "comparing", "look", "storing", "reporting"])
def test_an_import_that_is_cancelled_leaves_nothing(tmp_path, district, step):
    file, watch = geojson(tmp_path / "c.geojson", (compound(), square())), Stopping(step)
    with pytest.raises(Cancelled):
        import_layer(file, "compounds", watch=watch)
    assert watch.seen[-1] == step
    assert not any(model.objects.exists() for model in (Compound, ImportRun, Delivery))
