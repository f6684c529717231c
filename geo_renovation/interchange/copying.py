"""COPY into a temporary table, inside the caller's transaction.

With the modules of checks that reject rows by SQL, the only raw SQL outside spatial/: table and
column names come from models and kinds, values travel as parameters.
"""
from contextlib import contextmanager

from django.conf import settings

# An import may take as long as it needs; it waits for locks; while the file is read it is idle.
PATIENCE = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
# Checks sort and group the whole file: 100,000 lines fit in this.
SORTED_IN_MEMORY = "64MB"
# A fifth of the usual sample tells enough of a table that is read from end to end, at a fifth of the time.
STATISTICS = """
    SET LOCAL default_statistics_target = 20;
    ANALYZE incoming;
    SET LOCAL default_statistics_target TO DEFAULT;
"""


# A statement must not go on for minutes, holding its locks, for a worker that was killed.
LOOKS_FOR_CLIENT = "5s"


def be_patient(cursor):
    """For the running transaction: much work, long waits, big tables."""
    for setting in PATIENCE:
        cursor.execute(f"SET LOCAL {setting} = 0")
    cursor.execute(f"SET LOCAL client_connection_check_interval = '{LOOKS_FOR_CLIENT}'")
    cursor.execute(f"SET LOCAL work_mem = '{SORTED_IN_MEMORY}'")
    # Triggers must not reuse a plan made for one row.
    cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


def one_at_a_time(cursor, kind):
    """Until the transaction ends nobody else stores or takes back rows of the kind: what is found now stays true."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('interchange_kind'), hashtext(%s))", [kind.name])


def prepare(cursor, kind):
    """An empty temporary table `incoming` that ends with the transaction."""
    be_patient(cursor)
    columns = [f'"{field.name}" {field.type.column}' for field in kind.fields]
    columns += [f'"{name}" {kind_of}' for name, kind_of in kind.extra.items()]
    if kind.family:
        columns.append(f"shape geometry(Geometry, {settings.COUNTY_SRID})")
    cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming")
    cursor.execute(f"CREATE TEMP TABLE incoming (row bigint, {', '.join(columns)}) ON COMMIT DROP")


@contextmanager
def copying(cursor, kind):
    """Yields the function that appends one tuple: row number, fields in order, shape as hex EWKB."""
    columns = ["row", *(f'"{field.name}"' for field in kind.fields), *(["shape"] if kind.family else [])]
    with cursor.copy(f"COPY incoming ({', '.join(columns)}) FROM STDIN") as copy:
        yield copy.write_row
    cursor.execute(STATISTICS)


def settle(cursor):
    """Before the commit: foreign keys are checked row by row then, which wants one plan for all rows."""
    cursor.execute("SET LOCAL plan_cache_mode = auto")
