"""The first differences between a file and what is stored, for whoever says yes."""
import json

from django.utils.translation import gettext as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.utilities.choices import HolderUnknown

from . import columns
from .values import Choice, Flag

SHOWN = 5000
EMPTY = "–"
HOLDERS = {"owner", "manager", "steward"}
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
    """[{row, code, status, fields: {field: [old, new]}}] of the changed rows, then of those that are gone; no words."""
    kind = run.kind
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
        if has_moved:
            fields["geometry"] = {"old": old, "new": new, "moved_m": moved_m}
        found.append({"row": row, "code": code, "status": "changed", "fields": fields})
    gone = run.rows(GONE.format(key=kind.key_column, table=kind.table, limit=SHOWN - len(found)))
    return found + [{"row": None, "code": code, "status": "gone", "fields": {}} for (code,) in gone]


def in_words(differences, kind):
    """The same rows as a reader sees them, in the language of the moment."""
    words = {each.name: _words_of(each) for each in kind.fields}
    words |= dict.fromkeys(HOLDERS, _holders() if words.keys() & HOLDERS else {})
    return [row | {"fields": dict(_said(row["fields"], words, kind))} for row in differences]


def _said(fields, words, kind):
    for name, change in fields.items():
        if isinstance(change, dict):
            yield name, _shape_words(kind.family, **change)
        else:
            yield name, [_value(part, words.get(name, {})) for part in change]


def _value(text, words):
    return EMPTY if text in (None, "") else str(words.get(text, text))


def _words_of(each):
    """Stored text -> word of a field of few known values; references stay codes."""
    if isinstance(each.type, Flag):
        return {"true": _("Yes"), "false": _("No")}
    return dict(each.type.options()) if isinstance(each.type, Choice) else {}


def _holders():
    named = {str(pk): name for pk, name in Organisation.objects.values_list("pk", "name")}
    return named | dict(HolderUnknown.choices)


def _shape_words(family, old, new, moved_m):
    moved = _("moved by up to %(metres)s m") % {"metres": f"{moved_m:,.2f}"}
    if old is None:
        return [EMPTY, moved]
    unit = "m²" if family == "polygon" else "m"
    return [f"{old:,.1f} {unit}", f"{new:,.1f} {unit}, {moved}"]
