"""Real places of the county town in the grids that files come in, and layers as inspection finds them."""

import numpy as np
from pyproj import CRS, Transformer

SRID = 4548
# A gate, a crossing, a bridge, a tower and a school around the county town: WGS 84.
PLACES = np.array([
    (116.2240, 36.8594), (116.2402, 36.8713), (116.2095, 36.8481), (116.2351, 36.8422), (116.2018, 36.8702),
])  # fmt: skip
# Beijing 54 and Xi'an 80 with three shifts each, as surveyors know them; PROJ itself knows none.
BEIJING = "+proj=tmerc +lon_0={lon} +x_0={east} +ellps=krass +units=m +towgs84=15.8,-154.4,-82.3"
XIAN = "+proj=tmerc +lon_0={lon} +x_0={east} +a=6378140 +rf=298.257 +units=m +towgs84=-24.5,-86.2,-0.8"
SQUARE = np.array([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])


def into(crs, lonlat):
    """Coordinates of places in a CRS, without this project's code."""
    return np.column_stack(Transformer.from_crs(4326, CRS(crs), always_xy=True).transform(*lonlat.T))


TRUE = into(f"EPSG:{SRID}", PLACES)


def degrees(points):
    return np.column_stack(Transformer.from_crs(4548, 4326, always_xy=True).transform(*points.T))


def controlled(points, places=PLACES, **more):
    return {"points": np.column_stack((points, places)).tolist(), **more}


def local(points, degrees=7.0, scale=0.9998):
    """A city grid of its own: turned, scaled a little, its origin in the town."""
    turn = np.exp(-1j * np.radians(degrees)) / scale
    z = ((points - TRUE[0]) @ np.array([1, 1j])) * turn
    return np.column_stack((z.real + 5000, z.imag + 3000))


def layer(shapes, crs=None, geometry="polygon", **more):
    points = np.vstack(shapes)
    return {
        "name": "layer", "count": len(shapes), "geometry": geometry, "crs": crs, "warnings": [],
        "sample": [[shape.tolist()] for shape in shapes],
        "bounds": [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()], **more,
    }  # fmt: skip
