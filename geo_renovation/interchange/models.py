"""The record of each import that was stored."""
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation

from .querysets import ImportRunQuerySet


class ImportRun(models.Model):
    """One file taken over: what it was, how it was read and what was left out."""

    file_name = models.CharField(_("file"), max_length=255)
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=20)
    crs = models.CharField(_("CRS"), max_length=80, blank=True)
    encoding = models.CharField(_("encoding"), max_length=20, blank=True)
    read_count = models.PositiveIntegerField(_("rows read"))
    written_count = models.PositiveIntegerField(_("rows stored"))
    report = models.JSONField(_("report"), default=dict)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name=_("user")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"), auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-started_at", "-id"]

    def __str__(self):
        return f"{self.kind} {self.file_name}"
