"""GeoJSON geometries as WKB, one by one and strictly: nothing that cannot be read is left out."""
import numpy as np
import shapely

ENOUGH = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}


def wkbs(geometries):
    """WKB, None for no geometry, or a fault, for each."""
    shapes, told = np.full(len(geometries), None, dtype=object), {}
    for row, geometry in enumerate(geometries):
        if geometry is not None:
            try:
                shapes[row] = _shape(geometry)
            except Unreadable as error:
                told[row] = {"fault": error.reason, "value": error.value}
    result = shapely.to_wkb(shapes).tolist()
    for row, fault in told.items():
        result[row] = fault
    return result


class Unreadable(ValueError):
    """Why one geometry is not taken."""

    def __init__(self, reason, value=None):
        super().__init__(reason)
        self.reason, self.value = reason, value


def _shape(geometry):
    if geometry.__class__ is not dict:
        raise Unreadable("geometry_unreadable")
    name = geometry.get("type")
    make = MAKERS.get(name) if name.__class__ is str else None
    if make is None:
        raise Unreadable("wrong_type", str(name)[:40])
    coordinates = geometry.get("coordinates")
    if coordinates.__class__ is not list:
        raise Unreadable("geometry_unreadable")
    if not coordinates:
        return None
    try:
        return make(coordinates, ENOUGH.get(name))
    except (ValueError, TypeError, shapely.errors.GEOSException) as error:
        raise error if isinstance(error, Unreadable) else Unreadable("geometry_unreadable") from None


def _positions(positions, least=1):
    """Positions as an array of x and y; heights are left aside as everywhere."""
    try:
        found = np.array(positions)
    except ValueError:  # some with a height, some without
        found = np.array([position[:2] for position in positions])
    if found.dtype.kind not in "if" or found.ndim != 2 or not 2 <= found.shape[1] <= 4:
        raise Unreadable("geometry_unreadable")
    if len(found) < least:
        raise Unreadable("geometry_unreadable")
    return found[:, :2].astype(float)


def _point(position, _):
    return shapely.Point(_positions([position])[0])


def _points(positions, _):
    return shapely.MultiPoint(_positions(positions))


def _line(positions, least):
    return shapely.linestrings(_positions(positions, least))


def _lines(lines, least):
    return shapely.multilinestrings([_line(line, least) for line in lines])


def _polygon(rings, least):
    found = [_positions(ring, least) for ring in rings]
    for ring in found:
        if (ring[0] != ring[-1]).any():
            raise Unreadable("geometry_unreadable")
    return shapely.polygons(found[0], [shapely.linearrings(ring) for ring in found[1:]] or None)


def _polygons(polygons, least):
    return shapely.multipolygons([_polygon(rings, least) for rings in polygons])


MAKERS = {
    "Point": _point, "MultiPoint": _points, "LineString": _line, "MultiLineString": _lines,
    "Polygon": _polygon, "MultiPolygon": _polygons,
}  # fmt: skip
