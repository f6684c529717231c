"""Lines and points under compounds, kept by the database, and whose changes it minds."""
from django.contrib.gis.db import models
from django.db.models import Q

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District
from geo_renovation.utilities.models import DisclosureArea, Node, Segment

from ..querysets import NodePlaceQuerySet, StretchQuerySet
from ..triggers import follow_areas, follow_compounds, follow_districts, follow_nodes, follow_segments


def kept(model, **options):
    """A reference that triggers keep; a check of each row besides would slow every import."""
    return models.ForeignKey(model, models.DO_NOTHING, db_constraint=False, related_name="+", **options)


class Stretch(models.Model):
    """Metres of a counted, standing segment inside a compound.

    A row with `other` holds, with a minus, what two compounds that share a border or overlap a little
    hold both: over any set of compounds the sum of the rows that lie wholly in it counts every metre
    once. Only where three compounds lie over one another is a metre missed; then by at most the
    length under all three.
    """

    compound = kept(Compound, db_index=False)
    other = kept(Compound, null=True, db_index=False)
    segment = kept(Segment, db_index=False)
    metres = models.FloatField()
    district_metres = models.FloatField(help_text="Of these inside the compound's district.")
    disclosed_metres = models.FloatField(help_text="Of these inside disclosure areas.")

    objects = StretchQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["compound"], name="stretch_compound"),
            models.Index(fields=["segment"], name="stretch_segment"),
            models.Index(fields=["other"], condition=Q(other__isnull=False), name="stretch_other"),
        ]


class NodePlace(models.Model):
    """A standing point of a network inside a compound."""

    compound = kept(Compound, db_index=False)
    node = kept(Node, db_index=False)
    is_in_district = models.BooleanField()
    is_disclosed = models.BooleanField()

    objects = NodePlaceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["compound"], name="node_place_compound"),
            models.Index(fields=["node"], name="node_place_node"),
        ]


class MeasuredSegment(Segment):
    """Segments as stretches mind them."""

    class Meta:
        proxy = True
        triggers = follow_segments()


class PlacedNode(Node):
    """Nodes as their places mind them."""

    class Meta:
        proxy = True
        triggers = follow_nodes()


class GroundCompound(Compound):
    """Compounds as what lies under them minds them."""

    class Meta:
        proxy = True
        triggers = follow_compounds()


class GroundDistrict(District):
    """Districts as what their street offices may read minds them."""

    class Meta:
        proxy = True
        triggers = follow_districts()


class GroundDisclosure(DisclosureArea):
    """Disclosure areas as what utilities may read of one another minds them."""

    class Meta:
        proxy = True
        triggers = follow_areas()
