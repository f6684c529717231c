"""Shapes too narrow or too small to be what they claim: left over from drawing."""
from .limits import SLIVERS

# Twice the area over the perimeter: the width of a long strip.
SLIVER = """
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y,
           round(g.area_m2::numeric, 2) AS area_m2, round(g.width_m::numeric, 2) AS width_m
    FROM incoming t
    CROSS JOIN LATERAL (
        SELECT ST_Area(t.shape) AS area_m2, 2 * ST_Area(t.shape) / nullif(ST_Perimeter(t.shape), 0) AS width_m) g
    CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
    WHERE g.area_m2 < {area} OR g.width_m < {width}
"""
PART = """
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, t.code,
           round(g.area_m2::numeric, 2) AS area_m2, round(g.width_m::numeric, 2) AS width_m
    FROM incoming t
    CROSS JOIN LATERAL ST_Dump(t.shape) d
    CROSS JOIN LATERAL (
        SELECT ST_Area(d.geom) AS area_m2, 2 * ST_Area(d.geom) / nullif(ST_Perimeter(d.geom), 0) AS width_m) g
    CROSS JOIN LATERAL ST_PointOnSurface(d.geom) p
    WHERE ST_NumGeometries(t.shape) > 1 AND (g.area_m2 < {area} OR g.width_m < {width})
"""


def slivers(run):
    """A sliver is an error, a sliver among the parts of a sound shape a warning."""
    width, area = SLIVERS[run.kind.name]
    run.reject(SLIVER.format(width=width, area=area), "geometry", "sliver")
    run.drop_rejected()
    run.warn(PART.format(width=width, area=area), "geometry", "sliver_part")
