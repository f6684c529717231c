"""Drawing and changing on the map; what may not be changed and what does not exist are both 404."""
import json
import uuid

from django.http import JsonResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from geo_renovation.accounts.choices import Drawn, Seen, Verb
from geo_renovation.accounts.models import Revision
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.accounts.revising import ChangedMeanwhile, NotYours, undo
from geo_renovation.utilities.joining import ComesApart

from ..editing.forms import SplitLineForm
from ..editing.history import history
from ..editing.near import box_of, near
from ..editing.records import county_scale, declaration, record
from ..editing.subjects import DRAWABLES, SUBJECTS, drawn_by, subject_of
from ..viewing import shapes_viewed

NETWORKS = (Drawn.SEGMENT, Drawn.NODE)
LONGEST_REASON = 400


class BodyUnreadable(Refusal):
    status = 400
    message = _("The request cannot be read.")


class FieldsRefused(Refusal):
    """Some field cannot be taken as it is."""

    message = _("Some fields cannot be taken as they are.")

    def __init__(self, errors):
        super().__init__()
        self.errors = {name: [str(each) for each in found] for name, found in errors.items()}


def private(response):
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refused(refusal, user) -> JsonResponse:
    """What was wrong, in which field, where on the map; beside a colleague's version where there is one."""
    text = str(refusal)
    body = {"error": text, "where": {"at": refusal.at}}
    if refusal.field:
        body["errors"] = {refusal.field: [text]}
    if isinstance(refusal, FieldsRefused):
        body["errors"] = refusal.errors
    if isinstance(refusal, ComesApart):
        body["where"]["connected"] = refusal.connected
    if isinstance(refusal, ChangedMeanwhile):
        body["where"]["theirs"] = theirs(refusal, user)
    return private(JsonResponse(body, status=refusal.status))


def theirs(refusal, user):
    """The colleague's version, as far as the user may still change the object."""
    drawable, pk = refusal.drawn, refusal.row.pk
    if drawable.kind not in SUBJECTS:
        return None
    row = drawable.editable_by(user).filter(pk=pk).first()
    return row and record(SUBJECTS[drawable.kind], row, user)


class EditingView(View):
    """Refusals find their status here."""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refusal as refusal:
            return refused(refusal, request.user)

    def http_method_not_allowed(self, request, *args, **kwargs):
        raise NotYours


class Forms(EditingView):
    """What the user may draw, and what must be said of it."""

    def get(self, request):
        subjects = drawn_by(request.user)
        if not subjects:
            raise NotYours
        kinds = [declaration(subject, request.user) for subject in subjects]
        return private(JsonResponse({"kinds": kinds, "scale": county_scale()}))


class Near(EditingView):
    """Shapes to snap to, in a small part of the map."""

    def get(self, request):
        if not drawn_by(request.user):
            raise NotYours
        kinds = request.GET.get("kinds", "").split(",")
        shapes = near(request.user, kinds, box_of(request.GET.get("bbox", "")))
        shapes_viewed(request.user, Seen.DRAWING, [each["geometry"] for each in shapes if each["kind"] in NETWORKS])
        return private(JsonResponse({"shapes": shapes}))


class Opened(EditingView):
    """One object, for who may change it."""

    def get(self, request, kind, key):
        subject = subject_of(kind)
        told = record(subject, subject.find(request.user, key), request.user)
        if kind in NETWORKS:
            shapes_viewed(request.user, Seen.DRAWING, [told["geometry"]])
        return private(JsonResponse(told))


class History(EditingView):
    """What one object went through."""

    def get(self, request, kind, key):
        return private(JsonResponse(history(request.user, kind, key)))


class Act(EditingView):
    """One act of one user; the same `request` again answers what it did before."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        self.body, self.number = read(request)
        before = list(Revision.objects.made_by(request.user, self.number)) if request.user.is_authenticated else []
        if before:
            return self.answer(before, *main_of(before))
        return self.act(*args, **kwargs)

    def check_body(self):
        """To be asked once it is known that the user may act at all."""
        if self.number is None:
            raise BodyUnreadable

    def told(self, name, kind):
        """A part of the body of the right kind, or None."""
        value = self.body.get(name)
        if value is not None and not isinstance(value, kind):
            raise BodyUnreadable
        return value

    def given(self, **more) -> dict:
        return {"by": self.request.user, "request": self.number, **more}

    def reason(self) -> str:
        return (self.told("reason", str) or "").replace("\0", "")[:LONGEST_REASON]

    def answer(self, revisions, subject, pk=None) -> JsonResponse:
        """The object as it stands now, and all that the act changed."""
        pk = pk or (revisions[0].object_id if revisions else None)
        row = subject.drawable.editable_by(self.request.user).filter(pk=pk).first()
        changed = [{"kind": each.kind, "code": each.code, "stands": stands(each)} for each in revisions]
        body = {"changed": changed, "request": str(self.number)}
        body["object"] = record(subject, row, self.request.user) if row else None
        return private(JsonResponse(body))


def main_of(revisions):
    """The kind and id of what the act was about: what it changed first, or put back last."""
    about = revisions[-1] if revisions[-1].verb == Verb.UNDID else revisions[0]
    return SUBJECTS[about.kind], about.object_id


def stands(revision) -> bool:
    """Whether the object was there, and not ended, after the act."""
    return revision.after is not None and not revision.after.get("ended_on")


def read(request):
    """The body and the number of the request; ({}, None) where they cannot be read."""
    try:
        body = json.loads(request.body)
        return body, uuid.UUID(body["request"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}, None


def told_day(on):
    """The day that was sent, or today."""
    try:
        day = parse_date(on) if on else timezone.localdate()
    except ValueError:
        day = None
    if day is None:
        raise FieldsRefused({"ended_on": [_("Enter a valid date.")]})
    return day


def cleaned(form) -> dict:
    if not form.is_valid():
        raise FieldsRefused(form.errors)
    return dict(form.cleaned_data)


class Draw(Act):
    """A new object."""

    def act(self, kind):
        subject = subject_of(kind)
        if not subject.may_draw(self.request.user):
            raise NotYours
        self.check_body()
        form = subject.new_form(data=self.told("values", dict) or {}, user=self.request.user)
        given = self.given(geometry=self.told("geometry", dict), values=cleaned(form))
        return self.answer(subject.draw(**given), subject)


class Change(Act):
    """An act on one object: change, end, split or merge."""

    def act(self, kind, key, act):
        subject = subject_of(kind)
        row = subject.find(self.request.user, key)
        if act not in ACTS or getattr(subject, ACTS[act]) is None:
            raise NotYours
        self.check_body()
        self.state = self.told("state", str)
        if self.state is None:
            raise BodyUnreadable
        return self.answer(getattr(self, act)(subject, row), subject, row.pk)

    def change(self, subject, row):
        values, pk = self.told("values", dict), row.pk
        form = subject.form(data=values, instance=row, user=self.request.user)
        given = self.given(pk=pk, state=self.state, geometry=self.told("geometry", dict), reason=self.reason())
        if subject.kind == "segment":
            given["connected"] = self.told("connected", str) or ""
        return subject.redraw(values=cleaned(form) if values is not None else None, **given)

    def end(self, subject, row):
        return subject.end(pk=row.pk, state=self.state, ended_on=told_day(self.told("ended_on", str)), **self.given(reason=self.reason()))

    def split(self, subject, row):
        values = self.told("values", dict) or {}
        if subject.kind == "segment":
            form = SplitLineForm(values)
            return subject.split(pk=row.pk, state=self.state, at=self.told("at", list), **self.given(**cleaned(form)))
        form = subject.new_form(data=values, user=self.request.user)
        line = self.told("line", dict)
        return subject.split(pk=row.pk, state=self.state, line=line, **self.given(values=cleaned(form)))

    def merge(self, subject, row):
        other = subject.find(self.request.user, self.told("other", str) or "")
        given = self.given(pk=row.pk, state=self.state, other_pk=other.pk, reason=self.reason())
        return subject.merge(other_state=self.told("other_state", str), **given)


# What may be asked of one object → which action of its kind does it.
ACTS = {"change": "redraw", "end": "end", "split": "split", "merge": "merge"}


class Undo(Act):
    """Takes back one's own latest act, as an act of its own."""

    def act(self):
        if not drawn_by(self.request.user):
            raise NotYours
        self.check_body()
        try:
            undone = uuid.UUID(self.told("undone", str) or "")
        except ValueError:
            raise BodyUnreadable from None
        revisions = undo(undone=undone, drawables=DRAWABLES, **self.given())
        return self.answer(revisions, *main_of(revisions))
