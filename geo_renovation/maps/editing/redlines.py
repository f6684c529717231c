"""Marks on wrong lines as the map and its pages tell them: of the line only what the reader may see."""
from urllib.parse import urlencode

from django.contrib.gis.db.models.functions import Centroid
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geo_renovation.accounts.choices import Drawn, Verb
from geo_renovation.accounts.models import Revision
from geo_renovation.spatial import drawn
from geo_renovation.utilities.choices import RedlineKind, RedlineState
from geo_renovation.utilities.models import Redline, Segment

from .history import history_source
from .records import moment

CLOSE_ZOOM = 18
MOST_ON_LINE = 100
ANSWERED = {
    RedlineState.ACCEPTED: gettext_lazy("accepted a mark"),
    RedlineState.DECLINED: gettext_lazy("declined a mark"),
    RedlineState.WITHDRAWN: gettext_lazy("withdrew a mark"),
}


def listed(user):
    """The marks that the user may read, the latest first, with what they are told with."""
    later = Revision.objects.filter(
        kind=Drawn.SEGMENT, object_id=OuterRef("segment_id"), at__gt=OuterRef("answered_at")
    )
    people = ("made_by", "organisation", "answered_by__organisation")
    rows = Redline.objects.visible_to(user).select_related(*people)
    return rows.annotate(corrected=Exists(later)).order_by("-pk")


def told(redlines, user) -> list[dict]:
    """What the user may know of each mark; five queries for all of them."""
    keys = [row.pk for row in redlines]
    lines = seen_lines(user, {row.segment_id for row in redlines})
    answerable = set(Redline.objects.answerable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    withdrawable = set(Redline.objects.withdrawable_by(user).filter(pk__in=keys).values_list("pk", flat=True))
    editable = set(Segment.objects.editable_by(user).filter(pk__in=lines).values_list("pk", flat=True))
    return [
        one(row, lines.get(row.segment_id))
        | {
            "can": {
                "answer": row.pk in answerable,
                "withdraw": row.pk in withdrawable,
                "correct": row.segment_id in editable,
            }
        }
        for row in redlines
    ]


def seen_lines(user, keys) -> dict:
    """{id: the line as the user sees it}, those that ended included where they are the user's own."""
    rows = Segment.objects.visible_to(user, with_ended=True).filter(pk__in=keys).select_related("owner")
    rows = rows.annotate(middle=Centroid("seen_route"))
    return {row.pk: row for row in rows if row.ended_on is None or row.seen_is_full}


def one(row, line) -> dict:
    """One mark; `line` is None where the reader no longer sees it."""
    return {
        "id": row.pk,
        "url": reverse("maps:redline", args=[row.pk]),
        "kind": row.kind,
        "kind_label": row.get_kind_display(),
        "text": row.text,
        "geometry": drawn.geojson(row.shape),
        "state": row.state,
        "state_label": row.get_state_display(),
        "made": {**post_of(row.made_by, row.organisation), "at": moment(row.made_at)},
        "answer": row.answer,
        "answered": row.answered_by and {
            **post_of(row.answered_by, row.answered_by.organisation), "at": moment(row.answered_at),
        },
        "line": line and line_told(row, line),
    }  # fmt: skip


def post_of(user, organisation) -> dict:
    """Posts and organisations; the account's name only where it has no post."""
    return {"who": user.post or user.get_username(), "organisation": str(organisation or "")}


def line_told(row, line) -> dict:
    """What the reader sees of the line, and where on the map; whether it changed is its owner's to know."""
    stands = line.ended_on is None
    known = line.seen_is_full
    return {
        "key": str(line.pk),
        "title": " · ".join(filter(None, (line.get_network_class_display(), line.seen_code))),
        "owner": str(line.owner or _("Owner not on record")),
        "stands": stands,
        "corrected": known and row.corrected,
        "map": map_address(row, line) if stands else None,
    }


def map_address(row, line) -> str:
    """The map at the place of the mark, with the line's card."""
    middle = row.shape.centroid if row.shape else line.middle
    place = {}
    if middle is not None and not middle.empty:
        longitude, latitude = drawn.to_world_point(middle.coords)
        place = {"at": f"{CLOSE_ZOOM}/{latitude:.5f}/{longitude:.5f}"}
    return f"{reverse('maps:map')}?{urlencode({**place, 'card': f'segment:{line.pk}'}, safe=':/')}"


def on_line(user, pk) -> dict | None:
    """The marks on one line and what may be marked; None where the user does not see the line."""
    if pk not in seen_lines(user, [pk]):
        return None
    rows = listed(user).filter(segment=pk)
    return {"redlines": told(rows[:MOST_ON_LINE], user), "kinds": [[kind.value, str(kind.label)] for kind in RedlineKind]}


@history_source
def marked(user, kind, row) -> list[dict]:
    """Marks and answers among what a line went through."""
    if kind != Drawn.SEGMENT:
        return []
    entries = []
    for each in listed(user).filter(segment=row.pk):
        remark = f"{each.get_kind_display()}: {each.text}"
        entries.append(entry(each.made_at, each.made_by, each.organisation, Verb.MARKED.label, remark, each.shape))
        if each.answered_at:
            by = each.answered_by
            entries.append(entry(each.answered_at, by, by.organisation, ANSWERED[each.state], each.answer))
    return entries


def entry(at, user, organisation, verb, reason, shape=None) -> dict:
    return {
        "sort": at, **post_of(user, organisation), "source": "redline", "verb": str(verb), "reason": reason, "changes": [],
        "shape_before": None, "shape_after": drawn.geojson(shape),
    }  # fmt: skip


def waiting(user) -> int:
    """How many marks the user is to answer."""
    return Redline.objects.answerable_by(user).count()


def open_marks(user) -> Coalesce:
    """Of each line how many open marks the user may read, within the query of the lines."""
    rows = Redline.objects.visible_to(user).filter(segment=OuterRef("pk"), state=RedlineState.OPEN)
    counted = rows.order_by().values("segment").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
