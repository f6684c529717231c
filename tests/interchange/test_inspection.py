"""What there is to see of what somebody sent in, before it is imported."""

import json
import zipfile

import openpyxl
import pytest
import shapely

from geo_renovation.interchange import inspection
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.parsing import parser
from geo_renovation.interchange.readers import limits
from geo_renovation.interchange.refusals import Refused
from geo_renovation.interchange.staging import staged
from tests.factories import DistrictFactory

from .files import frame, geojson, geopackage, line, shapefile, square, table, zipped

ROWS = [
    ({"code": f"C{n}", "name": "一小区" if n % 2 else "二小区", "households": 40.0 + n}, square(150 * n)) for n in range(4)
]
PIPES = [({"code": f"P{n}", "note": None}, line((0, 10 * n), (50, 10 * n))) for n in range(3)]


def only(path, **options):
    """The one layer of a path."""
    found = inspection.inspect(path, **options)
    assert [file["refused"] for file in found["files"]] == [None]
    (layer,) = found["layers"]
    return layer


def test_a_layer_tells_count_type_place_encoding_and_crs(tmp_path):
    layer = only(shapefile(tmp_path / "s", *ROWS, encoding="gbk", cpg=False))
    assert (layer["name"], layer["count"], layer["geometry"]) == ("layer", 4, "polygon")
    assert (layer["encoding"], layer["crs"], layer["refused"]) == ("GB18030", "EPSG:4548", None)
    assert layer["bounds"] == pytest.approx(shapely.total_bounds([shape for _, shape in ROWS]).tolist())
    assert "4548" in layer["crs_stated"] or "117" in layer["crs_stated"]


def test_a_heading_shows_samples_and_its_values_where_they_are_few(tmp_path):
    rows = [({"code": f"P{n}", "material": ("PE", "钢")[n % 2], "mm": 100.0}, line((0, n), (9, n))) for n in range(150)]
    headings = {h["name"]: h for h in only(geojson(tmp_path / "a.geojson", *rows))["headings"]}
    assert headings["material"] == {"name": "material", "samples": ["PE", "钢"], "values": ["PE", "钢"]}
    assert headings["mm"]["values"] == ["100"]
    assert headings["code"]["samples"] == ["P0", "P1", "P2", "P3", "P4"]
    assert headings["code"]["values"] is None


def test_shapes_to_draw_are_few_and_of_few_vertices(tmp_path):
    coast = shapely.LineString([(430_000 + n / 10, 4_080_000 + n % 7) for n in range(50_000)])
    rows = [*PIPES * 200, ({"code": "X", "note": None}, coast)]
    sample = only(geojson(tmp_path / "a.geojson", *rows))["sample"]
    assert 100 <= len(sample) <= 200
    assert all(len(part) <= 201 for parts in sample for part in parts)


def test_a_shape_of_many_parts_is_drawn_in_no_more_vertices_than_one_of_one(tmp_path):
    wave = [(430_000 + n / 10, 4_080_000 + n % 7) for n in range(1000)]
    many = shapely.MultiLineString([[(x, y + 10 * k) for x, y in wave] for k in range(40)])
    (parts,) = only(geojson(tmp_path / "a.geojson", ({"code": "X"}, many)))["sample"]
    assert sum(map(len, parts)) <= 300


def test_a_file_without_crs_says_so_and_nothing_is_guessed(tmp_path):
    layer = only(shapefile(tmp_path / "s", *ROWS, prj=False))
    assert (layer["crs"], layer["crs_stated"], layer["count"]) == (None, None, 4)


def test_undecided_encoding_still_shows_what_there_is(tmp_path):
    path = shapefile(tmp_path / "s", *ROWS, cpg=False)
    content = path.with_suffix(".dbf").read_bytes().replace("一".encode(), b"\xff\xff\xff")
    path.with_suffix(".dbf").write_bytes(content[:29] + b"\0" + content[30:])
    layer = only(path)
    assert layer["refused"] == {"reason": "encoding_undecided", "details": {}}
    assert (layer["count"], layer["geometry"]) == (4, "polygon")
    assert only(path, encoding="GBK")["refused"] is None


def test_a_folder_names_its_layers_as_import_takes_them(tmp_path, county):
    DistrictFactory(code="371526001")
    folder = tmp_path / "sent"
    (folder / "人和" / "一期").mkdir(parents=True)
    shapefile(folder / "人和" / "一期" / "s", *ROWS)
    geopackage(folder / "b.gpkg", *PIPES, layer="管线")
    geopackage(folder / "b.gpkg", *PIPES, layer="阀门")
    table(folder / "list.csv", [named for named, _ in ROWS])
    zipped(folder / "更多.zip", shapefile(tmp_path / "t", *ROWS).parent, "里面/")
    found = inspection.inspect(folder)
    names = {layer["name"] for layer in found["layers"]}
    assert names == {"人和/一期/s/layer", "b/管线", "b/阀门", "list", "更多/里面/layer"}
    report = import_layer(folder, "compounds", layer="更多/里面/layer", dry_run=True)
    assert (report.read, report.refused) == (4, None)
    for name in names:
        with staged(folder, name) as file:
            assert file.layer in (None, "管线", "阀门")


def test_files_of_one_name_keep_their_suffix_as_address(tmp_path):
    frame(*ROWS).to_file(tmp_path / "a.shp")
    geojson(tmp_path / "a.geojson", *ROWS[:2])
    found = {layer["name"]: layer["count"] for layer in inspection.inspect(tmp_path)["layers"]}
    assert found == {"a.shp": 4, "a.geojson": 2}


def test_every_file_that_is_not_taken_says_why(tmp_path):
    geojson(tmp_path / "good.geojson", *ROWS)
    (tmp_path / "总图.dwg").write_bytes(b"AC1027")
    (tmp_path / "bad.geojson").write_text("{}")
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".DS_Store").write_text("x")
    files = {file["name"]: file["refused"] and file["refused"]["reason"] for file in inspection.inspect(tmp_path)["files"]}
    assert files == {
        "good.geojson": None, "总图.dwg": "dwg", "bad.geojson": "not_a_collection", "notes.txt": "plain_text",
    }  # fmt: skip


def test_a_refusal_inside_an_archive_names_the_file(tmp_path, county):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("人和/小区.geojson", "no JSON")
    report = import_layer(tmp_path / "a.zip", "compounds")
    assert report.refused["reason"] == "not_what_it_says"
    assert report.refused["message"].startswith("人和/小区.geojson: ")


def test_an_archive_that_cannot_be_opened_is_refused_as_a_whole(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"PK\3\4 nonsense")
    with pytest.raises(Refused) as refusal:
        inspection.inspect(tmp_path / "a.zip")
    assert refusal.value.reason == "bad_archive"


def test_a_large_layer_is_counted_though_only_its_beginning_is_read(tmp_path):
    rows = [({"code": f"P{n}"}, line((0, n % 1000), (9, n % 1000))) for n in range(30_000)]
    layer = only(geopackage(tmp_path / "a.gpkg", *rows))
    assert (layer["count"], len(layer["headings"][0]["samples"])) == (30_000, 5)


def test_rows_are_told_again_as_they_came(tmp_path):
    path = geojson(tmp_path / "a.geojson", *ROWS)
    with inspection.raw_rows(path, [2, 4], encoding=None, family="polygon") as (headings, rows):
        found = list(rows)
    assert headings == ["code", "name", "households"]
    assert [(row["row"], row["cells"][0]) for row in found] == [(2, "C1"), (4, "C3")]
    assert shapely.from_wkt(found[0]["wkt"]).equals_exact(ROWS[1][1], 1e-6)
    assert shapely.from_wkb(found[0]["shape"]).area == pytest.approx(10_000)


def test_rows_of_faulty_shapes_are_told_without_them(tmp_path):
    path = geojson(tmp_path / "a.geojson", ROWS[0], ROWS[1])
    content = json.loads(path.read_text())
    content["features"][1]["geometry"]["type"] = "CircularString"
    path.write_text(json.dumps(content))
    with inspection.raw_rows(path, [2], encoding=None, family="polygon") as (_, rows):
        (row,) = rows
    assert (row["wkt"], row["shape"]) == (None, None)


def test_batches_stay_small_where_shapes_are_large(tmp_path):
    ring = shapely.Point(430_000, 4_080_000).buffer(50, quad_segs=20_000)
    path = geopackage(tmp_path / "a.gpkg", *[({"code": f"C{n}"}, ring) for n in range(6)])
    with staged(path) as file, parser(file, encoding=None, crs=None, family="polygon", outline=None) as parsed:
        counts = [batch["rows"] for batch in parsed.batches([0])]
    assert sum(counts) == 6
    assert len(counts) >= 6 * 80_000 // limits.BATCH_VERTICES


def test_too_many_files_are_refused_before_any_is_opened(tmp_path, monkeypatch):
    for n in range(inspection.MOST_LAYERS + 1):
        table(tmp_path / f"t{n}.csv", [{"编号": "A"}])
    (tmp_path / "读我.txt").write_text("一")
    opened = []
    monkeypatch.setattr(inspection, "inspected", lambda file, **options: opened.append(file) or [])
    with pytest.raises(Refused, match="too_many_layers"):
        inspection.inspect(tmp_path)
    assert opened == []
    (tmp_path / "t0.csv").unlink()
    assert len(inspection.inspect(tmp_path)["files"]) == len(opened) + 1 == inspection.MOST_LAYERS + 1


def test_it_stops_at_the_file_that_holds_too_many_layers(tmp_path, monkeypatch):
    for n in range(9):
        table(tmp_path / f"t{n}.csv", [{"编号": "A"}])
    opened = []
    many = [{"name": f"层{n}"} for n in range(60)]
    monkeypatch.setattr(inspection, "inspected", lambda file, **options: opened.append(file) or many)
    with pytest.raises(Refused, match="too_many_layers"):
        inspection.inspect(tmp_path)
    assert len(opened) == 2


def test_tables_below_many_blank_rows_and_beside_charts_are_found(tmp_path):
    book = openpyxl.Workbook()
    for row in [[None]] * 40 + [["编号", "坐标", None], [None, "X", "Y"], ["A", 430800, 4081200], ["B", 430900, 4081200]]:
        book.active.append(row)
    book.active.merge_cells("A41:A42")
    book.active.merge_cells("B41:C41")
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")
    layer = only(tmp_path / "a.xlsx")
    assert [heading["name"] for heading in layer["headings"]] == ["编号", "坐标X", "坐标Y"]
    assert (layer["count"], layer["geometry"]) == (2, "point")


def test_a_ring_of_its_own_is_a_line(tmp_path):
    ring = "<LinearRing><coordinates>116.22,36.85 116.23,36.85 116.23,36.86 116.22,36.85</coordinates></LinearRing>"
    area = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    for shapes, expected in ((ring, "line"), (area, "polygon"), (f"<MultiGeometry>{area}{ring}</MultiGeometry>", "mixed")):
        (tmp_path / "a.kml").write_text(f"<kml><Placemark>{shapes}</Placemark></kml>")
        layer = only(tmp_path / "a.kml")
        assert (layer["count"], layer["geometry"]) == (1, expected)


def test_a_polygon_within_a_polygon_spoils_its_own_row_and_no_other(tmp_path):
    ring = "<LinearRing><coordinates>116.22,36.85 116.23,36.85 116.23,36.86 116.22,36.85</coordinates></LinearRing>"
    area = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    (tmp_path / "a.kml").write_text(
        f"<kml><Placemark><Polygon>{area}</Polygon></Placemark><Placemark>{area}</Placemark></kml>"
    )
    with staged(tmp_path / "a.kml") as file, parser(file, encoding=None, crs=None, family="polygon", outline=None) as parsed:
        (batch,) = parsed.batches([])
    assert (batch["rows"], [fault[:2] for fault in batch["faults"]]) == (2, [[0, "geometry_unreadable"]])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "gb18030"])
def test_kml_in_any_encoding_a_programme_writes_is_read(tmp_path, encoding):
    text = "<Placemark><name>光明里</name><Point><coordinates>116.22,36.85</coordinates></Point></Placemark>"
    (tmp_path / "a.kml").write_bytes(f'<?xml version="1.0"?><kml>{text}</kml>'.encode(encoding))
    assert only(tmp_path / "a.kml")["headings"][0]["samples"] == ["光明里"]
