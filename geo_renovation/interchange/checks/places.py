"""The one county; compounds in their district and at its border."""
from .limits import CROSSINGS, OVERLAP_M2, SAME_PLACE_M, STRIP_M
from .overlaps import MEASURABLE


def only_one_county(run):
    """One database is one county."""
    run.reject(
        "SELECT t.row, t.code FROM incoming t WHERE EXISTS (SELECT 1 FROM districts_county)",
        "code",
        "exists",
    )
    run.reject("SELECT row, code FROM incoming ORDER BY row OFFSET 1", "code", "second_county")


# What the database cuts a compound with when it places it. Few outlines have corners enough to be looked at.
DETAILED = """
    SELECT DISTINCT ON (t.row) t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, o.name AS other
    FROM incoming t
    JOIN ({areas}) o ON ST_Intersects(o.shape, t.shape)
    CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
    WHERE ST_NPoints(t.shape) > {crossings} / (SELECT max(ST_NPoints(shape)) FROM ({areas}) a) AND NOT {measurable}
    ORDER BY t.row, o.name
"""
AREAS = """
    SELECT name, boundary AS shape FROM districts_district UNION ALL SELECT name, boundary FROM districts_townarea
"""


def can_be_placed(run):
    """Outlines of too many corners for the district or town area they lie in; to be asked before either is cut."""
    measurable = MEASURABLE.format(crossings=CROSSINGS)
    detailed = DETAILED.format(areas=AREAS, crossings=CROSSINGS, measurable=measurable)
    run.reject(detailed, "geometry", "too_detailed_to_place")
    run.drop_rejected()


def in_a_district(run):
    """A compound lies in a street office's district; which one, the database derives."""
    can_be_placed(run)
    run.reject(
        "SELECT t.row, t.code FROM incoming t WHERE t.shape IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM districts_district d WHERE ST_Intersects(d.boundary, t.shape))",
        "geometry",
        "outside_districts",
    )


PIECE_M = 100
# Borders in short pieces: few compounds come near any of them, and those near few.
BORDER = f"""
    DROP TABLE IF EXISTS pg_temp.border;
    CREATE TEMP TABLE border ON COMMIT DROP AS
    SELECT d.id AS district_id, ST_Subdivide(ST_Segmentize(ST_Boundary(d.boundary), {PIECE_M}), 8) AS piece FROM districts_district d;
    CREATE INDEX ON border USING gist (piece);
    ANALYZE border;
"""
# The rows at a border, with the district that holds most of them, as the database will place them.
AT_BORDER = f"""
    DROP TABLE IF EXISTS pg_temp.at_border;
    CREATE TEMP TABLE at_border ON COMMIT DROP AS
    SELECT t.row, t.code, t.shape, d.id AS district_id, d.name AS district, d.beyond_m2
    FROM (
        SELECT * FROM incoming t
        WHERE EXISTS (SELECT 1 FROM border b WHERE ST_DWithin(b.piece, t.shape, {STRIP_M})) OFFSET 0) t
    CROSS JOIN LATERAL (
        SELECT d.id, d.name, ST_Area(t.shape) - ST_Area(ST_Intersection(d.boundary, t.shape)) AS beyond_m2
        FROM districts_district d WHERE ST_Intersects(d.boundary, t.shape) ORDER BY 3, d.code LIMIT 1) d;
"""
ACROSS = f"""
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, t.code, t.district,
           round(t.beyond_m2::numeric, 1) AS area_m2
    FROM at_border t CROSS JOIN LATERAL (
        SELECT ST_StartPoint((ST_Dump(ST_Intersection(ST_Boundary(t.shape), b.piece))).geom) AS p
        FROM border b WHERE b.district_id = t.district_id AND ST_Intersects(b.piece, t.shape) LIMIT 1) c
    WHERE t.beyond_m2 > {OVERLAP_M2}
"""
# A strip has at least two corners of the compound near the border, but not on it.
STRIPS = f"""
    SELECT t.row, t.code AS value, min(ST_X(c.geom)) AS x, min(ST_Y(c.geom)) AS y, t.code, t.district,
           round(max(g.gap_m)::numeric, 2) AS gap_m
    FROM at_border t
    CROSS JOIN LATERAL ST_DumpPoints(t.shape) c
    CROSS JOIN LATERAL (
        SELECT min(ST_Distance(b.piece, c.geom)) AS gap_m FROM border b
        WHERE b.district_id = t.district_id AND b.piece && ST_Expand(c.geom, {STRIP_M})) g
    WHERE t.beyond_m2 <= {OVERLAP_M2} AND g.gap_m > {SAME_PLACE_M} AND g.gap_m < {STRIP_M}
    GROUP BY t.row, t.code, t.district HAVING count(DISTINCT c.geom) > 1
"""


def at_the_border(run):
    """Compounds that reach beyond their district, or leave a strip before its border, are told."""
    run.execute(BORDER)
    run.execute(AT_BORDER)
    run.warn(ACROSS, "geometry", "across_districts")
    run.warn(STRIPS, "geometry", "strip_to_district")
