"""Puts back what an import changed or ended, and takes away what it added; `ours` holds its rows."""
import pgtrigger
from django.db import connection

from geo_renovation.planning.actions import redraw_disclosure_areas

from . import copying
from .built_upon import own_right, untouched
from .columns import ASSETS

APPEND_ONLY = ("compounds.Finding:append_only", "compounds.StageEvent:append_only")

KEYS = """
    SELECT DISTINCT jsonb_object_keys(before -> 'columns') FROM interchange_change WHERE run_id = %s
"""
RESTORE = """
    UPDATE {table} m SET {settings} FROM interchange_change c WHERE c.run_id = %s AND m.id = c.object_id
"""
FINDINGS = "DELETE FROM compounds_finding x USING ours o WHERE x.compound_id = o.id AND {untouched}"
RIGHTS_BEGUN = "DELETE FROM utilities_assetright x USING ours o WHERE x.{asset}_id = o.id AND {own}"
RIGHTS_ENDED = """
    UPDATE utilities_assetright x SET valid = daterange(lower(x.valid), NULL) FROM ours o
    WHERE x.{asset}_id = o.id AND NOT o.is_added AND NOT upper_inf(x.valid) AND {untouched}
"""
LINKS = """
    DELETE FROM compounds_adjacency x USING ours o WHERE o.is_added AND (x.low_id = o.id OR x.high_id = o.id)
"""
BARRIERS = "DELETE FROM districts_barrier x USING ours o WHERE o.is_added AND x.road_id = o.id"
PLANS = """
    DELETE FROM planning_annualplan x
    WHERE {untouched} AND NOT EXISTS (SELECT 1 FROM planning_plannedcompound e WHERE e.plan_id = x.id)
"""
REMOVE = "DELETE FROM {table} m USING ours o WHERE o.is_added AND m.id = o.id"


def restore(run, kind):
    """{"removed": n, "restored": n}; the caller has checked that nothing was built on the rows."""
    with connection.cursor() as cursor, pgtrigger.ignore(*APPEND_ONLY):
        # First the rows: triggers then find nothing to derive for them. Foreign keys wait for the commit.
        cursor.execute(REMOVE.format(table=kind.table))
        removed = cursor.rowcount
        _remove_dependents(cursor, run, kind)
        restored = _restore_rows(cursor, run, kind)
        copying.settle(cursor)
    if kind.name in ("plans", "compounds"):
        redraw_disclosure_areas()
    return {"removed": removed, "restored": restored}


def _remove_dependents(cursor, run, kind):
    """What the run recorded with its rows, and what followed from them."""
    as_left = untouched(run, "x")
    if kind.name == "compounds":
        cursor.execute(LINKS)
        cursor.execute(FINDINGS.format(untouched=as_left))
    if kind.name == "roads":
        cursor.execute(BARRIERS)
    if kind.name == "plans":
        cursor.execute(PLANS.format(untouched=as_left))
    if asset := ASSETS.get(kind.name):
        cursor.execute(RIGHTS_BEGUN.format(asset=asset, own=own_right(run, "x")))
        cursor.execute(RIGHTS_ENDED.format(asset=asset, untouched=as_left))


def _restore_rows(cursor, run, kind):
    cursor.execute(KEYS, [run.pk])
    kept = {name for (name,) in cursor.fetchall()}
    fields = [field for field in kind.model._meta.concrete_fields if field.column in kept]
    if not fields:
        return 0
    settings = ", ".join(_setting(field) for field in fields)
    cursor.execute(RESTORE.format(table=kind.table, settings=settings), [run.pk])
    return cursor.rowcount


def _setting(field):
    """Only what the run changed in a row goes back; old values were kept as text."""
    old = f"(c.before -> 'columns' ->> '{field.column}')::{field.db_type(connection)}"
    had = f"jsonb_exists(c.before -> 'columns', '{field.column}')"
    return f'"{field.column}" = CASE WHEN {had} THEN {old} ELSE m."{field.column}" END'
