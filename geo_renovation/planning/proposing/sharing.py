"""What two adjacent compounds share: metres of boundary along one another, metres of line that one trench serves.

Shared boundary: half the sum of each boundary's length within the county's gap of the other. Shared trench: metres of
counted lines within JOINT_M of both; each line counts for itself.
"""

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import Polygon

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import Segment

# The reach of digging once (domain.md §3): works nearer than this may use one trench.
JOINT_M = 15
CHUNK = 2000
STRIP = 250


def boundaries_of(pks) -> dict:
    """{id: boundary} as shapely's."""
    found = {}
    for start in range(0, len(pks), CHUNK):
        rows = Compound.objects.filter(pk__in=pks[start : start + CHUNK]).order_by()
        for pk, boundary in rows.values_list("pk", "boundary"):
            found[pk] = shapely.from_wkb(bytes(boundary.wkb))
    return found


def boundary_metres(shapes, pairs, gap_m) -> np.ndarray:
    """Of each pair of places in `shapes`."""
    if not len(pairs):
        return np.zeros(0)
    low, high = pairs.T
    rings, near = shapely.boundary(shapes), shapely.buffer(shapes, gap_m)
    along = [shapely.length(shapely.intersection(rings[a], near[b])) for a, b in ((low, high), (high, low))]
    return (along[0] + along[1]) / 2


def trench_metres(shapes, pairs, user) -> np.ndarray:
    """Of each pair; the lines are the viewer's, where the viewer may see them."""
    metres = np.zeros(len(pairs))
    if not len(pairs):
        return metres
    reach = shapely.buffer(shapes, JOINT_M)
    zones = shapely.intersection(reach[pairs[:, 0]], reach[pairs[:, 1]])
    meeting = np.flatnonzero(~shapely.is_empty(zones))
    # From west to east, so that the lines of a strip only are held at a time.
    order = meeting[np.argsort(shapely.bounds(zones[meeting])[:, 0], kind="stable")]
    for start in range(0, len(order), STRIP):
        places = order[start : start + STRIP]
        metres[places] = _lengths_within(zones[places], user)
    return metres


def _lengths_within(zones, user) -> np.ndarray:
    """Metres of line inside each zone."""
    metres = np.zeros(len(zones))
    routes = _routes(zones, user)
    if len(routes):
        zone, route = shapely.STRtree(routes).query(zones, predicate="intersects")
        np.add.at(metres, zone, shapely.length(shapely.intersection(routes[route], zones[zone])))
    return metres


def _routes(zones, user) -> np.ndarray:
    """Lines that come near any of the zones."""
    extent = Polygon.from_bbox(tuple(shapely.total_bounds(zones)))
    extent.srid = settings.COUNTY_SRID
    rows = Segment.objects.visible_to(user).counted().filter(route__bboverlaps=extent).order_by()
    found = rows.values_list("seen_route", flat=True)
    return np.array([shapely.from_wkb(bytes(route.wkb)) for route in found.iterator(CHUNK) if route], object)
