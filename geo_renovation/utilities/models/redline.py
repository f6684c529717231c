"""Lines that somebody marked as wrong."""
from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.districts.models import one_of
from geo_renovation.spatial.fields import valid_geometry

from ..choices import RedlineKind, RedlineState
from ..querysets import RedlineQuerySet
from .network import Segment


class Redline(models.Model):
    """A mark 图纸纠错 on a line that is wrong on record, and what its owner answered."""

    request = models.UUIDField(editable=False)
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="redlines", verbose_name=_("line"))
    kind = models.CharField(_("what is wrong"), max_length=10, choices=RedlineKind)
    text = models.CharField(_("remark"), max_length=400)
    shape = models.LineStringField(_("where it runs"), srid=settings.COUNTY_SRID, null=True, spatial_index=False)
    line_state = models.CharField(max_length=32, editable=False)
    made_at = models.DateTimeField(_("marked at"), auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("marked by"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("marked by organisation")
    )
    state = models.CharField(_("state"), max_length=10, choices=RedlineState, default=RedlineState.OPEN)
    answer = models.CharField(_("answer"), max_length=400, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"))
    answer_request = models.UUIDField(null=True, editable=False)

    objects = RedlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("mark on a line")
        verbose_name_plural = _("marks on lines")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="redline_queue")]
        constraints = [
            one_of("kind", RedlineKind, "redline_kind_known"),
            one_of("state", RedlineState, "redline_state_known"),
            valid_geometry("shape", "redline_shape_valid"),
            models.UniqueConstraint(fields=["request", "made_by"], name="redline_once_per_request"),
            models.CheckConstraint(condition=~Q(text=""), name="redline_has_text"),
            models.CheckConstraint(
                condition=Q(state=RedlineState.OPEN, answered_at=None, answered_by=None)
                | ~Q(state=RedlineState.OPEN) & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="redline_open_or_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state=RedlineState.DECLINED) | ~Q(answer=""), name="redline_declined_with_reason"
            ),
        ]

    def __str__(self):
        return f"redline {self.pk}"
