"""Which CRS, or swapped axes, would put coordinates into the county that do not lie in it."""
import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

# CGCS2000 Gauss-Krueger: 3-degree zones without and with the zone number in front of the easting,
# then 6-degree zones likewise.
ZONES = [*range(4534, 4555), *range(4513, 4534), *range(4502, 4513), *range(4491, 4502)]
ENOUGH = 0.9


def likely_crs(x, y, stated, srid, outline):
    """Name of the first candidate that puts at least nine tenths of the points inside, or None."""
    shapely.prepare(outline)
    for label, crs, swapped in _candidates(stated, srid):
        points = _project((y, x) if swapped else (x, y), crs, srid)
        if points is not None and shapely.intersects_xy(outline, *points).mean() >= ENOUGH:
            return label
    return None


def _candidates(stated, srid):
    yield "swapped axes", stated, True
    for code in (srid, 4326, 3857):
        yield f"EPSG:{code}", CRS.from_epsg(code), False
        yield f"EPSG:{code}, swapped axes", CRS.from_epsg(code), True
    for code in ZONES:
        yield f"EPSG:{code}", CRS.from_epsg(code), False


def _project(points, crs, srid):
    try:
        transformer = Transformer.from_crs(crs, CRS.from_epsg(srid), always_xy=True)
        x, y = transformer.transform(*points)
    except ProjError:
        return None
    x, y = np.asarray(x), np.asarray(y)
    return np.where(np.isfinite(x), x, 0), np.where(np.isfinite(y), y, 0)
