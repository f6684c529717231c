"""Old compounds, their buildings, findings, stages and neighbours."""
import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.choices import Layer
from geo_renovation.districts.models import (
    Barrier,
    Community,
    County,
    District,
    TownArea,
    one_of,
)
from geo_renovation.districts.triggers import note_change
from geo_renovation.spatial.fields import boundary_field, tile_twin, valid_geometry

from .choices import (
    EXCLUDING,
    LAST_COMPLETION_YEAR,
    Criterion,
    Eligibility,
    Stage,
    UnknownReason,
)
from .querysets import (
    AdjacencyQuerySet,
    BuildingQuerySet,
    CompoundQuerySet,
    FindingQuerySet,
    StageEventQuerySet,
)
from .triggers import (
    bar_again,
    date_by_buildings,
    follow_findings,
    follow_stages,
    link_all_again,
    place_again,
    place_all_again,
    place_and_link,
)

YEAR = Coalesce(F("completion_year"), F("building_year"))


def eligibility():
    """The plan's scope as one expression: any *no* excludes, any gap leaves unjudged."""
    no = Q(is_in_town=False) | Q(completion_year__gt=LAST_COMPLETION_YEAR)
    no |= Q(completion_year__isnull=True, building_year__gt=LAST_COMPLETION_YEAR)
    gap = Q(is_in_town__isnull=True) | Q(completion_year__isnull=True, building_year__isnull=True)
    for criterion in Criterion:
        no |= Q(**{criterion: criterion in EXCLUDING})
        gap |= Q(**{f"{criterion}__isnull": True})
    return Case(
        When(no, then=Value(Eligibility.INELIGIBLE.value)),
        When(gap, then=Value(Eligibility.UNJUDGED.value)),
        default=Value(Eligibility.ELIGIBLE.value),
    )


def answer_field(criterion):
    """The current answer to a criterion; derived from findings."""
    return models.BooleanField(criterion.label, null=True, editable=False)


class Compound(models.Model):
    """An old residential compound 老旧小区."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    former_name = models.CharField(_("former name"), max_length=80, blank=True)
    community = models.ForeignKey(
        Community, models.PROTECT, null=True, blank=True, verbose_name=_("community")
    )
    completion_year = models.PositiveSmallIntegerField(_("completion year"), null=True, blank=True)
    household_count = models.PositiveIntegerField(_("households"), null=True, blank=True)
    floor_area_m2 = models.FloatField(_("floor area (m²)"), null=True, blank=True)
    land_area_m2 = models.FloatField(_("land area (m²)"), null=True, blank=True)
    owner_unit = models.CharField(_("owner unit"), max_length=80, blank=True)
    willingness_percent = models.FloatField(_("in favour (%)"), null=True, blank=True)
    surveyed_households = models.PositiveIntegerField(
        _("households surveyed"), null=True, blank=True
    )
    wished_year = models.PositiveSmallIntegerField(_("wished year"), null=True, blank=True)
    estimate_cny = models.DecimalField(
        _("estimate (CNY)"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    boundary = boundary_field(verbose_name=_("boundary"))
    boundary_3857 = tile_twin("boundary")

    # Derived by the database; never entered.
    district = models.ForeignKey(
        District, models.PROTECT, null=True, editable=False, verbose_name=_("district")
    )
    is_in_town = models.BooleanField(_("inside the county town"), null=True, editable=False)
    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage, blank=True, default="", db_default="", editable=False
    )
    building_count = models.PositiveIntegerField(
        _("buildings"), default=0, db_default=0, editable=False
    )
    building_year = models.PositiveSmallIntegerField(null=True, editable=False)
    residential = answer_field(Criterion.RESIDENTIAL)
    state_land = answer_field(Criterion.STATE_LAND)
    neglected = answer_field(Criterion.NEGLECTED)
    facilities_lacking = answer_field(Criterion.FACILITIES_LACKING)
    services_lacking = answer_field(Criterion.SERVICES_LACKING)
    willing = answer_field(Criterion.WILLING)
    demolition = answer_field(Criterion.DEMOLITION)
    shantytown = answer_field(Criterion.SHANTYTOWN)
    bungalow_yard = answer_field(Criterion.BUNGALOW_YARD)
    year_built = models.GeneratedField(
        expression=YEAR, output_field=models.PositiveSmallIntegerField(), db_persist=True
    )
    eligibility = models.GeneratedField(
        expression=eligibility(), output_field=models.CharField(max_length=10), db_persist=True
    )

    objects = CompoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("old compound")
        verbose_name_plural = _("old compounds")
        ordering = ["code"]
        indexes = [
            GistIndex(fields=["boundary_3857"], name="compound_tile"),
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="compound_name_search"),
            models.Index(fields=["eligibility"], name="compound_eligibility"),
            models.Index(fields=["stage"], name="compound_stage"),
        ]
        constraints = [
            valid_geometry("boundary", "compound_boundary_valid"),
            models.CheckConstraint(
                condition=Q(stage="") | Q(stage__in=Stage.values), name="compound_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(completion_year__isnull=True) | Q(completion_year__range=(1900, 2100)),
                name="compound_year_plausible",
            ),
            models.CheckConstraint(
                condition=Q(willingness_percent__isnull=True)
                | Q(willingness_percent__range=(0, 100)),
                name="compound_willingness_percent",
            ),
        ]
        triggers = [note_change(Layer.COMPOUNDS), *place_and_link()]

    def __str__(self):
        return self.name

    def publish(self, *, at=None):
        """Opens boundary, name and stage to the public; a second call changes nothing."""
        if self.published_at is None:
            self.published_at = at or timezone.now()
            self.save(update_fields=["published_at"])

    @property
    def stage_label(self):
        """The stage in words, 未摸底 included."""
        return Stage(self.stage).label if self.stage else _("Not yet surveyed")

    @property
    def next_stage(self):
        """The only stage that may be recorded next, or None at the end."""
        return Stage(self.stage).next if self.stage else Stage.SURVEYED


class Building(models.Model):
    """A building 楼栋 of a compound."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    compound = models.ForeignKey(
        Compound, models.CASCADE, related_name="buildings", verbose_name=_("compound")
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    storeys = models.PositiveSmallIntegerField(_("storeys"), null=True, blank=True)
    unit_count = models.PositiveSmallIntegerField(_("staircases"), null=True, blank=True)
    household_count = models.PositiveIntegerField(_("households"), null=True, blank=True)
    floor_area_m2 = models.FloatField(_("floor area (m²)"), null=True, blank=True)
    completion_year = models.PositiveSmallIntegerField(_("completion year"), null=True, blank=True)
    structure = models.CharField(_("structure"), max_length=20, blank=True)
    footprint = boundary_field(verbose_name=_("footprint"))
    footprint_3857 = tile_twin("footprint")

    objects = BuildingQuerySet.as_manager()

    class Meta:
        verbose_name = _("building")
        verbose_name_plural = _("buildings")
        ordering = ["code"]
        indexes = [GistIndex(fields=["footprint_3857"], name="building_tile")]
        constraints = [valid_geometry("footprint", "building_footprint_valid")]
        triggers = [note_change(Layer.BUILDINGS), *date_by_buildings()]

    def __str__(self):
        return self.name or self.code


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
        ordering = ["compound_id", "criterion", "-recorded_at", "-id"]
        indexes = [models.Index(fields=["compound", "criterion", "-recorded_at"])]
        constraints = [
            one_of("criterion", Criterion, "finding_criterion_known"),
            models.CheckConstraint(condition=~Q(evidence=""), name="finding_has_evidence"),
        ]
        triggers = [
            follow_findings(),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]


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
            follow_stages(),
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.compound_id} {self.stage}"


class Adjacency(models.Model):
    """Two compounds within the county's gap, the lower code first; kept by triggers."""

    low = models.ForeignKey(Compound, models.CASCADE, related_name="links_to_higher")
    high = models.ForeignKey(Compound, models.CASCADE, related_name="links_to_lower")
    gap_m = models.FloatField()
    link = models.LineStringField(srid=settings.COUNTY_SRID)
    barrier = models.ForeignKey(Barrier, models.DO_NOTHING, null=True)

    objects = AdjacencyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["low", "high"], name="one_link_per_pair")]


class LinkedBarrier(Barrier):
    """Barriers as adjacency minds them."""

    class Meta:
        proxy = True
        triggers = bar_again()


class PlacedDistrict(District):
    """Districts as the placing of compounds minds them."""

    class Meta:
        proxy = True
        triggers = place_again("districts_district")


class PlacedTownArea(TownArea):
    """The town area as the placing of compounds minds it."""

    class Meta:
        proxy = True
        triggers = place_again("districts_townarea")


class LinkingCounty(County):
    """The county's settings as adjacency and placing mind them."""

    class Meta:
        proxy = True
        triggers = [link_all_again(), place_all_again()]
