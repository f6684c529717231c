"""One year's annual plan: what stands in it, its course, its versions and what differs between them."""
import uuid

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.districts.models import District

from ..actions import adopt_plan, return_plan, submit_plan
from ..choices import PlanStatus
from ..models import AnnualPlan, PlannedCompound, PlanVersion
from ..plan_errors import UnableToPlan
from ..plan_forms import CompareForm, DistrictStepForm, ReturnForm, StepForm
from ..plan_versions import came_submitted, differences, entries_of, submissions, sums
from ..splitting import looks_split
from .answering import PlanningView, cleaned, sent


class YearView(PlanningView):
    """A plan among those the viewer may see."""

    @cached_property
    def plan(self):
        self.check_reader()
        return get_object_or_404(AnnualPlan.objects.visible_to(self.request.user), year=self.kwargs["year"])

    def refused_url(self):
        return self.plan.url


class YearPage(YearView):
    def get(self, request, year):
        plan, user = self.plan, request.user
        rows = PlannedCompound.objects.visible_to(user).filter(plan=plan)
        entries = entries_of(rows)
        versions = PlanVersion.objects.visible_to(user).filter(plan=plan).select_related("district", "organisation")
        versions = versions.defer("district__boundary", "district__boundary_3857", "entries").order_by("-number")
        told = {"year": plan.year, "status": plan.status, "revision": plan.revision, "entries": entries, "sums": sums(entries)}
        if self.answers_json:
            return JsonResponse(told)
        return render(request, "planning/annual_year.html", told | {
            "plan": plan, "versions": versions, "parts": self.parts(entries), "request_number": uuid.uuid4(),
            "compared": self.compared(plan, entries), "splits": looks_split(rows) if user.audience == Audience.CENTRE else [],
            "is_centre": user.audience == Audience.CENTRE,
        })  # fmt: skip

    def parts(self, entries):
        """Each street's part: what it comes to, whether it is submitted, and what the viewer may do."""
        user, told = self.request.user, submissions(self.plan)
        is_centre, own = user.audience == Audience.CENTRE, getattr(user.organisation, "district_code", "")
        is_open, as_whole = self.plan.status != PlanStatus.ADOPTED, came_submitted(self.plan)
        parts = []
        for district in District.objects.defer("boundary", "boundary_3857").order_by("code"):
            mine = [entry for entry in entries if entry["district"] == district.code]
            version = told.get(district.pk)
            may = is_open and (is_centre or (user.audience == Audience.STREET and own == district.code))
            parts.append({
                "district": district, "sums": sums(mine), "version": version, "request": uuid.uuid4(),
                "may_submit": may and not version and not as_whole and bool(mine),
                "may_return": is_open and is_centre and bool(version or as_whole and mine),
            })  # fmt: skip
        return parts

    def compared(self, plan, entries):
        """What differs between two versions, or one and the plan as it stands."""
        old, new = CompareForm(self.request.GET).versions(plan, self.request.user)
        if old is None:
            return None
        later = new.entries if new else entries
        if old.district_id:
            later = [entry for entry in later if entry["district"] == old.district.code]
        return {"old": old, "new": new, **differences(old.entries, later)}


class YearChange(YearView):
    """A step in the plan's course."""

    def post(self, request, year):
        if not self.is_reader or request.user.audience not in self.steppers:
            raise UnableToPlan
        version = self.change(sent(request), request.user, self.plan)
        if self.answers_json:
            return JsonResponse({"version": version.number, "kind": version.kind, "compounds": len(version.entries)})
        messages.success(request, self.done)
        return redirect(self.plan.url)


class SubmitPlan(YearChange):
    steppers = (Audience.CENTRE, Audience.STREET)
    done = _("The part is submitted.")

    def change(self, data, user, plan):
        return submit_plan(year=plan.year, by=user, **cleaned(DistrictStepForm(data)))


class ReturnPlan(YearChange):
    steppers = (Audience.CENTRE,)
    done = _("The part is returned to the street.")

    def change(self, data, user, plan):
        return return_plan(year=plan.year, by=user, **cleaned(ReturnForm(data)))


class AdoptPlan(YearChange):
    steppers = (Audience.CENTRE,)
    done = _("The plan is adopted.")

    def change(self, data, user, plan):
        return adopt_plan(year=plan.year, by=user, **cleaned(StepForm(data)))
