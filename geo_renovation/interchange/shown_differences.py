"""The first differences between a file and what is stored, in words for whoever says yes."""
import json

from django.utils.translation import gettext as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.utilities.choices import HolderUnknown

from . import columns

SHOWN = 5000
CHANGED = """
    SELECT t.row, t."{key}", {sizes}, t.moved_m, 'geometry' = ANY(t.fields),
           (SELECT jsonb_object_agg(v.field, jsonb_build_array(v.old, v.new))
            FROM (VALUES {pairs}) v (field, old, new) WHERE v.field = ANY(t.fields))
    FROM incoming t JOIN {table} m ON m.id = t.target
    WHERE t.outcome = 'changed' ORDER BY t.row LIMIT {limit}
"""
GONE = """
    SELECT m."{key}" FROM gone g JOIN {table} m ON m.id = g.id ORDER BY m."{key}" LIMIT {limit}
"""
SIZES = {
    "polygon": 'ST_Area(m."{shape}"), ST_Area(t.shape)',
    "line": 'ST_Length(m."{shape}"), ST_Length(t.shape)',
    "multiline": 'ST_Length(m."{shape}"), ST_Length(t.shape)',
}


def sample(run):
    """[{row, code, status, fields: {field: [old, new]}}] of the changed rows, then of those that are gone."""
    kind, names = run.kind, _names()
    pairs = [f"('{name}', {old}, {new})" for name, old, new in columns.shown(run)]
    if columns.can_end(kind):
        pairs.append("('ended_on', m.ended_on::text, NULL)")
    sizes = SIZES.get(kind.family, "NULL::float8, NULL::float8").format(shape=kind.shape_column)
    sql = CHANGED.format(
        key=kind.key, table=kind.table, sizes=sizes, limit=SHOWN, pairs=", ".join([*pairs, "('', NULL, NULL)"])
    )
    found = []
    for row, code, old, new, moved_m, has_moved, fields in run.rows(sql):
        fields = json.loads(fields) if fields else {}
        fields = {field: [_named(part, field, names) for part in pair] for field, pair in fields.items()}
        if has_moved:
            fields["geometry"] = _shape_words(kind.family, old, new, moved_m)
        found.append({"row": row, "code": code, "status": "changed", "fields": fields})
    gone = run.rows(GONE.format(key=kind.key_column, table=kind.table, limit=SHOWN - len(found)))
    return found + [{"row": None, "code": code, "status": "gone", "fields": {}} for (code,) in gone]


def _names():
    holders = {str(o.pk): o.name for o in Organisation.objects.only("name")}
    return holders | {reason.value: str(reason.label) for reason in HolderUnknown}


def _named(value, field, names):
    """Holders by name; all else as it is."""
    return names.get(value, value) if field in ("owner", "manager", "steward") else value


def _shape_words(family, old, new, moved_m):
    moved = _("moved by up to %(metres)s m") % {"metres": f"{moved_m:,.2f}"}
    if old is None:
        return [None, moved]
    unit = "m²" if family == "polygon" else "m"
    return [f"{old:,.1f} {unit}", f"{new:,.1f} {unit}, {moved}"]
