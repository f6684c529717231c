"""What a row must satisfy against the file as a whole and the database; SQL over `incoming`."""


def standard(run):
    """Present already, twice in the file, pointing nowhere, or invalid in PostGIS's eyes."""
    kind = run.kind
    if kind.key and kind.key_column:
        run.reject(
            f"SELECT t.row, t.{kind.key} FROM incoming t"
            f" JOIN {kind.table} m ON m.{kind.key_column} = t.{kind.key}",
            kind.key,
            "exists",
        )
    if kind.key:
        run.reject(
            f"SELECT row, {kind.key} FROM (SELECT row, {kind.key}, row_number() OVER"
            f" (PARTITION BY {kind.key} ORDER BY row) AS n FROM incoming) x WHERE n > 1",
            kind.key,
            "duplicate",
        )
    for value, (table, column, blamed) in kind.references.items():
        run.reject(
            f"SELECT t.row, {value} FROM incoming t WHERE {value} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {table} m WHERE m.{column} = {value})",
            blamed,
            "unknown_reference",
        )
    if kind.family:
        run.reject(
            "SELECT row, NULL FROM incoming WHERE NOT ST_IsValid(shape)", "geometry", "invalid_geometry"
        )


def only_one_county(run):
    """One database is one county."""
    run.reject(
        "SELECT t.row, t.code FROM incoming t WHERE EXISTS (SELECT 1 FROM districts_county)",
        "code",
        "exists",
    )
    run.reject("SELECT row, code FROM incoming ORDER BY row OFFSET 1", "code", "second_county")


def in_a_district(run):
    """A compound lies in a street office's district; which one, the database derives."""
    run.reject(
        "SELECT t.row, t.code FROM incoming t WHERE NOT EXISTS"
        " (SELECT 1 FROM districts_district d WHERE ST_Intersects(d.boundary, t.shape))",
        "geometry",
        "outside_districts",
    )


# Slack between compounds that domain.md allows; the next issue refuses more, here it is told.
OVERLAPS = """
    SELECT t.row, a.code, b.code, o.area_m2
    FROM incoming t
    JOIN compounds_compound a ON a.code = t.code
    JOIN compounds_compound b ON b.id <> a.id AND ST_Intersects(a.boundary, b.boundary)
    CROSS JOIN LATERAL (SELECT ST_Area(ST_Intersection(a.boundary, b.boundary)) AS area_m2) o
    LEFT JOIN incoming u ON u.code = b.code
    WHERE o.area_m2 > 1 AND (u.row IS NULL OR t.row < u.row)
    ORDER BY t.row, b.code LIMIT 1000
"""


def overlaps(run):
    """Pairs of compounds that overlap by more than 1 m² are told, not refused."""
    for row, code, other, area_m2 in run.rows(OVERLAPS):
        run.report.warn("overlap", row=row, code=code, other=other, area_m2=round(area_m2, 2))
