"""Vocabulary of places."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class RoadRank(models.TextChoices):
    """Road ranks of the national urban-road code."""

    EXPRESS = "express", _("Expressway")
    ARTERIAL = "arterial", _("Arterial road")
    SECONDARY = "secondary", _("Secondary road")
    BRANCH = "branch", _("Branch road")
    COMPOUND = "compound", _("Compound lane")


class Surfacing(models.TextChoices):
    """What the last surfacing of a road was; decides its no-dig term."""

    NEW = "new", _("Newly built")
    WIDENED = "widened", _("Widened")
    REBUILT = "rebuilt", _("Rebuilt")
    REPAIRED = "repaired", _("Major repair")


class BarrierKind(models.TextChoices):
    """What joint renovation does not cross."""

    RIVER = "river", _("River")
    RAILWAY = "railway", _("Railway")
    ROAD = "road", _("Arterial road")


class CommunityKind(models.TextChoices):
    """Urban or village committee."""

    URBAN = "urban", _("Residents' committee")
    VILLAGE = "village", _("Village committee")


class Layer(models.TextChoices):
    """Everything whose change makes a drawn map stale."""

    COUNTY = "county"
    TOWN_AREA = "town_area"
    DISTRICTS = "districts"
    COMMUNITIES = "communities"
    ROADS = "roads"
    BARRIERS = "barriers"
    COMPOUNDS = "compounds"
    BUILDINGS = "buildings"
    SEGMENTS = "segments"
    NODES = "nodes"
    DISCLOSURE = "disclosure"
