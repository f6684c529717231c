"""What every reader hands to the parser: a layer with headings, CRS, encoding and batches."""
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..refusals import Refused
from . import limits
from .arrow import batches
from .encoding import Encoding


@dataclass
class Layer:
    """An open layer; `rows` yields (columns as lists of cells, list of WKB or None).

    In place of WKB may stand a fault, {"fault": reason, "value": …, "field": …}.
    """

    headings: list[str]
    rows: Iterator
    crs: str | None = None
    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    has_geometry: bool = False
    # point, line, polygon or mixed
    shape_name: str | None = None
    # Headings that fill the ten bytes of a .dbf and may stand for a longer one.
    cut_headings: list[str] = field(default_factory=list)
    # Reason codes, or [reason code, details].
    warnings: list = field(default_factory=list)


@contextmanager
def ogr_layer(path, *, layer=None, text, count=None, headings=None, **options):
    """Opens a layer through the one GDAL driver this process has; `text` decodes its bytes.

    `count` is how many rows the file says it has: GDAL passes over what it cannot read.
    """
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
    from pyogrio.raw import open_arrow

    try:
        with open_arrow(
            path, layer=layer, batch_size=limits.BATCH_ROWS, datetime_as_string=True, **options
        ) as (meta, stream):
            names = [str(name) for name in meta["fields"]]
            if len(names) > limits.COLUMNS:
                raise Refused("too_many_columns", limit=limits.COLUMNS)
            headings = headings if headings and len(headings) == len(names) else names
            yield Layer(
                headings=headings,
                rows=counted(_rows(stream, len(names), meta, text), count),
                crs=meta["crs"],
                has_geometry=meta["geometry_type"] is not None,
            )
    except (DataSourceError, DataLayerError, FeatureError):
        raise Refused("unreadable") from None


def counted(rows, count):
    """The same rows; refuses a file of which other than `count` rows could be read."""
    read = 0
    for columns, shapes in rows:
        read += len(shapes) if shapes is not None else len(columns[0])
        yield columns, shapes
    if count is not None and read != count:
        raise Refused("rows_lost", stated=count, read=read)


# How WKB begins for points, lines, polygons and several of them; with heights by ISO's codes or 2.5D's.
PLAIN = {
    b"\1" + struct.pack("<I", code + more) for code in range(1, 7) for more in (0, 1000, 2000, 3000, 0x80000000)
}  # fmt: skip
CURVES = {
    7: "GeometryCollection", 8: "CircularString", 9: "CompoundCurve", 10: "CurvePolygon", 11: "MultiCurve",
    12: "MultiSurface", 15: "PolyhedralSurface", 16: "TIN", 17: "Triangle",
}  # fmt: skip


def _plain(shapes):
    """Curves and collections as faults: no column takes them, and GEOS stops at a curve."""
    if shapes is None:
        return None
    return [wkb if wkb is None or wkb[:5] in PLAIN else _curve(wkb) for wkb in shapes]


def _curve(wkb):
    code = int.from_bytes(wkb[1:5], "little") & 0x0FFFFFFF
    return {"fault": "wrong_type", "value": CURVES.get(code % 1000, "?")}


def _rows(stream, count, meta, text):
    geometry_name = meta["geometry_name"] or "wkb_geometry"
    try:
        for batch in batches(stream):
            columns = [(name, cells) for name, cells in batch if name != meta["fid_column"]]
            shapes = next((cells for name, cells in columns if name == geometry_name), None)
            cells = [c for name, c in columns if name != geometry_name][:count]
            yield [[text(v) if v.__class__ is bytes else v for v in c] for c in cells], _plain(shapes)
    except RuntimeError:  # nanoarrow's, where GDAL stopped in the middle
        raise Refused("unreadable") from None
