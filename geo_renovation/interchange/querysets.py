"""Which imports a user may see."""
from django.db import models

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of


class ImportRunQuerySet(models.QuerySet):
    """A report repeats values of the file: only the centre and whoever imported it may read it."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience in (Audience.STREET, Audience.UTILITY):
            return self.filter(organisation=user.organisation)
        return self.none()
