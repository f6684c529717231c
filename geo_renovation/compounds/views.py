"""The register of compounds, the page of one, and the recording of what changed."""
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.views import SignInWhereHidden

from .eligibility import reasons
from .filters import TOTALS, CompoundFilter
from .forms import NAMES, CorrectionForm, FindingForm, PublicationForm, StageForm
from .models import Building, Compound, Finding, StageEvent

PAGE_SIZE = 50
# Who sees networks at all; how much, their own queryset says.
NETWORK_AUDIENCES = (Audience.CENTRE, Audience.STREET, Audience.UTILITY, Audience.OVERSIGHT)


class Register(TemplateView):
    """Every compound the visitor may see, narrowed, summed and paged."""

    template_name = "compounds/register.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        filters = CompoundFilter(self.request.GET, user=user)
        rows = filters.compounds()
        totals = rows.aggregate(**TOTALS)
        pages = Paginator(rows.listed().order_by("code"), PAGE_SIZE)
        pages.count = totals["compounds"]
        page = pages.get_page(self.request.GET.get("page"))
        context = {"filters": filters, "totals": totals, "page": page, "official": filters.is_official}
        return super().get_context_data(**context, **kwargs)


class CompoundPage(SignInWhereHidden, TemplateView):
    """Everything the visitor may know about one compound."""

    template_name = "compounds/compound.html"

    def get_context_data(self, code, **kwargs):
        seen = Compound.objects.visible_to(self.request.user).with_cohort().listed()
        compound = get_object_or_404(seen, code=code)
        return super().get_context_data(**page_of(compound, self.request.user), **kwargs)


def page_of(compound, user, refused=None):
    """The page's contents; `refused` is the form that has just been turned down."""
    events = StageEvent.objects.visible_to(user).filter(compound=compound)
    context = {
        "compound": compound,
        "reasons": [{"reason": reason} for reason in reasons(compound, user)],
        "buildings": Building.objects.visible_to(user).filter(compound=compound).listed(),
        "events": events.select_related("recorded_by", "corrects", "corrections").order_by("-recorded_at", "-id"),
        "sees_networks": audience_of(user) in NETWORK_AUDIENCES,
        "official": not Finding.objects.visible_to(user).query.is_empty(),
        "conflict": refused if refused and refused.status == 409 else None,
    }
    if Compound.objects.editable_by(user).filter(pk=compound.pk).exists():
        add_forms(context, compound, refused)
    if compound.published_at is None:
        context["can_publish"] = Compound.objects.publishable_by(user).filter(pk=compound.pk).exists()
    return context


def add_forms(context, compound, refused):
    """The forms of who may change the compound, the refused one as it was sent unless it is out of date."""
    if context["conflict"]:
        refused = None
    if compound.next_stage:
        context["stage_form"] = refused if type(refused) is StageForm else StageForm(compound)
    if compound.stage:
        context["correction_form"] = refused if type(refused) is CorrectionForm else CorrectionForm(compound)
    for row in context["reasons"]:
        if row["reason"].is_judged_by_people:
            row["form"] = finding_form(compound, row["reason"], refused)


def finding_form(compound, reason, refused):
    if type(refused) is FindingForm and refused.data.get("criterion") == reason.criterion:
        return refused
    answer = NAMES[reason.answer]
    shown = {"criterion": reason.criterion, "answer": answer, "expected_answer": answer}
    return FindingForm(compound, initial=shown, auto_id=f"{reason.criterion}_%s")


class ChangeCompound(SignInWhereHidden, View):
    """One change of one compound; pages are answered with a page, scripts with JSON."""

    http_method_names = ["post"]
    done = ""

    def post(self, request, code):
        compound = get_object_or_404(self.changeable().with_cohort().listed(), code=code)
        form = self.form_class()(compound, request.POST)
        done = form.carry_out(by=request.user)
        compound = Compound.objects.with_cohort().listed().get(pk=compound.pk)
        return self.page(compound, form, done) if self.wants_page() else self.json(compound, form, done)

    def changeable(self):
        return Compound.objects.visible_to(self.request.user) & Compound.objects.editable_by(self.request.user)

    def form_class(self):
        return self.form

    def asks_to_sign_in(self):
        return super().asks_to_sign_in() and self.wants_page()

    def wants_page(self):
        return "text/html" in self.request.headers.get("Accept", "")

    def after_sign_in(self):
        return reverse("compounds:compound", kwargs=self.kwargs)

    def page(self, compound, form, done):
        if done:
            messages.success(self.request, self.done)
            return redirect("compounds:compound", code=compound.code)
        context = page_of(compound, self.request.user, refused=form)
        return CompoundPage(request=self.request).render_to_response(context, status=form.status)

    def json(self, compound, form, done):
        if not done:
            return JsonResponse({"errors": form.errors}, status=form.status)
        return JsonResponse(
            {
                "ok": True,
                "stage": compound.stage,
                "eligibility": compound.eligibility,
                "published": compound.published_at is not None,
            }
        )


class RecordStage(ChangeCompound):
    """The next stage, or the correction of an earlier event."""

    done = _("The stage is recorded.")

    def form_class(self):
        return CorrectionForm if self.request.POST.get("corrects") else StageForm


class JudgeFinding(ChangeCompound):
    """The answer to one criterion."""

    form = FindingForm
    done = _("The finding is recorded.")


class Publish(ChangeCompound):
    """Opening a compound to the public."""

    form = PublicationForm
    done = _("The compound is published.")

    def changeable(self):
        return Compound.objects.publishable_by(self.request.user)
