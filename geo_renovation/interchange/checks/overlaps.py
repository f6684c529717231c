"""Shapes of one kind that lie on one another, within the file and against what stays as it is."""
from .limits import CROSSINGS, OVERLAP_M2, OVERLAPS_NAMED

# Whoever comes later in the file is told of who came before.
IN_FILE = "SELECT u.code, u.shape FROM incoming u WHERE u.row < t.row AND ST_Intersects(u.shape, t.shape)"
STORED = """
    SELECT m.code, m.{column} AS shape FROM {table} m
    WHERE m.id IS DISTINCT FROM t.target AND ST_Intersects(m.{column}, t.shape) AND {staying}
"""
# No overlap is larger than that of the boxes: neighbours that only touch need not be cut.
SIDES = (f"least(ST_{a}Max(o.shape), ST_{a}Max(t.shape)) - greatest(ST_{a}Min(o.shape), ST_{a}Min(t.shape))" for a in "XY")
BOXES = "({}) * ({})".format(*SIDES)
# Outlines cross only where their boxes meet.
NEAR = "ST_NPoints(ST_ClipByBox2D(o.shape, t.shape::box2d))::bigint * ST_NPoints(ST_ClipByBox2D(t.shape, o.shape::box2d))"
# SQL over `o` and `t`: their outlines cross seldom enough to be measured.
MEASURABLE = f"(ST_NPoints(o.shape)::bigint * ST_NPoints(t.shape) <= {{crossings}} OR {NEAR} <= {{crossings}})"
# Each row is compared until enough are found; measuring stops where the outlines could cross too often.
PAIRS = """
    SELECT t.row, t.code AS value, ST_X(p.at) AS x, ST_Y(p.at) AS y, t.code, p.other, p.area_m2
    FROM incoming t
    CROSS JOIN LATERAL (
        SELECT o.code AS other, round(ST_Area(c.common)::numeric, 2) AS area_m2,
               ST_PointOnSurface(coalesce(c.common, t.shape)) AS at
        FROM ({others}) o
        CROSS JOIN LATERAL (
            SELECT CASE WHEN {measurable} THEN ST_Intersection(o.shape, t.shape) END AS common OFFSET 0) c
        WHERE {boxes} > {overlap} AND (c.common IS NULL OR ST_Area(c.common) > {overlap})
        LIMIT {named} + 1
    ) p
    ORDER BY t.row, p.other
"""


def shapes_overlap(run):
    """Two compounds, or two communities, share no ground beyond the slack."""
    overlapping(run, "overlap")


def buildings_overlap(run):
    """Two buildings do not stand on the same ground."""
    overlapping(run, "buildings_overlap")


def overlapping(run, reason):
    """Rejects the later of two shapes that overlap by more than the slack."""
    run.index("shape", "gist")
    kind = run.kind
    stored = STORED.format(table=kind.table, column=kind.shape_column, staying=run.staying("m"))
    for others in (IN_FILE, stored):
        limits = {"overlap": OVERLAP_M2, "named": OVERLAPS_NAMED, "boxes": BOXES}
        limits["measurable"] = MEASURABLE.format(crossings=CROSSINGS)
        _tell(run, reason, run.rows(PAIRS.format(others=others, **limits)))


def _tell(run, reason, pairs):
    named = 0
    for at, (row, code, x, y, _code, other, area_m2) in enumerate(pairs):
        named = named + 1 if at and pairs[at - 1][0] == row else 1
        if named > OVERLAPS_NAMED:
            run.report.warn("overlaps_many", row, "geometry", place=(x, y), code=code, limit=OVERLAPS_NAMED)
        elif area_m2 is None:
            run.report.reject(row, "geometry", code, "too_detailed", (x, y), code=code, other=other)
        else:
            details = {"code": code, "other": other, "area_m2": float(area_m2)}
            run.report.reject(row, "geometry", code, reason, (x, y), **details)
