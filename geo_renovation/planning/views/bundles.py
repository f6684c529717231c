"""Weighing selections; listing, showing and changing bundles."""
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.choices import Cohort
from geo_renovation.districts.models import County

from ..actions import create_draft, dissolve_bundle, freeze_bundle, new_version, save_draft
from ..errors import UnableToEditBundle
from ..filters import BundleFilter
from ..forms import BundleForm, DissolveForm, RevisionForm, SelectionForm
from ..models import Bundle
from ..proposing.telling import origin
from ..rules import Severity
from ..selection import weigh
from ..showing import record, shown_figures, urls, weighed
from ..supposing import Supposition
from .answering import PAGE_SIZE, WEIGHING, PlanningView, cleaned, sent


def supposed(asked) -> Supposition | None:
    """What the planner tries out, if anything."""
    if asked["gap_m"] is None and not asked["ignore"]:
        return None
    gap_m = asked["gap_m"]
    if gap_m is None:
        gap_m = County.objects.values_list("gap_m", flat=True).first() or 0
    return Supposition(gap_m, tuple(asked["ignore"]), asked["because"])


class SelectionView(PlanningView):
    """Compounds chosen on the map, weighed together."""

    audiences = WEIGHING

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = True

    def get(self, request):
        self.check_reader()
        asked = cleaned(SelectionForm(request.GET))
        bundle = self.opened(asked["bundle"])
        reason = asked["exception_reason"] or (bundle.exception_reason if bundle else "")
        said = {"bundle": bundle, "exception_reason": reason, "supposed": supposed(asked)}
        body = weigh(request.user, asked["codes"], asked["year"], **said)
        return JsonResponse(body | {"bundle": record(bundle, request.user) if bundle else None})

    def opened(self, version):
        """The bundle the selection was opened from, if the viewer may see it."""
        return Bundle.objects.visible_to(self.request.user).filter(**version).first() if version else None


class BundleList(PlanningView):
    """Bundles the viewer may see; the centre starts new ones here."""

    def get(self, request):
        self.check_reader()
        filters = BundleFilter(request.GET)
        rows = filters.narrow(Bundle.objects.visible_to(request.user)).listed()
        pages = Paginator(rows.order_by("-plan_year", "-number", "-version"), PAGE_SIZE)
        page = pages.get_page(request.GET.get("page"))
        if self.answers_json:
            bundles = [record(bundle, request.user) for bundle in page]
            return JsonResponse({"bundles": bundles, "page": page.number, "pages": pages.num_pages})
        can_start = Bundle.objects.creatable_by(request.user)
        return render(request, "planning/bundles.html", {"page": page, "filters": filters, "can_start": can_start})

    def post(self, request):
        if not Bundle.objects.creatable_by(request.user):
            raise UnableToEditBundle
        bundle = create_draft(by=request.user, **cleaned(BundleForm(sent(request))))
        if self.answers_json:
            return JsonResponse(record(bundle, request.user), status=201)
        return redirect(urls(bundle)["page"])


class BundleView(PlanningView):
    """One version of one bundle, found among those the viewer may see."""

    @cached_property
    def bundle(self):
        self.check_reader()
        rows = Bundle.objects.visible_to(self.request.user).select_related("district", "created_by", "frozen_by")
        rows = rows.defer("district__boundary", "district__boundary_3857")
        return get_object_or_404(rows, number=self.kwargs["number"], version=self.kwargs["version"])

    def refused_url(self):
        return urls(self.bundle)["page"]

    def changed(self, bundle):
        """After a change: the record for the map, the page for the browser."""
        if self.answers_json:
            return JsonResponse(record(bundle, self.request.user))
        return redirect(urls(bundle)["page"])


class BundlePage(BundleView):
    def get(self, request, **kwargs):
        bundle, user = self.bundle, request.user
        if self.answers_json:
            return JsonResponse(record(bundle, user) | {"figures": shown_figures(bundle, user)})
        return render(request, "planning/bundle.html", self.context(bundle, user))

    def context(self, bundle, user):
        figures = weighed(bundle, user) if bundle.is_draft else shown_figures(bundle, user)
        acts = Act.objects.visible_to(user).filter(subject=str(bundle)).select_related("user", "organisation")
        versions = Bundle.objects.visible_to(user).filter(number=bundle.number).order_by("-version")
        return {
            "bundle": bundle,
            "record": record(bundle, user),
            "figures": figures,
            "is_blocked": any(p["severity"] == Severity.ERROR for p in figures.get("problems", ())),
            "cohorts": [{"label": c.label, "count": figures["cohorts"][c]} for c in Cohort if c in figures["cohorts"]],
            "versions": versions.defer("snapshot"),
            "origin": origin(bundle, user),
            "acts": acts[:PAGE_SIZE],
        }


class BundleChange(BundleView):
    """A step of the centre; who may not take it learns nothing about what was sent."""

    def post(self, request, **kwargs):
        bundle = self.bundle
        if not Bundle.objects.creatable_by(request.user):
            raise UnableToEditBundle
        return self.changed(self.change(bundle, sent(request), request.user))


class SaveBundle(BundleChange):
    def change(self, bundle, data, user):
        revision = cleaned(RevisionForm(data))["revision"]
        draft = cleaned(BundleForm(data))
        draft.pop("drafted_for")
        return save_draft(bundle=bundle, revision=revision, by=user, **draft)


class FreezeBundle(BundleChange):
    def change(self, bundle, data, user):
        return freeze_bundle(bundle=bundle, revision=cleaned(RevisionForm(data))["revision"], by=user)


class DissolveBundle(BundleChange):
    def change(self, bundle, data, user):
        return dissolve_bundle(bundle=bundle, reason=cleaned(DissolveForm(data))["reason"], by=user)


class NewVersion(BundleChange):
    def change(self, bundle, data, user):
        return new_version(bundle=bundle, by=user)
