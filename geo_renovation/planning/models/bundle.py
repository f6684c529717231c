"""Bundles in which adjacent compounds are renovated together."""
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District, one_of
from geo_renovation.spatial.fields import boundary_field

from ..choices import BundleStatus
from ..querysets import BundleQuerySet
from ..triggers import bundle_triggers, member_triggers


class Bundle(models.Model):
    """Compounds for one joint renovation 联动改造, tendered as one lot 标段."""

    number = models.CharField(_("number"), max_length=20)
    version = models.PositiveIntegerField(_("version"), default=1)
    plan_year = models.PositiveSmallIntegerField(_("plan year"))
    name = models.CharField(_("name"), max_length=80)
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("district"))
    drafted_for = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, verbose_name=_("drafted for")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=BundleStatus, default=BundleStatus.DRAFT
    )
    exception_reason = models.CharField(
        _("why the district border is crossed"), max_length=400, blank=True
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    frozen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_reason = models.CharField(max_length=400, blank=True)
    snapshot = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-plan_year", "-number", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["number", "version"], name="bundle_version_once"),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status=BundleStatus.FROZEN),
                name="one_frozen_version_per_bundle",
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(status=BundleStatus.DRAFT),
                name="one_draft_version_per_bundle",
            ),
            one_of("status", BundleStatus, "bundle_status_known"),
            models.CheckConstraint(
                condition=Q(status=BundleStatus.DRAFT)
                | Q(frozen_at__isnull=False, frozen_by__isnull=False, snapshot__isnull=False),
                name="frozen_bundle_has_snapshot",
            ),
        ]
        triggers = bundle_triggers()

    def __str__(self):
        return f"{self.number} v{self.version}"

    @property
    def is_draft(self):
        return self.status == BundleStatus.DRAFT

    @property
    def is_live(self):
        """Frozen and not dissolved: its members are claimed for its plan year."""
        return self.status == BundleStatus.FROZEN

    @property
    def totals(self):
        """Of a listed bundle: as frozen, or a draft's as of now."""
        now = {name: getattr(self, name) for name in ("households", "floor_area_m2", "estimate_cny")}
        return self.frozen_totals or {"compounds": len(self.codes), **now}

    def end(self, status, *, by, reason):
        """Superseded or dissolved: its members are free again, its snapshot stays."""
        self.status, self.ended_at, self.ended_by, self.ended_reason = status, timezone.now(), by, reason
        self.save(update_fields=["status", "ended_at", "ended_by", "ended_reason"])


class BundleMember(models.Model):
    """A compound in a bundle; its boundary and figures as they were when frozen."""

    bundle = models.ForeignKey(Bundle, models.CASCADE, related_name="members")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="memberships")
    plan_year = models.PositiveSmallIntegerField()
    is_live = models.BooleanField(default=False, editable=False)
    boundary = boundary_field(null=True)
    figures = models.JSONField(null=True)

    class Meta:
        ordering = ["bundle", "compound"]
        constraints = [
            models.UniqueConstraint(fields=["bundle", "compound"], name="member_once_per_bundle"),
            models.UniqueConstraint(
                fields=["compound", "plan_year"],
                condition=Q(is_live=True),
                name="one_live_bundle_per_compound_and_year",
            ),
        ]
        triggers = member_triggers()
