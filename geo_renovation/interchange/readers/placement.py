"""From a file's own coordinates to the county's, as a `place` says.

A place is a dict of which every key may be missing: `crs` ("" as the file states, a CRS, or "local"
for a grid of which only the control points are known), `swapped` axes, `unit` of the numbers where
it is not the CRS's, `shift` of a web map (gcj02, bd09), control `points` as [x, y, lon, lat] of the
file and of WGS 84, and the residual they may have, `tolerance_m`.
"""
from dataclasses import dataclass, field

import numpy as np
from pyproj import CRS, Transformer

from geo_renovation.spatial import shifts, similarity

from ..refusals import Refused
from . import crs as stating

LOCAL = "local"
WGS84 = 4326
UNITS = {"": None, "m": 1.0, "mm": 0.001, "ft": 0.3048, "usft": 1200 / 3937}  # metres
UNSHIFTED = {"": None, "gcj02": shifts.wgs84_from_gcj02, "bd09": shifts.wgs84_from_bd09}
# Survey grids agree to decimetres; beyond metres a fit says that something else is wrong.
TOLERANCE_M, LARGEST_TOLERANCE_M = 0.5, 5.0
MOST_POINTS = 200
LONGEST_CRS = 20_000
LARGEST_NUMBER = 1e12  # no CRS reaches so far, in millimetres
# A grid in metres is scaled by a few parts in ten thousand; more is a wrong unit.
SCALE_ERROR = 0.01
# How many times farther than the control points a file may reach before that is said.
REACH = 2.0
AS_STATED = {
    "crs": "", "swapped": False, "unit": "", "shift": "", "points": [], "tolerance_m": TOLERANCE_M
}  # fmt: skip


def complete(place):
    """A place with all its keys, each of a kind that can be worked with; raises Refused."""
    whole = {**AS_STATED, **{key: value for key, value in (place or {}).items() if value is not None}}
    whole = {key: whole[key] for key in AS_STATED}
    sound = {
        "crs": isinstance(whole["crs"], str) and len(whole["crs"]) <= LONGEST_CRS,
        "swapped": isinstance(whole["swapped"], bool),
        "unit": whole["unit"] in list(UNITS),
        "shift": whole["shift"] in list(UNSHIFTED) and not (whole["shift"] and whole["points"]),
        "points": _are_points(whole["points"]) and (whole["points"] or whole["crs"] != LOCAL),
        "tolerance_m": _is_number(whole["tolerance_m"]) and 0 < whole["tolerance_m"] <= LARGEST_TOLERANCE_M,
    }
    for part, is_sound in sound.items():
        if not is_sound:
            raise Refused("place_wrong", part=part)
    return whole


def _is_number(value):
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return is_number and abs(value) < LARGEST_NUMBER


def _are_points(points):
    if not isinstance(points, (list, tuple)) or len(points) > MOST_POINTS:
        return False
    return all(
        isinstance(p, (list, tuple)) and len(p) == 4 and all(map(_is_number, p))
        and abs(p[2]) <= 180 and abs(p[3]) < 90
        for p in points
    )  # fmt: skip


@dataclass
class Placement:
    """A place made ready for one file: `transformer` has pyproj's `transform(x, y)`, or is None."""

    place: dict
    crs: CRS | None
    steps: list
    warnings: list = field(default_factory=list)
    fitted: "Fitted | None" = None

    @property
    def transformer(self):
        return self if self.steps else None

    def transform(self, x, y):
        """x and y in the county's CRS."""
        with np.errstate(invalid="ignore"):  # what cannot be transformed is infinite
            for step in self.steps:
                x, y = step(x, y)
        return x, y

    @property
    def shown(self):
        """The short name of how it was read; in no language but the codes' own."""
        if self.fitted:
            fit = self.fitted.as_dict()
            return f"fitted on {fit['points']} points, rms {fit['rms_m']} m"
        return label(self.place | {"crs": stating.shown(self.crs)})

    def as_dict(self):
        """How it was read, for words in the reader's language."""
        crs = stating.shown(self.crs) if self.crs is not None else ""
        fit = self.fitted.as_dict() if self.fitted else None
        return self.place | {"crs": crs, "fit": fit}

    def late_warnings(self):
        """What is known only when every coordinate has passed."""
        if self.fitted and self.fitted.reached > REACH:
            return [["points_far", {"times": round(self.fitted.reached, 1)}]]
        return []


@dataclass
class Fitted:
    """A similarity in use; `reached` grows with the coordinates that pass."""

    similarity: similarity.Similarity
    reached: float = 1.0

    def step(self, x, y):
        finite = np.isfinite(x) & np.isfinite(y)
        if finite.any():
            self.reached = max(self.reached, self.similarity.beyond(x[finite], y[finite]))
        return self.similarity.transform(x, y)

    def as_dict(self):
        found = self.similarity
        return {
            "points": len(found.residuals),
            "rms_m": round(found.rms, 3),
            "worst_m": round(float(found.residuals.max()), 3),
            "residuals_m": [round(float(metres), 3) for metres in found.residuals],
            "scale": round(found.scale, 8),
            "rotation_deg": round(found.rotation_deg, 6),
        }

    def warnings(self):
        yield ["crs_fitted", self.as_dict()]
        if self.similarity.is_straight:
            yield ["points_in_line", {}]
        if abs(self.similarity.scale - 1) > SCALE_ERROR:
            yield ["points_scale", {"scale": round(self.similarity.scale, 4)}]


def placed(place, stated, srid):
    """The Placement of a file that states the CRS `stated`; raises Refused."""
    placement = assembled(place, stated, srid)
    check_fit(placement)
    return placement


def check_fit(placement):
    """Refuses control points that disagree by more than the place allows."""
    if placement.fitted is None:
        return
    fit, allowed = placement.fitted.as_dict(), placement.place["tolerance_m"]
    if placement.fitted.similarity.residuals.max() > allowed:
        point = int(placement.fitted.similarity.residuals.argmax()) + 1
        raise Refused("points_disagree", worst_m=fit["worst_m"], point=point, tolerance_m=allowed)


def assembled(place, stated, srid):
    """As `placed`, but with control points that disagree, so that they can be looked at."""
    whole = complete(place)
    if whole["points"]:
        return _by_points(whole, stated, srid)
    crs, transformer, warnings = stating.resolve(stated, whole["crs"], srid)
    steps = [*_axes(whole), *_unit(whole, crs)]
    if whole["shift"]:
        steps += _unshifted(whole["shift"], crs, srid)
    elif transformer is not None:
        steps.append(transformer.transform)
    return Placement(whole, crs, steps, warnings)


def _axes(whole):
    return [lambda x, y: (y, x)] if whole["swapped"] else []


def _unit(whole, crs):
    """Brings numbers of another unit to the CRS's; degrees have none."""
    metres = UNITS[whole["unit"]]
    if metres is None:
        return []
    if crs is not None and crs.is_geographic:
        if whole["unit"] == "m":
            return []
        raise Refused("unit_of_degrees")
    own = crs.axis_info[0].unit_conversion_factor if crs is not None and crs.axis_info else 1.0
    factor = metres / own
    return [] if factor == 1 else [lambda x, y: (x * factor, y * factor)]


def _unshifted(shift, crs, srid):
    """Through degrees, where the shift is taken off."""
    if shift == "bd09" and not crs.is_geographic:
        raise Refused("shift_needs_degrees")
    degrees = stating.transformer(crs, WGS84)
    county = stating.transformer(CRS.from_epsg(WGS84), srid)
    steps = [UNSHIFTED[shift]]
    if degrees is not None:
        steps.insert(0, degrees.transform)
    if county is not None:
        steps.append(county.transform)
    return steps


def _by_points(whole, stated, srid):
    """The similarity from the file's grid to the county's; a known projection is undone first."""
    if len(whole["points"]) < similarity.LEAST_POINTS:
        raise Refused("points_too_few", least=similarity.LEAST_POINTS)
    crs = _grid(whole["crs"], stated)
    steps = [*_axes(whole), *_unit(whole, crs), *_reprojected(crs, srid)]
    x, y, lon, lat = np.array(whole["points"], dtype=float).T
    for step in steps:
        x, y = step(x, y)
    east, north = _from_wgs84(lon, lat, srid)
    points = np.column_stack((x, y)), np.column_stack((east, north))
    if not all(np.isfinite(side).all() for side in points):
        raise Refused("points_outside_grid")
    try:
        fitted = Fitted(similarity.fit(*points))
    except similarity.UnableToFit as error:
        raise Refused(f"points_{error.reason}", least=similarity.LEAST_POINTS) from None
    return Placement(whole, crs, [*steps, fitted.step], list(fitted.warnings()), fitted)


def _grid(asked, stated):
    """The CRS whose projection is undone before the fit, or None for the file's bare numbers."""
    if asked == LOCAL or not (asked or stated):
        return None
    try:
        crs = stating.parse(asked or stated)
    except Refused:
        if asked:
            raise
        return None
    return crs if crs.geodetic_crs is not None else None


def _reprojected(crs, srid):
    """Into the county's projection with the datum left as it is: that is what the points are for."""
    target = CRS.from_epsg(srid)
    if crs is None or crs.equals(target, ignore_axis_order=True):
        return []
    steps = [Transformer.from_crs(target.geodetic_crs, target, always_xy=True).transform]
    if not crs.is_geographic:
        steps.insert(0, Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform)
    return steps


def _from_wgs84(lon, lat, srid):
    transformer = stating.transformer(CRS.from_epsg(WGS84), srid)
    return (lon, lat) if transformer is None else transformer.transform(lon, lat)


def label(place):
    """A place in a few words for logs and terminals: EPSG:4326, swapped axes."""
    parts = [place["crs"]] if place.get("crs") else []
    parts += ["swapped axes"] if place.get("swapped") else []
    parts += {"ft": ["in feet"], "usft": ["in US survey feet"], "mm": ["in millimetres"]}.get(place.get("unit"), [])
    parts += {"gcj02": ["GCJ-02"], "bd09": ["BD-09"]}.get(place.get("shift"), [])
    return ", ".join(parts)
