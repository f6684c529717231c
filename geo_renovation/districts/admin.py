"""Reference data on a map: county, town area, districts, communities, roads."""
import json

import shapely
from django.contrib import admin
from django.contrib.gis.geos import GEOSGeometry
from leaflet.admin import LeafletAdminWidget, LeafletGeoAdmin

from .models import Community, County, District, Road, TownArea

MOST_CHARACTERS = 4_000_000  # some 100,000 vertices


class MapWidget(LeafletAdminWidget):
    """django-leaflet's map; the CSP nonce comes with the request, the drawing is read without GDAL."""

    def deserialize(self, value):
        if not value or len(value) > MOST_CHARACTERS:
            return None
        try:
            drawn = shapely.geometry.shape(json.loads(value))
            return GEOSGeometry(memoryview(shapely.to_wkb(drawn)), srid=self.map_srid)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, shapely.errors.ShapelyError):
            return None


class MapAdmin(LeafletGeoAdmin):
    """A table with a map; a shape that was not redrawn keeps its stored coordinates to the bit."""

    widget = MapWidget
    geometry = "boundary"

    def save_form(self, request, form, change):
        row = super().save_form(request, form, change)
        if change and self.geometry not in form.changed_data:
            setattr(row, self.geometry, form.initial[self.geometry])
        return row

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        if request.resolver_match.url_name.endswith("_changelist"):
            return rows.defer(*(f.name for f in self.model._meta.fields if f.name.startswith(self.geometry)))
        return rows


@admin.register(County)
class CountyAdmin(MapAdmin):
    """The county and its settings."""

    geometry = "outline"

    def has_add_permission(self, request):
        return not County.objects.exists() and super().has_add_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(TownArea)
class TownAreaAdmin(MapAdmin):
    """The county town."""

    list_display = ["name"]


@admin.register(District)
class DistrictAdmin(MapAdmin):
    """Street-office districts."""

    list_display = ["code", "name"]


@admin.register(Community)
class CommunityAdmin(MapAdmin):
    """Communities."""

    list_display = ["code", "name", "kind", "district"]
    list_filter = ["district", "kind"]
    list_select_related = ["district"]
    search_fields = ["code", "name"]


@admin.register(Road)
class RoadAdmin(MapAdmin):
    """Roads."""

    geometry = "route"
    list_display = ["code", "name", "rank", "surfaced_on", "surfacing"]
    list_filter = ["rank"]
    search_fields = ["code", "name"]
