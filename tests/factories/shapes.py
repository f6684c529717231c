"""Plain shapes in the county's CRS, placed in metres east and north of the town centre."""

from django.conf import settings
from django.contrib.gis.geos import LineString, MultiLineString, MultiPolygon, Point, Polygon

# 116.2240 E 36.8594 N in EPSG:4548, to the next 100 m.
EAST, NORTH = 430_800, 4_081_200


def moved(points):
    return [(EAST + x, NORTH + y) for x, y in points]


def square(at, size):
    """A Polygon whose lower left corner is `at`; `size` is a side or (width, height)."""
    width, height = size if isinstance(size, tuple) else (size, size)
    x, y = at
    ring = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return Polygon(moved(ring), srid=settings.COUNTY_SRID)


def boundary(at, size):
    return MultiPolygon(square(at, size), srid=settings.COUNTY_SRID)


def line(points):
    return LineString(moved(points), srid=settings.COUNTY_SRID)


def lines(points):
    return MultiLineString(line(points), srid=settings.COUNTY_SRID)


def point(at):
    return Point(*moved([at])[0], srid=settings.COUNTY_SRID)
