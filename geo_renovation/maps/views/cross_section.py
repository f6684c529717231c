"""The cross-section of a street, for who may see networks."""
import orjson
import shapely
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.generic import View

from geo_renovation.accounts.choices import Seen
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.spatial.drawn import Unusable, point_in_county

from ..audiences import NETWORK_AUDIENCES
from ..cross_section import section
from ..viewing import viewed
from .answering import missing, packed


class CrossSection(View):
    """`?at=lon,lat`; where there is neither street nor line, an empty answer."""

    def get(self, request):
        if audience_of(request.user) not in NETWORK_AUDIENCES:
            return missing()
        try:
            point = shapely.Point(point_in_county(position(request.GET.get("at", ""))))
        except (Unusable, ValueError):
            return JsonResponse({"error": _("Say where: at=longitude,latitude.")}, status=400)
        found = section(point, request.user)
        if found and found["lines"]:
            viewed(request.user, Seen.SECTION, found["axis"])
        response = packed(request, orjson.dumps(found or {}), "application/json")
        response.headers["Cache-Control"] = "private, no-store"
        return response


def position(text) -> tuple[float, float]:
    """(lon, lat); raises ValueError."""
    longitude, latitude = text.split(",", 1)
    return float(longitude), float(latitude)
