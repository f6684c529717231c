"""DXF of every version from R12 on: lines, points, areas, texts and blocks, in GBK and UTF-8."""

import re

import ezdxf
import pytest
import shapely

from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.readers import drawing, drawing_entities
from geo_renovation.interchange.refusals import Refused
from geo_renovation.utilities.models import Node, Segment
from tests.factories import OrganisationFactory
from tests.factories.shapes import EAST, NORTH

VERSIONS = ["R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"]


def new(version="R2010"):
    document = ezdxf.new(version)
    document.encoding = "gbk" if version in ("R12", "R2000", "R2004") else "utf8"
    document.header["$DWGCODEPAGE"] = "ANSI_936"
    document.layers.add("给水管线", color=4)
    return document


def saved(document, path):
    document.saveas(path, encoding=document.encoding)
    return path


def read(path, layer=None, **options):
    with drawing.open_layer(path, layer=layer, **options) as opened:
        rows, shapes = [], []
        for columns, wkbs in opened.rows:
            rows += [dict(zip(opened.headings, row, strict=True)) for row in zip(*columns, strict=True)]
            shapes += [shapely.from_wkb(s) if isinstance(s, bytes) else s for s in wkbs]
        return rows, shapes, opened


def refused(path, **options):
    with pytest.raises(Refused) as refusal:
        read(path, **options)
    return refusal.value.reason


def counts(path):
    return {layer["name"]: layer["count"] for layer in drawing.layers(path)}


def pipes(version, x=EAST):
    """A drawing as a utility sends it: lines, a valve block with a number, labels, a boundary."""
    document = new(version)
    space = document.modelspace()
    pipe = {"layer": "给水管线"}
    space.add_line((x, NORTH), (x + 40, NORTH + 5), dxfattribs=pipe)
    space.add_polyline2d([(x, NORTH + 20), (x + 30, NORTH + 20), (x + 30, NORTH + 35)], format="xy", dxfattribs=pipe)
    block = document.blocks.new("阀门")
    block.add_circle((0, 0), 0.5)
    block.add_line((-1, 0), (1, 0))
    valve = space.add_blockref("阀门", (x + 40, NORTH + 5), dxfattribs={"layer": "给水点"})
    valve.add_attrib("点号", "给12", (x + 40, NORTH + 5))
    space.add_text("DN300 给水", dxfattribs={"layer": "标注"}).set_placement((x + 20, NORTH + 4))
    ring = [(x - 50, NORTH - 50), (x + 60, NORTH - 50), (x + 60, NORTH + 60), (x - 50, NORTH - 50)]
    space.add_polyline2d(ring[:3], close=True, format="xy", dxfattribs={"layer": "范围"})
    return document


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_is_read_with_its_chinese(tmp_path, version):
    file = saved(pipes(version), tmp_path / "a.dxf")
    raw = file.read_bytes()
    assert ("给水管线".encode("gbk") in raw) == (version in ("R12", "R2000", "R2004"))
    assert counts(file) == {"线": 2, "点": 1, "面": 1, "文字": 1, "块内线": 1, "块内面": 1}
    rows, shapes, layer = read(file, "线")
    assert [row["图层"] for row in rows] == ["给水管线", "给水管线"]
    assert (rows[0]["颜色"], rows[0]["附近文字"], rows[1]["附近文字"]) == (4, "DN300 给水", None)
    assert shapes[0].equals_exact(shapely.LineString([(EAST, NORTH), (EAST + 40, NORTH + 5)]), 1e-6)
    assert layer.crs is None
    (node,), _shapes, _layer = read(file, "点")
    assert (node["块名"], node["点号"], node["图层"]) == ("阀门", "给12", "给水点")
    assert layer.encoding.shown == ("GB18030" if version in ("R12", "R2000", "R2004") else "UTF-8")


def test_letters_written_by_their_number_are_read_as_letters(tmp_path):
    document = pipes("R2000")
    document.encoding, document.header["$DWGCODEPAGE"] = "cp1252", "ANSI_1252"
    file = saved(document, tmp_path / "western.dxf")
    assert rb"\U+7ed9" in file.read_bytes()
    rows, _shapes, _layer = read(file, "线")
    assert {row["图层"] for row in rows} == {"给水管线"}
    (node,), _shapes, _layer = read(file, "点")
    assert (node["块名"], node["点号"]) == ("阀门", "给12")


def test_arcs_bulges_and_splines_leave_their_curve_by_five_centimetres_at_most(tmp_path):
    document = new()
    space = document.modelspace()
    space.add_arc((EAST, NORTH), 20, 0, 90)
    space.add_lwpolyline([(EAST - 20, NORTH, 0.3, 0.3, 1), (EAST + 20, NORTH, 0, 0, 0)])
    space.add_spline([(EAST, NORTH), (EAST + 5, NORTH + 9), (EAST + 14, NORTH + 2)])
    _rows, shapes, _layer = read(saved(document, tmp_path / "a.dxf"))
    centre = shapely.Point(EAST, NORTH)
    for curve in shapes[:2]:
        assert all(abs(centre.distance(shapely.Point(p)) - 20) < 1e-6 for p in curve.coords)
        middles = shapely.line_interpolate_point(curve, [k / 999 for k in range(1000)], normalized=True)
        assert min(centre.distance(middles)) > 20 - drawing_entities.SAG
    assert shapes[1].length == pytest.approx(62.83, abs=0.1)
    assert len(shapes[2].coords) > 5


def test_circles_and_closed_lines_are_areas(tmp_path):
    document = new()
    space = document.modelspace()
    space.add_circle((0, 0), 10)
    space.add_ellipse((0, 0), (10, 0), 0.5)
    space.add_lwpolyline([(0, 0), (10, 0), (10, 10)], close=True)
    space.add_polyline3d([(0, 0, 1), (10, 0, 1), (10, 10, 1), (0, 0, 1)])
    rows, shapes, _layer = read(saved(document, tmp_path / "a.dxf"))
    assert [shape.geom_type for shape in shapes] == ["Polygon"] * 4
    assert shapes[0].area == pytest.approx(314, abs=3)
    assert [row["标高"] for row in rows] == [None, None, None, 1.0]


def test_attributes_never_take_the_place_of_our_own_headings(tmp_path):
    document = pipes("R2010")
    document.modelspace().query("INSERT").first.add_attrib("图层", "甲", (0, 0))
    (row,), _shapes, _layer = read(saved(document, tmp_path / "a.dxf"), "点")
    assert (row["图层"], row["图层 (属性)"]) == ("给水点", "甲")


def test_a_block_in_rows_and_columns_is_as_many_points(tmp_path):
    document = pipes("R2010")
    rows = {"row_count": 3, "column_count": 2, "row_spacing": 5, "column_spacing": 5}
    document.modelspace().add_blockref("阀门", (0, 0), dxfattribs=rows)
    found = counts(saved(document, tmp_path / "a.dxf"))
    assert (found["点"], found["块内线"]) == (7, 7)


def test_blocks_that_breed_are_refused(tmp_path):
    document = new()
    for level in range(7):
        block = document.blocks.new(f"B{level}")
        for _ in range(10):
            block.add_point((0, 0)) if level == 0 else block.add_blockref(f"B{level - 1}", (0, 0))
    document.modelspace().add_blockref("B6", (0, 0))
    assert refused(saved(document, tmp_path / "a.dxf")) == "block_expansion"


def test_a_block_in_too_many_rows_and_columns_is_refused_at_once(tmp_path):
    document = pipes("R2010")
    rows = {"row_count": 30_000, "column_count": 30_000, "row_spacing": 1, "column_spacing": 1}
    document.modelspace().add_blockref("阀门", (0, 0), dxfattribs=rows)
    assert refused(saved(document, tmp_path / "a.dxf")) == "block_expansion"


def test_a_block_in_itself_is_refused(tmp_path):
    document = new()
    document.blocks.new("B").add_blockref("B", (0, 0))
    document.modelspace().add_blockref("B", (0, 0))
    assert refused(saved(document, tmp_path / "a.dxf")) == "block_expansion"


def test_references_and_pictures_are_told_and_never_opened(tmp_path):
    document = pipes("R2010")
    document.add_xref_def("/etc/hostname", "外部")
    space = document.modelspace()
    space.add_blockref("外部", (0, 0))
    space.add_image(document.add_image_def("/etc/hostname", (10, 10)), (0, 0), (1, 1))
    space.add_hatch()
    warnings = dict(read(saved(document, tmp_path / "a.dxf"), "线")[2].warnings)
    assert warnings["references_left"] == {"names": "外部"}
    assert warnings["entities_left"] == {"entities": "HATCH 1, IMAGE 1"}


def test_units_and_hidden_layers_are_told(tmp_path):
    document = pipes("R2010")
    document.header["$INSUNITS"] = 4
    document.layers.get("给水管线").off()
    warnings = dict(read(saved(document, tmp_path / "a.dxf"), "线")[2].warnings)
    assert warnings["drawing_units"] == {"unit": "mm"}
    assert warnings["layers_hidden"] == {"names": "给水管线"}


@pytest.mark.parametrize(
    ("version", "page", "written", "shown", "warned"),
    [
        ("R2000", "ANSI_1252", "gbk", "GB18030", ["encoding_overruled"]),
        ("R2000", "ANSI_936", "utf-8", "UTF-8", ["encoding_overruled"]),
        ("R2010", "ANSI_936", "gbk", "GB18030", ["encoding_overruled"]),
        ("R2000", "ANSI_950", "big5", "Big5", []),
    ],
)
def test_bytes_overrule_a_code_page_they_contradict(tmp_path, version, page, written, shown, warned):
    document = pipes(version)
    document.header["$DWGCODEPAGE"] = "ANSI_936"
    text = saved(document, tmp_path / "a.dxf").read_bytes().decode("gbk" if version == "R2000" else "utf-8")
    text = re.sub(r"ANSI_936", page, text).replace("给水管线", "給水管線")
    for simple in set(re.findall(r"[\u4e00-\u9fff]", text)) - set("給水管線"):
        text = text.replace(simple, "水")
    (tmp_path / "a.dxf").write_bytes(text.encode(written))
    rows, _shapes, layer = read(tmp_path / "a.dxf", "线")
    assert rows[0]["图层"] == "給水管線"
    assert (layer.encoding.shown, layer.warnings) == (shown, warned)


def test_bytes_that_are_no_text_are_a_fault_of_their_cell(tmp_path):
    file = saved(pipes("R2000"), tmp_path / "a.dxf")
    file.write_bytes(file.read_bytes().replace("DN300 给水".encode("gbk"), b"DN300 \xff\xff\xff"))
    (row,), _shapes, _layer = read(file, "文字")
    assert "undecodable" in row["文字"]


@pytest.mark.parametrize("number", ["1e300", "nan", "inf", "1e12"])
def test_impossible_coordinates_are_faults(tmp_path, number):
    document = new()
    document.modelspace().add_circle((123.25, 0), 5)
    file = saved(document, tmp_path / "a.dxf")
    file.write_text(file.read_text().replace("123.25", number))
    if number == "1e300":
        file.write_text(file.read_text())
    _rows, (shape,), _layer = read(file)
    assert shape["fault"] in ("coordinate_not_a_number", "out_of_range")


def test_a_drawing_cut_short_is_refused(tmp_path):
    file = saved(pipes("R2010"), tmp_path / "a.dxf")
    file.write_bytes(file.read_bytes()[:-2000])
    assert refused(file) == "cut_short"


LINE = "  0\nSECTION\n  2\nENTITIES\n  0\nLINE\n 10\nabc\n"


@pytest.mark.parametrize(
    "content", ["0\nEOF\n", "0\nSECTION\n0\nEOF\n", "", "0\nSECTION\n", LINE, LINE + "0\nENDSEC\n0\nEOF\n", "0\n" * 1000]
)
def test_a_broken_drawing_is_refused(tmp_path, content):
    (tmp_path / "a.dxf").write_text(content)
    assert refused(tmp_path / "a.dxf") in ("unreadable", "cut_short")


@pytest.mark.django_db
def test_layers_become_classes_by_a_value_mapping(tmp_path, county):
    OrganisationFactory(code="water", name="县水务集团")
    file = saved(pipes("R2000", x=39_000_000 + EAST), tmp_path / "给水.dxf")
    options = {"constants": {"owner": "water"}, "crs": "EPSG:4527"}
    report = import_layer(file, "segments", layer="给水/线", **options)
    assert [(row["field"], row["value"], row["reason"]) for row in report.rejected] == [
        ("network_class", "给水管线", "unknown_value")
    ] * 2
    assert "给水" in report.rejected[0]["closest"]
    report = import_layer(file, "segments", layer="给水/线", value_maps={"network_class": {"给水管线": "JS"}}, **options)
    assert report.committed, report.as_json()
    assert Segment.objects.first().route.coords[0] == pytest.approx((EAST, NORTH), abs=1e-3)


@pytest.mark.django_db
def test_blocks_become_nodes_without_a_zone_in_front(tmp_path, county):
    file = saved(pipes("R12"), tmp_path / "a.dxf")
    constants = {"owner": "不明", "network_class": "给水"}
    report = import_layer(file, "nodes", layer="a/点", crs="EPSG:4548", constants=constants)
    assert report.committed, report.as_json()
    assert (Node.objects.get().code, Node.objects.get().kind) == ("给12", "valve")
    assert import_layer(file, "nodes", layer="a/点", constants=constants).refused["reason"] == "crs_missing"


def test_the_names_of_hidden_layers_are_told_in_letters(tmp_path):
    document = ezdxf.new("R2000")  # its code page has no Chinese: \\U+51BB stands for a letter
    document.layers.add("冻结层").freeze()
    document.modelspace().add_line((EAST, NORTH), (EAST + 9, NORTH), dxfattribs={"layer": "冻结层"})
    document.saveas(tmp_path / "a.dxf")
    rows, _shapes, layer = read(tmp_path / "a.dxf")
    assert [row["图层"] for row in rows] == ["冻结层"]
    assert ["layers_hidden", {"names": "冻结层"}] in layer.warnings
