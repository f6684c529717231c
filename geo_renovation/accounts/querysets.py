"""Which organisations and acts a user may see."""
from django.db import models

from .choices import OF_HANDOVERS, OF_NETWORKS, Audience


class OrganisationQuerySet(models.QuerySet):
    """The plan's organisations are named in a public document."""

    def visible_to(self, user):
        return self.all()


class JournalQuerySet(models.QuerySet):
    """A journal is read by its own organisation and by oversight."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.OVERSIGHT:
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        return self.filter(organisation=user.organisation)


class ActQuerySet(JournalQuerySet):
    """Who did what."""


class ViewingQuerySet(JournalQuerySet):
    """Who looked at networks, and where."""


class RevisionQuerySet(models.QuerySet):
    """Who drew what: read by the offices; of a network by the centre and by whose own it was."""

    def visible_to(self, user):
        audience = audience_of(user)
        if audience == Audience.CENTRE:
            return self.all()
        if audience in (Audience.PUBLIC, Audience.ADMIN):
            return self.none()
        ground = ~models.Q(kind__in=OF_NETWORKS)
        if audience == Audience.UTILITY:
            return self.filter(ground | models.Q(holders__contains=[user.organisation_id]))
        return self.filter(ground)

    def of(self, kind, pk):
        return self.filter(kind=kind, object_id=pk)

    def made_by(self, user, request):
        """What one act of the user recorded, in the order of record."""
        return self.filter(user=user, request=request).order_by("id")

    def standing(self):
        """Those of the map that nobody has undone; a handover is taken back as a whole, from its own page."""
        return self.filter(undone_by__isnull=True).exclude(verb__in=OF_HANDOVERS)


def audience_of(user) -> Audience:
    """The audience of any request's user, the anonymous included."""
    return getattr(user, "audience", Audience.PUBLIC)
