"""Writes sheets as shapefiles and CSV, the same bytes on every run."""
import csv
import json
from datetime import date
from pathlib import Path

import shapefile

from .columns import CHINESE, SHEETS, Sheet

# Years since 1900, month, day: a dbf carries the day of its last change; ours is fixed.
DBF_DATE = bytes((121, 7, 29))
SHAPE_TYPE = {"polygon": shapefile.POLYGON, "line": shapefile.POLYLINE, "point": shapefile.POINT}
PRJ_EPSG_4548 = (
    'PROJCS["CGCS2000_3_Degree_GK_CM_117E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
    'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
    'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


class DoesNotFit(ValueError):
    """A value is wider than its column."""


def _text(value):
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _cell(column, value, encoding):
    """A value as the dbf takes it; nothing is cut silently."""
    if value in (None, ""):
        return None if column.kind in "ND" else ""
    if column.kind == "D":
        return value if isinstance(value, date) else date.fromisoformat(value)
    text = f"{value:.{column.decimals}f}" if column.kind == "N" else str(value)
    if len(text.encode(encoding)) > column.width:
        raise DoesNotFit(f"{column.heading}: {text}")
    return value


def _draw(writer, shape, geometry):
    if shape == "point":
        writer.point(*geometry)
    elif shape == "line":
        writer.line([geometry])
    else:
        writer.poly([geometry])


def write_shapefile(folder: Path, sheet: Sheet, rows: list[dict]) -> None:
    """One layer with .shp, .shx, .dbf, .prj, and .cpg unless it is left out as it often is."""
    path = folder / sheet.file
    with shapefile.Writer(path, SHAPE_TYPE[sheet.shape], encoding=sheet.encoding, strict=True) as writer:
        for column in sheet.columns:
            writer.field(column.heading, column.kind, column.width, column.decimals)
        for row in rows:
            _draw(writer, sheet.shape, row["geometry"])
            writer.record(*(_cell(c, row.get(c.name), sheet.encoding) for c in sheet.columns))
    with path.with_suffix(".dbf").open("r+b") as dbf:
        dbf.seek(1)
        dbf.write(DBF_DATE)
    path.with_suffix(".prj").write_text(PRJ_EPSG_4548, "ascii")
    if sheet.encoding != CHINESE:
        path.with_suffix(".cpg").write_text("UTF-8", "ascii")


def write_csv(folder: Path, sheet: Sheet, rows: list[dict]) -> None:
    """A table without geometry."""
    with (folder / sheet.file).open("w", encoding=sheet.encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.heading for column in sheet.columns)
        writer.writerows([_text(row.get(c.name)) for c in sheet.columns] for row in rows)


def write_load_list(folder: Path) -> None:
    """The order in which the importer takes the files, and which heading holds which field."""
    entries = [{"file": s.file, "kind": s.kind, "map": s.mapping, "set": s.fixed} for s in SHEETS]
    text = json.dumps(entries, ensure_ascii=False, indent=1)
    (folder / "load.json").write_text(text + "\n", "utf-8")


def write_sheets(folder: Path, rows_of: dict[str, list[dict]]) -> None:
    """Every sheet of the sample, by file name."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        (write_shapefile if sheet.shape else write_csv)(folder, sheet, rows_of[sheet.file])
    write_load_list(folder)
