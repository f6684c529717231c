"""Vector tiles and whole layers."""

from django.http import HttpResponseNotFound, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from ..catalogue import BY_KEY, UnknownLayer, open_layers
from ..filters import MapFilter
from ..freshness import private, tag, unchanged
from ..tiles import MOST_FEATURES, TooManyFeatures, collection, exists, query_of, tile
from .answering import missing, packed

MVT = "application/vnd.mapbox-vector-tile"


class Tile(View):
    """One vector tile of one or more layers."""

    def get(self, request, layers, z, x, y):
        try:
            wanted = open_layers(layers.split(","), request.user)
        except UnknownLayer:
            return HttpResponseNotFound()
        if not exists(z, x, y):
            return HttpResponseNotFound()
        asked = MapFilter(request.GET, user=request.user)
        queries = query_of(asked, wanted)
        if any(queries) and asked.is_planned:
            return self.unversioned(asked, wanted, z, x, y)
        return unchanged(request, wanted, queries, z, x, y) or self.drawn(request, asked, wanted, queries, z, x, y)

    def drawn(self, request, asked, wanted, queries, z, x, y):
        body, versions = tile(asked, wanted, z, x, y)
        return private(packed(request, body, MVT), tag(request.user, wanted, versions, queries, z, x, y))

    def unversioned(self, asked, wanted, z, x, y):
        """No version tells when the annual plans change, so no copy is kept."""
        body, _versions = tile(asked, wanted, z, x, y)
        response = packed(self.request, body, MVT)
        response.headers["Cache-Control"] = "private, no-store"
        return response


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
        body, versions = collection(MapFilter({}, user=request.user), layer)
        return private(packed(request, body.encode(), "application/geo+json"), tag(request.user, [layer], versions))
