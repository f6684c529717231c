"""County, street-office districts, communities, town area, roads and barriers."""
from datetime import date

from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.spatial.fields import boundary_field, tile_twin, valid_geometry

from .choices import BarrierKind, CommunityKind, Layer, RoadRank, Surfacing
from .querysets import LayerVersionQuerySet, PlaceQuerySet
from .triggers import barriers_from_ranks, barriers_from_roads, move_version, note_change

# Compounds farther apart are no neighbours in any county.
MOST_GAP_M = 500


def barring_ranks():
    """Ranks that joint renovation does not cross unless the county says otherwise."""
    return [RoadRank.EXPRESS, RoadRank.ARTERIAL]


def one_of(field, choices, name):
    """A constraint that holds `field` to the codes of `choices`."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": choices.values}), name=name)


class County(models.Model):
    """The one county of this database (县) and its settings."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    city = models.CharField(_("city it belongs to"), max_length=60, blank=True, default="", db_default="")
    outline = boundary_field(verbose_name=_("outline"))
    is_demonstration = models.BooleanField(_("invented data"), default=False)
    gap_m = models.FloatField(
        _("largest gap between adjacent compounds (m)"),
        default=30,
        validators=[MinValueValidator(0), MaxValueValidator(MOST_GAP_M)],
    )
    barrier_ranks = ArrayField(
        models.CharField(max_length=12, choices=RoadRank),
        verbose_name=_("road ranks that are barriers"),
        default=barring_ranks,
        blank=True,
    )
    must_finish_cohort_year = models.PositiveSmallIntegerField(
        _("first cohort: completed by"), default=2000
    )
    # 工作目标 of the county plan of 2021-07-29: by the end of 2025 all of the first cohort, "basically" all of the second.
    second_cohort_percent = models.PositiveSmallIntegerField(
        _("share of the second cohort that must be renovated (%)"), default=95, validators=[MaxValueValidator(100)]
    )
    target_date = models.DateField(_("both cohorts renovated by"), default=date(2025, 12, 31))
    # Lamps as Yinchuan sets them: percentage points behind what the days gone by call for 序时进度.
    yellow_behind_points = models.PositiveSmallIntegerField(
        _("yellow lamp: behind by more than (percentage points)"), default=10, validators=[MaxValueValidator(100)]
    )
    red_behind_points = models.PositiveSmallIntegerField(
        _("red lamp: behind by more than (percentage points)"), default=30, validators=[MaxValueValidator(100)]
    )
    town_share = models.FloatField(_("share of a compound that must lie in town"), default=0.5)
    built_share = models.FloatField(
        _("share of floor area that dates a compound by its buildings"), default=0.5
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        constraints = [
            models.UniqueConstraint(models.Value(1), name="one_county_per_database"),
            valid_geometry("outline", "county_outline_valid"),
            models.CheckConstraint(
                condition=Q(gap_m__gte=0, gap_m__lte=MOST_GAP_M), name="county_gap_in_range"
            ),
            models.CheckConstraint(condition=Q(second_cohort_percent__lte=100), name="county_share_is_percent"),
            models.CheckConstraint(
                condition=Q(yellow_behind_points__lte=F("red_behind_points")), name="county_lamps_in_order"
            ),
        ]
        triggers = [note_change(Layer.COUNTY), barriers_from_ranks()]

    def __str__(self):
        return self.name


class TownArea(models.Model):
    """The county town 县城区: only compounds inside are in scope."""

    name = models.CharField(_("name"), max_length=60)
    boundary = boundary_field(verbose_name=_("boundary"))
    boundary_3857 = tile_twin("boundary")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("town area")
        verbose_name_plural = _("town areas")
        indexes = [GistIndex(fields=["boundary_3857"], name="town_area_tile")]
        constraints = [valid_geometry("boundary", "town_area_boundary_valid")]
        triggers = [note_change(Layer.TOWN_AREA)]

    def __str__(self):
        return self.name


class District(models.Model):
    """The district of a street office 街道办事处."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    boundary = boundary_field(verbose_name=_("boundary"))
    boundary_3857 = tile_twin("boundary")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
        indexes = [GistIndex(fields=["boundary_3857"], name="district_tile")]
        constraints = [valid_geometry("boundary", "district_boundary_valid")]
        triggers = [note_change(Layer.DISTRICTS)]

    def __str__(self):
        return self.name


class Community(models.Model):
    """A community 社区 and its committee."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(
        _("kind"), max_length=10, choices=CommunityKind, default=CommunityKind.URBAN
    )
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("district"))
    boundary = boundary_field(verbose_name=_("boundary"))
    boundary_3857 = tile_twin("boundary")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["code"]
        indexes = [GistIndex(fields=["boundary_3857"], name="community_tile")]
        constraints = [
            valid_geometry("boundary", "community_boundary_valid"),
            one_of("kind", CommunityKind, "community_kind_known"),
        ]
        triggers = [note_change(Layer.COMMUNITIES)]

    def __str__(self):
        return self.name


class Road(models.Model):
    """A road; its rank decides whether it is a barrier, its surfacing when it may be dug."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    road_class = models.CharField(_("class"), max_length=20, blank=True)
    rank = models.CharField(_("rank"), max_length=12, choices=RoadRank)
    width_m = models.FloatField(_("width (m)"), null=True, blank=True)
    surfaced_on = models.DateField(_("surfaced on"), null=True, blank=True)
    surfacing = models.CharField(_("surfacing"), max_length=10, choices=Surfacing, blank=True)
    route = models.MultiLineStringField(_("route"), srid=settings.COUNTY_SRID)
    route_3857 = tile_twin("route")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("road")
        verbose_name_plural = _("roads")
        ordering = ["code"]
        indexes = [GistIndex(fields=["route_3857"], name="road_tile")]
        constraints = [one_of("rank", RoadRank, "road_rank_known")]
        triggers = [note_change(Layer.ROADS), *barriers_from_roads()]

    def __str__(self):
        return self.name or self.code


class Barrier(models.Model):
    """A river, railway or arterial road that joint renovation does not cross."""

    code = models.CharField(_("code"), max_length=48, unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=BarrierKind)
    road = models.ForeignKey(Road, models.CASCADE, null=True, blank=True, editable=False)
    shape = models.GeometryField(_("shape"), srid=settings.COUNTY_SRID)
    shape_3857 = tile_twin("shape")

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("barrier")
        verbose_name_plural = _("barriers")
        ordering = ["code"]
        indexes = [GistIndex(fields=["shape_3857"], name="barrier_tile")]
        constraints = [
            valid_geometry("shape", "barrier_shape_valid"),
            one_of("kind", BarrierKind, "barrier_kind_known"),
        ]
        triggers = [note_change(Layer.BARRIERS)]

    def __str__(self):
        return self.name or self.code


class LayerVersion(models.Model):
    """How often a layer has changed, counted at commit."""

    layer = models.CharField(max_length=20, primary_key=True, choices=Layer)
    version = models.BigIntegerField(default=0)

    objects = LayerVersionQuerySet.as_manager()


class LayerChange(models.Model):
    """A layer touched by a running transaction; gone when it commits."""

    layer = models.CharField(max_length=20, choices=Layer)
    transaction_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["layer", "transaction_id"], name="layer_noted_once_per_transaction"
            )
        ]
        triggers = [move_version()]
