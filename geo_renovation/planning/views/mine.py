"""What of the planned works is the viewer's own organisation's."""
from django.shortcuts import render
from django.utils import timezone

from geo_renovation.accounts.choices import Audience
from geo_renovation.utilities.models import Redline

from ..forms import DutyForm
from ..mine import Mine
from .answering import PlanningView, cleaned
from .duties import question


class MinePage(PlanningView):
    """Its own lines, what it must renew and what it will take over, bundle by bundle; for utilities."""

    audiences = (Audience.UTILITY,)

    def get(self, request):
        self.check_reader()
        asked = cleaned(DutyForm(request.GET))
        mine = Mine(question(request.user, asked))
        return render(request, "planning/mine.html", {
            "part": mine.in_all(), "bundles": mine.bundles(), "date": asked["date"] or timezone.localdate(),
            "form": DutyForm(initial=asked), "query": f"&date={asked['date']}" if asked["date"] else "",
            "marks": Redline.objects.answerable_by(request.user).count(),
        })  # fmt: skip

    def refused_url(self):
        return "planning:mine"
