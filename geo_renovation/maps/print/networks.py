"""Pipes and cables on the sheet, and how many metres of each class; read through their `seen_` columns only."""

from collections import defaultdict

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.utils.translation import gettext_lazy as _

from geo_renovation.spatial.functions import ClippedTo, Metres
from geo_renovation.utilities.choices import NetworkClass, Status

from ..thinning import segments_by_size
from . import looks
from .drawing import Picture, box_of, on_sheet, path_of
from .looks import Stroke

# Exact networks over more contiguous ground than this are not handed out (planning.md §4).
LARGEST_M2 = 25_000_000
# Valves and manholes are told apart up to this scale; the web map shows them from zoom 17.
NODES_TO = 2500
# Planned lines lie over all others, nodes over them.
PLANNED_RANK = 29


class NetworksTooLarge(Exception):
    """A sheet of networks over more than LARGEST_M2."""

    status = 422
    message = _("A print with networks may cover at most 25 km² of contiguous ground. Choose a larger scale.")


def networks(sheet, segments, nodes) -> tuple[Picture, list[dict]]:
    """Lines and points of the querysets, which their viewer may see; nodes may be None."""
    check_size(sheet, segments)
    picture, sums = Picture(), defaultdict(float)
    for path, *look, metres, beyond_entry in _lines(sheet, segments):
        # Indoor and planned lines are drawn and not counted, as everywhere.
        is_planned = look[-1] == Status.PLANNED
        sums[look[0]] += 0 if beyond_entry or is_planned else metres
        stroke, rank = looks.line(*look), PLANNED_RANK if is_planned else 10 + list(looks.HUES).index(look[0])
        picture.add(Stroke("#ffffff", stroke.width + looks.CASING), path, rank=0)
        picture.add(stroke, path, rank=rank)
    if nodes is not None and sheet.scale <= NODES_TO:
        points(picture, sheet, nodes)
    return picture, _legend(sums)


def check_size(sheet, segments):
    """Refuses more than LARGEST_M2: the hull of what is drawn counts, and it is never more than the ground."""
    if sheet.ground.area <= LARGEST_M2:
        return
    part = AsWKB(ClippedTo("seen_route", box_of(sheet)))
    drawn = on_sheet(segments, sheet, "route").values_list(part, flat=True)
    shapes = shapely.from_wkb([bytes(each) for each in drawn if each])
    if shapely.convex_hull(shapely.GeometryCollection(list(shapes))).area > LARGEST_M2:
        raise NetworksTooLarge


def _lines(sheet, segments):
    rows = segments_by_size(on_sheet(segments, sheet, "route"), sheet.zoom)
    looks_by = ("network_class", "seen_placement", "seen_accuracy", "seen_status")
    metres = Metres(ClippedTo("seen_route", box_of(sheet)))
    return rows.values_list(path_of(sheet, "seen_route"), *looks_by, metres, "beyond_entry")


def points(picture, sheet, nodes):
    """Dots: lines of no length with round ends."""
    rows = on_sheet(nodes, sheet, "position").values_list("network_class", "seen_position")
    for network_class, point in rows:
        x, y = sheet.on_paper(*point.coords[:2])
        path = f"M {x:.2f} {y:.2f} h 0"
        picture.add(Stroke("#ffffff", 1.1, cap="round"), path, rank=30)
        picture.add(Stroke(looks.HUES.get(network_class, looks.HUES["QT"]), 0.8, cap="round"), path, rank=31)


def _legend(sums) -> list[dict]:
    labels = dict(NetworkClass.choices)
    return [
        {"code": code, "label": labels[code], "length": length(sums[code]), "look": looks.line(code, "", "", "")}
        for code in NetworkClass
        if sums[code]
    ]


def length(metres) -> str:
    return f"{metres / 1000:,.2f} km" if metres >= 1000 else f"{metres:.0f} m"
