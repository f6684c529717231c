"""Neighbouring compounds, and what else moves them: barriers, districts, town, settings."""

from django.conf import settings
from django.contrib.gis.db import models

from geo_renovation.districts.models import Barrier, County, District, TownArea

from ..querysets import AdjacencyQuerySet
from ..triggers import bar_again, link_all_again, place_again, place_all_again
from .compound import Compound


class Adjacency(models.Model):
    """Two compounds within the county's gap, the lower code first; kept by triggers."""

    low = models.ForeignKey(Compound, models.CASCADE, related_name="links_to_higher")
    high = models.ForeignKey(Compound, models.CASCADE, related_name="links_to_lower")
    gap_m = models.FloatField()
    link = models.LineStringField(srid=settings.COUNTY_SRID)
    barrier = models.ForeignKey(Barrier, models.DO_NOTHING, null=True)

    objects = AdjacencyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["low", "high"], name="one_link_per_pair")]


class LinkedBarrier(Barrier):
    """Barriers as adjacency minds them."""

    class Meta:
        proxy = True
        triggers = bar_again()


class PlacedDistrict(District):
    """Districts as the placing of compounds minds them."""

    class Meta:
        proxy = True
        triggers = place_again("districts_district")


class PlacedTownArea(TownArea):
    """The town area as the placing of compounds minds it."""

    class Meta:
        proxy = True
        triggers = place_again("districts_townarea")


class LinkingCounty(County):
    """The county's settings as adjacency and placing mind them."""

    class Meta:
        proxy = True
        triggers = [link_all_again(), place_all_again()]
