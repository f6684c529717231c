"""Handovers 移交: the list, one of them, a new one, and taking one back."""
import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.utilities.choices import NetworkClass
from geo_renovation.utilities.handing_over import hand_over, take_back
from geo_renovation.utilities.models import Handover, Segment

from ..duties import DutyTable
from ..forms import DutyForm, HandoverForm, OfClassForm
from ..handing import meant
from ..scopes import scope_of
from ..under import MOST_NAMED
from .answering import PAGE_SIZE, PlanningView, cleaned
from .duties import question


class HandoverView(PlanningView):
    """The centre all, a utility what it gave or took."""

    audiences = (Audience.CENTRE, Audience.UTILITY)

    def found(self):
        self.check_reader()
        rows = Handover.objects.visible_to(self.request.user).select_related("giver", "taker", "recorded_by", "undone_by")
        lines = Count("rights__segment", distinct=True)
        rows = rows.annotate(lines=lines, points=Count("rights__node", distinct=True))
        return rows.order_by("-day", "-pk")

    def refused_url(self):
        return "planning:handovers"


class HandoverList(HandoverView):
    def get(self, request):
        page = Paginator(self.found(), PAGE_SIZE).get_page(request.GET.get("page"))
        return render(request, "planning/handovers.html", {"page": page})


class HandoverPage(HandoverView):
    def get(self, request, pk):
        handover = get_object_or_404(self.found(), pk=pk)
        lines = Segment.objects.visible_to(request.user, with_ended=True).filter(
            pk__in=handover.rights.exclude(segment=None).values("segment")
        )
        can_undo = Handover.objects.undoable_by(request.user).filter(pk=pk).exists()
        return render(request, "planning/handover.html", {
            "handover": handover, "lines": lines.order_by("pk")[:MOST_NAMED], "can_undo": can_undo, "request_id": uuid.uuid4(),
        })  # fmt: skip


class TakeBack(HandoverView):
    """Makes the rights what they were before."""

    def post(self, request, pk):
        handover = get_object_or_404(self.found(), pk=pk)
        try:
            take_back(handover=handover, by=request.user, request=_uuid(request.POST.get("request")))
        except Refusal as refusal:
            return self.told(refusal, pk)
        return redirect("planning:handover", pk=pk)

    def told(self, refusal, pk):
        if self.answers_json:
            return JsonResponse({"error": str(refusal)}, status=refusal.status)
        if refusal.status == 404:
            raise Http404
        messages.error(self.request, str(refusal))
        return redirect("planning:handover", pk=pk)


class NewHandover(HandoverView):
    """First a class and holder under some ground are chosen, then the papers are entered."""

    @cached_property
    def asked(self):
        self.check_reader()
        return cleaned(DutyForm(self.request.GET))

    @cached_property
    def scope(self):
        return scope_of(self.request.user, **{name: self.asked[name] for name in ("bundle", "compound", "district")})

    @cached_property
    def chosen(self):
        """The class and holder, and the lines and points meant; None before they are chosen."""
        if "network_class" not in self.request.GET:
            return None
        of = cleaned(OfClassForm(self.request.GET))
        found = meant(self.request.user, self.scope.compounds, of["network_class"], of["holder"])
        label = NetworkClass(of["network_class"]).label
        return {"class_label": label, "holder": of["holder"], "network_class": of["network_class"], "found": found}

    def get(self, request):
        return self.page(HandoverForm(initial={"request": uuid.uuid4()}))

    def post(self, request):
        if self.chosen is None:
            raise Http404
        form, found = HandoverForm(request.POST), self.chosen["found"]
        if not form.is_valid():
            return self.page(form, 422)
        try:
            sent = {name: form.cleaned_data[name] for name in ("kinds", "taker", "request")}
            made = hand_over(segments=found.segments, nodes=found.nodes, paper=form.paper, by=request.user, **sent)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
            return self.page(form, refusal.status)
        messages.success(request, _("The handover is recorded."))
        return redirect("planning:handover", pk=made.pk)

    def page(self, form, status=200):
        """The form, or the classes and holders to choose from."""
        if self.answers_json:
            return JsonResponse({"errors": form.errors}, status=status)
        told = {"scope": self.scope, "chosen": self.chosen, "form": form}
        if self.chosen is None:
            rows = DutyTable(self.scope.source(question(self.request.user, self.asked))).rows
            own = self.request.user.organisation.code if self.request.user.audience == Audience.UTILITY else None
            told["rows"] = [(row, self.query_of(row)) for row in rows if own is None or row.owner and row.owner.code == own]
        return render(self.request, "planning/handover_new.html", told, status=status)

    def query_of(self, row):
        holder = {"holder": row.owner.code} if row.owner else {}
        return urlencode(self.scope.query | {"network_class": row.network_class} | holder)


def _uuid(text):
    try:
        return uuid.UUID(text or "")
    except ValueError:
        raise Http404 from None
