"""Vector tiles and whole layers."""

from django.http import HttpResponseNotFound, JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from ..catalogue import BY_KEY, UnknownLayer, open_layers
from ..filters import MapFilter
from ..freshness import private, tag, unchanged
from ..tiles import MOST_FEATURES, TooManyFeatures, collection, exists, query_of, tile
from ..viewing import tile_viewed
from .answering import missing, packed

MVT = "application/vnd.mapbox-vector-tile"
# As many as an address holds.
MOST_CODES = 500


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
        held = unchanged(request, wanted, queries, z, x, y)
        if held:
            tile_viewed(request.user, wanted, z, x, y)
        return held or self.drawn(request, asked, wanted, queries, z, x, y)

    def drawn(self, request, asked, wanted, queries, z, x, y):
        body, versions = self.made(asked, wanted, z, x, y)
        return private(packed(request, body, MVT), tag(request.user, wanted, versions, queries, z, x, y))

    def made(self, asked, wanted, z, x, y):
        """The tile; one with anything in it is in the journal before it leaves."""
        body, versions = tile(asked, wanted, z, x, y)
        if body:
            tile_viewed(asked.user, wanted, z, x, y)
        return body, versions

    def unversioned(self, asked, wanted, z, x, y):
        """No version tells when the annual plans change, so no copy is kept."""
        body, _versions = self.made(asked, wanted, z, x, y)
        response = packed(self.request, body, MVT)
        response.headers["Cache-Control"] = "private, no-store"
        return response


class Features(View):
    """A whole layer as GeoJSON; or, where it is too large for that, the part in a view or under some codes."""

    def get(self, request, layer):
        found = BY_KEY.get(layer)
        if found is None or not found.is_whole or not found.open_to(request.user):
            return missing()
        data, codes = part_of(request.GET, found)
        asked = MapFilter(data, user=request.user)
        what = (found.query(asked), str(asked.view or ""), codes)
        try:
            return unchanged(request, [found], *what) or self.collected(asked, found, what)
        except TooManyFeatures:
            error = _("More than %(most)d features: use tiles.") % {"most": MOST_FEATURES}
            return JsonResponse({"error": error}, status=413)

    def collected(self, asked, layer, what):
        body, versions = collection(asked, layer, what[-1])
        response = packed(self.request, body.encode(), "application/geo+json")
        if asked.is_planned:
            response.headers["Cache-Control"] = "private, no-store"
            return response
        return private(response, tag(self.request.user, [layer], versions, *what))


def part_of(data, layer) -> tuple[dict, tuple[str, ...] | None]:
    """The filter, which narrows parts only: the whole is one copy for every filter; and the codes asked for."""
    if data.get("bbox"):
        return data, None
    if "codes" in data and "code" in layer.fields:
        return {}, tuple(code for code in data["codes"].split(",") if "\0" not in code)[:MOST_CODES]
    return {}, None
