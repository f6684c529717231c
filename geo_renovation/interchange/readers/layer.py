"""What every reader hands to the parser: a layer with headings, CRS, encoding and batches."""
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ..refusals import Refused
from . import limits
from .arrow import batches
from .encoding import Encoding


@dataclass
class Layer:
    """An open layer; `rows` yields (columns as lists of cells, list of WKB or None)."""

    headings: list[str]
    rows: Iterator
    crs: str | None = None
    encoding: Encoding = field(default_factory=lambda: Encoding("utf-8"))
    has_geometry: bool = False
    # Headings that fill the ten bytes of a .dbf and may stand for a longer one.
    cut_headings: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@contextmanager
def ogr_layer(path, *, layer=None, text, headings=None, **options):
    """Opens a layer through the one GDAL driver this process has; `text` decodes its bytes."""
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
                rows=_rows(stream, len(names), meta, text),
                crs=meta["crs"],
                has_geometry=meta["geometry_type"] is not None,
            )
    except (DataSourceError, DataLayerError, FeatureError):
        raise Refused("unreadable") from None


def _rows(stream, count, meta, text):
    geometry_name = meta["geometry_name"] or "wkb_geometry"
    for batch in batches(stream):
        columns = [(name, cells) for name, cells in batch if name != meta["fid_column"]]
        shapes = next((cells for name, cells in columns if name == geometry_name), None)
        cells = [c for name, c in columns if name != geometry_name][:count]
        yield [[text(v) if v.__class__ is bytes else v for v in c] for c in cells], shapes

