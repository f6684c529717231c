"""What there is to see of a layer before it is imported: counts, sample values, place, some shapes."""
import numpy as np
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..refusals import Refused
from . import crs as stating

LOOKED_AT = 20_000  # rows of a layer
SAMPLES = 5
VALUES, VALUE_CHARACTERS = 100, 80
SHAPES, SHAPE_PARTS, SHAPE_VERTICES = 200, 50, 200
LONGEST_CRS = 20_000
# An Excel cell holds no more.
LONGEST_WKT = 32_000
NAMES = {0: "point", 4: "point", 1: "line", 5: "line", 3: "polygon", 6: "polygon"}


def looked_at(reader, path, encoding, options):
    """One dict per layer, as inspection.py says."""
    return [_layer(reader, path, encoding, options, about) for about in reader.layers(path, encoding=encoding, **options)]


def _layer(reader, path, encoding, options, about):
    found = {
        "name": about["name"], "count": about["count"], "geometry": about.get("geometry"),
        "headings": [{"name": _kept(heading), "samples": [], "values": None} for heading in about["headings"]],
        "encoding": None, "crs": None, "crs_stated": None, "bounds": about.get("bounds"),
        "sample": [], "warnings": [], "refused": None,
    }  # fmt: skip
    try:
        with reader.open_layer(path, layer=about["name"], encoding=encoding, **options) as layer:
            found |= _seen(layer, about)
    except Refused as refusal:
        found["refused"] = {"reason": refusal.reason, "details": refusal.details}
    return found


def _seen(layer, about):
    cells = [Cells() for _ in layer.headings]
    shapes, read, whole = Shapes(), 0, True
    for columns, wkbs in layer.rows:
        for seen, column in zip(cells, columns, strict=True):
            seen.see(column)
        if wkbs is not None:
            shapes.see(wkbs)
        read += len(wkbs) if wkbs is not None else len(columns[0])
        if read >= LOOKED_AT and (about["count"] is None or read < about["count"]):
            whole = False
            break
    named = zip(layer.headings, cells, strict=True)
    return {
        "count": read if whole else about["count"],
        "headings": [{"name": _kept(name), "samples": seen.samples, "values": seen.values()} for name, seen in named],
        "encoding": layer.encoding.shown,
        **_crs(layer),
        "geometry": shapes.name() or about.get("geometry") if layer.has_geometry else "none",
        "bounds": shapes.bounds() if whole or not about.get("bounds") else about["bounds"],
        "sample": shapes.sample(),
        "warnings": layer.warnings,
    }


def _crs(layer):
    """Its short name, and what PROJ understands of what the file states."""
    if not layer.has_geometry or not layer.crs:
        return {"crs": None, "crs_stated": None}
    try:
        crs = CRS.from_user_input(layer.crs)
        stated = crs.to_wkt()
    except CRSError:
        return {"crs": None, "crs_stated": None}
    return {"crs": stating.shown(crs)[:80], "crs_stated": stated if len(stated) <= LONGEST_CRS else None}


class Cells:
    """The first distinct values of a column."""

    def __init__(self):
        self.samples, self._values = [], {}

    def see(self, column):
        if self._values is None:
            return
        for cell in column:
            if cell is None or cell == "":
                continue
            text = _text(cell)
            if text in self._values:
                continue
            self._values[text] = None
            if len(self.samples) < SAMPLES:
                self.samples.append(text)
            if len(self._values) > VALUES or len(text) > VALUE_CHARACTERS:
                self._values = None if len(self.samples) >= SAMPLES else self._values
                if self._values is None:
                    return

    def values(self):
        """All distinct values where there are few and short ones."""
        if self._values is None or len(self._values) > VALUES:
            return None
        return None if any(len(text) > VALUE_CHARACTERS for text in self._values) else list(self._values)


def _text(cell):
    if cell.__class__ is dict:
        cell = next(iter(cell.values()))
    if cell.__class__ is float and cell.is_integer():
        cell = int(cell)
    return _kept(str(cell)[:200].strip())


def _kept(text):
    """As PostgreSQL can keep it."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


class Shapes:
    """Extent and type of all shapes seen, and some of them to draw."""

    def __init__(self):
        self._extents, self._types, self._kept, self._seen = [], set(), [], 0

    def see(self, wkbs):
        raw = np.array([None if wkb.__class__ is dict else wkb for wkb in wkbs], dtype=object)
        shapes = shapely.force_2d(np.atleast_1d(shapely.from_wkb(raw, on_invalid="ignore")))
        shapes = shapes[~(shapely.is_missing(shapes) | shapely.is_empty(shapes))]
        if not len(shapes):
            return
        self._types |= set(shapely.get_type_id(shapes).tolist())
        with np.errstate(invalid="ignore"):
            self._extents.append(shapely.total_bounds(shapes))
        self._kept = list(shapes[:SHAPES]) if not self._kept else self._kept
        self._seen += len(shapes)
        if self._seen > len(shapes):  # later ones replace some, so that the drawing reaches everywhere
            step = max(len(shapes) * SHAPES // self._seen, 1)
            chosen = shapes[:: max(len(shapes) // step, 1)][:step]
            self._kept = (self._kept + list(chosen)) if len(self._kept) < SHAPES else self._kept[len(chosen) :] + list(chosen)
            self._kept = self._kept[-SHAPES:]

    def name(self):
        names = {NAMES.get(kind, "mixed") for kind in self._types}
        return names.pop() if len(names) == 1 else "mixed" if names else None

    def bounds(self):
        """Of all that was seen; None where nothing finite was."""
        if not self._extents:
            return None
        extents = np.array(self._extents)
        found = [*np.nanmin(extents[:, :2], axis=0).tolist(), *np.nanmax(extents[:, 2:], axis=0).tolist()]
        return found if np.isfinite(found).all() else None

    def sample(self):
        """Lists of parts, each a list of [x, y], of few vertices."""
        return [parts for shape in self._kept if (parts := _drawn(shape))]


def _drawn(shape):
    """The parts of a shape as lists of [x, y]; rings without their holes."""
    parts = shapely.get_parts(shape)[:SHAPE_PARTS]
    rings = [shapely.get_exterior_ring(p) if shapely.get_type_id(p) == 3 else p for p in parts]
    found = [_thinned(shapely.get_coordinates(ring), max(SHAPE_VERTICES // len(rings), 4)) for ring in rings]
    return [part.tolist() for part in found if len(part) and np.isfinite(part).all()]


def _thinned(points, most):
    """Every so many-th vertex and the last: simplifying takes hours on a wild enough line."""
    step = -(-len(points) // most)
    return np.vstack((points[:-1:step], points[-1:])) if step > 1 else points


def as_wkt(wkb):
    """What came, for whoever mends it; None where it is no shape or too long for a cell."""
    if not wkb or wkb.__class__ is dict:
        return None
    shape = shapely.from_wkb(wkb, on_invalid="ignore")
    if shape is None:
        return None
    text = shapely.to_wkt(shape, rounding_precision=8)
    return text if len(text) <= LONGEST_WKT else None
