"""Communities cover their district: no gap between neighbours, none missing.

In memory, by shapely: PostgreSQL must not unite shapes of users. Only the centre imports communities.
"""
from collections import defaultdict

import shapely

from .limits import COVERAGE_VERTICES, COVERED_SHARE, OVERLAP_M2, SAME_PLACE_M, STRIP_M, UNCOVERED_M2

SHAPES = """
    SELECT t.row, t.code, left(t.code, 9), ST_AsBinary(t.shape) FROM {rows} WHERE t.shape IS NOT NULL
    UNION ALL
    SELECT NULL, m.code, d.code, ST_AsBinary(m.boundary)
    FROM districts_community m JOIN districts_district d ON d.id = m.district_id
    WHERE {staying} AND d.code IN (SELECT left(code, 9) FROM incoming)
    ORDER BY 3, 1, 2
"""


def districts_are_covered(run):
    """Tells gaps between neighbours and districts of which a good part is left over."""
    count = "SELECT coalesce(sum(ST_NPoints(shape)), 0) FROM incoming"
    ((vertices,),) = run.rows(count)
    if vertices > COVERAGE_VERTICES:
        run.report.warn("coverage_unchecked")
        return
    districts = defaultdict(list)
    for row, code, district, wkb in run.rows(SHAPES.format(rows=run.resulting(), staying=run.staying("m"))):
        districts[district].append((row, code, shapely.from_wkb(bytes(wkb))))
    for district, communities in districts.items():
        together = shapely.union_all([shape for _, _, shape in communities])
        _tell_gaps(run, communities, together)
        _tell_uncovered(run, district, together)


def _tell_gaps(run, communities, together):
    """Gaps are what closes when the communities swell by half a strip and shrink again."""
    closed = shapely.buffer(shapely.buffer(together, STRIP_M / 2), -STRIP_M / 2)
    for gap in shapely.get_parts(shapely.difference(closed, together)):
        if shapely.area(gap) <= OVERLAP_M2:
            continue
        around = [(row, code) for row, code, shape in communities if shapely.dwithin(shape, gap, SAME_PLACE_M)]
        rows = [row for row, _code in around if row is not None]
        details = {"codes": ", ".join(code for _row, code in around), "area_m2": round(shapely.area(gap), 1)}
        run.report.warn("coverage_gap", max(rows, default=None), "geometry", place=_spot(gap), limit=STRIP_M, **details)


def _tell_uncovered(run, district, together):
    rows = run.rows("SELECT name, ST_AsBinary(boundary) FROM districts_district WHERE code = %s", [district])
    for name, wkb in rows:
        whole = shapely.from_wkb(bytes(wkb))
        left = shapely.difference(whole, together)
        if UNCOVERED_M2 < shapely.area(left) <= COVERED_SHARE * shapely.area(whole):
            largest = max(shapely.get_parts(left), key=shapely.area)
            details = {"district": name, "area_m2": round(shapely.area(left))}
            run.report.warn("district_uncovered", place=_spot(largest), **details)


def _spot(shape):
    return tuple(shapely.get_coordinates(shapely.point_on_surface(shape))[0].tolist())
