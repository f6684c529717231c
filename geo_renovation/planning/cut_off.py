"""Which compounds, and how many households, lie on the lines that a trace found cut off."""
from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.contrib.gis.geos import Polygon

from geo_renovation.compounds.models import Compound

# A line that only reaches over the border serves nobody behind it.
LEAST_M = 0.5


@dataclass(frozen=True)
class CutOff:
    """One compound; where its entry points are on record, these say how much of it is cut off."""

    code: str
    name: str
    households: int | None
    metres: float  # of lines cut off inside
    entries: int  # household entry points that were fed
    entries_cut: int
    is_fed_too: bool  # another line still brings it what it needs
    place: object  # a point inside, in the county's CRS

    @property
    def is_partly(self) -> bool:
        return self.entries_cut < self.entries if self.entries else self.is_fed_too


def cut_off(user, trace) -> list[CutOff]:
    """The compounds that lines cut off lie in, the largest first; one query."""
    cut = trace.network.shapes(trace.cut)
    if not len(cut):
        return []
    found = _compounds(user, shapely.total_bounds(cut))
    boundaries = shapely.from_wkb(np.array([bytes(row[-1]) for row in found], object))
    metres = _metres_inside(boundaries, cut)
    still = _metres_inside(boundaries, trace.network.shapes(trace.after))
    entries, entries_cut = _entries_inside(boundaries, *trace.entries())
    rows = [
        CutOff(*row[:3], float(metres[n]), int(entries[n]), int(entries_cut[n]), bool(still[n] > LEAST_M), place)
        for n, (row, place) in enumerate(zip(found, shapely.point_on_surface(boundaries), strict=True))
        # A main that runs through cuts nobody off whose entry points are all fed from elsewhere.
        if (entries_cut[n] if entries[n] else metres[n] > LEAST_M)
    ]
    return sorted(rows, key=lambda row: (row.is_partly, -(row.households or 0), row.code))


def _compounds(user, bounds):
    box = Polygon.from_bbox(bounds)
    box.srid = settings.COUNTY_SRID
    rows = Compound.objects.visible_to(user).filter(boundary__bboverlaps=box).order_by("code")
    return list(rows.values_list("code", "name", "household_count", AsWKB("boundary")))


def _metres_inside(boundaries, lines):
    """Metres of lines inside each boundary."""
    shapely.prepare(boundaries)
    inside, line = shapely.STRtree(lines).query(boundaries, predicate="intersects")
    parts = shapely.length(shapely.intersection(boundaries[inside], lines[line]))
    return np.bincount(inside, parts, minlength=len(boundaries))


def _entries_inside(boundaries, positions, were_fed, are_fed):
    """Of each boundary how many entry points were fed, and how many of these no longer are."""
    inside, entry = shapely.STRtree(shapely.points(positions)).query(boundaries, predicate="intersects")
    counts = [np.bincount(inside[mask[entry]], minlength=len(boundaries)) for mask in (were_fed, were_fed & ~are_fed)]
    return counts
