"""The same codes again: what is added, changed, unchanged and gone, told before it is done."""
import pytest
import shapely

from geo_renovation.compounds.models import Adjacency, Building, Compound, Finding
from geo_renovation.districts.models import Barrier, Community, LayerChange, Road
from geo_renovation.interchange import shown_differences
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.models import Change
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import DisclosureArea, Node, Segment
from tests.factories import CommunityFactory, CompoundFactory, DistrictFactory, RoadFactory, SegmentFactory

from .files import at, compound, faults, geojson, line, pipe, pipes, square, table
from .stored import counts

pytestmark = pytest.mark.django_db


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
    (in_words,) = shown_differences.in_words(report.differences, KINDS["compounds"])
    shape = in_words["fields"]["geometry"]
    del difference["fields"]["geometry"]
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


def test_a_file_without_codes_updates_nothing(tmp_path, county):
    file = geojson(tmp_path / "s.geojson", ({"network_class": "JS", "owner": "water"}, line((0, 0), (9, 9))))
    report = import_layer(file, "segments", mode="update")
    assert report.refused["reason"] == "field_missing"
