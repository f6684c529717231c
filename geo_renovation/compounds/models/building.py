"""Buildings of a compound."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.choices import Layer
from geo_renovation.districts.triggers import note_change
from geo_renovation.spatial.fields import boundary_field, tile_twin, valid_geometry

from ..querysets import BuildingQuerySet
from ..triggers import date_by_buildings
from .compound import Compound


class Building(models.Model):
    """A building 楼栋 of a compound."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    compound = models.ForeignKey(
        Compound, models.CASCADE, related_name="buildings", verbose_name=_("compound")
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    storeys = models.PositiveSmallIntegerField(_("storeys"), null=True, blank=True)
    unit_count = models.PositiveSmallIntegerField(_("staircases"), null=True, blank=True)
    household_count = models.PositiveIntegerField(_("households"), null=True, blank=True)
    floor_area_m2 = models.FloatField(_("floor area (m²)"), null=True, blank=True)
    completion_year = models.PositiveSmallIntegerField(_("completion year"), null=True, blank=True)
    structure = models.CharField(_("structure"), max_length=20, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    footprint = boundary_field(verbose_name=_("footprint"))
    footprint_3857 = tile_twin("footprint")

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["code"]
        indexes = [GistIndex(fields=["footprint_3857"], name="building_tile")]
        constraints = [valid_geometry("footprint", "building_footprint_valid")]
        triggers = [note_change(Layer.BUILDINGS), *date_by_buildings()]

    def __str__(self):
        return self.name or self.code
