"""DXF R12 to 2018: lines, points, areas and texts of the model space; external references are never opened."""
from contextlib import contextmanager

import ezdxf
import numpy as np
import shapely
from ezdxf import DXFError
from ezdxf.lldxf.encoding import decode_dxf_unicode

from ..refusals import Refused
from . import limits
from .drawing_entities import BASE, NEAR, Drawing
from .drawing_text import check_end, encoding_of
from .layer import Layer

DRIVER = None
# Import layer -> (what it holds, in the county's words)
SHAPE_NAMES = {"线": "line", "点": "point", "面": "polygon", "文字": "point", "块内线": "line", "块内面": "polygon"}
UNITS = {1: "in", 2: "ft", 4: "mm", 5: "cm", 7: "km"}
LABEL_DISTANCE = 3.0  # drawing units within which a text is offered as a line's label
# What ezdxf raises for a drawing that is not as it should be.
BROKEN = (
    DXFError, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RuntimeError, OSError,
    StopIteration,
)  # fmt: skip


@contextmanager
def open_layer(path, *, layer=None, encoding=None, **options):
    """One of the layers 线 点 面 文字, and 块内线 块内面 for what blocks are drawn of."""
    found, drawing, warnings = _read(path, encoding)
    filled = {name: rows for name, rows in drawing.rows.items() if rows}
    if not filled:
        raise Refused("empty")
    if layer is None and len(filled) > 1:
        raise Refused("which_layer", layers=", ".join(filled))
    if layer is not None and layer not in filled:
        raise Refused("layer_unknown", layer=layer, layers=", ".join(filled))
    layer = layer or next(iter(filled))
    headings = _headings(drawing, layer)
    yield Layer(
        headings=headings, rows=_batches(filled[layer], headings, _labels(drawing, layer)), encoding=found,
        has_geometry=True, shape_name=SHAPE_NAMES[layer], warnings=warnings,
    )


def layers(path, *, encoding=None, **options):
    """The layers of a drawing that hold something."""
    _, drawing, _ = _read(path, encoding)
    return [
        {"name": name, "count": len(rows), "geometry": SHAPE_NAMES[name], "headings": _headings(drawing, name)}
        for name, rows in drawing.rows.items()
        if rows
    ]


def _read(path, asked):
    """(encoding, Drawing, warnings)."""
    encoding = encoding_of(path, asked)
    check_end(path)
    try:
        # What is not text of the encoding comes as lone surrogates and is reported cell by cell.
        document = ezdxf.readfile(path, encoding=encoding.codec, errors="surrogateescape")
        drawing = Drawing(document)
    except BROKEN:
        raise Refused("unreadable") from None
    return encoding, drawing, [*encoding.warnings, *_told(document, drawing)]


def _told(document, drawing):
    unit = UNITS.get(document.header.get("$INSUNITS", 0))
    if unit:
        yield ["drawing_units", {"unit": unit}]
    if drawing.references:
        yield ["references_left", {"names": ", ".join(sorted(drawing.references))[:200]}]
    if drawing.passed_over:
        kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(drawing.passed_over.items()))
        yield ["entities_left", {"entities": kinds[:200]}]
    hidden = sorted(decode_dxf_unicode(layer.dxf.name) for layer in document.layers if layer.is_off() or layer.is_frozen())
    if hidden:
        yield ["layers_hidden", {"names": ", ".join(hidden)[:200]}]


def _headings(drawing, layer):
    more = sorted(drawing.tags) if layer == "点" else [NEAR] if layer == "线" and drawing.rows["文字"] else []
    if len(BASE) + len(more) > limits.COLUMNS:
        raise Refused("too_many_columns", limit=limits.COLUMNS)
    return [*BASE, *more]


def _labels(drawing, layer):
    """Per line the nearest text within LABEL_DISTANCE."""
    texts = drawing.rows["文字"]
    if layer != "线" or not texts:
        return {}
    lines = shapely.from_wkb([None if w.__class__ is dict else w for _, w in drawing.rows["线"]])
    places = shapely.from_wkb([None if w.__class__ is dict else w for _, w in texts])
    tree = shapely.STRtree(places)
    rows = np.flatnonzero(~shapely.is_missing(lines) & ~shapely.is_empty(lines))
    near, found = tree.query_nearest(lines[rows], max_distance=LABEL_DISTANCE, all_matches=False)
    return {int(rows[k]): texts[place][0]["文字"] for k, place in zip(near, found, strict=True)}


def _batches(rows, headings, labels):
    for start in range(0, len(rows), limits.BATCH_ROWS):
        batch = rows[start : start + limits.BATCH_ROWS]
        columns = [[cells.get(heading) for cells, _ in batch] for heading in headings]
        if NEAR in headings:
            columns[headings.index(NEAR)] = [labels.get(start + k) for k in range(len(batch))]
        yield columns, [shape for _, shape in batch]
