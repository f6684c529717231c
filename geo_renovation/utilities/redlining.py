"""Marking lines that are wrong on record, and answering the marks; each act once, and none of them taken back."""
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.drawing import read
from geo_renovation.accounts.models import Act
from geo_renovation.accounts.refusals import Refusal, change
from geo_renovation.accounts.revising import SAME_REQUEST, NotYours
from geo_renovation.spatial import drawn

from .actions import SEGMENT
from .choices import RedlineKind, RedlineState
from .models import Redline, Segment

# Of one organisation on one line.
MOST_OPEN = 20
VERBS = {
    RedlineState.ACCEPTED: Verb.ACCEPTED,
    RedlineState.DECLINED: Verb.DECLINED,
    RedlineState.WITHDRAWN: Verb.WITHDREW,
}


class KindMissing(Refusal):
    field = "kind"
    message = _("Choose what is wrong with the line.")


class TextMissing(Refusal):
    field = "text"
    message = _("Say in a few words what is wrong.")


class TooManyOpen(Refusal):
    message = _("Your organisation has marked this line often enough; wait for the answers, or withdraw some.")


class ReasonMissing(Refusal):
    field = "reason"
    message = _("Whoever marked it wants to know why: give a reason.")


class AnsweredAlready(Refusal):
    """Somebody was faster; `redline` is what stands now."""

    status = 409
    message = _("This has been answered or withdrawn meanwhile.")

    def __init__(self, redline):
        super().__init__()
        self.redline = redline


def _repeated(by, number, **sent):
    """What the very same request made before, if it did; nobody else sends it meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(SAME_REQUEST, [f"{by.pk}:{number}"])
    return Redline.objects.filter(**sent).first()


@change
def mark(*, segment, kind, text, by, request, geometry=None) -> Redline:
    """Marks a line that the user sees; the same request again answers the mark it made before."""
    if before := _repeated(by, request, request=request, made_by=by):
        return before
    if not Segment.objects.visible_to(by).filter(pk=segment).exists():
        raise NotYours
    if kind not in RedlineKind.values:
        raise KindMissing
    if not text.strip():
        raise TextMissing
    if Redline.objects.withdrawable_by(by).filter(segment=segment).count() >= MOST_OPEN:
        raise TooManyOpen
    made = Redline.objects.create(
        request=request, segment_id=segment, kind=kind, text=text.strip(), made_by=by, organisation=by.organisation,
        shape=None if geometry is None else drawn.stored(read(geometry, ("line",))),
        line_state=SEGMENT.state(Segment.objects.get(pk=segment)),
    )  # fmt: skip
    Act.record(Verb.MARKED, f"redline {made.pk}", by=by, request=str(request), segment=segment, kind=kind)
    return made


@change
def answer(*, redline, state, by, request, reason="") -> Redline:
    """Accepts or declines a mark on one's own line, or withdraws one's own mark."""
    if before := _repeated(by, request, answer_request=request, answered_by=by):
        return before
    row = Redline.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=redline).first()
    if row is None:
        raise NotYours
    may = Redline.objects.withdrawable_by(by) if state == RedlineState.WITHDRAWN else Redline.objects.answerable_by(by)
    if row.state != RedlineState.OPEN:
        raise AnsweredAlready(row)
    if not may.filter(pk=row.pk).exists():
        raise NotYours
    if state == RedlineState.DECLINED and not reason.strip():
        raise ReasonMissing
    row.state, row.answer, row.answer_request = state, reason.strip(), request
    row.answered_at, row.answered_by = timezone.now(), by
    row.save(update_fields=["state", "answer", "answer_request", "answered_at", "answered_by"])
    Act.record(VERBS[state], f"redline {row.pk}", by=by, request=str(request), segment=row.segment_id)
    return row
