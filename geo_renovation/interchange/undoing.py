"""Taking a stored import back while nothing was built on it, and doing it again."""
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from . import built_upon, copying, restoring, run_files
from .choices import RunState
from .kinds import KINDS
from .models import Change, ImportRun, Undo
from .permissions import kinds_for

MESSAGES = {
    "not_yours": _("There is no such import."),
    "not_stored": _("This import is not in the county: there is nothing to take back."),
    "not_undone": _("This import was not taken back: there is nothing to do again."),
    "nothing_kept": _("This import was made before imports could be taken back."),
    "county_stays": _("The county itself cannot be taken back."),
    "changed_since": _("Not taken back: somebody has changed these since: %(objects)s."),
    "built_upon": _("Not taken back: other records rest on these: %(objects)s."),
    "held": _("Not taken back: these would end, but are in a bundle, a plan or under works: %(objects)s."),
    "database": _("Not taken back: what stands now contradicts what stood before (%(objects)s)."),
}
NAMED = 20
# More rows than these take longer to look through than a page may wait: then only the undo itself finds out.
LOOKED_AT_ROWS = 100_000


class UnableToUndo(Exception):
    """The import stays, or stays undone; `reason` is a code of MESSAGES, `objects` names what is in the way."""

    def __init__(self, reason, objects=()):
        super().__init__(reason)
        self.reason, self.objects = reason, list(objects)[:NAMED]
        self.more = len(objects) > NAMED

    @property
    def message(self):
        named = ", ".join([*self.objects, "…"] if self.more else self.objects)
        return MESSAGES[self.reason] % {"objects": named} if self.objects else str(MESSAGES[self.reason])


def undo(run, *, by):
    """Takes away what the run added and puts back what it changed or ended: all of it, or raises UnableToUndo.

    A second call changes nothing. `by` None is who runs the service, at its terminal.
    """
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                copying.be_patient(cursor)
            held = _held(run, by)
            if held.state != RunState.UNDONE:
                _take_back(held, by)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        raise UnableToUndo("database", [name or "?"]) from error
    return held


def _take_back(held, by):
    with connection.cursor() as cursor:
        copying.one_at_a_time(cursor, KINDS[held.kind])
    _check(held, for_good=True)
    counts = restoring.restore(held, KINDS[held.kind])
    Change.objects.filter(run=held).delete()
    Undo.objects.filter(run=held).delete()
    held.state = RunState.UNDONE
    held.save(update_fields=["state"])
    Act.record(Verb.TOOK_BACK, held, by=by, run=held.pk, **counts)


def obstacle(run):
    """Why the run could not be taken back now, None also where it is too large to look; changes nothing."""
    if run.written_count + run.report.get("gone", 0) > LOOKED_AT_ROWS:
        return None
    try:
        with transaction.atomic():
            _check(run, for_good=False)
            transaction.set_rollback(True)
    except UnableToUndo as refusal:
        return refusal
    return None


def met(run):
    """What the last attempt to take the run back met, or None."""
    told = run_files.read(run, "undo", None)
    return UnableToUndo(**told) if told else None


def _check(run, *, for_good):
    if run.state != RunState.STORED:
        raise UnableToUndo("not_stored")
    if run.kind == "county":
        raise UnableToUndo("county_stays")
    if not Undo.objects.filter(run=run).exists():
        raise UnableToUndo("nothing_kept")
    kind = KINDS[run.kind]
    built_upon.gather(run, kind, hold=for_good)
    for reason, find in built_upon.OBSTACLES:
        objects = find(run, kind)
        if objects:
            raise UnableToUndo(reason, objects)


def redo(run, *, by):
    """A new run in draft with the same original and instructions, to be checked and stored like any other.

    Asked for twice, the answer is the same run until that one is taken back or given up.
    """
    with transaction.atomic():
        held = _held(run, by)
        if held.state != RunState.UNDONE or held.delivery_id is None:
            raise UnableToUndo("not_undone")
        same = {name: getattr(held, name) for name in ("delivery", "layer", "kind", "mode", "instructions")}
        same["organisation"] = getattr(by, "organisation", None)
        over = (RunState.UNDONE, RunState.CANCELLED, RunState.REFUSED)
        made = ImportRun.objects.filter(pk__gt=held.pk, **same).exclude(state__in=over).first()
        if made is None:
            made = ImportRun.objects.create(file_name=held.file_name, sha256=held.sha256, user=by, **same)
    return made


def _held(run, by):
    """The run as it stands now, held until commit; raises for whoever may not import there."""
    rows = ImportRun.objects.all() if by is None else ImportRun.objects.visible_to(by)
    held = rows.select_for_update(of=("self",)).filter(pk=run.pk).first()
    if held is None or (by is not None and held.kind not in kinds_for(by)):
        raise UnableToUndo("not_yours")
    return held
