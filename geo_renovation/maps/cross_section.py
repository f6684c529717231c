"""What lies across a street: a short cut at right angles to it, and the lines it meets.

Every line comes through `visible_to`: who may not know a depth or a diameter is not told it here either.
"""
from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.gis.geos import Point as GeosPoint

from geo_renovation.districts.models import Road
from geo_renovation.spatial.drawn import to_world
from geo_renovation.utilities.choices import NetworkClass, Placement, Status
from geo_renovation.utilities.models import Segment

# A click farther from every street is across the nearest line instead, and farther from these across nothing.
STREET_WITHIN_M, LINE_WITHIN_M = 30, 15
# To either side of the axis; wider where the street is.
HALF_M, VERGE_M, MOST_HALF_M = 20, 5, 60
# A street may bend: its direction is that of this stretch about the cut.
STRETCH_M = 5


@dataclass(frozen=True)
class Cut:
    """A line across, from left to right as one looks along the street to the north or east."""

    axis: object  # where it crosses the street's axis
    line: object
    name: str
    width_m: float | None

    @property
    def half_m(self) -> float:
        return self.line.length / 2


def cut_at(point, user) -> Cut | None:
    """The cut nearest to a point of the county's plane; None where there is neither street nor line."""
    street = _nearest(Road.objects.visible_to(user), "route", point, STREET_WITHIN_M)
    if street is not None:
        half = max(HALF_M, (street.width_m or 0) / 2 + VERGE_M)
        return _across(street.route, point, min(half, MOST_HALF_M), str(street), street.width_m)
    line = _nearest(Segment.objects.visible_to(user), "seen_route", point, LINE_WITHIN_M)
    return None if line is None else _across(line.seen_route, point, HALF_M, "", None)


def _nearest(rows, column, point, within):
    here = GeosPoint(point.x, point.y, srid=settings.COUNTY_SRID)
    stored = column.removeprefix("seen_")
    rows = rows.filter(**{f"{stored}__bboverlaps": here.buffer(within)}).annotate(away=Distance(column, here))
    return rows.filter(away__lte=within).order_by("away", "pk").first()


def _across(route, point, half, name, width) -> Cut:
    parts = shapely.get_parts(shapely.from_wkb(bytes(route.wkb)))
    part = parts[int(np.argmin(shapely.distance(parts, point)))]
    along = shapely.line_locate_point(part, point)
    ends = [part.interpolate(min(max(along + step, 0), part.length)) for step in (-STRETCH_M, STRETCH_M)]
    way = np.array([ends[1].x - ends[0].x, ends[1].y - ends[0].y]) / ends[0].distance(ends[1])
    # The same street is always looked along the same way, however it was digitised.
    way *= np.sign(way[np.argmax(np.abs(way))])
    axis = part.interpolate(along)
    right = np.array([way[1], -way[0]]) * half
    middle = np.array([axis.x, axis.y])
    return Cut(axis, shapely.LineString([middle - right, middle + right]), name, width)


def crossed(cut, user) -> list[dict]:
    """Every line under or over the cut that the user may see, from left to right."""
    ground = GEOSGeometry(memoryview(shapely.to_wkb(cut.line)), srid=settings.COUNTY_SRID)
    rows = Segment.objects.visible_to(user).exclude(status=Status.PLANNED)
    rows = rows.select_related("owner").filter(route__intersects=ground)
    found = []
    for row in rows.order_by("id"):
        if row.seen_route is None:
            continue
        met = shapely.from_wkb(bytes(row.seen_route.wkb)).intersection(cut.line)
        # One that runs along the cut is met where its stretch begins.
        found += [told(row, cut.line.project(part.centroid) - cut.half_m) for part in shapely.get_parts([met]) if not part.is_empty]
    return sorted(found, key=lambda each: (each["offset_m"], each["id"]))


def told(row, offset) -> dict:
    return {
        "id": row.pk,
        "code": row.seen_code,
        "network_class": row.network_class,
        "class_label": str(NetworkClass(row.network_class).label),
        "owner": str(row.owner or ""),
        "offset_m": round(float(offset), 2),
        "depth_m": row.seen_depth_m,
        "diameter_mm": row.seen_diameter_mm,
        "material": row.seen_material,
        "placement": row.seen_placement,
        "placement_label": None if row.seen_placement is None else str(Placement(row.seen_placement).label),
        "accuracy": row.seen_accuracy,
        "is_precaution": bool(row.seen_is_precaution),
        "is_full": row.seen_is_full,
    }


def section(point, user) -> dict | None:
    """The drawing's figures: the cut in degrees, and what it meets."""
    cut = cut_at(point, user)
    if cut is None:
        return None
    return {
        "street": cut.name,
        "width_m": cut.width_m,
        "half_m": round(cut.half_m, 2),
        "axis": ends_of(cut.axis)[0],
        "cut": ends_of(cut.line),
        "lines": crossed(cut, user),
    }


def ends_of(shape) -> list:
    return np.round(shapely.get_coordinates(to_world(shape)), 7).tolist()
