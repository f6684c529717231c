"""Judgements of the plan's criteria."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import one_of

from ..choices import Criterion
from ..querysets import FindingQuerySet
from ..triggers import follow_findings
from .compound import Compound


class Finding(models.Model):
    """One judgement of one criterion with its evidence; the latest counts."""

    compound = models.ForeignKey(Compound, models.PROTECT, related_name="findings")
    criterion = models.CharField(_("criterion"), max_length=20, choices=Criterion)
    answer = models.BooleanField(_("answer"), null=True)
    evidence = models.CharField(_("evidence"), max_length=400)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("recorded by")
    )

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["compound_id", "criterion", "-recorded_at", "-id"]
        indexes = [models.Index(fields=["compound", "criterion", "-recorded_at"])]
        constraints = [
            one_of("criterion", Criterion, "finding_criterion_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="finding_has_evidence"),
        ]
        triggers = [
            *follow_findings(),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.compound_id} {self.criterion}: {self.answer}"
