"""Who held what on a day."""
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property

from geo_renovation.accounts.choices import Audience
from geo_renovation.utilities.holding import by_organisation, held_on

from ..forms import RightsForm
from .answering import PlanningView, cleaned


class RightsView(PlanningView):
    """The centre reads all rights, a utility its own."""

    audiences = (Audience.CENTRE, Audience.UTILITY)

    @cached_property
    def asked(self):
        self.check_reader()
        return cleaned(RightsForm(self.request.GET))

    @property
    def day(self):
        return self.asked["date"] or timezone.localdate()

    @cached_property
    def holdings(self):
        return held_on(self.request.user, self.day, self.asked["organisation"])

    def refused_url(self):
        return "planning:rights"


class RightsJson(RightsView):
    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = True

    def get(self, request):
        rows = [holding.as_json() for holding in self.holdings]
        return JsonResponse({"date": self.day.isoformat(), "rows": rows})


class RightsPage(RightsView):
    def get(self, request):
        form = RightsForm(initial={"organisation": self.asked["organisation"], "date": self.day})
        told = {"form": form, "day": self.day, "organisations": by_organisation(self.holdings)}
        return render(request, "planning/rights.html", told)
