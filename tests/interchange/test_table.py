"""CSV: titles passed over, points and shapes made of cells, bad cells told row by row."""

import pytest
import shapely

from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.readers import table
from geo_renovation.interchange.refusals import Refused
from geo_renovation.utilities.models import Node, Segment
from tests.factories.shapes import EAST, NORTH

NODE = {"network_class": "JS", "owner": "不明", "kind": "valve"}


def written(path, text, encoding="utf-8"):
    path.write_text(text, encoding)
    return path


def read(path, **options):
    """(headings, rows of cells, shapes as WKT or faults, warnings, CRS)."""
    with table.open_layer(path, **options) as layer:
        rows, shapes = [], []
        for columns, wkbs in layer.rows:
            rows += zip(*columns, strict=True)
            shapes += [shapely.from_wkb(s).wkt if isinstance(s, bytes) else s for s in wkbs or []]
        return layer.headings, rows, shapes, layer.warnings, layer.crs


def test_a_title_above_the_headings_is_passed_over_and_blank_lines_are_no_rows(tmp_path):
    file = written(tmp_path / "t.csv", "高唐县老旧小区表,,\n\n编号,名称,户数\nC1,一,3\n,,\nC2,二,\n")
    headings, rows, shapes, _warnings, _crs = read(file)
    assert headings == ["编号", "名称", "户数"]
    assert rows == [("C1", "一", "3"), ("C2", "二", "")]
    assert shapes == []


def test_headings_may_be_years(tmp_path):
    headings, rows, *_rest = read(written(tmp_path / "t.csv", "编号,名称,2019\nC1,一,3\n"))
    assert headings == ["编号", "名称", "2019"]
    assert len(rows) == 1


@pytest.mark.parametrize(
    ("headings", "cells", "shape", "warned"),
    [
        ("经度,纬度", "116.22,36.86", "POINT (116.22 36.86)", None),
        ("X,Y", "430800.5,4081200", "POINT (430800.5 4081200)", None),
        ("X,Y", "4081200,430800.5", "POINT (430800.5 4081200)", "axes_taken"),
        ("X,Y", "4081200,39430800.5", "POINT (39430800.5 4081200)", "axes_taken"),
        ("X坐标,Y坐标", "36.86,116.22", "POINT (116.22 36.86)", "axes_taken"),
        ("纵坐标,横坐标", "4081200,430800", "POINT (430800 4081200)", None),
        ("X(北),Y(东)", "81200,30800", "POINT (30800 81200)", None),
        ("POINT_X,POINT_Y", "30800,81200", "POINT (30800 81200)", None),
        ("X,Y", "230123,901234", "POINT (230123 901234)", "axes_assumed"),
        ("N,E", "4081200,430800", "POINT (430800 4081200)", None),
        ("东经,北纬", "116°13'26.4″E,36°51′36″", "POINT (116.224 36.86)", None),
    ],
)
def test_which_column_is_east_follows_from_headings_and_magnitudes(tmp_path, headings, cells, shape, warned):
    *_head, shapes, warnings, crs = read(written(tmp_path / "t.csv", f"编号,{headings}\n1,{cells}\n"))
    assert shapes == [shape]
    assert [warning[0] for warning in warnings] == ([warned] if warned else [])
    assert crs is None


def test_a_survey_table_of_a_local_grid_has_x_north(tmp_path):
    *_head, shapes, warnings, _crs = read(written(tmp_path / "t.csv", "物探点号,X,Y\nJS1,1200,3400\n"))
    assert shapes == ["POINT (3400 1200)"]
    assert warnings == [["axes_assumed", {"east": "Y", "north": "X"}]]


def test_wkt_is_a_shape_and_its_srid_a_crs(tmp_path):
    file = written(tmp_path / "t.csv", 'n;wkt\n1;"SRID=4548;LINESTRING (1 2, 3 4)"\n2;"linestring z (1 2 3, 3 4 5)"\n3;\n')
    *_head, shapes, _warnings, crs = read(file)
    assert shapes == ["LINESTRING (1 2, 3 4)", "LINESTRING Z (1 2 3, 3 4 5)", None]
    assert crs == "EPSG:4548"


@pytest.mark.parametrize(
    ("wkt", "reason"),
    [
        ("POINT (1", "geometry_unreadable"),
        ("GEOMETRYCOLLECTION (POINT (1 2))", "geometry_unreadable"),
        ("CIRCULARSTRING (0 0, 1 1, 2 0)", "geometry_unreadable"),
        ("SRID=4490;POINT (1 2)", "crs_differs"),
        ("GEOMETRYCOLLECTION (" * 3000, "geometry_unreadable"),
    ],
)
def test_wkt_that_is_none_is_a_fault_of_its_row(tmp_path, wkt, reason):
    file = written(tmp_path / "t.csv", f'编号|wkt\n1|"SRID=4548;POINT (1 2)"\n2|"{wkt}"\n'.replace("|", "\t"))
    *_head, shapes, _warnings, _crs = read(file)
    assert shapes[0] == "POINT (1 2)"
    assert (shapes[1]["fault"], shapes[1]["field"], shapes[1]["value"]) == (reason, "wkt", wkt[:60])


def test_columns_can_be_told(tmp_path):
    file = written(tmp_path / "t.csv", "编号,甲,乙\nJS1,430800,4081200\n")
    assert read(file)[2] == []
    assert read(file, geometry={"x": "甲", "y": "乙"})[2] == ["POINT (430800 4081200)"]
    with pytest.raises(Refused) as refusal:
        read(file, geometry={"x": "甲", "y": "丙"})
    assert refusal.value.reason == "heading_missing"


def test_two_columns_that_could_be_x_are_not_guessed(tmp_path):
    assert read(written(tmp_path / "t.csv", "x,X,y\n1,2,3\n"))[2] == []


@pytest.mark.django_db
def test_nodes_come_from_a_table_and_bad_cells_are_told_with_row_field_and_value(tmp_path, county):
    lines = [f"JS1,{NORTH},{EAST}", f"JS2,{NORTH}米,{EAST}", f"JS3,,{EAST}", "JS4,,", f"JS5,{NORTH + 10},39{EAST}"]
    file = written(tmp_path / "points.csv", "点号,X,Y\n" + "\n".join(lines) + "\n", "gb18030")
    report = import_layer(file, "nodes", crs="EPSG:4548", constants=NODE, good_rows=True)
    found = [(row["row"], row["field"], row["value"], row["reason"]) for row in report.rejected]
    assert found[:3] == [
        (2, "X", f"{NORTH}米", "not_a_number"), (3, "X", None, "required"), (4, "geometry", None, "geometry_missing"),
    ]
    assert (found[3][0], found[3][3]) == (5, "outside_county")
    assert (report.read, report.written, report.encoding) == (5, 1, "GB18030")
    assert Node.objects.get().position.coords == (EAST, NORTH)


@pytest.mark.django_db
def test_segments_come_from_wkt_with_a_prefixed_zone(tmp_path, county):
    wkt = f"LINESTRING (39{EAST} {NORTH}, 39{EAST + 50} {NORTH})"
    file = written(tmp_path / "lines.csv", f'管类,权属单位,图形\n给水,不明,"{wkt}"\n')
    report = import_layer(file, "segments", crs="EPSG:4527")
    assert report.committed, report.as_json()
    assert Segment.objects.get().route.length == pytest.approx(50, abs=1e-6)


def test_layers_tells_what_a_table_holds(tmp_path):
    file = written(tmp_path / "t.csv", "n,经度,纬度\n1,116.22,36.86\n2,116.23,36.86\n")
    assert table.layers(file) == [{"name": None, "count": 2, "geometry": "point", "headings": ["n", "经度", "纬度"]}]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_excels_unicode_text_is_read_whatever_encoding_was_asked_for(tmp_path, codec):
    file = tmp_path / "t.csv"
    file.write_bytes(("\ufeff" + "编号\t名称\r\nC1\t一\r\nC2\t\"二\n三\"\r\n").encode(codec))
    for asked in (None, "gb18030"):
        headings, rows, *_rest = read(file, encoding=asked)
        assert (headings, rows) == (["编号", "名称"], [("C1", "一"), ("C2", "二\n三")])


def test_half_a_character_of_utf_16_is_refused(tmp_path):
    file = tmp_path / "t.csv"
    file.write_bytes("编号\t名称\nC1\t一".encode("utf-16")[:-1])
    with pytest.raises(Refused, match="unreadable"):
        read(file)


@pytest.mark.parametrize("separator", [";", "\t", "|", "，"])
def test_a_title_without_separators_does_not_hide_them(tmp_path, separator):
    lines = [["高唐县老旧小区表"], ["编号", "名称"], ["C1", "一"]]
    headings, rows, *_rest = read(written(tmp_path / "t.csv", "\n".join(separator.join(line) for line in lines)))
    assert (headings, rows) == (["编号", "名称"], [("C1", "一")])


def test_commas_within_cells_do_not_make_a_comma_the_separator(tmp_path):
    wkt = "LINESTRING(" + ", ".join(f"{430800 + n} 4081200" for n in range(40)) + ")"
    assert read(written(tmp_path / "t.csv", f"编号;WKT\nC1;{wkt}\n"))[0] == ["编号", "WKT"]


def test_a_letter_for_the_hemisphere_may_stand_before_the_degrees(tmp_path):
    file = written(tmp_path / "t.csv", "编号,经度,纬度\nC1,E116°13′26.4″,N36°51′36″\n")
    assert read(file)[2] == ["POINT (116.224 36.86)"]
