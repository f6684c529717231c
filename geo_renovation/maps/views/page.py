"""The map page, what is known of one thing, things by name, and whether the service is well."""

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error
from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import TemplateView, View

from geo_renovation.districts.checks import stored_srid

from ..boot import boot
from ..cards import compound_card
from ..ground_cards import barrier_card, building_card
from ..network_cards import node_card, segment_card
from ..search import search
from .answering import missing

CARDS = {
    "compound": compound_card,
    "building": building_card,
    "barrier": barrier_card,
    "segment": segment_card,
    "node": node_card,
}


@method_decorator(ensure_csrf_cookie, name="dispatch")
class MapPage(TemplateView):
    """The map, to everybody; what is on it depends on who looks."""

    template_name = "maps/map.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(boot=boot(self.request), **kwargs)


class Search(View):
    """Things by name."""

    def get(self, request):
        return JsonResponse(search(request.user, request.GET.get("q", "")), safe=False)


class Card(View):
    """What is known of one thing."""

    def get(self, request, kind, key):
        try:
            return JsonResponse(CARDS[kind](request.user, key))
        except ObjectDoesNotExist:
            return missing()


class Health(View):
    """Whether the service can answer: the database is there and is this county's."""

    def get(self, request):
        try:
            is_well = stored_srid() == settings.COUNTY_SRID
        except Error:
            is_well = False
        status = {"status": "ok"} if is_well else {"status": "unavailable"}
        return JsonResponse(status, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})
