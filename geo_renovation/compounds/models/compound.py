"""The old compound 老旧小区 itself."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.choices import Layer
from geo_renovation.districts.models import Community, District
from geo_renovation.districts.triggers import note_change
from geo_renovation.spatial.fields import boundary_field, tile_twin, valid_geometry

from ..choices import EXCLUDING, LAST_COMPLETION_YEAR, Criterion, Eligibility, Stage
from ..querysets import CompoundQuerySet
from ..triggers import place_and_link

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
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
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
                condition=Q(completion_year__isnull=True) | Q(completion_year__range=(1600, 2100)),
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
