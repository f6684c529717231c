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


@contextmanager
def open_layer(path, *, layer=None, encoding=None):
    """The layer named `layer`, or the only one."""
    tables = _checked_tables(path)
    if len(tables) > limits.LAYERS:
        raise Refused("too_many_layers", limit=limits.LAYERS)
    if layer is None and len(tables) != 1:
        raise Refused("which_layer", layers=", ".join(tables))
    if layer is not None and layer not in tables:
        raise Refused("layer_unknown", layer=layer, layers=", ".join(tables))
    with ogr_layer(path, layer=layer or tables[0], text=_text) as opened:
        yield opened


def _text(cell):
    try:
        return cell.decode()
    except UnicodeDecodeError:
        return {"undecodable": cell.decode("utf-8", "replace")}


def _checked_tables(path):
    """Names of the layers of a file whose schema holds nothing that runs."""
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            for kind, name, sql in database.execute("SELECT type, name, sql FROM sqlite_master"):
                _check_object(kind, name, sql or "")
            rows = database.execute(
                "SELECT table_name FROM gpkg_contents"
                " WHERE data_type IN ('features', 'attributes') ORDER BY table_name"
            )
            return [name for (name,) in rows]
    except sqlite3.Error:
        raise Refused("unreadable") from None


def _check_object(kind, name, sql):
    is_safe = {
        "table": not GENERATED.search(sql) and (not VIRTUAL.match(sql) or RTREE.search(sql)),
        "trigger": OWN_TRIGGERS.match(name),
        "index": True,
    }
    if not is_safe.get(kind):
        raise Refused("unsafe_geopackage", object=name)
