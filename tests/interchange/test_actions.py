"""Every format; all or nothing; what is stored is what the report says."""

import pytest

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import ImportRun
from geo_renovation.utilities.models import Segment
from tests.factories import CompoundFactory, UserFactory

from .files import compound, faults, geojson, geopackage, line, shapefile, square, zipped

pytestmark = pytest.mark.django_db


def test_a_layer_before_its_county_is_refused(tmp_path, db):
    report = import_layer(geojson(tmp_path / "d.geojson", ({"code": "1", "name": "x"}, square())), "districts")
    assert report.refused["reason"] == "no_county"


def test_all_or_nothing_unless_good_rows(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound("C1"), square()), (compound("C2", household_count=-3), square(500)))
    report = import_layer(file, "compounds")
    assert (report.committed, report.read, report.written) == (False, 2, 1)
    assert faults(report) == [(2, "household_count", "out_of_range")]
    assert not Compound.objects.exists()
    assert not ImportRun.objects.exists()
    report = import_layer(file, "compounds", good_rows=True)
    assert (report.committed, report.read, report.written) == (True, 2, 1)
    assert list(Compound.objects.values_list("code", flat=True)) == ["C1"]


def test_a_dry_run_checks_everything_and_stores_nothing(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    report = import_layer(file, "compounds", dry_run=True)
    assert (report.committed, report.may_be_stored) == (False, True)
    assert not Compound.objects.exists()


def test_a_row_with_several_faults_is_rejected_once(tmp_path, district):
    named = compound(household_count="many", completion_year=1389, floor_area_m2="nan")
    report = import_layer(geojson(tmp_path / "c.geojson", (named, square(50_000))), "compounds")
    (entry,) = report.rejected
    assert (report.read, report.written) == (1, 0)
    assert {entry["field"], *(more["field"] for more in entry["also"])} == {
        "geometry", "completion_year", "household_count", "floor_area_m2",
    }


def test_codes_present_and_repeated_are_rejected(tmp_path, district):
    CompoundFactory(code="C1")
    file = geojson(tmp_path / "c.geojson", *((compound(c), square(500 * n)) for n, c in enumerate(("C1", "C2", "C2"))))
    assert faults(import_layer(file, "compounds")) == [(1, "code", "exists"), (3, "code", "duplicate")]


def test_references_are_looked_up(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(community_code="371526009009"), square()))
    assert faults(import_layer(file, "compounds")) == [(1, "community_code", "unknown_reference")]


def test_every_format_reads_the_same(tmp_path, district):
    named, shape = compound("小区1"), square()
    for path in (
        geojson(tmp_path / "a.geojson", (named, shape)),
        geopackage(tmp_path / "a.gpkg", (named, shape)),
        shapefile(tmp_path / "utf8", (named, shape)),
        shapefile(tmp_path / "gbk", (named, shape), encoding="gb18030", cpg=False),
        tmp_path / "gbk",
        zipped(tmp_path / "a.zip", tmp_path / "gbk"),
        zipped(tmp_path / "b.zip", tmp_path / "utf8", "文件夹/"),
    ):
        report = import_layer(path, "compounds")
        assert report.committed, (path, report.as_json())
        stored = Compound.objects.get()
        assert (stored.name, round(stored.boundary.area, 6)) == ("小区1小区", 10_000)
        assert report.encoding == ("GB18030" if "gbk" in str(path) or path.name == "a.zip" else "UTF-8")
        Compound.objects.all().delete()


def test_a_shapefile_without_prj_is_asked_about(tmp_path, district):
    path = shapefile(tmp_path / "s", (compound(), square()), prj=False)
    assert import_layer(path, "compounds").refused["reason"] == "crs_missing"
    report = import_layer(path, "compounds", crs="EPSG:4548")
    assert (report.committed, report.crs) == (True, "EPSG:4548")


def test_geojson_states_wgs84_by_saying_nothing(tmp_path, district):
    import geopandas

    shape = geopandas.GeoSeries([square()], crs=4548).to_crs(4326)[0]
    report = import_layer(geojson(tmp_path / "w.geojson", (compound(), shape), srid=None), "compounds")
    assert (report.committed, report.crs) == (True, "EPSG:4326")
    assert Compound.objects.get().boundary.area == pytest.approx(10_000, abs=0.01)


def test_values_are_mapped_by_a_list(tmp_path, county):
    file = geojson(tmp_path / "s.geojson", ({"t": "W1", "owner": "water"}, line((0, 0), (9, 9))))
    report = import_layer(
        file, "segments", mapping={"network_class": "t"}, value_maps={"network_class": {"W1": "JS"}}
    )
    assert report.committed
    assert Segment.objects.get().network_class == "JS"


def test_a_constant_fills_what_the_file_leaves_empty(tmp_path, county):
    rows = (({"c": "RQ"}, line((0, 0), (9, 9))), ({"c": None}, line((0, 1), (9, 1))))
    file = geojson(tmp_path / "s.geojson", *rows)
    report = import_layer(
        file, "segments", mapping={"network_class": "c"}, constants={"network_class": "JS", "owner": "water"}
    )
    assert report.committed
    assert list(Segment.objects.order_by("id").values_list("network_class", flat=True)) == ["RQ", "JS"]


def test_an_import_is_recorded_with_whoever_made_it(tmp_path, district):
    planner = UserFactory(role="planner")
    import_layer(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds", by=planner)
    run = ImportRun.objects.get()
    assert (run.file_name, run.kind, run.read_count, run.written_count) == ("c.geojson", "compounds", 1, 1)
    assert (run.user, run.crs, len(run.sha256)) == (planner, "EPSG:4548", 64)
    assert Act.objects.get(verb="imported").user == planner


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_headings_cut_inside_a_character_are_still_found(tmp_path, district, codec):
    """Ten bytes hold three characters and a third of UTF-8, five of GBK: the rest of the name is gone."""
    headings = {"AAAAAAAAAA": "小区编号", "BBBBBBBBBB": "小区名称栏", "CCCCCCCCCC": "建筑面积平方米", "DDDDDDDDDD": "竣工年份年度"}
    named = dict(zip(headings, ("C1", "官道街家属院", 8200.5, 1998), strict=True))
    path = shapefile(tmp_path / "s", (named, square()), encoding=codec, cpg=False)
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    for placeholder, heading in headings.items():
        content = content.replace(placeholder.encode(), heading.encode(codec)[:10].ljust(10, b"\0"))
    table.write_bytes(content)
    mapping = {"name": "小区名称栏", "floor_area_m2": "建筑面积平方米", "completion_year": "竣工年份年度"}
    report = import_layer(path, "compounds", mapping=mapping)
    assert report.committed, report.as_json()
    stored = Compound.objects.get()
    assert (stored.code, stored.name) == ("C1", "官道街家属院")
    assert (stored.floor_area_m2, stored.completion_year) == (8200.5, 1998)


def test_text_in_no_encoding_is_rejected_row_by_row(tmp_path, district):
    path = shapefile(tmp_path / "s", (compound("C1", 曾用名="zzzzzz"), square()), encoding="utf-8")
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"zzzzzz", b"\xff\xfe\xff\xfeab"))
    assert faults(import_layer(path, "compounds", encoding="UTF-8")) == [(1, "former_name", "undecodable")]
