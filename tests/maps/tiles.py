"""Asking for tiles and reading them."""

import math

import mapbox_vector_tile
from pyproj import Transformer

from tests.factories.shapes import EAST, NORTH

# The tile of zoom z that holds a place given in metres from the town centre.
to_degrees = Transformer.from_crs(4548, 4326, always_xy=True)


def tile_at(z, at=(50, 50)):
    lon, lat = to_degrees.transform(EAST + at[0], NORTH + at[1])
    n = 2**z
    x = (lon + 180) / 360 * n
    y = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n
    return z, int(x), int(y)


def url(layers, z, at=(50, 50)):
    z, x, y = tile_at(z, at)
    return f"/tiles/{layers}/{z}/{x}/{y}.mvt"


def get(client, layers, z, at=(50, 50), **headers):
    return client.get(url(layers, z, at), headers=headers)


def features(response):
    """{layer: [properties, …]} of a tile."""
    assert response.status_code == 200
    decoded = mapbox_vector_tile.decode(response.content)
    return {name: [f["properties"] for f in layer["features"]] for name, layer in decoded.items()}


def shapes(response, layer):
    """The geometries of one layer of a tile, y down."""
    options = {"y_coord_down": True}
    decoded = mapbox_vector_tile.decode(response.content, default_options=options)
    return [f["geometry"] for f in decoded.get(layer, {"features": []})["features"]]
