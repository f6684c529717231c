"""Every kind: what a row becomes, and what it sets going."""

import datetime

import pytest
from django.contrib.gis.geos import Point

from geo_renovation.compounds.models import Building, Compound, Finding
from geo_renovation.districts.models import Barrier, Community, County, District, Road, TownArea
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import AssetRight, DisclosureArea, Node, Segment
from tests.factories import CommunityFactory, CompoundFactory, CountyFactory, SegmentFactory, UserFactory

from .files import at, compound, faults, geojson, line, square, table

pytestmark = pytest.mark.django_db


def test_an_empty_county_takes_outline_town_districts_and_communities(tmp_path):
    whole = square(-5000, -5000, 10_000)
    files = {
        "county": {"code": "371526", "name": "高唐县", "demonstration": "是"},
        "town_area": {"name": "县城区"},
        "districts": {"code": "371526001", "name": "鱼邱湖街道"},
        "communities": {"code": "371526001001", "name": "鱼丘湖社区", "kind": "居委会"},
    }
    for kind, named in files.items():
        report = import_layer(geojson(tmp_path / f"{kind}.geojson", (named, whole)), kind)
        assert report.committed, report.as_json()
    county = County.objects.get()
    assert (county.name, county.is_demonstration, county.gap_m) == ("高唐县", True, 30)
    assert county.barrier_ranks == ["express", "arterial"]
    assert TownArea.objects.get().name == "县城区"
    assert Community.objects.get().district == District.objects.get()


def test_a_second_county_is_refused(tmp_path, county):
    file = geojson(tmp_path / "c.geojson", ({"code": "2", "name": "other"}, square(size=5000)))
    assert faults(import_layer(file, "county")) == [(1, "code", "exists")]


def test_roads_of_rank_become_barriers(tmp_path, county):
    file = geojson(
        tmp_path / "roads.geojson",
        ({"编号": "R1", "名称": "官道街", "等级": "主干路", "宽度": 30, "铺装日": "2021-05-01", "铺装": "大修"}, line((0, 0), (900, 0))),
        ({"编号": "R2", "名称": None, "等级": "支路", "宽度": None, "铺装日": None, "铺装": None}, line((0, 9), (900, 9))),
    )
    assert import_layer(file, "roads").committed
    road = Road.objects.get(code="R1")
    assert (road.rank, road.width_m, road.surfaced_on, road.surfacing) == (
        "arterial", 30, datetime.date(2021, 5, 1), "repaired",
    )
    assert Barrier.objects.get().road == road


def test_barriers_are_lines_or_polygons_and_never_roads(tmp_path, county):
    file = geojson(
        tmp_path / "b.geojson",
        ({"code": "B1", "kind": "河流"}, square()),
        ({"code": "B2", "kind": "railway"}, line((0, 0), (10, 10))),
        ({"code": "B3", "kind": "road"}, line((0, 0), (10, 10))),
    )
    assert faults(import_layer(file, "barriers", good_rows=True)) == [(3, "kind", "unknown_value")]
    assert {b.shape.geom_type for b in Barrier.objects.all()} == {"MultiPolygon", "LineString"}


def test_compounds_carry_findings_district_and_publication(tmp_path, district):
    CommunityFactory(code="371526001001", district=district)
    planner = UserFactory(role="planner")
    named = compound(
        community_code="371526001001", completion_year=1998, floor_area_m2=8200.5, residential="是",
        willing=0, neglected=None, evidence="2021年摸底表", published_on="2022-03-01", estimate_cny=3_200_000.5,
    )
    report = import_layer(geojson(tmp_path / "c.geojson", (named, square())), "compounds", by=planner)
    assert report.committed, report.as_json()
    stored = Compound.objects.get()
    assert (stored.district, stored.community.code, stored.is_in_town) == (district, "371526001001", True)
    assert (stored.residential, stored.willing, stored.neglected) == (True, False, None)
    assert (stored.floor_area_m2, str(stored.estimate_cny)) == (8200.5, "3200000.50")
    assert stored.published_at.isoformat() == "2022-02-28T16:00:00+00:00"
    findings = Finding.objects.values_list("criterion", "answer", "evidence", "recorded_by__code")
    assert set(findings) == {
        ("residential", True, "2021年摸底表", "centre"), ("willing", False, "2021年摸底表", "centre"),
    }


def test_findings_without_evidence_rest_on_the_import(tmp_path, district):
    import_layer(geojson(tmp_path / "c.geojson", (compound(residential="1"), square())), "compounds")
    assert "c.geojson" in Finding.objects.get().evidence


def test_a_compound_in_no_district_is_rejected(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square(6000, 6000)))
    assert faults(import_layer(file, "compounds")) == [(1, "geometry", "outside_districts")]


def test_buildings_date_their_compound(tmp_path, district):
    CompoundFactory(code="C1", completion_year=None)
    rows = [({"楼号": f"B{n}", "小区": "C1", "层数": 5, "面积": 900, "建成年": 1996}, square(n * 30, 0, 20)) for n in range(2)]
    rows.append(({"楼号": "B9", "小区": "nowhere", "层数": 5, "面积": 900, "建成年": 1996}, square(0, 50, 20)))
    report = import_layer(geojson(tmp_path / "b.geojson", *rows), "buildings", good_rows=True)
    assert faults(report) == [(3, "compound_code", "unknown_reference")]
    assert Building.objects.count() == 2
    stored = Compound.objects.get()
    assert (stored.building_count, stored.year_built) == (2, 1996)


def test_segments_carry_dated_rights(tmp_path, county):
    rows = [
        {"管类": "给水", "权属": "water", "管理": "市政", "材质": "PE", "管径": 0.2, "年代": 2004, "埋设": "直埋", "精度": "竣工图"},
        {"管类": "DX", "权属": "", "管理": None, "材质": None, "管径": None, "年代": None, "埋设": None, "精度": None},
        {"管类": "PS", "权属": "原单位已撤销", "管理": None, "材质": None, "管径": None, "年代": 1999, "埋设": "", "精度": ""},
    ]
    file = geojson(tmp_path / "管线.geojson", *((row, line((0, n), (50, n))) for n, row in enumerate(rows)))
    report = import_layer(file, "segments", mapping={"diameter_mm": "管径:m"})
    assert report.committed, report.as_json()
    assert [w["reason"] for w in report.warnings] == ["codes_made"]
    water, telecom, drain = Segment.objects.order_by("id")
    assert (water.code, water.network_class, water.diameter_mm, water.placement) == ("管线-1", "JS", 200, "ZM")
    assert (water.owner.code, water.manager.code, telecom.owner, drain.owner) == ("water", "municipal", None, None)
    assert (telecom.network_class, drain.network_class) == ("TX", "HS")
    rights = {(r.segment_id, r.kind): r for r in AssetRight.objects.all()}
    assert rights[water.pk, "owner"].valid.lower == datetime.date(2004, 1, 1)
    assert "管线.geojson" in rights[water.pk, "owner"].basis
    assert rights[telecom.pk, "owner"].unknown_reason == "not_on_record"
    assert rights[drain.pk, "owner"].unknown_reason == "former_unit_gone"
    assert len(rights) == 4


def test_an_owner_nobody_knows_is_rejected(tmp_path, county):
    file = geojson(tmp_path / "s.geojson", ({"network_class": "JS", "owner": "自来水三公司"}, line((0, 0), (9, 9))))
    assert faults(import_layer(file, "segments")) == [(1, "owner", "unknown_organisation")]


def test_nodes_are_points_with_an_owner(tmp_path, county):
    import shapely

    named = {"code": "N1", "network_class": "RQ", "kind": "阀门", "owner": "gas-tianma"}
    assert import_layer(geojson(tmp_path / "n.geojson", (named, shapely.Point(at(5, 5)))), "nodes").committed
    node = Node.objects.get()
    assert (node.kind, node.owner.code) == ("valve", "gas-tianma")
    assert node.position.distance(Point(*at(5, 5), srid=4548)) == 0


def test_rights_follow_one_another(tmp_path, county):
    SegmentFactory(code="S1", owner=None)
    AssetRight.objects.all().delete()
    rows = [
        ("S1", "产权", "电信", "", "1999-01-01", "2022-06-01", "建设档案"),
        ("S1", "产权", "unicom", "", "2022-06-01", "", "移交协议"),
        ("S1", "产权", "mobile", "", "2022-01-01", "", "另一份协议"),
        ("S1", "管理", "", "", "2022-01-01", "", "x"),
        ("S9", "管理", "mobile", "", "2022-01-01", "", "x"),
    ]
    names = ("segment_code", "kind", "organisation", "unknown_reason", "valid_from", "valid_to", "basis")
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    rows[0]["organisation"] = "telecom"
    report = import_layer(table(tmp_path / "r.csv", rows), "rights", good_rows=True)
    assert faults(report) == [
        (3, "valid_from", "overlapping_right"),
        (4, "organisation", "holder_or_reason"),
        (5, "segment_code", "unknown_reference"),
    ]
    assert Segment.objects.get().owner.code == "unicom"


def test_plans_make_disclosure_areas(tmp_path, district):
    for code in ("C1", "C2"):
        CompoundFactory(code=code)
    rows = [
        {"year": 2025, "status": "已下达", "adopted_on": "2025-01-10", "compound_code": code, "sequence": n, "改造类型": tier}
        for n, (code, tier) in enumerate((("C1", "基础类"), ("C2", ""), ("C1", "")))
    ]
    report = import_layer(table(tmp_path / "p.csv", rows, "gb18030"), "plans", good_rows=True)
    assert report.encoding == "GB18030"
    assert faults(report) == [(3, "compound_code", "duplicate")]
    assert AnnualPlan.objects.get().status == "adopted"
    assert list(PlannedCompound.objects.order_by("sequence").values_list("tier", flat=True)) == ["basic", ""]
    assert DisclosureArea.objects.exists()
    again = import_layer(tmp_path / "p.csv", "plans")
    assert {row["reason"] for row in again.rejected} == {"exists", "duplicate"}


def test_every_kind_stores_what_people_may_edit(db):
    """Every field has a column, an expression or a step of its own."""
    CountyFactory()
    for kind in KINDS.values():
        columns = {field.column for field in kind.model._meta.concrete_fields}
        assert set(kind.stored) <= columns | {"id"}, kind.name
        assert kind.shape_column is None or kind.shape_column in columns
