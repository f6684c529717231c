"""What a check found in one row of an import."""
from django.conf import settings
from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import one_of

from ..choices import Severity
from .run import ImportRun


class ImportIssue(models.Model):
    """A finding: its row, field, value, place and severity; accepted where somebody gave a reason."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="issues")
    row = models.PositiveIntegerField(_("row"), null=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    reason = models.CharField(max_length=40)
    details = models.JSONField(default=dict)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    place = models.PointField(_("place"), srid=settings.COUNTY_SRID, null=True, spatial_index=False)
    accepted_because = models.CharField(_("accepted because"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("finding of an import")
        verbose_name_plural = _("findings of imports")
        ordering = ["row", "id"]
        constraints = [one_of("severity", Severity, "import_issue_severity_known")]

    def __str__(self):
        return f"{self.row} {self.field} {self.reason}"
