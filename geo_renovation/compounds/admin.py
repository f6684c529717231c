"""Compounds, buildings and barriers as reference data; findings and stages are recorded on their own pages."""
import uuid

from django.contrib import admin

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.revising import Edit
from geo_renovation.districts.admin import MapAdmin
from geo_renovation.districts.models import Barrier

from .actions.drawing import BARRIER, BUILDING, COMPOUND
from .models import Building, Compound


class RevisedAdmin(MapAdmin):
    """Of what is also drawn on the map: a change made here enters the same history."""

    drawable = None

    def save_model(self, request, obj, form, change):
        edit = Edit(by=request.user, request=uuid.uuid4(), verb=Verb.CHANGED if change else Verb.DREW)
        if change:
            edit.remember(self.drawable, self.model.objects.get(pk=obj.pk))
        super().save_model(request, obj, form, change)
        edit.witness(self.drawable, obj)
        edit.sign(obj.code)

    def delete_model(self, request, obj):
        pk, edit = obj.pk, Edit(by=request.user, request=uuid.uuid4(), verb=Verb.ENDED)
        edit.remember(self.drawable, obj)
        super().delete_model(request, obj)
        obj.pk = pk
        edit.witness(self.drawable, obj, is_there=False)
        edit.sign(obj.code)

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def has_delete_permission(self, request, obj=None):
        """What can end stays on record."""
        return not self.drawable.can_end and super().has_delete_permission(request, obj)


@admin.register(Compound)
class CompoundAdmin(RevisedAdmin):
    """Old compounds; how residents answered is none of the administration's business."""

    drawable = COMPOUND
    list_display = ["code", "name", "district", "completion_year"]
    list_filter = ["district"]
    list_select_related = ["district"]
    search_fields = ["code", "name", "former_name"]
    exclude = ["willingness_percent", "surveyed_households"]


@admin.register(Building)
class BuildingAdmin(RevisedAdmin):
    """Buildings."""

    drawable = BUILDING
    geometry = "footprint"
    list_display = ["code", "name", "compound", "completion_year"]
    list_select_related = ["compound"]
    search_fields = ["code", "compound__name"]
    autocomplete_fields = ["compound"]


@admin.register(Barrier)
class BarrierAdmin(RevisedAdmin):
    """Rivers and railways; road barriers follow the roads and are not edited here."""

    drawable = BARRIER
    geometry = "shape"
    list_display = ["code", "name", "kind"]
    list_filter = ["kind"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(road__isnull=True)
