"""Several lines changed or ended in one act: a revision for each, all of them or none, taken back as one."""
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.refusals import Refusal, change
from geo_renovation.accounts.revising import Edit, EndedInFuture

from .actions import SEGMENT, check_leaving
from .models import Segment

MOST_LINES = 500
# What can be said of lines of any class alike.
ATTRIBUTES = ("material", "diameter_mm", "placement", "laid_year", "depth_m", "accuracy", "status")


class NoLines(Refusal):
    message = _("Choose some lines first.")


class TooManyLines(Refusal):
    message = _("At most 500 lines can be changed at once.")


class NothingSet(Refusal):
    message = _("Say first what is to be set.")


class ChangedLines(Refusal):
    """Colleagues changed some meanwhile, or they are the user's no more: `rows` stand, `gone` are ids."""

    status = 409
    message = _("Some of these lines were changed or ended since you chose them. Nothing was recorded.")

    def __init__(self, rows, gone):
        super().__init__()
        self.rows, self.gone = rows, gone


def chosen(keys, by) -> list[Segment]:
    """Those of the lines that the user may change, in the order of their ids; one query."""
    _check_number(keys)
    return list(Segment.objects.editable_by(by).filter(pk__in=keys).order_by("pk"))


def _check_number(keys):
    if not keys:
        raise NoLines
    if len(keys) > MOST_LINES:
        raise TooManyLines


def _held(lines, edit) -> list[Segment]:
    """The lines of {id: state}, held until commit; refused where one is not any more as it was chosen."""
    _check_number(lines)
    rows = Segment.objects.editable_by(edit.by).filter(pk__in=lines).order_by("pk")
    rows = list(rows.select_for_update(of=("self",), no_key=True))
    stale = [row for row in rows if SEGMENT.state(row) != lines[row.pk]]
    gone = sorted(set(lines) - {row.pk for row in rows})
    if stale or gone:
        raise ChangedLines(stale, gone)
    return [edit.remember(SEGMENT, row) for row in rows]


def differing(row, values) -> list[str]:
    """The attributes that would be other than they are."""
    return [name for name, value in values.items() if getattr(row, name) != value]


@change
def preview(*, lines, values, by, ends=False) -> dict:
    """How many lines would change, and in what, if the values were set; or whether they may end. Nothing is stored."""
    edit = Edit(by=by, request=None, verb=Verb.ENDED if ends else Verb.CHANGED)
    rows = _held(lines, edit)
    for row in rows if ends else ():
        check_leaving(row, edit)
    changes = [differing(row, values) for row in rows]
    return {
        "lines": len(rows),
        "changed": sum(map(bool, changes)),
        "by_attribute": {name: sum(name in each for each in changes) for name in values},
    }


@change
def change_segments(*, lines, values, by, request, reason=""):
    """Sets some attributes of the lines of {id: state} alike."""
    edit = Edit(by=by, request=request, verb=Verb.CHANGED, reason=reason)
    if before := edit.repeated():
        return before
    if not values:
        raise NothingSet
    rows = _held(lines, edit)
    for row in rows:
        for name, value in values.items():
            setattr(row, name, value)
        edit.store(SEGMENT, row)
    return edit.sign(f"{len(rows)} segments")


@change
def end_segments(*, lines, by, request, ended_on=None, reason=""):
    """Ends the lines of {id: state} with one day."""
    edit = Edit(by=by, request=request, verb=Verb.ENDED, reason=reason)
    if before := edit.repeated():
        return before
    if ended_on and ended_on > timezone.localdate():
        raise EndedInFuture
    for row in _held(lines, edit):
        check_leaving(row, edit)
        edit.end(SEGMENT, row, ended_on)
    return edit.sign(f"{len(lines)} segments")
