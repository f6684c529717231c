"""Shapefiles whose headers lie, whose parts do not fit, or that point elsewhere."""

import struct

import shapefile as pyshp

from tests.interchange.files import shapefile

from . import case, hostile, valid
from .shapes import COMPOUNDS, ROWS, ring, scribble
from .valid_shapefiles import RINGS, written

BROKEN = ("unreadable", "cut_short", "rows_lost", "parts_differ", "parser_failed", "too_large", "missing_part")


def changed(name, suffix, change, *reasons, rows=None, good=None):
    """A good shapefile with one part changed."""

    def make(folder, lure):
        path = shapefile(folder / "s", *COMPOUNDS).with_suffix(suffix)
        path.write_bytes(bytes(change(bytearray(path.read_bytes()))))
        return path.with_suffix(".shp")

    case(f"shp_{name}", make, *reasons, rows=rows, good=good)


def put(form, at, value):
    def change(content):
        struct.pack_into(form, content, at, value)
        return content

    return change


for part in (".shp", ".shx", ".dbf"):
    for size in (4, 60, 99, 110):
        changed(f"cut_{part[1:]}_{size}", part, lambda c, size=size: c[:size], *BROKEN, "not_what_it_says")
    changed(f"half_{part[1:]}", part, lambda c: c[: len(c) // 2], *BROKEN)
changed("claims_a_long_file", ".shp", put(">i", 24, 2**30), *BROKEN)
changed("claims_many_rows", ".dbf", put("<I", 4, 2**31), *BROKEN)
changed("claims_more_rows", ".dbf", put("<I", 4, 4), *BROKEN)
changed("claims_fewer_rows", ".dbf", put("<I", 4, 2), *BROKEN)
changed("rows_of_no_length", ".dbf", put("<H", 10, 0), *BROKEN)
changed("rows_of_great_length", ".dbf", put("<H", 10, 65535), *BROKEN)
changed("header_beyond_the_end", ".dbf", put("<H", 8, 65535), *BROKEN)
changed("index_beyond_the_end", ".shx", put(">i", 100, 2**30), rows=3, good=2)
changed("index_to_itself", ".shx", put(">i", 108, 0), rows=3, good=2)
changed("index_below_nothing", ".shx", put(">i", 100, -50), *BROKEN)
changed("longer_index", ".shx", lambda c: c + c[100:], *BROKEN)
# 108: type and extent of the first shape; 144: its number of parts, 148: of points.
changed("parts_without_number", ".shp", put("<i", 144, 2**30), rows=3, good=2)
changed("parts_below_none", ".shp", put("<i", 144, -1), rows=3, good=2)
changed("points_without_number", ".shp", put("<i", 148, 2**30), rows=3, good=2)
changed("a_part_beyond_the_points", ".shp", put("<i", 152, 2**20), rows=3, good=2)
changed("a_shape_of_another_type", ".shp", put("<i", 108, 99), rows=3, good=2)
changed("a_coordinate_not_a_number", ".shp", put("<d", 156, float("nan")), rows=3, good=2)
changed("an_infinite_coordinate", ".shp", put("<d", 156, float("inf")), rows=3, good=2)
changed("a_coordinate_out_of_this_world", ".shp", put("<d", 156, 1e300), rows=3, good=2)

PROJECTIONS = {
    "a_path": "{secret}",
    "an_address": "/vsicurl/{url}/a.prj",
    "a_url": "{url}/a.prj",
    "proj_file": "+init={secret}:1",
    "a_grid": "+proj=longlat +nadgrids={secret} +type=crs",
    "a_pipeline": "+proj=pipeline +step +proj=hgridshift +grids={secret}",
    "markup": '<!DOCTYPE x [<!ENTITY e SYSTEM "{secret}">]><gml:ProjectedCRS>&e;</gml:ProjectedCRS>',
}
for name, text in PROJECTIONS.items():

    def projected(folder, lure, text=text):
        path = shapefile(folder / "s", *COMPOUNDS)
        path.with_suffix(".prj").write_text(text.format(secret=lure.secret, url=lure.url))
        return path

    case(f"prj_of_{name}", projected, rows=3)


@hostile("unreadable")
def prj_of_noise(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_suffix(".prj").write_text("PROJCS[" * 5000)
    return path


@valid(3)
def cpg_of_a_path(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_suffix(".cpg").write_text(lure.secret)
    return path


@valid(3)
def shp_beside_a_vrt(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{lure.secret}</SrcDataSource></OGRVRTLayer>'
    path.with_suffix(".vrt").write_text(f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>")
    return path


@hostile("missing_part")
def shx_missing(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_suffix(".shx").unlink()
    return path.parent


@hostile("missing_part")
def dbf_missing(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_suffix(".dbf").unlink()
    return path


@hostile("missing_part")
def shp_missing(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.unlink()
    return path.parent


@hostile("twice")
def part_there_twice(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_name("layer.DBF").write_bytes(path.with_suffix(".dbf").read_bytes())
    return path.parent


@hostile("symlink")
def linked_table(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.with_suffix(".dbf").unlink()
    path.with_suffix(".dbf").symlink_to(lure.secret)
    return path


@hostile("parts_differ")
def table_of_another_shapefile(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    other = shapefile(folder / "t", *COMPOUNDS[:2])
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    return path


@valid(3, good=2)
def shp_with_a_scribble(folder, lure):
    shapes = [("poly", [[scribble()]]), ("poly", [RINGS[1]]), ("poly", [RINGS[2]])]
    return written(folder, pyshp.POLYGON, list(zip(ROWS, shapes, strict=True)))


@valid(3, good=2)
def shp_with_a_long_scribble(folder, lure):
    shapes = [("poly", [[scribble(1400)]]), ("poly", [RINGS[1]]), ("poly", [RINGS[2]])]
    return written(folder, pyshp.POLYGON, list(zip(ROWS, shapes, strict=True)))


@valid(1, good=0)
def shp_of_too_many_holes(folder, lure):
    holes = [ring(2 * (n % 100), 2 * (n // 100), 1)[::-1] for n in range(5001)]
    return written(folder, pyshp.POLYGON, [(ROWS[0], ("poly", [[ring(-10, -10, 500), *holes]]))])


@valid(1, good=0)
def shp_of_too_many_vertices(folder, lure):
    points = [[440_000 + n / 100, 4_080_000 + (n % 7)] for n in range(200_001)]
    return written(folder, pyshp.POLYLINE, [(ROWS[0], ("line", [[points]]))])


@hostile("too_many_columns")
def shp_of_too_many_columns(folder, lure):
    with pyshp.Writer(str(folder / "a"), shapeType=pyshp.POINT) as writer:
        for number in range(251):
            writer.field(f"F{number}", "C", 5)
        writer.point(440_000, 4_080_000)
        writer.record(*["x"] * 251)
    return folder / "a.shp"


@hostile("encoding_undecided")
def shp_in_no_encoding(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS, cpg=False)
    table = path.with_suffix(".dbf")
    content = table.read_bytes()
    table.write_bytes(content[:29] + b"\0" + content[30:].replace("鱼".encode(), b"\xff\xff\xff"))
    return path
