"""Names that stand twice in one district."""

# Only rows whose name comes again are placed; the point decides, where most of the ground is seldom matters.
DISTRICT = """
    (SELECT d.id FROM districts_district d WHERE ST_Intersects(d.boundary, ST_PointOnSurface({shape}))
     ORDER BY d.code LIMIT 1)
"""
NAMES = """
    WITH standing AS (
        SELECT DISTINCT ON (m.name, m.district_id) m.name, m.code, m.district_id FROM {table} m WHERE {staying}
        ORDER BY m.name, m.district_id, m.code
    ), repeated AS (
        SELECT t.row, t.name, t.code, {district} AS district_id, ST_X(p) AS x, ST_Y(p) AS y
        FROM {rows} CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
        WHERE t.name IN (SELECT name FROM incoming WHERE name IS NOT NULL GROUP BY name HAVING count(*) > 1)
           OR t.name IN (SELECT name FROM standing)
    )
    SELECT r.row, r.name AS value, r.x, r.y, r.name, r.other FROM (
        SELECT r.*, coalesce(s.code, lag(r.code) OVER (PARTITION BY r.district_id, r.name ORDER BY r.row)) AS other
        FROM repeated r
        LEFT JOIN standing s ON s.name = r.name AND s.district_id = r.district_id
    ) r
    WHERE r.other IS NOT NULL AND r.name <> r.code ORDER BY r.row
"""


def names_differ(run):
    """The same name twice in a district is told: it may be the same place under two codes."""
    of_code = "(SELECT id FROM districts_district d WHERE d.code = left(t.code, 9))"
    district = of_code if run.kind.name == "communities" else DISTRICT.format(shape="t.shape")
    told = {"table": run.kind.table, "staying": run.staying("m"), "rows": run.resulting(), "district": district}
    run.warn(NAMES.format(**told), "name", "name_twice")
