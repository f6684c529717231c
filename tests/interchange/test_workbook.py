"""xlsx: sheets are layers, cells keep their types, and what is more than cells is refused."""

import datetime
import re
import zipfile

import openpyxl
import pytest

from geo_renovation.compounds.models import Building, Compound, StageEvent
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.inspection import inspect
from geo_renovation.interchange.readers import workbook
from geo_renovation.interchange.refusals import Refused
from tests.factories import CompoundFactory

from .files import at


def book(path, *rows, title="Sheet", merged=(), **sheets):
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    for cells in merged:
        made.active.merge_cells(cells)
    for name, lines in sheets.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    made.save(path)
    return path


def rewritten(path, change):
    """The file with `change(name, bytes)` applied to every part; None leaves a part out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


def read(path, layer=None):
    with workbook.open_layer(path, layer=layer) as opened:
        rows = [row for columns, _shapes in opened.rows for row in zip(*columns, strict=True)]
        return opened.headings, rows, opened.warnings


def refused(path, layer=None):
    with pytest.raises(Refused) as refusal:
        read(path, layer)
    return refusal.value


def test_cells_keep_their_types(tmp_path):
    day, moment = datetime.date(2021, 7, 29), datetime.datetime(2021, 7, 29, 9, 30)
    file = book(tmp_path / "b.xlsx", ["a", "b", "c", "d", "e"], ["01", 12, 1.5, day, moment], [None, True, "=x", None, None][:2])
    headings, rows, _warnings = read(file)
    assert headings == ["a", "b", "c", "d", "e"]
    assert rows == [("01", 12, 1.5, "2021-07-29", "2021-07-29T09:30:00"), (None, True, None, None, None)]


def test_headings_below_a_title_and_in_two_rows_are_found(tmp_path):
    file = book(
        tmp_path / "b.xlsx",
        ["管线点成果表"], ["点号", "坐标", None, "埋深"], [None, "X", "Y", None], ["J1", 1.0, 2.0, 3.0],
        merged=("A1:D1", "A2:A3", "B2:C2", "D2:D3"),
    )
    headings, rows, _warnings = read(file)
    assert headings == ["点号", "坐标X", "坐标Y", "埋深"]
    assert rows == [("J1", 1.0, 2.0, 3.0)]


def test_cells_merged_downwards_hold_their_value_in_every_row(tmp_path):
    file = book(tmp_path / "b.xlsx", ["街道", "小区"], ["人和街道", "一"], [None, "二"], [None, "三"], merged=("A2:A3",))
    assert read(file)[1] == [("人和街道", "一"), ("人和街道", "二"), (None, "三")]


def test_a_formula_is_refused_with_its_cell(tmp_path):
    refusal = refused(book(tmp_path / "b.xlsx", ["a", "b"], [1, "=A2*2"], title="小区"))
    assert (refusal.reason, refusal.details) == ("formula", {"cell": "小区!B2"})


def test_text_that_begins_like_a_formula_is_text(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["a"])
    made.active["A2"].value = "=1+1"
    made.active["A2"].data_type = "s"
    made.save(tmp_path / "b.xlsx")
    assert read(tmp_path / "b.xlsx")[1] == [("=1+1",)]


def test_an_error_of_excel_is_a_fault_of_its_cell(tmp_path):
    assert read(book(tmp_path / "b.xlsx", ["a"], ["#N/A"]))[1] == [({"cell_error": "#N/A"},)]


def test_sheets_are_layers_and_notes_and_empty_ones_are_none(tmp_path):
    file = book(tmp_path / "b.xlsx", ["a"], [1], title="一", 二=[["b"], [2], [3]], 说明=[["c", "d"]], Sheet3=[])
    found = workbook.layers(file)
    assert [(layer["name"], layer["count"], layer["headings"]) for layer in found] == [("一", 1, ["a"]), ("二", 2, ["b"])]
    assert refused(file).reason == "which_layer"
    assert refused(file, "三").reason == "layer_unknown"
    assert read(file, "二")[1] == [(2,), (3,)]


def test_hidden_rows_and_sheets_are_told(tmp_path):
    made = openpyxl.Workbook()
    for value in ("a", 1, 2):
        made.active.append([value])
    made.active.row_dimensions[3].hidden = True
    made.create_sheet("暗").sheet_state = "hidden"
    made.save(tmp_path / "b.xlsx")
    _headings, rows, warnings = read(tmp_path / "b.xlsx")
    assert rows == [(1,), (2,)]
    assert warnings == [["hidden_rows", {"count": 1}], ["hidden_sheets", {"sheets": "暗"}]]


DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


def declared(name, data):
    return data.replace(b"<worksheet", DOCTYPE + b"<worksheet") if name.endswith("sheet1.xml") else data


def in_styles(name, data):
    return data.replace(b"<styleSheet", DOCTYPE + b"<styleSheet") if name.endswith("styles.xml") else data


def in_utf16(name, data):
    if not name.endswith("sheet1.xml"):
        return data
    text = re.sub(r"^<\?xml[^>]*\?>", "", declared(name, data).decode())
    return f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")


@pytest.mark.parametrize(
    ("change", "reason"), [(declared, "xml_doctype"), (in_styles, "xml_doctype"), (in_utf16, "unreadable")]
)
def test_entities_are_refused_wherever_they_stand(tmp_path, change, reason):
    assert refused(rewritten(book(tmp_path / "b.xlsx", ["a"], ["text"]), change)).reason == reason


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "external_links"),
        ("xl/embeddings/oleObject1.bin", "external_links"),
        ("../evil.xml", "unsafe_archive"),
    ],
)
def test_parts_that_are_more_than_cells_are_refused(tmp_path, part, reason):
    file = book(tmp_path / "b.xlsx", ["a"], [1])
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(part, "<x/>")
    assert refused(file).reason == reason


def test_a_part_that_swells_is_refused(tmp_path):
    file = book(tmp_path / "b.xlsx", ["a"], [1])
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.xml", b" " * 50_000_000)
    assert refused(file).reason == "unsafe_archive"


def test_a_claim_of_a_million_columns_costs_nothing(tmp_path):
    def claimed(name, data):
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', data)

    assert read(rewritten(book(tmp_path / "b.xlsx", ["a"], [1]), claimed))[1] == [(1,)]


@pytest.mark.parametrize("broken", [b"<worksheet", b"", b"\xff" * 100])
def test_a_broken_part_is_refused(tmp_path, broken):
    def damaged(name, data):
        return broken if name.endswith("sheet1.xml") else data

    assert refused(rewritten(book(tmp_path / "b.xlsx", ["a"], [1]), damaged)).reason in ("unreadable", "empty")


def test_too_many_columns_are_refused(tmp_path):
    assert refused(book(tmp_path / "b.xlsx", [f"h{k}" for k in range(251)], [1])).reason == "too_many_columns"


@pytest.mark.django_db
def test_a_table_of_stages_is_imported_from_a_workbook(tmp_path, county):
    compound = CompoundFactory(code="C1", name="示例小区")
    first, last, entered = (datetime.date(2021, 5, day) for day in (1, 2, 3))
    headings = ["事件编号", "小区名称", "阶段", "开始日期", "结束日期", "录入日期"]
    file = book(tmp_path / "b.xlsx", headings, ["E1", "示例小区", "摸底", first, last, entered])
    report = import_layer(file, "stages")
    assert report.committed, report.as_json()
    assert StageEvent.objects.get().compound == compound
    assert StageEvent.objects.get().effective_from == datetime.date(2021, 5, 1)


@pytest.mark.django_db
def test_buildings_come_from_wkt_in_a_workbook(tmp_path, county):
    CompoundFactory(code="C1", name="示例小区")
    (x, y), (right, top) = at(10, 10), at(30, 20)
    wkt = f"POLYGON (({x} {y}, {right} {y}, {right} {top}, {x} {top}, {x} {y}))"
    file = book(tmp_path / "b.xlsx", ["楼号", "所属小区", "层数", "WKT"], ["1", "示例小区", 5, wkt], ["2", "示例小区", "#REF!", wkt])
    report = import_layer(file, "buildings", crs="EPSG:4548", good_rows=True, accepted={"buildings_overlap": "示例"})
    assert [(row["row"], row["field"], row["reason"]) for row in report.rejected] == [(2, "storeys", "cell_error")]
    assert Building.objects.get().footprint.area == pytest.approx(200)


@pytest.mark.django_db
def test_a_hostile_workbook_is_refused_by_the_import_too(tmp_path, county):
    file = rewritten(book(tmp_path / "b.xlsx", ["事件编号"], ["E1"]), declared)
    assert import_layer(file, "stages").refused["reason"] == "xml_doctype"
    assert inspect(file)["files"][0]["refused"]["reason"] == "xml_doctype"


@pytest.mark.django_db
def test_a_list_without_shapes_brings_known_compounds_up_to_date(tmp_path, county):
    boundary = CompoundFactory(code="C1", name="示例小区", household_count=10).boundary
    headings = ["小区编号", "小区名称", "户数", "总投资(万元)"]
    rows = ["C1", "示例小区", 12, 320.5], ["C9", "新小区", 3, 1]
    file = book(tmp_path / "b.xlsx", ["高唐县老旧小区台账"], headings, *rows)
    assert import_layer(file, "compounds").refused["reason"] == "no_geometry"
    report = import_layer(file, "compounds", mode="update", good_rows=True)
    assert [(row["row"], row["reason"]) for row in report.rejected] == [(2, "geometry_missing")]
    stored = Compound.objects.get()
    assert (stored.household_count, stored.estimate_cny, stored.boundary) == (12, 3_205_000, boundary)
