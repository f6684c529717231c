"""弱电入地 at a glance: metres of telecom cable left overhead and done, by district, year, bundle and carrier."""
from collections import defaultdict
from urllib.parse import urlencode

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.models import Organisation
from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.choices import NetworkClass, Placement

from ..burying import by_group, by_owner, shares, total
from ..choices import BundleStatus
from ..models import Bundle, BundleMember, PlannedCompound
from .answering import PlanningView

OVERHEAD = {"class": NetworkClass.TELECOM.value, "placement": Placement.OVERHEAD.value}


def row(label, figures, **asked) -> dict:
    """A line of a table, with the address of the map that shows what of it still hangs."""
    return figures.as_json() | {"label": label, "map": "/?" + urlencode(asked | OVERHEAD, safe="/")}


class BuryingView(PlanningView):
    """For whom may know how a line is laid: the centre all, a utility its own."""

    audiences = (Audience.CENTRE, Audience.UTILITY)

    def get(self, request):
        self.check_reader()
        if self.answers_json:
            return JsonResponse(self.told)
        return render(request, "planning/burying.html", {"told": self.told})

    @property
    def told(self) -> dict:
        tables = {"district": self.districts, "plan_year": self.years, "bundle": self.bundles, "owner": self.carriers}
        found = {name: table() for name, table in tables.items()}
        return {"total": row(_("The whole county"), total(self.found)), "tables": found}

    @cached_property
    def found(self):
        return shares(self.request.user)

    @cached_property
    def compounds(self) -> set:
        return {share.compound for share in self.found}

    def districts(self):
        rows = Compound.objects.filter(pk__in=self.compounds, district__isnull=False)
        found = list(rows.values_list("pk", "district__code", "district__name"))
        names = {code: name for _pk, code, name in found}
        sums = by_group(self.found, {pk: [code] for pk, code, _name in found})
        return [row(names[code], sums[code], district=code) for code in sorted(sums)]

    def years(self):
        rows = PlannedCompound.objects.visible_to(self.request.user).filter(compound__in=self.compounds)
        sums = by_group(self.found, {pk: [year] for pk, year in rows.values_list("compound", "plan__year")})
        return [row(str(year), sums[year], plan_year=year) for year in sorted(sums)]

    def bundles(self):
        standing = (BundleStatus.DRAFT, BundleStatus.FROZEN)
        rows = Bundle.objects.visible_to(self.request.user).filter(status__in=standing).order_by("plan_year", "number")
        seen = {bundle.pk: bundle for bundle in rows.only("name", "number", "version", "plan_year")}
        groups = defaultdict(list)
        members = BundleMember.objects.filter(bundle__in=seen, compound__in=self.compounds)
        for pk, bundle in members.values_list("compound", "bundle"):
            groups[pk].append(bundle)
        sums = by_group(self.found, groups)
        return [
            row(f"{bundle.name} ({bundle})", sums[pk], bundle=f"{bundle.number}/v{bundle.version}")
            for pk, bundle in seen.items() if pk in sums
        ]  # fmt: skip

    def carriers(self):
        sums = by_owner(self.found)
        held = Organisation.objects.visible_to(self.request.user).in_bulk([pk for pk in sums if pk])
        rows = [row(str(held[pk]), sums[pk], owner=held[pk].code) for pk in sorted(held, key=lambda pk: held[pk].code)]
        return rows + ([row(_("Owner not on record"), sums[None], owner="none")] if None in sums else [])
