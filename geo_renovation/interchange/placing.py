"""What the step "where does it lie" needs: a place cleaned, in words, and drawn before and after."""
import json
import re

import numpy as np
import shapely
from django.conf import settings
from pyproj import CRS

from geo_renovation.districts.models import County

from .crs_choices import choices as choices
from .messages import message
from .place_words import words
from .readers import crs as stating
from .readers.likely import ENOUGH, likely_place
from .readers.placement import AS_STATED, LOCAL, TOLERANCE_M, WGS84, assembled, check_fit, complete
from .refusals import Refused
from .samples import Sample

EPSG = re.compile(r"(?:EPSG:)?([1-9]\d{2,5})", re.IGNORECASE)
TRUE = (True, "on", "true", "True", "1", 1)
# Metres; keeps the outline small and no clerk can see it.
OUTLINE_DETAIL_M = 10


def cleaned(data):
    """A complete place out of form fields or of a browser's JSON; raises Refused."""
    try:
        points = data.get("points") or []
        points = json.loads(points) if isinstance(points, str) else points
        tolerance_m = float(data.get("tolerance_m") or TOLERANCE_M)
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        raise Refused("place_wrong", part="points") from None
    return complete({
        "crs": _code(data.get("crs") or ""),
        "swapped": data.get("swapped") in TRUE,
        "unit": data.get("unit") or "",
        "shift": data.get("shift") or "",
        "points": points,
        "tolerance_m": tolerance_m,
    })  # fmt: skip


def _code(text):
    """Only codes: what PROJ would make of other text is no affair of a browser's."""
    text = str(text).strip()
    if text in ("", LOCAL):
        return text
    code = EPSG.fullmatch(text)
    if code is None:
        raise Refused("crs_unknown", crs=text[:80])
    return f"EPSG:{code[1]}"


def county_crs():
    """The county's own CRS, as a code."""
    return f"EPSG:{settings.COUNTY_SRID}"


def check(layer, place):
    """Raises Refused where a layer cannot be placed so."""
    check_fit(assembled(place, _stated(layer), settings.COUNTY_SRID))


def _stated(layer):
    """What an inspected layer states, as the sandbox wrote it out again."""
    return layer.get("crs_stated") or layer.get("crs")


def preview(layer, place, outline=None):
    """The sample of an inspected layer as stated and as placed, for `place.json`; `outline` is the county's if known."""
    stated, sample, outline = _stated(layer), Sample(layer), outline or county_outline()
    placed = {**AS_STATED, **place}
    answer = {
        "stated": layer.get("crs"), "words": words(placed), "after": None, "likely": None,
        "county": outline and _as_geojson(shapely.simplify(outline, OUTLINE_DETAIL_M)),
        "before": _before(sample, placed, stated),
        "inside": 0, "outside": len(sample.shapes),
        "residuals": [], "rms_m": None, "fit": None, "warnings": [], "refused": None,
    }  # fmt: skip
    try:
        placement = assembled(place, stated, settings.COUNTY_SRID)
        answer |= _after(sample, placement, outline, layer.get("bounds"))
        check_fit(placement)
    except Refused as refusal:
        text = message(refusal.reason, **refusal.details)
        answer["refused"] = {"reason": refusal.reason, "message": text}
    if outline and _may_be_elsewhere(answer, placed):
        answer["likely"] = _likely(sample, placed["crs"] or stated, outline)
    return answer


def _may_be_elsewhere(answer, placed):
    """Whether another CRS is worth a thought; never one that would pass an old datum for a new one."""
    if placed["points"] or (answer["refused"] or {}).get("reason") == "crs_no_datum_shift":
        return False
    return answer["inside"] < ENOUGH * (answer["inside"] + answer["outside"])


def _before(sample, place, stated):
    """The shapes as the file states them, or in the bare CRS chosen for a file that states none."""
    try:
        bare = assembled({"crs": "" if stated else place["crs"]}, stated, settings.COUNTY_SRID)
    except Refused:
        return None
    return sample.collection(*_degrees(*bare.transform(*sample.points.T)))


def _after(sample, placement, outline, bounds):
    x, y = placement.transform(*sample.points.T)
    found = {"after": sample.collection(*_degrees(x, y))}
    if outline:
        shapely.prepare(outline)
        inside = sample.count_inside(x, y, outline)
        found |= {"inside": inside, "outside": len(sample.shapes) - inside}
    if bounds:
        west, south, east, north = bounds
        placement.transform(np.array([west, east, east, west]), np.array([south, south, north, north]))
    if placement.fitted:
        fit = placement.fitted.as_dict()
        residuals = [{"point": n, "metres": metres} for n, metres in enumerate(fit["residuals_m"])]
        found |= {"residuals": residuals, "rms_m": fit["rms_m"], "fit": fit}
    return found | {"warnings": list(_warnings(placement, y))}


def _warnings(placement, y):
    """Sentences on what to look at, but for what the page shows by itself."""
    for warning in [*placement.warnings, *placement.late_warnings()]:
        code, details = (warning, {"crs": placement.shown}) if isinstance(warning, str) else warning
        if code != "crs_fitted":
            yield message(code, **details)
    if placement.place["unit"] in ("ft", "usft") and np.isfinite(y).any():
        # 2 millionths, which at a northing of thousands of kilometres is metres.
        apart_m = 2e-6 * float(np.nanmax(np.abs(np.where(np.isfinite(y), y, 0))))
        yield message("feet_differ", metres=round(apart_m, 1))


def _likely(sample, stated, outline):
    """The place that would bring the sample into the county, with its words, or None."""
    if not sample.shapes:
        return None
    try:
        stated = stating.parse(stated)
    except Refused:
        stated = None
    place = likely_place(*sample.firsts, stated, settings.COUNTY_SRID, outline)
    return place and place | {"words": words(place)}


def county_outline():
    """The county in its own CRS, or None before there is one."""
    outline = County.objects.values_list("outline", flat=True).first()
    return outline and shapely.from_wkb(bytes(outline.wkb))


def _as_geojson(shape):
    degrees = shapely.transform(shape, lambda points: np.column_stack(_degrees(*points.T)))
    return shapely.geometry.mapping(degrees)


def _degrees(x, y):
    transformer = stating.transformer(CRS.from_epsg(settings.COUNTY_SRID), WGS84)
    return (x, y) if transformer is None else transformer.transform(x, y)
