"""From `incoming` into the county: rows added, changed and ended, each so that it can be taken back."""
from geo_renovation.planning.actions import redraw_disclosure_areas

from . import columns, copying, ending

ADD = """
    WITH made AS (INSERT INTO {table} AS m ({columns}) SELECT {values} FROM incoming t
                  WHERE t.outcome = 'added' ORDER BY t.row RETURNING m.id, {hash} AS hash)
    INSERT INTO added SELECT id, hash FROM made
"""
# One statement: what `m` was is read beside what it becomes. Old values as text, which reads back
# exactly; of those that follow from records only the names.
CHANGE = """
    WITH made AS (UPDATE {table} m SET {settings} FROM incoming t
                  WHERE m.id = t.target AND t.outcome = 'changed' RETURNING m.id, {hash} AS hash)
    INSERT INTO interchange_change (run_id, object_id, ended, before, after_hash)
    SELECT %s, m.id, false, jsonb_build_object(
        'columns', coalesce((SELECT jsonb_object_agg(v.name, v.old) FROM (VALUES {old}) v (field, name, old)
                             WHERE v.field = ANY(t.fields)), '{{}}'::jsonb),
        'derived', to_jsonb(ARRAY(SELECT unnest(t.fields) INTERSECT SELECT unnest(%s::text[])))), made.hash
    FROM incoming t JOIN {table} m ON m.id = t.target JOIN made ON made.id = m.id
"""
END = """
    WITH made AS (UPDATE {table} m SET ended_on = %s FROM gone g WHERE m.id = g.id RETURNING m.id, {hash} AS hash)
    INSERT INTO interchange_change (run_id, object_id, ended, before, after_hash)
    SELECT %s, id, true, '{{"columns": {{"ended_on": null}}, "derived": []}}'::jsonb, hash FROM made
"""
REMEMBER = """
    INSERT INTO interchange_undo (run_id, added_ids, added_hashes, xids, recorded_at)
    SELECT %s, coalesce(array_agg(id), '{}'), coalesce(array_agg(hash), '{}'), '{}', %s FROM added
"""
# The row just written tells under which transaction id (or savepoint's) everything here was.
NOTE_XID = "UPDATE interchange_undo SET xids = ARRAY[xmin::text::bigint] WHERE run_id = %s"
PLANNED_MOVED = """
    SELECT EXISTS (SELECT 1 FROM incoming t JOIN planning_plannedcompound p ON p.compound_id = t.target
                   WHERE t.fields && ARRAY['geometry', 'ended_on'])
"""


def store(run):
    """Everything that `incoming` and `gone` say; the caller's transaction makes it all or nothing."""
    run.execute("DROP TABLE IF EXISTS pg_temp.added")
    run.execute("CREATE TEMP TABLE added (id bigint, hash int) ON COMMIT DROP")
    report = run.report
    # Nothing is touched needlessly: even a statement over no rows makes a layer's tiles stale.
    if report.added or report.changed:
        _add_and_change(run)
    if report.gone:
        _end(run)
    run.execute(REMEMBER, [run.asked.run.pk, run.recorded_at])
    run.execute(NOTE_XID, [run.asked.run.pk])
    copying.settle(run.cursor)


def _add_and_change(run):
    for step in run.kind.before:
        step(run)
    if run.report.added:
        _add(run)
    if run.report.changed:
        _change(run)
    for step in run.kind.follow:
        step(run)
    if run.kind.name == "compounds" and run.report.changed and run.rows(PLANNED_MOVED)[0][0]:
        redraw_disclosure_areas()
    run.execute(f"ANALYZE {run.kind.table}")


def _add(run):
    names, values, parameters = [], [], []
    for column, value in columns.of_table(run.kind).items():
        names.append(f'"{column}"')
        values.append("%s" if callable(value) else value)
        parameters += [value()] if callable(value) else []
    told = {"table": run.kind.table, "hash": columns.entered(run.kind, "m")}
    run.execute(ADD.format(columns=", ".join(names), values=", ".join(values), **told), parameters)


def _change(run):
    kind = run.kind
    derived = [name for name, _new, _old in (*columns.judged(run), *columns.held(run))]
    told = list(columns.provided(run))
    old = [(name, column) for name, column, _sql in told]
    settings = [f'"{column}" = coalesce({sql}, m."{column}")' for _name, column, sql in told]
    if kind.shape_column:
        old.append(("geometry", kind.shape_column))
        settings.append(
            f"{kind.shape_column} = CASE WHEN 'geometry' = ANY(t.fields) THEN t.shape ELSE m.{kind.shape_column} END"
        )
    if columns.can_end(kind):
        old.append(("ended_on", "ended_on"))
        settings.append("ended_on = NULL")
    rows = ", ".join(f"('{name}', '{column}', m.\"{column}\"::text)" for name, column in old)
    told = {"table": kind.table, "hash": columns.entered(kind, "m"), "old": rows}
    run.execute(CHANGE.format(settings=", ".join(settings), **told), [run.asked.run.pk, derived])


def _end(run):
    told = {"table": run.kind.table, "hash": columns.entered(run.kind, "m")}
    run.execute(END.format(**told), [ending.day(run), run.asked.run.pk])
