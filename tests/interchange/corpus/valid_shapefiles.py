"""Shapefiles as the county's programmes write them."""

import shutil

import geopandas
import shapefile as pyshp

from tests.interchange.files import frame, shapefile

from . import case, valid
from .shapes import COMPOUNDS, LINES, PIPES, ROWS, XY, ring

PRJ = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",'
    'SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],'
    'PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


def written(folder, kind, records, *, codec="utf-8", prj=PRJ, cpg=True, name="layer"):
    """A shapefile by pyshp: `records` are (attributes, function of the writer and what it is called with)."""
    with pyshp.Writer(str(folder / name), shapeType=kind, encoding=codec) as writer:
        writer.field("code", "C", 20)
        writer.field("名称", "C", 60)
        writer.field("households", "N", 10)
        for row, (draw, shape) in records:
            getattr(writer, draw)(*shape)
            writer.record(row["code"], row["name"], row["households"])
    if prj:
        (folder / f"{name}.prj").write_text(prj)
    if cpg:
        (folder / f"{name}.cpg").write_text(codec)
    return folder / f"{name}.shp"


def drawn(kind, draw, *shapes):
    return lambda folder, lure: written(folder, kind, [(row, (draw, [s])) for row, s in zip(ROWS, shapes, strict=True)])


RINGS = [[ring(100 * n)] for n in range(3)]
HIGH = [[[[x, y, 12.5] for x, y in part] for part in rings] for rings in RINGS]
PATHS = [[[list(p) for p in line.coords]] for line in LINES]
case("shp_polygons", drawn(pyshp.POLYGON, "poly", *RINGS), rows=3)
case("shp_polygons_z", drawn(pyshp.POLYGONZ, "polyz", *HIGH), rows=3)
case("shp_polygons_m", drawn(pyshp.POLYGONM, "polym", *HIGH), rows=3)
case("shp_lines", drawn(pyshp.POLYLINE, "line", *PATHS), rows=3)
case("shp_lines_z", drawn(pyshp.POLYLINEZ, "linez", *[[[[*p, 3.0] for p in path[0]]] for path in PATHS]), rows=3)
case("shp_multipoints", drawn(pyshp.MULTIPOINT, "multipoint", *[[list(p)] for p in XY]), rows=3)

for encoding in ("utf-8", "gbk", "gb18030", "big5"):
    for cpg in (True, False):
        if encoding != "big5" or cpg:
            rows = [({**row, "name": "高唐縣"} if encoding == "big5" else row, s) for row, s in COMPOUNDS]
            case(
                f"shp_{encoding}_{'with' if cpg else 'without'}_cpg",
                lambda folder, lure, rows=rows, encoding=encoding, cpg=cpg: shapefile(
                    folder / "s", *rows, encoding=encoding, cpg=cpg
                ),
                rows=3,
            )


@valid(3)
def shp_points(folder, lure):
    return written(folder, pyshp.POINT, [(row, ("point", xy)) for row, xy in zip(ROWS, XY, strict=True)])


@valid(3)
def shp_points_z(folder, lure):
    return written(folder, pyshp.POINTZ, [(row, ("pointz", (*xy, 5))) for row, xy in zip(ROWS, XY, strict=True)])


@valid(3)
def shp_without_prj(folder, lure):
    return shapefile(folder / "s", *COMPOUNDS, prj=False)


@valid(3, good=2)
def shp_with_a_null_shape(folder, lure):
    shapes = [("poly", [RINGS[0]]), ("null", []), ("poly", [RINGS[2]])]
    return written(folder, pyshp.POLYGON, list(zip(ROWS, shapes, strict=True)))


@valid(3)
def shp_of_capital_suffixes(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    for part in list(path.parent.iterdir()):
        part.rename(part.with_name("ROADS" + part.suffix.upper()))
    return path.parent


@valid(3)
def shp_whose_parts_differ_in_case(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    path.rename(path.with_name("Layer.SHP"))
    return path.parent


@valid(3)
def shp_with_a_chinese_name_and_side_files(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    for part in list(path.parent.iterdir()):
        part.rename(part.with_name("小区边界" + part.suffix))
    for suffix in (".sbn", ".sbx", ".shp.xml", ".qix", ".qmd"):
        (path.parent / f"小区边界{suffix}").write_bytes(b"index")
    return path.parent


@valid(0)
def shp_without_rows(folder, lure):
    return written(folder, pyshp.POLYGON, [])


@valid(2)
def shp_with_a_deleted_row(folder, lure):
    path = written(folder, pyshp.POLYGON, [(r, ("poly", [s])) for r, s in zip(ROWS, RINGS, strict=True)])
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    head, length = int.from_bytes(table[8:10], "little"), int.from_bytes(table[10:12], "little")
    table[head + length] = ord("*")
    path.with_suffix(".dbf").write_bytes(table)
    return path


@valid(3)
def dbf_alone(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    shutil.copy(path.with_suffix(".dbf"), folder / "table.dbf")
    return folder / "table.dbf"


@valid(6)
def two_shapefiles_side_by_side(folder, lure):
    for name, rows in (("compounds", COMPOUNDS), ("pipes", PIPES)):
        frame(*rows).to_file(folder / f"{name}.shp", encoding="utf-8")
    return folder


@valid(6)
def shapefiles_in_folders_of_folders(folder, lure):
    for name in ("人和/一期", "汇鑫/二期"):
        (folder / name).mkdir(parents=True)
        frame(*COMPOUNDS).to_file(folder / name / "小区.shp", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "Thumbs.db").write_bytes(b"x")
    return folder


@valid(300)
def shp_of_many_parts(folder, lure):
    rows = [({"code": f"P{n}", "name": "段"}, LINES[n % 3]) for n in range(300)]
    geopandas.GeoDataFrame([r for r, _ in rows], geometry=[s for _, s in rows], crs=4548).to_file(folder / "a.shp")
    return folder / "a.shp"
