"""The course of a compound."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import one_of

from ..choices import Stage, UnknownReason
from ..querysets import StageEventQuerySet
from ..triggers import follow_stages
from .compound import Compound


class StageEvent(models.Model):
    """A move of a compound along its course; never overwritten, only corrected."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="stage_events")
    code = models.CharField(_("event code"), max_length=60, unique=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    effective_to = models.DateField(_("effective to"), null=True, blank=True)
    unknown_reason = models.CharField(
        _("why the date is open"), max_length=20, choices=UnknownReason, blank=True
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("recorded by")
    )
    evidence = models.CharField(_("evidence"), max_length=400, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    correction_reason = models.CharField(_("why corrected"), max_length=400, blank=True)

    objects = StageEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage event")
        verbose_name_plural = _("stage events")
        ordering = ["compound_id", "recorded_at", "id"]
        constraints = [
            one_of("stage", Stage, "stage_event_stage_known"),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=True)
                | Q(effective_to__isnull=True)
                | Q(effective_from__lte=F("effective_to")),
                name="stage_event_range_in_order",
            ),
            models.CheckConstraint(
                condition=Q(effective_from__isnull=False, effective_to__isnull=False)
                | Q(unknown_reason__in=UnknownReason.values),
                name="stage_event_open_date_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_reason=""),
                name="stage_event_correction_has_reason",
            ),
        ]
        triggers = [
            *follow_stages(),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.compound_id} {self.stage}"
