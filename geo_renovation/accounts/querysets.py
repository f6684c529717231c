"""Which organisations and acts a user may see."""
from django.db import models

from .choices import Audience


class OrganisationQuerySet(models.QuerySet):
    """The plan's organisations are named in a public document."""

    def visible_to(self, user):
        return self.all()


class ActQuerySet(models.QuerySet):
    """The journal is read by its own organisation and by oversight."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.OVERSIGHT:
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        return self.filter(organisation=user.organisation)


def audience_of(user) -> Audience:
    """The audience of any request's user, the anonymous included."""
    return getattr(user, "audience", Audience.PUBLIC)
