"""What every kind asks of a row."""
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.utilities.models import Node, Segment

# Rows of these end instead of being deleted; nothing new points to what has ended.
ENDING = {model._meta.db_table for model in (Compound, Building, Segment, Node)}


def standard(run):
    """Present already, twice in the file, pointing nowhere, or invalid in PostGIS's eyes."""
    kind = run.kind
    if kind.key and kind.key_column and not run.updates:
        run.reject(
            f"SELECT t.row, t.{kind.key} FROM incoming t"
            f" JOIN {kind.table} m ON m.{kind.key_column} = t.{kind.key}",
            kind.key,
            "exists",
        )
    if kind.key:
        run.reject(
            f"SELECT row, {kind.key} FROM (SELECT row, {kind.key}, row_number() OVER"
            f" (PARTITION BY {kind.key} ORDER BY row) AS n FROM incoming WHERE {kind.key} IN"
            f" (SELECT {kind.key} FROM incoming GROUP BY 1 HAVING count(*) > 1)) x WHERE n > 1",
            kind.key,
            "duplicate",
        )
    for value, (table, column, blamed) in kind.references.items():
        there = "AND m.ended_on IS NULL" if table in ENDING else ""
        run.reject(
            f"SELECT t.row, {value} FROM incoming t WHERE {value} IS NOT NULL"
            f" AND NOT EXISTS (SELECT 1 FROM {table} m WHERE m.{column} = {value} {there})",
            blamed,
            "unknown_reference",
        )
    if kind.family:
        run.reject(
            "SELECT row, NULL FROM incoming WHERE NOT ST_IsValid(shape)", "geometry", "invalid_geometry"
        )
