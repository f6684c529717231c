"""Tendering 招标: from which value on contracts must be tendered openly, a bundle's contracts, warnings overruled."""
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.districts.models import one_of

from ..choices import ContractKind
from ..querysets import ThresholdQuerySet
from ..triggers import member_of_draft
from .bundle import Bundle
from .plan_version import LONGEST_REASON, append_only


class TenderThreshold(models.Model):
    """Contracts of a kind at or over this value must be tendered openly, from a day on."""

    kind = models.CharField(_("kind of contract"), max_length=10, choices=ContractKind)
    valid_from = models.DateField(_("in force since"))
    amount_cny = models.PositiveBigIntegerField(_("open tender from (CNY)"))
    source = models.CharField(_("source"), max_length=200)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = _("tender threshold")
        verbose_name_plural = _("tender thresholds")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_threshold_per_kind_and_day"),
            one_of("kind", ContractKind, "threshold_kind_known"),
            models.CheckConstraint(condition=Q(amount_cny__gt=0), name="threshold_is_positive"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.amount_cny:,}"


class Contract(models.Model):
    """One contract that a bundle needs; those of one kind may be procured together and count together."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="contracts")
    kind = models.CharField(_("kind of contract"), max_length=10, choices=ContractKind)
    name = models.CharField(_("contract"), max_length=80)
    amount_cny = models.DecimalField(_("estimate (CNY)"), max_digits=14, decimal_places=2, null=True)

    class Meta:
        ordering = ["bundle", "pk"]
        constraints = [
            one_of("kind", ContractKind, "contract_kind_known"),
            models.CheckConstraint(condition=Q(amount_cny__isnull=True) | Q(amount_cny__gte=0), name="contract_not_negative"),
        ]
        triggers = member_of_draft()

    def __str__(self):
        return self.name


class Overruling(models.Model):
    """A warning about a bundle that a planner overruled; it speaks again where it is about other compounds."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="overrulings")
    rule = models.CharField(max_length=30)
    codes = models.JSONField()
    message = models.TextField()
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    request = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["bundle", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["made_by", "request"], name="overruled_once_per_request"),
            models.CheckConstraint(condition=~Q(reason=""), name="overruled_with_reason"),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.bundle}: {self.rule}"
