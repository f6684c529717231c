"""What an object went through: drawn on the map, moved along its course, imported.

Apps above the map add their part with `history_source`; the map asks all of them.
"""
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Drawn, Seen
from geo_renovation.accounts.models import Revision
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.revising import NotYours
from geo_renovation.compounds.models import Building, Compound, StageEvent
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.districts.models import Barrier
from geo_renovation.maps.cards import day
from geo_renovation.spatial import drawn
from geo_renovation.utilities.models import Segment

from ..viewing import shapes_viewed
from .records import may_undo, moment, who
from .subjects import SUBJECTS

MOST = 200
SOURCES = []


def history_source(source):
    """Registers `source(user, kind, row)`, which answers entries with a `sort` moment."""
    SOURCES.append(source)
    return source


def seen(user, kind):
    """The rows of a kind whose history the user may read, those that ended included."""
    if audience_of(user) not in OFFICIAL:
        raise NotYours
    if kind == "segment":
        return Segment.objects.visible_to(user, with_ended=True).filter(seen_is_full=True)
    rows = {"compound": Compound, "building": Building}
    if kind in rows:
        return rows[kind].objects.visible_to(user, with_ended=True)
    return Barrier.objects.visible_to(user)


def history(user, kind, key) -> dict:
    """The entries of one object, the latest first; raises NotYours where the user may not read it."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        raise NotYours
    row = found(user, subject, key)
    if subject.kind == Drawn.SEGMENT:
        shapes_viewed(user, Seen.HISTORY, [drawn.geojson(row.seen_route)])
    entries = [*drawings(user, subject, row), *stages(user, kind, row)]
    for source in SOURCES:
        entries += source(user, kind, row)
    entries.sort(key=lambda entry: entry["sort"], reverse=True)
    for entry in entries:
        entry["at"] = moment(entry.pop("sort"))
    return {"kind": kind, "key": key, "title": getattr(row, "name", "") or row.code, "entries": entries[:MOST]}


def found(user, subject, key):
    """The object; one that was taken away is known by its revisions alone."""
    rows = seen(user, subject.kind)
    try:
        return subject.find(user, key, rows=rows)
    except NotYours:
        if subject.drawable.can_end or "\0" in key:
            raise
    last = Revision.objects.visible_to(user).filter(kind=subject.kind, code=key).first()
    if last is None:
        raise NotYours
    return subject.drawable.model(pk=last.object_id, code=last.code, **named(last))


def named(revision) -> dict:
    return {"name": (revision.before or {}).get("name", "")}


def drawings(user, subject, row) -> list[dict]:
    revisions = Revision.objects.visible_to(user).of(subject.kind, row.pk)
    revisions = list(revisions.select_related("user", "organisation", "undone_by", "undoes"))
    latest = revisions[0].pk if revisions else None
    is_there = row.ended_on is None if subject.drawable.can_end else not row._state.adding
    state = subject.drawable.state(row) if latest and not row._state.adding else ""
    return [
        {
            "sort": revision.at,
            **who(revision),
            "source": "map",
            "verb": revision.get_verb_display(),
            "reason": revision.reason,
            "request": str(revision.request),
            "undone": hasattr(revision, "undone_by"),
            "can_undo": revision.pk == latest and may_undo(revision, state, user) and (is_there or user_ended(revision)),
            "changes": changes(subject.drawable, revision),
            **outlines(revision),
        }
        for revision in revisions
    ]


def user_ended(revision) -> bool:
    return revision.before is not None


def outlines(revision) -> dict:
    """Before and after on the map; both left out where the shape is the same."""
    if revision.shape_before == revision.shape_after:
        return {"shape_before": None, "shape_after": None}
    return {"shape_before": drawn.geojson(revision.shape_before), "shape_after": drawn.geojson(revision.shape_after)}


def changes(drawable, revision) -> list[dict]:
    """The fields that changed, in words."""
    before, after = revision.before or {}, revision.after or {}
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    fields = {drawable.model._meta.get_field(name): name for name in names}
    return [
        {
            "label": str(field.verbose_name),
            "before": worded(field, before.get(name)),
            "after": worded(field, after.get(name)),
        }
        for field, name in fields.items()
        if before.get(name) not in (None, "") or after.get(name) not in (None, "")
    ]


def worded(field, value) -> str:
    """A stored value as it is shown: the label of a code, the name of what is referred to."""
    if value in (None, ""):
        return ""
    if field.is_relation:
        return str(field.related_model.objects.filter(pk=value).first() or value)
    return str(dict(field.flatchoices).get(value, value))


def stages(user, kind, row) -> list[dict]:
    """Moves of a compound along its course."""
    if kind != "compound":
        return []
    events = StageEvent.objects.visible_to(user).filter(compound=row).select_related("recorded_by", "corrects")
    return [
        {
            "sort": event.recorded_at,
            "who": "",
            "organisation": str(event.recorded_by or ""),
            "source": "stage",
            "verb": _("corrected a stage") if event.corrects_id else _("recorded a stage"),
            "reason": " · ".join(filter(None, (event.correction_reason, event.evidence))),
            "changes": [
                {
                    "label": str(event._meta.get_field("stage").verbose_name),
                    "before": event.corrects.get_stage_display() if event.corrects_id else "",
                    "after": f"{event.get_stage_display()} · {day(event.effective_to) or '…'}",
                }
            ],
            "shape_before": None,
            "shape_after": None,
        }
        for event in events
    ]
