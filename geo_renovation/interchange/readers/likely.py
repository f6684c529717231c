"""Which place would put coordinates into the county that do not lie in it: named, never taken.

A web map's shift is not among them: it moves by half a kilometre, which no outline can tell.
"""
from itertools import chain, product

import numpy as np
import shapely

from ..refusals import Refused
from . import crs as stating
from .placement import AS_STATED, label, placed

# CGCS2000 Gauss-Krueger: 3-degree zones without and with the zone number in front of the easting,
# then 6-degree zones likewise.
ZONES = [*range(4534, 4555), *range(4513, 4534), *range(4502, 4513), *range(4491, 4502)]
ENOUGH = 0.9


def likely_place(x, y, stated, srid, outline):
    """The first place that puts at least nine tenths of the points inside, or None.

    `stated` is the CRS they were taken to be in, or None; `outline` is in EPSG:`srid`.
    """
    shapely.prepare(outline)
    for place in _candidates(stated, srid):
        points = _project(x, y, place, stated, srid)
        if points is not None and shapely.intersects_xy(outline, *points).mean() >= ENOUGH:
            named = stating.shown(stated) if stated is not None and not place["crs"] else place["crs"]
            return {**AS_STATED, **place, "crs": named if ":" in named else ""}
    return None


def likely_label(place, stated):
    """What a likely place differs by: a CRS, swapped axes, a unit."""
    same = stated is not None and place["crs"] == stating.shown(stated)
    return label(place | {"crs": ""} if same else place)


def _candidates(stated, srid):
    if stated is not None:
        yield {"crs": "", "swapped": True}
    for code, swapped in product((srid, 4326, 3857), (False, True)):
        yield {"crs": f"EPSG:{code}", "swapped": swapped}
    for swapped, code in product((False, True), ZONES):
        yield {"crs": f"EPSG:{code}", "swapped": swapped}
    grids = chain([""] if stated is not None else [], [f"EPSG:{srid}"])
    for crs, unit, swapped in product(grids, ("ft", "usft", "m"), (False, True)):
        yield {"crs": crs, "unit": unit, "swapped": swapped}


def _project(x, y, place, stated, srid):
    try:
        x, y = placed(place, stated, srid).transform(x, y)
    except Refused:
        return None
    x, y = np.asarray(x), np.asarray(y)
    return np.where(np.isfinite(x), x, 0), np.where(np.isfinite(y), y, 0)
