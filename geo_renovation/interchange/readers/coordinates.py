"""Shapes out of the cells of a table: two columns of coordinates, WKT, or the points of a survey."""
import math
import re
import unicodedata
from statistics import median

import numpy as np
import shapely

from ..refusals import Refused
from .wording import bare, spelt

LONGITUDE = {"经度", "lon", "lng", "long", "longitude", "东经"}
LATITUDE = {"纬度", "lat", "latitude", "北纬"}
EAST = {"东坐标", "横坐标", "east", "easting", "pointx", "xcoord", "y(东)", "东", "坐标东", "东向坐标"}
NORTH = {"北坐标", "纵坐标", "north", "northing", "pointy", "ycoord", "x(北)", "北", "坐标北", "北向坐标"}
X = {"x", "x坐标", "坐标x", "x值"}
Y = {"y", "y坐标", "坐标y", "y值"}
LETTERS = {"e"}, {"n"}
WKT = {"wkt", "geometry", "geom", "thegeom", "几何", "图形", "范围线", "范围线wkt", "wktgeom", "shape"}
SHAPE = re.compile(
    r"\s*(?:SRID\s*=\s*(\d{4,6})\s*;)?\s*((?:MULTI)?(?:POINT|LINESTRING|POLYGON))\s*(?:Z|M|ZM)?\s*\(", re.I
)
DEGREES = re.compile(r"[NEne]?\s*(\d+)[°度]\s*(?:(\d+)['′’分])?\s*(?:([\d.]+)(?:''|′′|[\"″”秒])?)?\s*[NEne]?")
SHOWN_CHARACTERS = 60


def shapes_of(headings, sample, told, companions, family):
    """What makes shapes of a table's cells as told, else as its headings suggest; None for none."""
    from .survey import lines_between

    lines = lines_between(headings, sample, told, companions, family)
    if lines is not None:
        return lines
    if "wkt" in told:
        return Wkt(headings, _position(told["wkt"], headings), sample)
    if "x" in told:
        return Points(headings, _position(told["x"], headings), _position(told["y"], headings), sample)
    return _guessed(headings, sample)


def _position(heading, headings):
    if heading not in headings:
        raise Refused("heading_missing", heading=heading, headings=", ".join(headings))
    return headings.index(heading)


def _guessed(headings, sample):
    wkt = only(headings, WKT)
    if wkt is not None and any(_is_wkt(line[wkt]) for line in sample):
        return Wkt(headings, wkt, sample)
    axes = axes_of(headings)
    return Points(headings, *axes, sample) if axes else None


def axes_of(headings):
    """Positions of east and north as headings alone say; X is taken for east."""
    for east, north in ((LONGITUDE, LATITUDE), (EAST, NORTH), (X, Y), LETTERS):
        found = only(headings, east), only(headings, north)
        if None not in found:
            return found
    return None


def only(headings, words):
    """The position of the one heading among `words`, None where there is none or several."""
    hits = [k for k, name in enumerate(headings) if spelt(name) in words]
    hits = hits or [k for k, name in enumerate(headings) if bare(name) in words]
    return hits[0] if len(hits) == 1 else None


def number(cell):
    """A coordinate as a float; degrees may come with minutes and seconds; ValueError otherwise."""
    if cell.__class__ in (int, float):
        found = float(cell)
    else:
        text = unicodedata.normalize("NFKC", str(cell)).strip()
        match = DEGREES.fullmatch(text)
        if match:
            whole, minutes, seconds = (float(part or 0) for part in match.groups())
            found = whole + minutes / 60 + seconds / 3600
        else:
            found = float(text)
    if not math.isfinite(found):
        raise ValueError(cell)
    return found


def _middle(cells):
    numbers = []
    for cell in cells:
        try:
            numbers.append(number(cell))
        except (TypeError, ValueError):
            continue
    return median(numbers) if numbers else None


def _is_easting(value):
    """CGCS2000 metres, with or without the number of its zone in front."""
    return 1e5 <= value < 1e6 or 1.3e7 <= value < 4.6e7


def _is_northing(value):
    return 1.5e6 <= value < 6.5e6


def turned(first, second, headings, *, survey=False):
    """(whether the first of two columns is north, warnings): magnitudes, then the surveyors' custom.

    In Chinese survey tables X points north and Y east. `first` and `second` are middle values, `headings`
    the two headings in order.
    """
    if first is None or second is None:
        return False, []
    known = _is_north_first(first, second)
    reason = "axes_taken" if known else None
    if known is None and {spelt(heading) for heading in headings} <= X | Y:
        known, reason = survey, "axes_assumed"
    east, north = reversed(headings) if known else headings
    return bool(known), [[reason, {"east": east, "north": north}]] if reason else []


def _is_north_first(first, second):
    if _is_northing(first) and _is_easting(second):
        return True
    if _is_easting(first) and _is_northing(second):
        return False
    if 70 <= first <= 140 and 0 < second < 60:
        return False
    if 70 <= second <= 140 and 0 < first < 60:
        return True
    return None


class Points:
    """Points out of two columns."""

    geometry, crs, made = "point", None, ()

    def __init__(self, headings, east, north, sample):
        middles = [_middle(line[k] for line in sample) for k in (east, north)]
        pair = headings[east], headings[north]
        # "X", "Y" say nothing of which is which; survey tables have X north.
        is_turned, self.warnings = turned(*middles, pair, survey=_is_survey(headings))
        self.columns = (north, east) if is_turned else (east, north)
        self.headings = headings

    def added(self, columns):
        return []

    def of(self, columns):
        """WKB per row; None where both cells are empty; a fault where one is no number."""
        east, north = (columns[k] for k in self.columns)
        found = [self.place(*pair) for pair in zip(east, north, strict=True)]
        good = [k for k, place in enumerate(found) if place.__class__ is tuple]
        if good:
            wkbs = shapely.to_wkb(shapely.points(np.array([found[k] for k in good])))
            for k, wkb in zip(good, wkbs, strict=True):
                found[k] = wkb
        return found

    def place(self, *cells):
        """(east, north), a fault, or None."""
        empty = [is_blank(cell) for cell in cells]
        if all(empty):
            return None
        place = []
        for column, cell, is_empty in zip(self.columns, cells, empty, strict=True):
            if is_empty:
                return fault("required", self.headings[column], None)
            try:
                place.append(number(cell))
            except (TypeError, ValueError):
                return fault("not_a_number", self.headings[column], cell)
        return tuple(place)


class Wkt:
    """Shapes written out as well-known text, with or without SRID in front."""

    made = ()

    def __init__(self, headings, column, sample):
        self.column, self.heading, self.warnings = column, headings[column], []
        heads = [SHAPE.match(str(line[column])) for line in sample if not is_blank(line[column])]
        srids = [head[1] for head in heads if head and head[1]]
        self.srid = srids[0] if srids else None
        self.crs = f"EPSG:{self.srid}" if self.srid else None
        self.geometry = _family({head[2].upper().removeprefix("MULTI") for head in heads if head})

    def added(self, columns):
        return []

    def of(self, columns):
        return [self._shape(cell) for cell in columns[self.column]]

    def _shape(self, cell):
        if is_blank(cell):
            return None
        head = SHAPE.match(cell) if cell.__class__ is str else None
        if head is None:
            return fault("geometry_unreadable", self.heading, cell)
        if head[1] and head[1] != self.srid:
            return fault("crs_differs", self.heading, cell)
        shape = shapely.from_wkt(cell[head.start(2) :], on_invalid="ignore")
        return fault("geometry_unreadable", self.heading, cell) if shape is None else shapely.to_wkb(shape)


def _family(names):
    known = {"POINT": "point", "LINESTRING": "line", "POLYGON": "polygon"}
    return known[names.pop()] if len(names) == 1 else "mixed"


def _is_wkt(cell):
    return cell.__class__ is str and SHAPE.match(cell) is not None


def _is_survey(headings):
    from .survey import POINT_CODE

    return any(spelt(heading) in POINT_CODE for heading in headings)


def is_blank(cell):
    return cell is None or (cell.__class__ is str and not cell.strip())


def fault(reason, heading, value):
    """What stands in a list of shapes where a row's shape cannot be made."""
    if value.__class__ is dict:
        reason, value = next(iter(value.items()))
    shown = value if value is None else str(value)[:SHOWN_CHARACTERS]
    return {"fault": reason, "field": heading, "value": shown}
