"""Marks on wrong lines: the queue, one of them, those on a line, a new one, and the answers."""
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.accounts.revising import NotYours
from geo_renovation.accounts.views import SignInWhereHidden
from geo_renovation.utilities.choices import RedlineState
from geo_renovation.utilities.models import Redline
from geo_renovation.utilities.redlining import AnsweredAlready, answer, mark

from ..audiences import NETWORK_AUDIENCES
from ..editing.redlines import listed, on_line, told, waiting
from .editing import LONGEST_REASON, BodyUnreadable, private, read

PAGE_SIZE = 50
ACTS = {
    "accept": RedlineState.ACCEPTED,
    "decline": RedlineState.DECLINED,
    "withdraw": RedlineState.WITHDRAWN,
}


class RedlineView(SignInWhereHidden, View):
    """Pages and JSON for who sees networks; refusals find their status here."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        accept = request.headers.get("Accept", "")
        told_json = "application/json" in accept and "text/html" not in accept
        self.answers_json = told_json or request.content_type == "application/json"

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if not self.answers_json:
                raise
            return self.refused(NotYours())
        except Refusal as refusal:
            return self.refused(refusal)

    def asks_to_sign_in(self):
        return super().asks_to_sign_in() and not self.answers_json

    def http_method_not_allowed(self, request, *args, **kwargs):
        raise Http404

    def check_reader(self):
        if audience_of(self.request.user) not in NETWORK_AUDIENCES:
            raise Http404

    def refused(self, refusal):
        if self.answers_json:
            return private(JsonResponse(self.reasons(refusal), status=refusal.status))
        if refusal.status in (BodyUnreadable.status, NotYours.status):
            raise Http404
        messages.error(self.request, str(refusal))
        return redirect("maps:redline", pk=self.kwargs["pk"])

    def reasons(self, refusal) -> dict:
        """What was wrong, in which field, where on the map; beside what stands now where somebody was faster."""
        body = {"error": str(refusal), "where": {"at": refusal.at}}
        if refusal.field:
            body["errors"] = {refusal.field: [str(refusal)]}
        if isinstance(refusal, AnsweredAlready):
            body["where"]["redline"] = self.one(refusal.redline.pk)
        return body

    def one(self, pk) -> dict:
        """One mark as the user may read it."""
        row = listed(self.request.user).filter(pk=pk).first()
        if row is None:
            raise NotYours
        return told([row], self.request.user)[0]

    @cached_property
    def sent(self) -> dict:
        """The body of a POST, JSON or form, with the number of the request."""
        if self.request.content_type == "application/json":
            body, number = read(self.request)
        else:
            body, number = self.request.POST, uuid_of(self.request.POST.get("request"))
        if number is None:
            raise BodyUnreadable
        return {"number": number, "body": body}

    def words(self, name) -> str:
        """A text of the body."""
        value = self.sent["body"].get(name) or ""
        if not isinstance(value, str):
            raise BodyUnreadable
        return value.replace("\0", "")[:LONGEST_REASON]


def uuid_of(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


class Redlines(RedlineView):
    """The queue: what the user is to answer, what their organisation marked, or all they may read."""

    def get(self, request):
        self.check_reader()
        chosen = request.GET.get("show")
        shown = chosen if chosen in SHOWN else "answer" if may_answer(request.user) else "ours"
        rows = SHOWN[shown](listed(request.user), request.user)
        page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
        entries = told(list(page), request.user)
        if self.answers_json:
            return private(JsonResponse({"redlines": entries, "total": page.paginator.count}))
        told_page = {"page": page, "entries": entries, "shown": shown, "may_answer": may_answer(request.user)}
        return render(request, "maps/redlines.html", told_page | {"waiting": waiting(request.user)})


def may_answer(user) -> bool:
    return audience_of(user) in (Audience.CENTRE, Audience.UTILITY)


SHOWN = {
    "answer": lambda rows, user: rows.answerable_by(user),
    "ours": lambda rows, user: rows.filter(organisation=user.organisation_id),
    "all": lambda rows, user: rows,
}


class RedlinePage(RedlineView):
    """One mark, with what the user may do about it."""

    def get(self, request, pk):
        self.check_reader()
        mark_told = self.one(pk)
        if self.answers_json:
            return private(JsonResponse(mark_told))
        return render(request, "maps/redline.html", {"mark": mark_told, "request_id": uuid.uuid4()})


class RedlinesOnLine(RedlineView):
    """The marks on one line; a new one."""

    def get(self, request, key):
        self.check_reader()
        found = on_line(request.user, key)
        if found is None:
            raise NotYours
        return private(JsonResponse(found))

    def post(self, request, key):
        self.check_reader()
        if on_line(request.user, key) is None:
            raise NotYours
        geometry = self.sent["body"].get("geometry")
        given = {"segment": key, "kind": self.words("kind"), "text": self.words("text"), "geometry": geometry}
        made = mark(by=request.user, request=self.sent["number"], **given)
        return private(JsonResponse(self.one(made.pk)))


class AnswerRedline(RedlineView):
    """Accepting leads to the line in the editor."""

    def post(self, request, pk, act):
        self.check_reader()
        if act not in ACTS or not Redline.objects.visible_to(request.user).filter(pk=pk).exists():
            raise NotYours
        given = {"redline": pk, "state": ACTS[act], "reason": self.words("reason")}
        answer(by=request.user, request=self.sent["number"], **given)
        now = self.one(pk)
        if self.answers_json:
            return private(JsonResponse(now))
        at = act == "accept" and now["line"] and now["line"]["map"]
        return redirect(f"{at}#redline={pk}") if at else redirect("maps:redline", pk=pk)
