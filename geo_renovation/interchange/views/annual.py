"""Annual plans in the columns of the official table, written in the journal before they leave."""
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.districts.models import County
from geo_renovation.planning.annual_board import YEARS_SHOWN
from geo_renovation.planning.models import AnnualPlan, BundleMember, PlannedCompound
from geo_renovation.planning.plan_forms import OfYearForm
from geo_renovation.planning.plan_versions import entries_of
from geo_renovation.planning.views import PlanningView

from ..writers.annual_xlsx import annual_xlsx
from .duties import XLSX


class AnnualXlsx(PlanningView):
    """One year (`year`), or those of the board that begins with `first`; what the viewer may read of them."""

    def get(self, request):
        self.check_reader()
        form = OfYearForm(request.GET)
        if not form.is_valid():
            raise Http404
        plans = [self.plan(plan) for plan in self.plans(form.cleaned_data)]
        if not plans:
            raise Http404
        content = annual_xlsx(plans, county_names(), stamp_line(request.user))
        years = f"{plans[0]['year']}-{plans[-1]['year']}" if len(plans) > 1 else str(plans[0]["year"])
        Act.record(Verb.EXPORTED, f"annual plan {years}", by=request.user, format="xlsx", bytes=len(content))
        headers = {
            "Content-Disposition": f'attachment; filename="annual-plan-{years}.xlsx"', "Cache-Control": "private, no-store"
        }  # fmt: skip
        return HttpResponse(content, content_type=XLSX, headers=headers)

    def plans(self, asked):
        rows = AnnualPlan.objects.visible_to(self.request.user).order_by("year")
        if asked["year"]:
            return rows.filter(year=asked["year"])
        first = asked["first"] or timezone.localdate().year
        return rows.filter(year__range=(first, first + YEARS_SHOWN - 1))

    def plan(self, plan):
        """Compounds in their order, with the community and the bundle they are tendered in."""
        rows = PlannedCompound.objects.visible_to(self.request.user).filter(plan=plan)
        held = BundleMember.objects.filter(is_live=True, plan_year=plan.year)
        bundles = dict(held.values_list("compound__code", "bundle__number"))
        communities = dict(rows.values_list("compound__code", "compound__community__name"))
        told = [
            entry | {"community": communities[entry["code"]], "bundle": bundles.get(entry["code"])}
            for entry in entries_of(rows)
        ]
        return {"year": plan.year, "status_label": str(plan.get_status_display()), "rows": told}


def county_names() -> dict:
    county = County.objects.only("name", "city").first()
    return {"name": county.name if county else "", "city": county.city if county else ""}


def stamp_line(user) -> str:
    who = f"{user.organisation.name if user.organisation else ''} {user.get_username()}".strip()
    said = {"who": who, "at": f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"}
    return _("exported by %(who)s at %(at)s") % said
