"""Shapes drawn in a browser: read, capped and checked before PostgreSQL sees them.

Coordinates come as GeoJSON in EPSG:4326 (longitude, latitude) and leave in the county's CRS, metres.
Nothing is repaired: what is not valid is refused with the place. References: security.md §3; OGC
Simple Features 06-103r4 for validity.
"""
import math
import re
from functools import lru_cache

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from pyproj import Proj, Transformer
from shapely.ops import split as cut

MOST_VERTICES = 20_000
MOST_RINGS = 5_000
# Vertices of one outline times those of the other: GEOS stops for nobody while it intersects two combs.
CROSSINGS = 1_000_000
# A corner nearer than this to one on record is that corner: half the last digit that is handed out, and more.
SAME_CORNER_M = 0.002
# Ends of two lines nearer than this are one point: survey tables give centimetres.
SAME_END_M = 0.05
SHORTEST_M = 0.05
WGS84 = 4326
PLACE_IN_REASON = re.compile(r"\[(\S+) (\S+)\]")


class Unusable(ValueError):
    """A shape that cannot be taken; `reason` is a key, `at` a (lon, lat) on it or None."""

    def __init__(self, reason, at=None, **told):
        super().__init__(reason)
        self.reason, self.at, self.told = reason, at, told


def read(geometry, families):
    """The drawn shape in the county's CRS.

    Parameters
    ----------
    geometry : dict
        GeoJSON of type Polygon, MultiPolygon or LineString, EPSG:4326.
    families : tuple of str
        What is wanted, out of ``"area"`` and ``"line"``.

    Returns
    -------
    shapely.MultiPolygon or shapely.LineString

    Raises
    ------
    Unusable
        ``unreadable``, ``wrong_kind``, ``too_many_vertices``, ``outside_world``, ``invalid``, ``empty``.
    """
    kind, coordinates = _told(geometry)
    if kind not in [name for family in families for name in KINDS[family]]:
        raise Unusable("wrong_kind")
    drawn = _built(kind, coordinates)
    shape = to_county(drawn)
    for each in (drawn, shape):
        _check_valid(each, is_county=each is shape)
    if shape.is_empty or (shape.area if kind != "LineString" else shape.length / SHORTEST_M) < 1:
        raise Unusable("empty", _first(drawn))
    return shape


KINDS = {"area": ("Polygon", "MultiPolygon"), "line": ("LineString",)}


def _told(geometry):
    if not isinstance(geometry, dict) or not isinstance(geometry.get("coordinates"), list):
        raise Unusable("unreadable")
    return geometry.get("type"), geometry["coordinates"]


def _built(kind, coordinates):
    if kind == "LineString":
        return _shaped(shapely.LineString, _positions([coordinates], least=2)[0])
    polygons = coordinates if kind == "MultiPolygon" else [coordinates]
    if not all(isinstance(rings, list) and rings for rings in polygons) or not polygons:
        raise Unusable("empty")
    rings = iter(_positions([ring for rings in polygons for ring in rings], least=3))
    parts = [[next(rings) for _ in polygon] for polygon in polygons]
    return shapely.MultiPolygon([_shaped(shapely.Polygon, outer, holes) for outer, *holes in parts])


def _shaped(shape, *parts):
    try:
        return shape(*parts)
    except (ValueError, shapely.errors.GEOSException) as error:
        raise Unusable("empty") from error


def _positions(lines, *, least):
    """Each line as an array of (lon, lat), counted before any is built."""
    if not all(isinstance(line, list) for line in lines):
        raise Unusable("unreadable")
    count = sum(len(line) for line in lines)
    if count > MOST_VERTICES or len(lines) > MOST_RINGS:
        raise Unusable("too_many_vertices", count=count, most=MOST_VERTICES)
    if any(len(line) < least for line in lines):
        raise Unusable("empty")
    if not all(_is_position(position) for line in lines for position in line):
        raise Unusable("outside_world")
    return [np.array(line, dtype=float)[:, :2] for line in lines]


def _is_position(position):
    if not isinstance(position, list) or len(position) != 2:
        return False
    lon, lat = position
    numbers = all(type(value) in (int, float) for value in position)
    return numbers and abs(lon) <= 180 and abs(lat) < 90  # False for NaN and infinity


def _check_valid(shape, *, is_county):
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise Unusable("outside_world")
    if shape.is_valid:
        return
    found = PLACE_IN_REASON.search(shapely.is_valid_reason(shape))
    at = tuple(float(value) for value in found.groups()) if found else None
    raise Unusable("invalid", to_world_point(at) if at and is_county else at)


def _first(shape):
    return tuple(shapely.get_coordinates(shape)[0])


@lru_cache(maxsize=4)
def _transformer(source, target):
    return Transformer.from_crs(source, target, always_xy=True)


def to_county(shape):
    """From EPSG:4326 to the county's CRS; WGS 84 and CGCS2000 count as equal."""
    return shapely.transform(shape, _transformer(WGS84, settings.COUNTY_SRID).transform, interleaved=False)


def to_world(shape):
    """From the county's CRS to EPSG:4326."""
    return shapely.transform(shape, _transformer(settings.COUNTY_SRID, WGS84).transform, interleaved=False)


def point_in_county(at):
    """A (lon, lat) in the county's CRS; raises Unusable("outside_world")."""
    if not isinstance(at, list | tuple) or not _is_position(list(at)):
        raise Unusable("outside_world")
    point = _transformer(WGS84, settings.COUNTY_SRID).transform(*at)
    if not all(math.isfinite(value) for value in point):
        raise Unusable("outside_world")
    return point


def to_world_point(at):
    return tuple(_transformer(settings.COUNTY_SRID, WGS84).transform(*at))


def plane_scale(at) -> float:
    """Metres in the county's plane for one metre on the ellipsoid at a (lon, lat)."""
    return Proj(settings.COUNTY_SRID).get_factors(*at).meridional_scale


def geojson(geometry) -> dict | None:
    """A stored geometry as GeoJSON in EPSG:4326, to 0.1 mm, which reads back to the same corner."""
    if geometry is None:
        return None
    world = shapely.set_precision(to_world(loaded(geometry)), 0)
    return {"type": world.geom_type, "coordinates": _rounded(shapely.geometry.mapping(world)["coordinates"])}


def _rounded(coordinates):
    if isinstance(coordinates[0], float):
        return [round(value, 9) for value in coordinates[:2]]
    return [_rounded(part) for part in coordinates]


def loaded(geometry):
    """A geometry of the ORM as shapely's."""
    return shapely.from_wkb(bytes(geometry.wkb))


def stored(shape) -> GEOSGeometry:
    """A shape in the county's CRS as the ORM's."""
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=settings.COUNTY_SRID)


def same_corners(shape, known):
    """`shape` with each corner that lies on one of `known` shapes put exactly there.

    What was not moved stays as stored, and snapped borders are common to the last bit. Answers the
    shape itself where that would make it invalid.
    """
    corners = shapely.points(shapely.get_coordinates(list(known))) if known else []
    if not len(corners):
        return shape
    points = shapely.get_coordinates(shape)
    mine, theirs = shapely.STRtree(corners).query_nearest(
        shapely.points(points), max_distance=SAME_CORNER_M, all_matches=False
    )
    points[mine] = shapely.get_coordinates(corners)[theirs]
    exact = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), points)
    return exact if exact.is_valid else shape


def are_measurable(one, other) -> bool:
    """Whether the two outlines can cross seldom enough to be intersected at all."""
    if shapely.get_num_coordinates(one) * shapely.get_num_coordinates(other) <= CROSSINGS:
        return True
    return _near(one, other) * _near(other, one) <= CROSSINGS


def _near(shape, other):
    return int(shapely.get_num_coordinates(shapely.clip_by_rect(shape, *other.bounds)))


def common_area(one, other) -> float:
    """Square metres that two areas share; raises Unusable("too_detailed") where that cannot be computed."""
    if not shapely.box(*one.bounds).intersects(shapely.box(*other.bounds)):
        return 0.0
    if not are_measurable(one, other):
        raise Unusable("too_detailed", inside(one))
    return shapely.intersection(one, other).area


def inside(shape) -> tuple:
    """A (lon, lat) on the shape."""
    return to_world_point(shapely.get_coordinates(shapely.point_on_surface(shape))[0])


def halves(area, line):
    """An area cut by a line: what remains (the larger half with all other parts), and the part cut off.

    Raises
    ------
    Unusable
        ``not_in_two`` unless the line cuts exactly one part of the area into exactly two.
    """
    if not are_measurable(area, line):
        raise Unusable("too_detailed", inside(area))
    whole, pieces = [], []
    for part in area.geoms:
        found = list(cut(part, line).geoms)
        if len(found) == 1:
            whole += found
        else:
            pieces += [found]
    if len(pieces) != 1 or len(pieces[0]) != 2:
        raise Unusable("not_in_two", to_world_point(line.coords[0]))
    kept, gone = sorted(pieces[0], key=lambda piece: -piece.area)
    return shapely.MultiPolygon([kept, *whole]), shapely.MultiPolygon([gone])


def united(one, other):
    """Two areas as one MultiPolygon; raises Unusable("too_detailed") where that cannot be computed."""
    if not are_measurable(one, other):
        raise Unusable("too_detailed", inside(one))
    union = shapely.union(one, other)
    return shapely.MultiPolygon([part for part in shapely.get_parts(union) if part.geom_type == "Polygon"])


def line_parts(line, at):
    """A line cut at its point nearest to `at` (county CRS); raises Unusable("not_in_two") at an end."""
    point = shapely.Point(at)
    along = line.project(point)
    if not SHORTEST_M < along < line.length - SHORTEST_M:
        raise Unusable("not_in_two", to_world_point(at))
    return shapely.ops.substring(line, 0, along), shapely.ops.substring(line, along, line.length)


def chained(one, other):
    """Two lines that meet at an end as one, in the direction of the first; raises Unusable("not_adjoining")."""
    first, second = list(one.coords), list(other.coords)
    for a, b in ((first, second), (first, second[::-1])):
        if math.dist(a[-1], b[0]) <= SAME_END_M:
            return shapely.LineString(a + b[1:])
        if math.dist(b[-1], a[0]) <= SAME_END_M:
            return shapely.LineString(b[:-1] + a)
    raise Unusable("not_adjoining", to_world_point(first[-1]))
