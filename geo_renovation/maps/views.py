"""The map page and the data it draws. What may not be seen and what does not exist are both 404."""

import gzip

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error
from django.http import HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.generic import TemplateView, View

from geo_renovation.districts.checks import stored_srid
from geo_renovation.spatial.mvt import select

from .boot import boot
from .cards import compound_card
from .catalogue import BY_KEY, UnknownLayer, open_layers
from .freshness import private, tag, unchanged, versions_of
from .legend import COUNTED, legend
from .network_cards import node_card, segment_card
from .search import search
from .tiles import MOST_FEATURES, TooManyFeatures, collection, exists, tile

MVT = "application/vnd.mapbox-vector-tile"
CARDS = {"compound": compound_card, "segment": segment_card, "node": node_card}


def missing():
    return JsonResponse({"error": _("Not found.")}, status=404)


def packed(request, body: bytes, content_type: str) -> HttpResponse:
    """The body, gzipped at the level that costs least where the browser takes it."""
    # Short bodies grow by it; GZipMiddleware leaves alone what is packed already.
    if len(body) < 200 or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body, content_type=content_type)
    packed_body = gzip.compress(body, compresslevel=1, mtime=0)
    return HttpResponse(packed_body, content_type=content_type, headers={"Content-Encoding": "gzip"})


@method_decorator(ensure_csrf_cookie, name="dispatch")
class MapPage(TemplateView):
    """The map, to everybody; what is on it depends on who looks."""

    template_name = "maps/map.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(boot=boot(self.request), **kwargs)


class Tile(View):
    """One vector tile of one or more layers."""

    def get(self, request, layers, z, x, y):
        try:
            wanted = open_layers(layers.split(","), request.user)
        except UnknownLayer:
            return HttpResponseNotFound()
        if not exists(z, x, y):
            return HttpResponseNotFound()
        return unchanged(request, wanted, z, x, y) or self.drawn(request, wanted, z, x, y)

    def drawn(self, request, wanted, z, x, y):
        body, versions = tile(request.user, wanted, z, x, y)
        return private(packed(request, body, MVT), tag(request.user, wanted, versions, z, x, y))


class Features(View):
    """A whole layer as GeoJSON."""

    def get(self, request, layer):
        found = BY_KEY.get(layer)
        if found is None or not found.is_whole or not found.open_to(request.user):
            return missing()
        try:
            return unchanged(request, [found]) or self.collected(request, found)
        except TooManyFeatures:
            error = _("More than %(most)d features: use tiles.") % {"most": MOST_FEATURES}
            return JsonResponse({"error": error}, status=413)

    def collected(self, request, layer):
        body, versions = collection(request.user, layer)
        return private(packed(request, body.encode(), "application/geo+json"), tag(request.user, [layer], versions))


class Legend(View):
    """Counts and metres of what the viewer may see."""

    def get(self, request):
        return unchanged(request, COUNTED) or self.counted(request)

    def counted(self, request):
        # Versions first: a commit in between makes the answer newer than its tag, never older.
        versions = select(versions=versions_of(COUNTED))["versions"]
        return private(JsonResponse(legend(request.user)), tag(request.user, COUNTED, versions))


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
