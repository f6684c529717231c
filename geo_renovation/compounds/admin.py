"""Compounds and buildings as reference data; findings and stages are recorded on their own pages."""
from django.contrib import admin

from geo_renovation.districts.admin import MapAdmin

from .models import Building, Compound


@admin.register(Compound)
class CompoundAdmin(MapAdmin):
    """Old compounds; how residents answered is none of the administration's business."""

    list_display = ["code", "name", "district", "completion_year"]
    list_filter = ["district"]
    list_select_related = ["district"]
    search_fields = ["code", "name", "former_name"]
    exclude = ["willingness_percent", "surveyed_households"]


@admin.register(Building)
class BuildingAdmin(MapAdmin):
    """Buildings."""

    geometry = "footprint"
    list_display = ["code", "name", "compound", "completion_year"]
    list_select_related = ["compound"]
    search_fields = ["code", "compound__name"]
    autocomplete_fields = ["compound"]
