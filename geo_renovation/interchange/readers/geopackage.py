"""GeoPackage: its SQLite schema is looked at before GDAL opens it."""
import re
import sqlite3
from contextlib import contextmanager

from ..refusals import Refused
from . import limits
from .layer import ogr_layer

DRIVER = "GPKG"
# Triggers that GeoPackage writers make themselves.
OWN_TRIGGERS = re.compile(
    r"^(rtree_|gpkg_|trigger_(insert|delete)_feature_count_|feature_count_|fid_uk|.*_(st_)?rtree_)", re.I
)

VIRTUAL = re.compile(r"\s*CREATE\s+VIRTUAL", re.I)
RTREE = re.compile(r"USING\s+rtree\b", re.I)
GENERATED = re.compile(r"\bGENERATED\s+ALWAYS\b|\bAS\s*\(", re.I)
# How a layer's stated type is named here; a type of curves is told by its rows.
KINDS = {
    "POINT": "point", "MULTIPOINT": "point", "LINESTRING": "line", "MULTILINESTRING": "line",
    "POLYGON": "polygon", "MULTIPOLYGON": "polygon",
}  # fmt: skip
CONTENTS = """
    SELECT c.table_name, g.geometry_type_name, g.column_name, c.min_x, c.min_y, c.max_x, c.max_y
    FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    WHERE c.data_type IN ('features', 'attributes') ORDER BY c.table_name
"""
ATTRIBUTES_ONLY = """
    SELECT table_name, NULL, NULL, NULL, NULL, NULL, NULL FROM gpkg_contents
    WHERE data_type = 'attributes' ORDER BY table_name
"""


@contextmanager
def open_layer(path, *, layer=None, encoding=None, **options):
    """The layer named `layer`, or the only one."""
    with _checked(path) as database:
        tables = [row[0] for row in _contents(database)]
        if layer is None and len(tables) != 1:
            raise Refused("which_layer" if tables else "empty", layers=", ".join(tables))
        if layer is not None and layer not in tables:
            raise Refused("layer_unknown", layer=layer, layers=", ".join(tables))
        count = _count(database, layer or tables[0])
    with ogr_layer(path, layer=layer or tables[0], text=_text, count=count) as opened:
        yield opened


def layers(path, *, encoding=None, **options):
    """Every table of features or attributes."""
    with _checked(path) as database:
        return [_about(database, *row) for row in _contents(database)]


def _about(database, name, kind, column, *bounds):
    columns = database.execute(f"PRAGMA table_info({_quoted(name)})").fetchall()
    return {
        "name": name,
        "count": _count(database, name),
        "geometry": KINDS.get(str(kind).upper()) if kind else "none",
        "headings": [c[1] for c in columns if c[1] != column and not c[5]],
        "bounds": list(bounds) if None not in bounds else None,
    }


def _text(cell):
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return {"undecodable": cell.decode("utf-8", "replace")}


@contextmanager
def _checked(path):
    """The database of a file whose schema holds nothing that runs."""
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
            _check_object(kind, name, sql or "")
        yield database
    except (sqlite3.Error, UnicodeDecodeError):
        raise Refused("unreadable") from None
    finally:
        database.close()


def _contents(database):
    has_shapes = database.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND lower(name) = 'gpkg_geometry_columns'"
    ).fetchone()
    rows = database.execute(CONTENTS if has_shapes else ATTRIBUTES_ONLY).fetchall()
    if len(rows) > limits.LAYERS:
        raise Refused("too_many_layers", limit=limits.LAYERS)
    return rows


def _count(database, table):
    return database.execute(f"SELECT count(*) FROM {_quoted(table)}").fetchone()[0]  # noqa: S608


def _quoted(name):
    return '"' + name.replace('"', '""') + '"'


def _check_object(kind, name, sql):
    is_safe = {
        "table": not GENERATED.search(sql) and (not VIRTUAL.match(sql) or RTREE.search(sql)),
        "trigger": OWN_TRIGGERS.match(name),
        "index": True,
    }
    if not is_safe.get(kind):
        raise Refused("unsafe_geopackage", object=name[:80])
