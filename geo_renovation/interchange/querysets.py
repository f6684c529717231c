"""Which deliveries and imports a user may see."""
from django.db import models

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of


class OwnQuerySet(models.QuerySet):
    """A file and its report repeat confidential values: only the centre and who sent it may read them."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience in (Audience.STREET, Audience.UTILITY):
            return self.filter(organisation=user.organisation)
        return self.none()


class DeliveryQuerySet(OwnQuerySet):
    """Deliveries 来件."""


class ImportRunQuerySet(OwnQuerySet):
    """Imports of single layers."""

    def stored(self):
        """Those whose rows are in the county now."""
        return self.filter(state="stored")
