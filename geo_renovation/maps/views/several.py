"""Several lines at once: what they are, what a change would do, the change, the end."""
from django.http import JsonResponse

from geo_renovation.accounts.choices import Seen
from geo_renovation.accounts.revising import NotYours
from geo_renovation.utilities.several import ChangedLines, change_segments, chosen, end_segments, preview

from ..editing.forms import LineAttributesForm
from ..editing.several import listed, one
from ..editing.subjects import SUBJECTS
from ..viewing import shapes_viewed
from .editing import Act, BodyUnreadable, EditingView, cleaned, private, told_day

LINE = SUBJECTS["segment"]
LARGEST_ID = 2**63


def ids(keys) -> list[int]:
    """Numbers of lines; raises BodyUnreadable."""
    if not all(key.isascii() and key.isdigit() and len(key) < 20 and int(key) < LARGEST_ID for key in keys):
        raise BodyUnreadable
    return [int(key) for key in keys]


class ChosenLines(EditingView):
    """What the user may change of some lines; the others are left out."""

    def get(self, request):
        if not LINE.may_draw(request.user):
            raise NotYours
        keys = ids([key for key in request.GET.get("keys", "").split(",") if key])
        told = listed(chosen(keys, request.user), request.user)
        shapes_viewed(request.user, Seen.DRAWING, [line["geometry"] for line in told["lines"]])
        return private(JsonResponse(told))


class ChangeSeveral(Act):
    """Previews, changes or ends the lines of {key: state}."""

    def act(self, act):
        if not LINE.may_draw(self.request.user) or act not in ACTS:
            raise NotYours
        self.check_body()
        lines = self.told("lines", dict) or {}
        if not all(isinstance(state, str) for state in lines.values()):
            raise BodyUnreadable
        lines = dict(zip(ids(lines), lines.values(), strict=True))
        try:
            return getattr(self, act)(lines)
        except ChangedLines as refusal:
            return self.changed_meanwhile(refusal)

    def values(self) -> dict:
        """Just the attributes that were sent."""
        sent = self.told("values", dict) or {}
        form = LineAttributesForm(data=sent, user=self.request.user)
        for name in form.fields.keys() - sent.keys():
            del form.fields[name]
        return cleaned(form)

    def preview(self, lines):
        return private(JsonResponse(preview(lines=lines, values=self.values(), by=self.request.user, ends=bool(self.told("ends", bool)))))

    def change(self, lines):
        return self.answer(change_segments(lines=lines, values=self.values(), **self.given(reason=self.reason())))

    def end(self, lines):
        on = told_day(self.told("ended_on", str))
        return self.answer(end_segments(lines=lines, ended_on=on, **self.given(reason=self.reason())))

    def answer(self, revisions, _subject=None, _pk=None):
        """How many the act changed, and by which number it is taken back."""
        return private(JsonResponse({"changed": len(revisions), "request": str(self.number)}))

    def changed_meanwhile(self, refusal):
        where = {"stale": [one(row) for row in refusal.rows], "gone": [str(pk) for pk in refusal.gone]}
        return private(JsonResponse({"error": str(refusal), "where": where}, status=refusal.status))


ACTS = ("preview", "change", "end")
