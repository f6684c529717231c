"""Pipes, cables, their points, who holds which right over them, handovers, and where they are disclosed."""
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation, User
from geo_renovation.districts.choices import Layer
from geo_renovation.districts.models import one_of
from geo_renovation.districts.triggers import note_change
from geo_renovation.spatial.fields import tile_twin, valid_geometry

from ..choices import (
    Accuracy,
    HolderUnknown,
    NetworkClass,
    NodeKind,
    Placement,
    RightKind,
    Status,
)
from ..querysets import (
    AssetRightQuerySet,
    DisclosureAreaQuerySet,
    HandoverQuerySet,
    NodeQuerySet,
    SegmentQuerySet,
)
from ..triggers import follow_rights


def holder(kind: RightKind):
    """The organisation that holds a right today; derived from the dated rights."""
    return models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=kind.label,
        db_index=kind == RightKind.OWNER,
    )


def where_named(*fields: str, prefix: str) -> list[models.Index]:
    """Indexes for references that most rows leave empty: an entry for each of these would slow every import."""
    return [
        models.Index(fields=[field], condition=Q(**{f"{field}__isnull": False}), name=f"{prefix}_{field}")
        for field in fields
    ]


def unique_code(asset: str) -> models.UniqueConstraint:
    """Without the second index for LIKE that `unique=True` brings: no query asks so."""
    return models.UniqueConstraint(fields=["code"], name=f"{asset}_code_unique")


RARE_HOLDERS = (RightKind.MANAGER, RightKind.OPERATOR, RightKind.STEWARD)


class Asset(models.Model):
    """What segments and nodes have in common."""

    code = models.CharField(_("code"), max_length=60)
    network_class = models.CharField(_("class"), max_length=2, choices=NetworkClass)
    depth_m = models.FloatField(_("depth (m)"), null=True, blank=True)
    laid_year = models.PositiveSmallIntegerField(_("laid in"), null=True, blank=True)
    pressure = models.CharField(_("pressure"), max_length=20, blank=True)
    voltage = models.CharField(_("voltage"), max_length=20, blank=True)
    capacity = models.CharField(_("capacity"), max_length=20, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    owner = holder(RightKind.OWNER)
    manager = holder(RightKind.MANAGER)
    operator = holder(RightKind.OPERATOR)
    steward = holder(RightKind.STEWARD)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self):
        return self.code


class Segment(Asset):
    """A pipe or cable 管线 between two points."""

    sub_class = models.CharField(_("sub-class"), max_length=20, blank=True)
    material = models.CharField(_("material"), max_length=30, blank=True)
    diameter_mm = models.FloatField(_("diameter (mm)"), null=True, blank=True)
    placement = models.CharField(_("laying"), max_length=2, choices=Placement, blank=True)
    accuracy = models.CharField(
        _("accuracy"), max_length=10, choices=Accuracy, default=Accuracy.UNKNOWN
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.IN_USE)
    source = models.CharField(_("source"), max_length=80, blank=True)
    surveyed_on = models.DateField(_("surveyed on"), null=True, blank=True)
    is_precaution = models.BooleanField(_("precaution required"), default=False)
    beyond_entry = models.BooleanField(_("beyond the household entry point"), default=False)
    route = models.LineStringField(_("route"), srid=settings.COUNTY_SRID)
    route_3857 = tile_twin("route")

    objects = SegmentQuerySet.as_manager()

    class Meta(Asset.Meta):
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        indexes = [GistIndex(fields=["route_3857"], name="segment_tile"), *where_named(*RARE_HOLDERS, prefix="segment")]
        constraints = [
            unique_code("segment"),
            valid_geometry("route", "segment_route_valid"),
            one_of("network_class", NetworkClass, "segment_class_known"),
            one_of("placement", Placement, "segment_placement_known"),
            one_of("accuracy", Accuracy, "segment_accuracy_known"),
            one_of("status", Status, "segment_status_known"),
        ]
        triggers = [note_change(Layer.SEGMENTS)]


class Node(Asset):
    """A point of a network: valve, manhole, cabinet, transformer, pole, source, entry point."""

    kind = models.CharField(_("kind"), max_length=12, choices=NodeKind)
    position = models.PointField(_("position"), srid=settings.COUNTY_SRID)
    position_3857 = tile_twin("position")

    objects = NodeQuerySet.as_manager()

    class Meta(Asset.Meta):
        verbose_name = _("node")
        verbose_name_plural = _("nodes")
        indexes = [GistIndex(fields=["position_3857"], name="node_tile"), *where_named(*RARE_HOLDERS, prefix="node")]
        constraints = [
            unique_code("node"),
            one_of("network_class", NetworkClass, "node_class_known"),
            one_of("kind", NodeKind, "node_kind_known"),
        ]
        triggers = [note_change(Layer.NODES)]


def no_overlap(asset: str) -> ExclusionConstraint:
    """At most one holder of a kind of right over an asset on any day."""
    return ExclusionConstraint(
        name=f"one_holder_per_{asset}_right_and_day",
        expressions=[
            (asset, RangeOperators.EQUAL),
            ("kind", RangeOperators.EQUAL),
            ("valid", RangeOperators.OVERLAPS),
        ],
        condition=Q(**{f"{asset}__isnull": False}),
    )


class AssetRight(models.Model):
    """A dated right over a segment or node, with the document it rests on."""

    segment = models.ForeignKey(Segment, models.CASCADE, null=True, db_index=False, related_name="rights")
    node = models.ForeignKey(Node, models.CASCADE, null=True, db_index=False, related_name="rights")
    kind = models.CharField(_("right"), max_length=10, choices=RightKind)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, verbose_name=_("organisation")
    )
    unknown_reason = models.CharField(
        _("why the holder is unknown"), max_length=20, choices=HolderUnknown, blank=True
    )
    valid = DateRangeField(_("valid"))
    basis = models.CharField(_("document it rests on"), max_length=200)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    objects = AssetRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("right")
        verbose_name_plural = _("rights")
        indexes = where_named("segment", "node", prefix="right")
        constraints = [
            no_overlap("segment"),
            no_overlap("node"),
            one_of("kind", RightKind, "right_kind_known"),
            models.CheckConstraint(
                condition=Q(segment__isnull=True) ^ Q(node__isnull=True),
                name="right_over_exactly_one_asset",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, unknown_reason="")
                | Q(organisation__isnull=True, unknown_reason__in=HolderUnknown.values),
                name="right_holder_or_reason",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="right_has_basis"),
        ]
        triggers = [*follow_rights()]


class Handover(models.Model):
    """A handover 移交 of rights over assets: who gave what to whom, on what day, by which documents."""

    request = models.UUIDField(editable=False)
    giver = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="given", verbose_name=_("handed over by"),
        help_text=_("Empty where no holder was on record."),
    )  # fmt: skip
    taker = models.ForeignKey(Organisation, models.PROTECT, related_name="taken", verbose_name=_("taken over by"))
    kinds = ArrayField(models.CharField(max_length=10, choices=RightKind), verbose_name=_("rights"))
    day = models.DateField(_("day"))
    document = models.CharField(_("document it rests on"), max_length=200)
    acceptance = models.CharField(_("acceptance document"), max_length=200, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    signed_by = ArrayField(
        models.CharField(max_length=120), verbose_name=_("posts that signed"), default=list, blank=True
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    undone_at = models.DateTimeField(null=True, editable=False)
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "recorded_by"], name="handover_once_per_request"),
            models.CheckConstraint(condition=~Q(document=""), name="handover_has_document"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_to_another"),
        ]

    def __str__(self):
        return f"{self.day} {self.taker_id}"

    @property
    def kind_labels(self) -> list[str]:
        return [str(RightKind(kind).label) for kind in self.kinds]


class HandoverRight(models.Model):
    """One right of a handover: the row it opened, and the one it closed if any was on record."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="rights")
    segment = models.ForeignKey(Segment, models.PROTECT, null=True, related_name="+")
    node = models.ForeignKey(Node, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=RightKind)
    opened = models.ForeignKey(AssetRight, models.SET_NULL, null=True, related_name="+")
    closed = models.ForeignKey(AssetRight, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(segment__isnull=True) ^ Q(node__isnull=True), name="handover_of_exactly_one_asset"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.segment_id or self.node_id}"


class DisclosureArea(models.Model):
    """A piece of ground around planned compounds; pieces never overlap. Written by planning."""

    area = models.PolygonField(srid=settings.COUNTY_SRID)
    area_3857 = tile_twin("area")

    objects = DisclosureAreaQuerySet.as_manager()

    class Meta:
        indexes = [GistIndex(fields=["area_3857"], name="disclosure_area_tile")]
        constraints = [valid_geometry("area", "disclosure_area_valid")]
        triggers = [note_change(Layer.DISCLOSURE)]
