"""Proposed bundles, how good each proposal is, and what was adopted from it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import User
from geo_renovation.districts.models import one_of

from ..choices import ProposalState, Shared, Weight
from ..querysets import ProposalQuerySet
from .bundle import Bundle


class UnitPrice(models.Model):
    """What one metre shared saves, from a day on, and who says so."""

    kind = models.CharField(_("what is shared"), max_length=10, choices=Shared)
    price_cny = models.DecimalField(_("saved (CNY a metre)"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("unit price of what is shared")
        verbose_name_plural = _("unit prices of what is shared")
        ordering = ["kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="one_unit_price_a_day"),
            one_of("kind", Shared, "unit_price_kind_known"),
            models.CheckConstraint(condition=models.Q(price_cny__gte=0), name="unit_price_not_negative"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.valid_from}"


class Proposal(models.Model):
    """Bundles proposed for some years and districts; nothing is claimed until they are adopted and frozen.

    `instance` is the register as it was read; `revision` grows with every change that a colleague must know of,
    not with the progress of a proof.
    """

    name = models.CharField(_("name"), max_length=80)
    years = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("years"))
    districts = ArrayField(models.CharField(max_length=12), verbose_name=_("districts"), blank=True, default=list)
    settings = models.JSONField()
    weight = models.CharField(_("weight"), max_length=10, choices=Weight)
    locks = models.JSONField(default=dict)
    instance = models.JSONField(null=True)
    input_digest = models.CharField(max_length=64, blank=True)
    result = models.JSONField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=ProposalState, default=ProposalState.QUEUED)
    failure = models.CharField(max_length=400, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=1)
    request = models.UUIDField()
    last_request = models.UUIDField(null=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["created_by", "request"], name="proposal_once_per_request"),
            one_of("state", ProposalState, "proposal_state_known"),
            one_of("weight", Weight, "proposal_weight_known"),
        ]

    def __str__(self):
        return self.name


class ProposalPart(models.Model):
    """The plan of one piece, by what the piece was: found again where other locks leave the piece as it is."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="parts")
    digest = models.CharField(max_length=64)
    plan = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "digest"], name="part_once_per_proposal")]

    def __str__(self):
        return self.digest


class Adoption(models.Model):
    """A draft made from a proposal, with the settings and the gap the proposal had then."""

    bundle = models.OneToOneField(Bundle, models.CASCADE, related_name="adoption")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="adoptions")
    codes = ArrayField(models.CharField(max_length=40))
    settings = models.JSONField()
    value = models.BigIntegerField()
    gap = models.FloatField()
    gap_on_weight = models.FloatField()
    adopted_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.proposal} → {self.bundle}"
