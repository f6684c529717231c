"""Changing what is drawn on the map: who was faster, what was before, what is after, and back again.

A form carries the `state` of what it was opened on: a digest of the shape and of the fields that
people enter. What the database derives (district, stage, adjacency) does not make a form stale.
"""
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Drawn, Verb
from .models import Act, Revision
from .refusals import Refusal, change

SAME_REQUEST = "SELECT pg_advisory_xact_lock(hashtext('accounts_revision'), hashtext(%s))"
# The lock under which imports store rows of one kind: an overlap with one just being added would be missed.
SAME_GROUND = "SELECT pg_advisory_xact_lock(hashtext('interchange_kind'), hashtext(%s))"


class NotYours(Refusal):
    """It is not there, or not the user's to change; the two look alike."""

    status = 404
    message = _("Not found, or not for you to change.")


class ChangedMeanwhile(Refusal):
    """A colleague was faster; `row` is what stands now."""

    status = 409
    message = _("A colleague has changed this since you opened it. Both versions are shown; choose.")

    def __init__(self, drawn, row):
        super().__init__()
        self.drawn, self.row = drawn, row


class CodeTaken(Refusal):
    field = "code"
    message = _("This code is taken.")


class NothingToUndo(Refusal):
    status = 409
    message = _("Only your own latest change can be undone, and only once.")


class EndedInFuture(Refusal):
    field = "ended_on"
    message = _("The day of the end cannot lie in the future.")


@dataclass(frozen=True)
class Drawable:
    """One kind of thing that is drawn: its shape, what people enter, who may change it, what must hold.

    `check(row, edit)` is asked before a row is stored, `settle(row, edit)` once the database has
    placed it, `leave(row, edit)` before it ends; all raise a Refusal. `holders` names columns of
    organisations whose own it is. Where shapes must not overlap, `alone_as` is the name under which
    they are drawn and imported one at a time.
    """

    kind: str
    model: type
    shape: str
    fields: tuple[str, ...]
    editable_by: Callable
    families: tuple[str, ...]
    check: Callable
    settle: Callable
    leave: Callable = lambda row, edit: None
    holders: tuple[str, ...] = ()
    key: str = "pk"
    alone_as: str = ""

    @property
    def can_end(self) -> bool:
        return any(field.name == "ended_on" for field in self.model._meta.fields)

    def stands(self, row) -> bool:
        return getattr(row, "ended_on", None) is None

    def values(self, row) -> dict:
        """What people entered, as JSON has it."""
        columns = [self.model._meta.get_field(name).attname for name in self.fields]
        columns += ["ended_on"] if self.can_end else []
        return json.loads(json.dumps({name: getattr(row, name) for name in columns}, cls=DjangoJSONEncoder))

    def state(self, row) -> str:
        """Changes with the shape and with every value people enter."""
        entered = json.dumps(self.values(row), sort_keys=True).encode()
        return hashlib.blake2b(entered + bytes(getattr(row, self.shape).wkb), digest_size=16).hexdigest()


class Edit:
    """One act of one user: the rows it holds, and a revision for each it changes."""

    def __init__(self, *, by, request, verb, reason=""):
        self.by, self.request, self.verb, self.reason = by, request, verb, reason.strip()
        self.made, self._before, self._undoes = [], {}, {}

    def repeated(self, *drawables) -> list[Revision]:
        """What the very same request recorded before, if it did; nobody else sends it, or draws there, meanwhile."""
        with connection.cursor() as cursor:
            cursor.execute(SAME_REQUEST, [f"{self.by.pk}:{self.request}"])
            for name in sorted({drawn.alone_as for drawn in drawables} - {""}):
                cursor.execute(SAME_GROUND, [name])
        return list(Revision.objects.made_by(self.by, self.request))

    def hold(self, drawn, pk, state=None):
        """The row as it stands, held until commit; refused where `state` is not its state any more."""
        rows = drawn.editable_by(self.by).select_for_update(of=("self",))
        row = rows.filter(pk=pk).first()
        if row is None:
            raise NotYours
        if state is not None and drawn.state(row) != state:
            raise ChangedMeanwhile(drawn, row)
        return self.remember(drawn, row)

    def remember(self, drawn, row):
        """Notes how the row is before it is changed."""
        self._before[drawn.kind, row.pk] = (drawn.values(row), getattr(row, drawn.shape).clone())
        return row

    def insert(self, drawn, row, then=None):
        """Stores a new row by the rules of its kind; `then(row)` adds what belongs to it."""
        drawn.check(row, self)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            if "code" in (error.__cause__.diag.constraint_name or ""):
                raise CodeTaken from error
            raise
        if then:
            then(row)
        return self._record(drawn, row)

    def store(self, drawn, row):
        """Stores a row that is held, if anything in it changed."""
        before, shape = self._before[drawn.kind, row.pk]
        names = [*drawn.fields, drawn.shape, *(["ended_on"] if drawn.can_end else [])]
        if before == drawn.values(row) and shape == getattr(row, drawn.shape):
            return None
        drawn.check(row, self)
        row.save(update_fields=names)
        return self._record(drawn, row)

    def note(self, drawn, row):
        """Records a row that was changed as part of a larger act, whose rules were asked already."""
        return self._record(drawn, row)

    def end(self, drawn, row, on=None):
        """Ends a row that is held with a day; what cannot end is taken away, its revision keeps it."""
        drawn.leave(row, self)
        if not drawn.can_end:
            return self._take_away(drawn, row)
        row.ended_on = on or timezone.localdate()
        if row.ended_on > timezone.localdate():
            raise EndedInFuture
        row.save(update_fields=["ended_on"])
        return self._record(drawn, row)

    def _take_away(self, drawn, row):
        pk = row.pk
        row.delete()
        row.pk = pk
        return self._record(drawn, row, is_there=False)

    def witness(self, drawn, row, *, is_there=True):
        """Records what was changed elsewhere, by other rules than those of the map; nothing where nothing was."""
        if is_there:
            row.refresh_from_db()
        before, shape = self._before.get((drawn.kind, row.pk), (None, None))
        if is_there and before == drawn.values(row) and shape == getattr(row, drawn.shape):
            return None
        return self._write(drawn, row, is_there)

    def _record(self, drawn, row, *, is_there=True):
        if is_there:
            row.refresh_from_db()
            if drawn.stands(row):
                drawn.settle(row, self)
        return self._write(drawn, row, is_there)

    def _write(self, drawn, row, is_there):
        before, shape = self._before.get((drawn.kind, row.pk), (None, None))
        revision = Revision.objects.create(
            user=self.by, organisation=self.by.organisation, request=self.request, verb=self.verb,
            kind=drawn.kind, object_id=row.pk, code=row.code, reason=self.reason,
            before=before, shape_before=shape,
            after=drawn.values(row) if is_there else None,
            shape_after=getattr(row, drawn.shape) if is_there else None,
            state_after=drawn.state(row) if is_there else "",
            holders=sorted({pk for name in drawn.holders if (pk := getattr(row, f"{name}_id"))}),
            undoes=self._undoes.get((drawn.kind, row.pk)),
        )  # fmt: skip
        self.made.append(revision)
        return revision

    def sign(self, subject):
        """One line in the journal for the whole act."""
        if self.made:
            objects = [f"{revision.kind}:{revision.code}" for revision in self.made]
            Act.record(self.verb, subject, by=self.by, request=str(self.request), objects=objects)
        return self.made

    def hold_for_undo(self, revision, drawn):
        """The row that a revision left, held; refused once anybody changed it since."""
        self._undoes[drawn.kind, revision.object_id] = revision
        if revision.after is None:
            return None
        row = drawn.model.objects.select_for_update(of=("self",)).filter(pk=revision.object_id).first()
        if row is None or (drawn.stands(row) and not drawn.editable_by(self.by).filter(pk=row.pk).exists()):
            raise NotYours
        if drawn.state(row) != revision.state_after:
            raise ChangedMeanwhile(drawn, row)
        return self.remember(drawn, row)

    def undo(self, revision, drawn, row):
        """Makes one object what it was before `revision`."""
        if row is None:
            return self._bring_back(revision, drawn)
        if revision.before is None:
            return self.end(drawn, row)
        fill(row, revision.before, drawn)
        setattr(row, drawn.shape, revision.shape_before)
        return self.store(drawn, row)

    def _bring_back(self, revision, drawn):
        row = fill(drawn.model(pk=revision.object_id, code=revision.code), revision.before, drawn)
        setattr(row, drawn.shape, revision.shape_before)
        return self.insert(drawn, row)


def fill(row, values, drawn):
    """The row with values that a revision kept."""
    for name, value in values.items():
        field = drawn.model._meta.get_field(name)
        setattr(row, name, field.to_python(value) if not field.is_relation else value)
    return row


@change
def undo(*, by, request, undone, drawables) -> list[Revision]:
    """Takes back the user's own act `undone` (its request), object by object, the last one first."""
    edit = Edit(by=by, request=request, verb=Verb.UNDID)
    if before := edit.repeated(*drawables.values()):
        return before
    revisions = list(Revision.objects.made_by(by, undone).standing().reverse())
    if not revisions:
        raise NothingToUndo
    held = {each.pk: edit.hold_for_undo(each, drawables[each.kind]) for each in revisions}
    # A building is put back once the ground it stood on is there again.
    for revision in sorted(revisions, key=lambda each: each.kind == Drawn.BUILDING):
        edit.undo(revision, drawables[revision.kind], held[revision.pk])
    return edit.sign(revisions[-1].code)
