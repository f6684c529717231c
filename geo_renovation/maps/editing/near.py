"""What a corner may be snapped to: shapes around, exactly as they are on record and as the viewer may see them."""
import math

from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.refusals import Refusal
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.models import District
from geo_renovation.maps.catalogue import BY_KEY
from geo_renovation.spatial import drawn
from geo_renovation.utilities.models import Node, Segment

MOST_SHAPES = 500
LARGEST_DEGREES = 0.05  # about 5 km: what is edited fills a screen at z15 or closer
MOST_CORNERS = 40_000


class BadBox(Refusal):
    status = 400
    message = _("The part of the map cannot be read, or is too large to snap in.")


def box_of(text):
    """west,south,east,north as an area in the county's CRS."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadBox from None
    edges = (west, south, east, north)
    if not all(map(math.isfinite, edges)) or abs(south) >= 90 or abs(north) >= 90 or max(abs(west), abs(east)) > 180:
        raise BadBox
    if not (0 < east - west <= LARGEST_DEGREES and 0 < north - south <= LARGEST_DEGREES):
        raise BadBox
    corners = [drawn.point_in_county(at) for at in ((west, south), (east, south), (east, north), (west, north))]
    area = Polygon([*corners, corners[0]])
    area.srid = Compound._meta.get_field("boundary").srid
    return area


def near(user, kinds, box) -> list[dict]:
    """[{kind, key, geometry}] inside the box, at most so many of each kind."""
    found = []
    for kind in kinds:
        if kind in SNAPPED:
            found += SNAPPED[kind](user, box)
    return found


def ground(kind, model, column, key):
    def rows(user, box):
        seen = model.objects.visible_to(user).filter(**{f"{column}__bboverlaps": box})
        shapes = seen.values_list(key, column)[:MOST_SHAPES]
        return [told(kind, pk, shape) for pk, shape in shapes if shape.num_coords <= MOST_CORNERS]

    return rows


def network(kind, model, column):
    def rows(user, box):
        if not BY_KEY[f"{kind}s"].open_to(user):
            return []
        seen = model.objects.visible_to(user).filter(**{f"{column}__bboverlaps": box})
        shapes = seen.values_list("pk", f"seen_{column}")[:MOST_SHAPES]
        return [told(kind, pk, shape) for pk, shape in shapes if shape is not None and not shape.empty]

    return rows


def told(kind, key, shape) -> dict:
    return {"kind": kind, "key": str(key), "geometry": drawn.geojson(shape)}


SNAPPED = {
    "compound": ground("compound", Compound, "boundary", "code"),
    "building": ground("building", Building, "footprint", "pk"),
    "district": ground("district", District, "boundary", "code"),
    "segment": network("segment", Segment, "route"),
    "node": network("node", Node, "position"),
}
