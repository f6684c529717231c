"""Vocabulary of organisations and what they may see."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """The rows of the plan's division of duties."""

    CENTRE = "centre", _("Real-estate service centre")
    STREET = "street", _("Street office")
    UTILITY = "utility", _("Utility company")
    TASK_FORCE = "task_force", _("Task force")
    DEPARTMENT = "department", _("Department")
    DESK = "desk", _("Violation desk")
    MUNICIPAL = "municipal", _("Municipal works")


class Audience(models.TextChoices):
    """The columns of the table of who may see what."""

    PUBLIC = "public"
    STREET = "street"
    CENTRE = "centre"
    UTILITY = "utility"
    OVERSIGHT = "oversight"
    DESK = "desk"
    ADMIN = "admin"


AUDIENCE_OF_KIND = {
    OrganisationKind.CENTRE: Audience.CENTRE,
    OrganisationKind.STREET: Audience.STREET,
    OrganisationKind.UTILITY: Audience.UTILITY,
    OrganisationKind.TASK_FORCE: Audience.OVERSIGHT,
    OrganisationKind.DEPARTMENT: Audience.OVERSIGHT,
    OrganisationKind.DESK: Audience.DESK,
    OrganisationKind.MUNICIPAL: Audience.UTILITY,
}


class Verb(models.TextChoices):
    """What the journal records."""

    EXPORTED = "exported", _("exported")
    SENT_IN = "sent_in", _("sent in")
    IMPORTED = "imported", _("imported")
    TOOK_BACK = "took_back", _("took back")
    FROZE = "froze", _("froze")
    DISSOLVED = "dissolved", _("dissolved")
    PUBLISHED = "published", _("published")
    RECORDED_STAGE = "recorded_stage", _("recorded a stage")
    JUDGED = "judged", _("judged a finding")
    DREW = "drew", _("drew")
    CHANGED = "changed", _("changed")
    ENDED = "ended", _("ended")
    SPLIT = "split", _("split")
    MERGED = "merged", _("merged")
    UNDID = "undid", _("undid")
    HANDED_OVER = "handed_over", _("handed over")
    MARKED = "marked", _("marked as wrong")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDREW = "withdrew", _("withdrew")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ADOPTED = "adopted", _("adopted")
    ADJUSTED = "adjusted", _("adjusted")
    OVERRULED = "overruled", _("overruled")


# What a line's history tells of rights: not drawn on the map, so not undone there.
OF_HANDOVERS = (Verb.HANDED_OVER, Verb.TOOK_BACK)


class Drawn(models.TextChoices):
    """What is drawn and changed on the map."""

    COMPOUND = "compound", _("Compound")
    BUILDING = "building", _("Building")
    BARRIER = "barrier", _("Barrier")
    SEGMENT = "segment", _("Pipe or cable")
    NODE = "node", _("Point of a network")


# Read by the centre and by whose own they are.
OF_NETWORKS = (Drawn.SEGMENT, Drawn.NODE)


class Seen(models.TextChoices):
    """What of a network is shown exactly: each viewing is in the journal."""

    LINES = "segments", _("Lines on the map")
    POINTS = "nodes", _("Points on the map")
    LINE_CARD = "segment", _("Card of a line")
    POINT_CARD = "node", _("Card of a point")
    TABLE = "table", _("Table of lines")
    SECTION = "section", _("Cross-section")
    TRACE = "trace", _("Trace")
    HISTORY = "history", _("History of a line")
    DRAWING = "drawing", _("Shapes opened for drawing")
