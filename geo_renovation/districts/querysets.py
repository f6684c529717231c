"""Which places a user may see: all of them are public."""
from django.db import models


class PlaceQuerySet(models.QuerySet):
    """Districts, communities, town area, roads, barriers: open to everybody (domain.md §4)."""

    def visible_to(self, user):
        return self.all()


class LayerVersionQuerySet(models.QuerySet):
    """How often each layer has changed."""

    def as_mapping(self, layers):
        """{layer: version}; 0 where nothing was ever written."""
        found = dict(self.filter(layer__in=layers).values_list("layer", "version"))
        return {layer: found.get(layer, 0) for layer in layers}
