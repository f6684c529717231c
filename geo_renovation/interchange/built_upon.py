"""Whether anything was built on an import since: its rows changed, or referred to by rows not its own.

A row counts as changed when what was entered in it reads otherwise than the import left it. Records
that an import made with its rows carry its transaction id in `xmin`; its rights, which a later import
may have ended and given back, are known by the moment they were recorded.
"""
from django.db import connection

from geo_renovation.compounds.models import Adjacency
from geo_renovation.districts.models import Barrier
from geo_renovation.planning.models import NodePlace, Stretch
from geo_renovation.utilities.models import AssetRight

from . import columns, ending

# Follow by trigger from what they refer to.
DERIVED = (
    (Adjacency, "low"), (Adjacency, "high"), (Adjacency, "barrier"), (Barrier, "road"), (Stretch, "compound"),
    (Stretch, "other"), (Stretch, "segment"), (NodePlace, "compound"), (NodePlace, "node"),
)  # fmt: skip
GATHER = """
    CREATE TEMP TABLE ours ON COMMIT DROP AS
    SELECT unnest(added_ids) AS id, true AS is_added, unnest(added_hashes) AS hash
    FROM interchange_undo WHERE run_id = %(run)s
    UNION ALL SELECT object_id, false, after_hash FROM interchange_change WHERE run_id = %(run)s
"""
# A row that others refer to meanwhile waits for us, or we for it.
HOLD = "SELECT count(*) FROM (SELECT 1 FROM {table} m JOIN ours o ON o.id = m.id FOR UPDATE OF m) held"
OWN_RIGHT = """(upper_inf({row}.valid) AND {row}.recorded_at
    = (SELECT recorded_at FROM interchange_undo WHERE run_id = {run}))"""
UNTOUCHED = "{row}.xmin::text::bigint = ANY((SELECT xids FROM interchange_undo WHERE run_id = {run})::bigint[])"
CHANGED = """
    SELECT coalesce({name}, '#' || o.id) FROM ours o LEFT JOIN {table} m ON m.id = o.id
    WHERE CASE WHEN m.id IS NULL THEN NOT o.is_added ELSE {hash} <> o.hash END
"""
REFERRED = """
    SELECT DISTINCT {name} FROM {other} x JOIN ours o ON o.id = x.{column} AND o.is_added
    JOIN {table} m ON m.id = o.id WHERE NOT {own}
"""
# Stages follow one another without referring to one another.
LATER_STAGES = """
    SELECT DISTINCT e.code FROM compounds_stageevent e
    WHERE e.id NOT IN (SELECT id FROM ours)
      AND EXISTS (SELECT 1 FROM compounds_stageevent m JOIN ours o ON o.id = m.id
                  WHERE m.compound_id = e.compound_id AND e.id > m.id)
"""
# The right that an import began over a line it changed is no longer the current one, or was changed.
RIGHTS_CHANGED = """
    SELECT m.code FROM interchange_change c JOIN {table} m ON m.id = c.object_id
    CROSS JOIN LATERAL jsonb_array_elements_text(c.before -> 'derived') d (kind)
    WHERE c.run_id = {run} AND NOT EXISTS (
        SELECT 1 FROM utilities_assetright r
        WHERE r.{asset}_id = m.id AND r.kind = d.kind AND {own})
"""
WOULD_END = """
    SELECT object_id FROM interchange_change
    WHERE run_id = {run} AND before -> 'columns' ->> 'ended_on' IS NOT NULL
"""
# The limit stands outside: planned with it, PostgreSQL tries each row of `ours` on each row of the table.
FIRST = "WITH found (name) AS MATERIALIZED ({sql}) SELECT name FROM found ORDER BY 1 LIMIT 21"
NAMES = {
    "rights": "(SELECT coalesce(s.code, n.code) FROM utilities_assetright r"
    " LEFT JOIN utilities_segment s ON s.id = r.segment_id"
    " LEFT JOIN utilities_node n ON n.id = r.node_id WHERE r.id = m.id)",
    "plans": "(SELECT c.code FROM compounds_compound c WHERE c.id = m.compound_id)",
    "stages": "m.code",
}


def gather(run, kind, *, hold):
    """The run's rows into the temporary table `ours`; with `hold` nobody else changes them until commit."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.ours")
        cursor.execute(GATHER, {"run": run.pk})
        cursor.execute("ANALYZE ours")
        if hold:
            cursor.execute(HOLD.format(table=kind.table))


def untouched(run, row):
    """SQL: the record called `row` was made by the run, and is as the run left it."""
    return UNTOUCHED.format(row=row, run=int(run.pk))


def own_right(run, row):
    """SQL: the right called `row` was begun by the run and still holds."""
    return OWN_RIGHT.format(row=row, run=int(run.pk))


def referring(model):
    """(table, column, field) of everything that refers to the model and does not follow from it by trigger."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            field = relation.field
            if (field.model, field.name) not in DERIVED:
                yield field.model._meta.db_table, field.column, field


def referred(run, kind):
    """Added rows that others refer to, each with what refers to it."""
    found = []
    for table, column, field in referring(kind.model):
        own = own_right(run, "x") if field.model is AssetRight else untouched(run, "x")
        sql = REFERRED.format(name=_name(kind), other=table, column=column, table=kind.table, own=own)
        found += [f"{name} ({field.model._meta.verbose_name})" for name in _column(sql)]
    return found


def followed(run, kind):
    """Stages recorded after those of the run."""
    return _column(LATER_STAGES) if kind.name == "stages" else []


def changed(run, kind):
    """Rows somebody has changed since, and changed rows that are no more."""
    return _column(CHANGED.format(name=_name(kind), table=kind.table, hash=columns.entered(kind, "m")))


def rights_changed(run, kind):
    """Assets whose right, begun by the run, is no longer as it was."""
    asset = columns.ASSETS.get(kind.name)
    if asset is None:
        return []
    told = {"table": kind.table, "asset": asset, "run": int(run.pk)}
    return _column(RIGHTS_CHANGED.format(own=own_right(run, "r"), **told))


def held(run, kind):
    """Compounds that would be ended again, and are in use."""
    if kind.name != "compounds":
        return []
    with connection.cursor() as cursor:
        return ending.held_compounds(cursor, WOULD_END.format(run=int(run.pk)))


OBSTACLES = (
    ("built_upon", referred),
    ("built_upon", followed),
    ("changed_since", changed),
    ("changed_since", rights_changed),
    ("held", held),
)


def _name(kind):
    return NAMES.get(kind.name) or f"m.{kind.key_column}"


def _column(sql):
    with connection.cursor() as cursor:
        cursor.execute(FIRST.format(sql=sql))
        return [value for (value,) in cursor.fetchall()]
