"""The import of one layer as one kind, from its first look to its undoing."""
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import one_of

from ..choices import Mode, RunState
from ..querysets import ImportRunQuerySet
from .delivery import Delivery


class ImportRun(models.Model):
    """One layer taken over: how it was read, what was left out, what it changed."""

    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, related_name="runs", verbose_name=_("delivery")
    )
    layer = models.CharField(_("layer"), max_length=255, blank=True)
    kind = models.CharField(_("kind"), max_length=20)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ADD)
    state = models.CharField(_("state"), max_length=10, choices=RunState, default=RunState.DRAFT)
    # encoding, place, mapping, constants, value_maps, good_rows, accepted, ended_on: see instructions.py
    instructions = models.JSONField(_("how to read it"), default=dict, blank=True)
    # Counts up with every change of the instructions: what was checked is what is stored.
    version = models.PositiveIntegerField(default=0)

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    crs = models.CharField(_("CRS"), max_length=80, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    read_count = models.PositiveIntegerField(_("rows read"), default=0)
    written_count = models.PositiveIntegerField(_("rows stored"), default=0)
    report = models.JSONField(_("report"), default=dict)

    job_id = models.BigIntegerField(null=True, editable=False)
    cancel_asked = models.BooleanField(default=False, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-id"]
        constraints = [
            one_of("mode", Mode, "import_mode_known"),
            one_of("state", RunState, "import_state_known"),
        ]

    def __str__(self):
        return f"{self.kind} {self.file_name}"
