"""Workbooks and DXF drawings."""

import datetime

import ezdxf
import openpyxl

from . import case, valid
from .shapes import COMPOUNDS, PIPES, ROWS, XY, ring

HEADINGS = ["编号", "名称", "户数"]
VERSIONS = ("R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018")


def workbook(path, *sheets, write_only=False):
    """A workbook of (name, rows)."""
    book = openpyxl.Workbook(write_only=write_only)
    if not write_only:
        book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


TABLE = [HEADINGS, *[[r["code"], r["name"], r["households"]] for r in ROWS]]
POINTS = [["点号", "东坐标", "北坐标"], *[[f"J{n}", x, y] for n, (x, y) in enumerate(XY)]]
DATED = [["编号", "日期"], *[[f"J{n}", datetime.date(2021, 7, n + 1)] for n in range(3)]]
WKT = [["code", "WKT"], *[[r["code"], s.wkt] for r, s in COMPOUNDS]]
for name, rows in {"table": TABLE, "points": POINTS, "dates": DATED, "wkt": WKT}.items():
    case(f"xlsx_{name}", lambda folder, lure, rows=rows: workbook(folder / "a.xlsx", ("表", rows)), rows=3)
    case(
        f"xlsx_{name}_streamed",
        lambda folder, lure, rows=rows: workbook(folder / "a.xlsx", ("表", rows), write_only=True),
        rows=3,
    )


@valid(6)
def xlsx_of_two_sheets(folder, lure):
    return workbook(folder / "a.xlsx", ("一", TABLE), ("二", TABLE))


@valid(3)
def xlsx_with_a_title(folder, lure):
    return workbook(folder / "a.xlsx", ("表", [["高唐县老旧小区一览表", None, None], *TABLE]))


@valid(3)
def xlsx_with_an_empty_sheet(folder, lure):
    return workbook(folder / "a.xlsx", ("表", TABLE), ("Sheet2", []))


def drawing(path, version, draw, **options):
    document = ezdxf.new(version)
    draw(document.modelspace(), document)
    document.saveas(path, **options)
    return path


def lines_of(space, document):
    for _, line in PIPES:
        points = list(line.coords)
        space.add_line(points[0], points[1], dxfattribs={"layer": "给水"})


def polylines_of(space, document):
    for _, line in PIPES:
        space.add_polyline2d(list(line.coords), dxfattribs={"layer": "JS"})


def points_of(space, document):
    for xy in XY:
        space.add_point(xy, dxfattribs={"layer": "阀门"})


def rings_of(space, document):
    for n in range(3):
        space.add_polyline2d(ring(100 * n)[:-1], close=True, dxfattribs={"layer": "小区"})


for version in VERSIONS:
    for draw in (lines_of, polylines_of, points_of, rings_of) if version == "R2010" else (lines_of,):
        case(
            f"dxf_{version}_{draw.__name__}",
            lambda folder, lure, version=version, draw=draw: drawing(folder / "a.dxf", version, draw),
            rows=3,
        )


@valid(6)  # where they are inserted, and what they look like there
def dxf_of_inserted_blocks(folder, lure):
    def draw(space, document):
        block = document.blocks.new("VALVE")
        block.add_circle((0, 0), 1)
        for xy in XY:
            space.add_blockref("VALVE", xy, dxfattribs={"layer": "阀门"})

    return drawing(folder / "a.dxf", "R2010", draw)


@valid(3)
def dxf_of_light_polylines(folder, lure):
    def draw(space, document):
        for _, line in PIPES:
            space.add_lwpolyline(list(line.coords), dxfattribs={"layer": "JS"})

    return drawing(folder / "a.dxf", "R2018", draw)
