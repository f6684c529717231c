"""COPY into a temporary table, then one INSERT … SELECT, inside the caller's transaction.

With the modules of checks that reject rows by SQL, the only raw SQL outside spatial/: table and
column names come from models and kinds, values travel as parameters.
"""
from contextlib import contextmanager

from django.conf import settings
from django.contrib.gis.db.models import GeometryField

# An import may take as long as it needs; it waits for locks; while the file is read it is idle.
PATIENCE = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


def prepare(cursor, kind):
    """An empty temporary table `incoming` that ends with the transaction."""
    for setting in PATIENCE:
        cursor.execute(f"SET LOCAL {setting} = 0")
    # Triggers must not reuse a plan made for one row.
    cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")
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
    cursor.execute("ANALYZE incoming")


def store(cursor, kind):
    """Moves every row of `incoming` into the kind's table."""
    columns, values, parameters = [], [], []
    for column, value in _stored(kind).items():
        columns.append(f'"{column}"')
        if callable(value):
            values.append("%s")
            parameters.append(value())
        else:
            values.append(value)
    cursor.execute(
        f"INSERT INTO {kind.table} ({', '.join(columns)})"  # noqa: S608
        f" SELECT {', '.join(values)} FROM incoming t ORDER BY t.row",
        parameters,
    )
    cursor.execute(f"ANALYZE {kind.table}")


def _stored(kind):
    """Column -> SQL over `t`, or a model default where the database has none."""
    names = {field.name for field in kind.fields}
    stored = {}
    for field in kind.model._meta.concrete_fields:
        if field.generated or field.auto_created:
            continue
        if field.column in kind.stored:
            continue
        if field.name == kind.shape_column and isinstance(field, GeometryField):
            stored[field.column] = "t.shape"
        elif field.column in names and field.editable:
            stored[field.column] = f't."{field.column}"'
        elif not field.null and not field.has_db_default():
            stored[field.column] = field.get_default
    return {**stored, **kind.stored}
