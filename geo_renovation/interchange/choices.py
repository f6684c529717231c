"""The states of a delivery and of an import, and how an import meets what is stored already."""
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """How far the files somebody sent in have been looked at."""

    RECEIVED = "received", _("Being looked at")
    INSPECTED = "inspected", _("Ready to import")
    REFUSED = "refused", _("Refused")


class RunState(models.TextChoices):
    """How far one layer is on its way into the county."""

    DRAFT = "draft", _("Being prepared")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    STORING = "storing", _("Being imported")
    STORED = "stored", _("Imported")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Cancelled")
    UNDONE = "undone", _("Undone")

    @property
    def is_busy(self):
        """Whether the task queue has it: nothing about it may be changed meanwhile."""
        return self in (RunState.CHECKING, RunState.STORING)


class Mode(models.TextChoices):
    """What happens to rows whose code is stored already, and to stored ones the file no longer has."""

    ADD = "add", _("Only add; a code that is there already is an error")
    UPDATE = "update", _("Add and update")
    REPLACE = "replace", _("Add, update, and end what the file no longer has")


class Severity(models.TextChoices):
    """Whether a finding keeps its row out."""

    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
