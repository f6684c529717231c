"""What a browser sends of a shape drawn at metres from the town centre."""
import uuid

from geo_renovation.spatial import drawn

from .shapes import boundary, line


def area_json(at, size):
    return drawn.geojson(boundary(at, size))


def line_json(points):
    return drawn.geojson(line(points))


def request_number():
    return uuid.uuid4()
