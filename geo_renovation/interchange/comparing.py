"""How a file differs from what is stored: found in SQL over `incoming`, told before anybody says yes."""
from . import columns, ending, records
from .choices import Mode
from .refusals import Refused
from .shown_differences import sample

# A shape that lies within a millimetre of the stored one is the same shape, written by another programme.
SAME_PLACE_M = 0.001
# Beyond this the corners of the shapes' boxes must do: the distance grows with the product of the vertices.
COMPARED_VERTICES = 1_000_000

ADDITIONS = (
    "target bigint",
    "outcome text DEFAULT 'added'",
    "fields text[] DEFAULT '{}'",
    "moved_m double precision",
    "stood int",
)
MATCH = """
    UPDATE incoming t SET target = m.id, outcome = 'unchanged'
    FROM {table} m WHERE m."{column}" = t."{key}"
"""
COMPARE = """
    UPDATE incoming t SET fields = d.fields, moved_m = d.moved_m, stood = d.stood,
           outcome = CASE WHEN d.fields = '{{}}' THEN 'unchanged' ELSE 'changed' END
    FROM (SELECT t.row, array_remove(ARRAY[{differing}]::text[], NULL) AS fields, g.moved_m, {hash} AS stood
          FROM incoming t JOIN {table} m ON m.id = t.target
          CROSS JOIN LATERAL (SELECT {moved} AS moved_m OFFSET 0) g) d
    WHERE d.row = t.row
"""
MOVED = """CASE
    WHEN t.shape IS NULL OR t.shape = m.{shape} THEN 0
    WHEN ST_NPoints(t.shape)::bigint * ST_NPoints(m.{shape}) > {vertices} THEN greatest({same} * 2,
        ST_Distance(ST_MakePoint(ST_XMin(t.shape), ST_YMin(t.shape)), ST_MakePoint(ST_XMin(m.{shape}), ST_YMin(m.{shape}))),
        ST_Distance(ST_MakePoint(ST_XMax(t.shape), ST_YMax(t.shape)), ST_MakePoint(ST_XMax(m.{shape}), ST_YMax(m.{shape}))))
    ELSE greatest(ST_HausdorffDistance(t.shape, m.{shape}), {ends}) END"""
# A line that runs the other way has changed: water flows along it.
ENDS = "ST_Distance(ST_StartPoint(t.shape), ST_StartPoint(m.{shape}))"

FINGERPRINT = """
    SELECT (SELECT coalesce(sum(hashint8extended(row, stood)::numeric), 0) FROM incoming WHERE outcome = 'changed'),
           (SELECT coalesce(sum(hashint8extended(id, stood)::numeric), 0) FROM gone)
"""
HOLD = """
    SELECT count(*) FROM (SELECT 1 FROM {table} m WHERE m.id IN (SELECT target FROM incoming WHERE outcome = 'changed'
                          UNION ALL SELECT id FROM gone) ORDER BY m.id FOR UPDATE) held
"""
# After the lock: a row that was there when it was compared is another one now, or no longer there.
OTHERWISE = """
    SELECT EXISTS (SELECT 1 FROM incoming t LEFT JOIN {table} m ON m.id = t.target
                   WHERE t.outcome = 'changed' AND (m.id IS NULL OR t.stood <> {hash}))
        OR EXISTS (SELECT 1 FROM gone g LEFT JOIN {table} m ON m.id = g.id WHERE m.id IS NULL OR g.stood <> {hash})
"""

EMPTY_OF_NEW = "SELECT row, NULL FROM incoming WHERE target IS NULL AND {column} IS NULL"
TOO_EARLY = """
    SELECT t.row, coalesce(t.right_since, {today}), lower(r.valid)::text AS since
    FROM incoming t JOIN utilities_assetright r ON r.{asset}_id = t.target
    WHERE upper_inf(r.valid) AND r.kind = ANY(t.fields)
      AND lower(r.valid) >= coalesce(t.right_since, {today})
"""


def match(run):
    """Finds the stored row of each code, and in mode `replace` the rows that are gone; then the checks follow."""
    run.execute("ALTER TABLE incoming " + ", ".join(f"ADD COLUMN {column}" for column in ADDITIONS))
    run.execute("DROP TABLE IF EXISTS pg_temp.gone")
    run.execute("CREATE TEMP TABLE gone (id bigint PRIMARY KEY, stood int) ON COMMIT DROP")
    if run.mode == Mode.ADD:
        return
    if not columns.may_change(run.kind):
        records.leave_out_known(run)
        return
    kind = run.kind
    run.execute(MATCH.format(table=kind.table, column=kind.key_column, key=kind.key))
    _ask_of_new(run)
    if run.mode == Mode.REPLACE:
        ending.find_gone(run)


def _ask_of_new(run):
    """A row that is not there yet needs what an added row needs."""
    for field in run.kind.fields:
        if field.required or field.declared:
            run.reject(EMPTY_OF_NEW.format(column=f'"{field.name}"'), field.name, "required")
    if run.kind.family:
        run.reject(EMPTY_OF_NEW.format(column="shape"), "geometry", "geometry_missing")
    run.drop_rejected()


def compare(run):
    """Counts what is added, changed, unchanged and gone, and shows the first differences."""
    report = run.report
    if run.mode != Mode.ADD and columns.may_change(run.kind):
        run.execute(_comparison(run))
        _check_holders(run)
        if run.mode == Mode.REPLACE:
            ending.check_gone(run)
        counts = dict(run.rows("SELECT outcome, count(*) FROM incoming GROUP BY outcome"))
        report.added, report.changed = counts.get("added", 0), counts.get("changed", 0)
        report.unchanged = counts.get("unchanged", 0)
        ((report.gone,),) = run.rows("SELECT count(*) FROM gone")
        report.differences = sample(run)
        report.compared = _fingerprint(run)
    else:
        report.added = report.written - report.unchanged


def hold(run):
    """From now until the end nobody else changes what this file changes or ends; refuses where somebody just has."""
    if run.report.changed or run.report.gone:
        run.execute(HOLD.format(table=run.kind.table))
        if run.rows(OTHERWISE.format(table=run.kind.table, hash=columns.entered(run.kind, "m")))[0][0]:
            run.report.refuse(Refused("differs_from_check"))


def _fingerprint(run):
    """Of the rows that change or go, as they stood: another one says that somebody was there meanwhile."""
    return "/".join(str(part) for part in run.rows(FINGERPRINT)[0])


def _comparison(run):
    kind = run.kind
    differing = [
        f"CASE WHEN {new} IS NOT NULL AND {new} IS DISTINCT FROM {old} THEN '{name}' END"
        for name, new, old in columns.compared(run)
    ]
    differing.append(f"CASE WHEN g.moved_m > {SAME_PLACE_M} THEN 'geometry' END")
    if columns.can_end(kind):
        differing.append("CASE WHEN m.ended_on IS NOT NULL THEN 'ended_on' END")
    told = {"table": kind.table, "hash": columns.entered(kind, "m"), "moved": _moved(kind)}
    return COMPARE.format(differing=", ".join(differing), **told)


def _moved(kind):
    ends = ENDS.format(shape=kind.shape_column) if kind.family == "line" else "0"
    told = {"vertices": COMPARED_VERTICES, "same": SAME_PLACE_M, "ends": ends}
    return MOVED.format(shape=kind.shape_column, **told)


def _check_holders(run):
    """The next right begins after the one it ends."""
    asset = columns.ASSETS.get(run.kind.name)
    if asset:
        run.reject(TOO_EARLY.format(asset=asset, today=columns.TODAY), "right_since", "right_not_later")
        run.drop_rejected()
