"""The shapes of a placemark, put together as its elements come."""
import math

import shapely
from shapely.errors import ShapelyError

from .coordinates import fault

KINDS = {"Point", "LineString", "LinearRing", "Polygon", "MultiGeometry", "Track", "MultiTrack", "innerBoundaryIs"}
GATHERED = {"Point": shapely.multipoints, "LineString": shapely.multilinestrings, "Polygon": shapely.multipolygons}
# types of WKB
NAMES = {1: "point", 2: "line", 3: "polygon", 4: "point", 5: "line", 6: "polygon"}


class Broken(Exception):
    """A coordinate that is none; its text."""


class Shapes:
    """Elements in, one WKB or one fault out."""

    def __init__(self):
        self.found, self.points, self.rings, self.wrong = [], [], None, None

    def begin(self, name):
        """A shape begins."""
        if name in ("Point", "LineString", "LinearRing", "Track"):
            self.points = []
        elif name == "Polygon":
            self.rings = []

    def coordinates(self, text, name):
        """A list of "lon,lat,height", or one "lon lat height" of a phone's track."""
        try:
            if name == "coord":
                self.points.append(_place(text.split()))
            else:
                self.points += [_place(place.split(",")) for place in text.split()]
        except Broken as broken:
            self.wrong = self.wrong or ("coordinate_not_a_number", str(broken))

    def end(self, name):
        """A shape ends."""
        if self.wrong or name in ("MultiGeometry", "MultiTrack", "innerBoundaryIs"):
            return
        try:
            self._end(name)
        except (ShapelyError, ValueError):
            self.wrong = ("geometry_unreadable", None)

    def _end(self, name):
        if name == "LinearRing" and self.rings is not None:
            self.rings.append(self.points)
        elif name == "Polygon":
            shell, *holes = self.rings or ()  # none where a polygon stands within a polygon
            self.rings = None
            self.found.append(shapely.Polygon(shell, holes))
        elif name == "Point":
            (place,) = self.points
            self.found.append(shapely.Point(place))
        else:
            self.found.append(shapely.LineString(self.points))

    def finished(self):
        """WKB; a fault; None where the placemark has no shape."""
        if self.wrong:
            return fault(self.wrong[0], "geometry", self.wrong[1])
        if len(self.found) <= 1:
            return shapely.to_wkb(self.found[0]) if self.found else None
        types = {shape.geom_type for shape in self.found}
        gather = GATHERED[types.pop()] if len(types) == 1 else shapely.geometrycollections
        return shapely.to_wkb(gather(self.found))

    @staticmethod
    def name_of(shape):
        """point, line, polygon, mixed, or None for no shape."""
        if shape is None or shape.__class__ is dict:
            return None
        return NAMES.get(shape[1], "mixed")  # after the byte order comes the type, little-endian


def _place(parts):
    """(lon, lat); the height is left out."""
    try:
        lon, lat = (float(part) for part in parts[:2])
    except ValueError:
        raise Broken(",".join(parts)) from None
    if not (math.isfinite(lon) and math.isfinite(lat)) or len(parts) > 3:
        raise Broken(",".join(parts))
    return lon, lat
