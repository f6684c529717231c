"""Which columns of its table a file may fill, and how a stored row is compared with it."""
import re

from django.contrib.gis.db.models import GeometryField

from geo_renovation.compounds.choices import Criterion
from geo_renovation.utilities.triggers import TODAY

__all__ = ["ASSETS", "TODAY", "can_end", "compared", "entered", "may_change", "of_table", "provided"]

# Records are never overwritten: stages, rights and plans have actions of their own; a county stays.
RECORDS = ("county", "stages", "rights", "plans")
ASSETS = {"segments": "segment", "nodes": "node"}
HOLDERS = {"segments": ("owner", "manager", "steward"), "nodes": ("owner", "manager")}
HOLDER = """coalesce(m.{kind}_id::text, (SELECT r.unknown_reason FROM utilities_assetright r
    WHERE r.{asset}_id = m.id AND r.kind = '{kind}' AND upper_inf(r.valid)))"""
# (SELECT id FROM table WHERE code = …): what stands in such a column is shown as its code
LOOKED_UP = re.compile(r"\(SELECT id FROM (\w+) WHERE code = (.+)\)")


def may_change(kind):
    """Whether an import may change stored rows of the kind."""
    return kind.name not in RECORDS


def can_end(kind):
    """Whether rows of the kind end with a date instead of being deleted."""
    return any(field.name == "ended_on" for field in kind.model._meta.concrete_fields)


def of_table(kind, fill=True):
    """{column: SQL over `t`, or a model's default where the database has none} of an added row."""
    fields = {field.name: field for field in kind.fields}
    found = {}
    for column in kind.model._meta.concrete_fields:
        if column.generated or column.auto_created or column.column in kind.stored:
            continue
        if column.name == kind.shape_column and isinstance(column, GeometryField):
            found[column.column] = "t.shape"
        elif column.column in fields and column.editable:
            found[column.column] = _filled(fields[column.column]) if fill else f't."{column.column}"'
        elif not column.null and not column.has_db_default():
            found[column.column] = column.get_default
    return {**found, **kind.stored, **(_holders(kind) if fill else {})}


def entered(kind, row):
    """SQL: a hash of what people and files enter in the row called `row`; what follows by trigger is left out."""
    told = [
        column.column
        for column in kind.model._meta.concrete_fields
        if not (column.generated or column.auto_created)
        and (column.editable or column.column in kind.stored or column.name == "ended_on")
    ]
    return "hash_record(ROW({}))".format(", ".join(f'{row}."{name}"' for name in told))


def _holders(kind):
    """New assets carry what their open rights will say, so that the trigger has nothing left to change."""
    holders = HOLDERS.get(kind.name, ())
    return {f"{name}_id": f"CASE WHEN t.{name} ~ '^[0-9]+$' THEN t.{name}::bigint END" for name in holders}


def _filled(field):
    """A cell, or where it is empty the field's default; defaults are constants of ours."""
    default = field.default
    if default is None:
        return f't."{field.name}"'
    literal = str(default).lower() if isinstance(default, bool) else f"'{default}'"
    return f'coalesce(t."{field.name}", {literal})'


def provided(run):
    """(field, column, SQL over `t`) for each column the file says something about, its shape left out."""
    for column, sql in of_table(run.kind, fill=False).items():
        if callable(sql) or sql == "t.shape":
            continue
        names = re.findall(r't\."?(\w+)', sql)
        if names and run.kind.key not in names and set(names) <= set(run.provided):
            yield names[0], column, sql


def compared(run):
    """(field, new, old) as SQL over `t` and `m` for everything the file says, its shape left out."""
    for name, column, sql in provided(run):
        yield name, sql, f'm."{column}"'
    yield from judged(run)
    yield from held(run)


def judged(run):
    """The criteria a file of compounds answers; an answer is a dated finding."""
    if run.kind.name == "compounds":
        yield from ((c, f"t.{c}", f"m.{c}") for c in Criterion.values if c in run.provided)


def held(run):
    """The holders a file of a network names; each is a dated right."""
    asset = ASSETS.get(run.kind.name)
    for kind in HOLDERS.get(run.kind.name, ()):
        if kind in run.provided:
            yield kind, f"t.{kind}", HOLDER.format(kind=kind, asset=asset)


def shown(run):
    """(field, old, new) as SQL texts a reader understands: codes instead of ids."""
    for name, new, old in compared(run):
        found = LOOKED_UP.fullmatch(new)
        if found:
            table, new = found.groups()
            old = f"(SELECT code FROM {table} WHERE id = {old})"
        yield name, f"({old})::text", f"({new})::text"
