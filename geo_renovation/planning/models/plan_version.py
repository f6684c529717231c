"""What became of annual plans: versions as they were submitted, adopted and adjusted, and every move."""
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.districts.models import District, one_of

from ..choices import VersionKind
from ..querysets import PlanMoveQuerySet, PlanVersionQuerySet
from .plan import AnnualPlan

LONGEST_REASON = 400


def append_only():
    return [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class PlanVersion(models.Model):
    """An annual plan as it stood when a street submitted it, or the centre adopted or adjusted it.

    With `district` it is that street's part alone. `entries` holds each compound's place and figures of that
    day: code, name, district, sequence, tier and what is summed in the official table.
    """

    plan = models.ForeignKey(AnnualPlan, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    kind = models.CharField(_("kind"), max_length=10, choices=VersionKind)
    district = models.ForeignKey(District, models.PROTECT, null=True, verbose_name=_("district"), related_name="+")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    entries = models.JSONField()
    request = models.UUIDField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(fields=["made_by", "request", "plan"], name="plan_version_once_per_request"),
            one_of("kind", VersionKind, "plan_version_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind__in=[VersionKind.ADJUSTED, VersionKind.RETURNED]) | ~Q(reason=""),
                name="changed_plan_has_reason",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.plan} v{self.number}"


class PlanMove(models.Model):
    """Compounds moved in one act between years and places.

    `places` is [{code, before, after}] for every compound whose place changed, where a place is
    {year, sequence, tier} or null for none; `revisions` is {year: revision of that plan after the act}.
    """

    request = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    moved = models.JSONField(help_text="Codes that were meant, the first one first.")
    places = models.JSONField()
    revisions = models.JSONField()
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = PlanMoveQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["made_by", "request"], name="plan_move_once_per_request")]
        triggers = append_only()

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {', '.join(self.moved)}"
