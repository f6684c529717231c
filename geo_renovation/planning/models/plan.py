"""Annual plans and the compounds in them."""
from django.contrib.gis.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import one_of

from ..choices import PlanStatus, Tier
from ..querysets import PlannedCompoundQuerySet, PlanQuerySet


class AnnualPlan(models.Model):
    """The annual renovation plan 年度改造计划 of one year."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    status = models.CharField(
        _("status"), max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    revision = models.PositiveIntegerField(default=1, db_default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual plan")
        verbose_name_plural = _("annual plans")
        ordering = ["year"]
        constraints = [
            one_of("status", PlanStatus, "plan_status_known"),
            models.CheckConstraint(
                condition=~Q(status=PlanStatus.ADOPTED) | Q(adopted_on__isnull=False),
                name="adopted_plan_has_date",
            ),
        ]

    def __str__(self):
        return str(self.year)

    @property
    def url(self):
        return reverse("planning:annual_year", args=[self.year])


class PlannedCompound(models.Model):
    """A compound's place in an annual plan."""

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="entries")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="planned")
    sequence = models.PositiveIntegerField(_("sequence"), null=True, blank=True)
    tier = models.CharField(
        _("kind of renovation"), max_length=10, choices=Tier, blank=True, default="", db_default=""
    )

    objects = PlannedCompoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("compound in an annual plan")
        verbose_name_plural = _("compounds in annual plans")
        ordering = ["plan", "sequence", "compound"]
        constraints = [
            models.UniqueConstraint(fields=["compound"], name="one_plan_year_per_compound"),
            models.CheckConstraint(condition=Q(tier="") | Q(tier__in=Tier.values), name="planned_tier_known"),
        ]
