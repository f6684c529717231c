"""The columns of the tables under the map, declared once for page, totals and exports."""
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, CharField, F, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.planning.choices import BundleStatus, Tier
from geo_renovation.planning.models import Bundle, BundleMember, PlannedCompound
from geo_renovation.spatial.functions import Metres
from geo_renovation.utilities.choices import Accuracy, NetworkClass, Placement, Status

TEXT, NUMBER, MONEY, DATE, CHOICE = "text", "number", "money", "date", "choice"


@dataclass(frozen=True)
class Column:
    """One column; `value` is an expression over the filter's rows, or makes one for a user.

    `heading` stands in a .dbf, which takes ten ASCII letters. `words` are the codes of a choice with
    their labels, in the order in which the column sorts. A year is a number that is not grouped.
    """

    key: str
    label: str
    heading: str
    kind: str
    value: object
    unit: str = ""
    words: tuple = ()
    is_default: bool = False
    is_public: bool = False
    is_summed: bool = False
    is_year: bool = False

    def open_to(self, user) -> bool:
        return self.is_public or audience_of(user) in OFFICIAL

    def expression(self, user):
        value = self.value(user) if isinstance(self.value, Callable) else self.value
        return F(value) if isinstance(value, str) else value

    def described(self) -> dict:
        """As the page is told of it."""
        told = {
            "key": self.key,
            "label": str(self.label),
            "unit": str(self.unit),
            "kind": "year" if self.is_year else self.kind,
            "default": self.is_default,
        }
        return told | ({"words": {code: str(label) for code, label in self.words}} if self.words else {})

    def word(self, value) -> str:
        """What a code says."""
        return "" if value is None else str(dict(self.words).get(value, value))


def own_plan(field):
    """What the annual plan that the user may read has of a compound."""

    def of(user):
        entries = PlannedCompound.objects.visible_to(user).filter(compound=OuterRef("pk")).order_by()
        return Subquery(entries.values(field)[:1])

    return of


def bundles(user):
    """The bundles that hold the compound today, as far as the user may see them."""
    standing = Bundle.objects.visible_to(user).filter(status__in=(BundleStatus.DRAFT, BundleStatus.FROZEN))
    members = BundleMember.objects.filter(compound=OuterRef("pk"), bundle__in=standing.order_by()).order_by()
    name = Concat("bundle__number", Value(" v"), Cast("bundle__version", CharField()))
    names = members.values("compound").annotate(names=StringAgg(name, ", ", order_by=name)).values("names")
    return Subquery(names)


def manager(user):
    return Case(When(seen_is_full=True, then=F("manager__name")), default=None)


def age(user):
    return Value(timezone.localdate().year, IntegerField()) - F("seen_laid_year")


STAGES = (("", _("Not yet surveyed")), *Stage.choices)
COMPOUNDS = (
    Column("code", _("Code"), "CODE", TEXT, "code", is_default=True, is_public=True),
    Column("name", _("Name"), "NAME", TEXT, "name", is_default=True, is_public=True),
    Column("former_name", _("Former name"), "FORMER", TEXT, "former_name"),
    Column("district", _("District"), "DISTRICT", TEXT, "district__name", is_default=True, is_public=True),
    Column("community", _("Community"), "COMMUNITY", TEXT, "community__name", is_default=True, is_public=True),
    Column("stage_number", _("Stage number"), "STAGE_NO", NUMBER, "stage_number_shown", is_public=True),
    Column("stage", _("Stage"), "STAGE", CHOICE, "stage_shown", words=STAGES, is_default=True, is_public=True),
    Column(
        "eligibility", _("Eligibility"), "ELIGIBLE", CHOICE, "eligibility",
        words=tuple(Eligibility.choices), is_default=True,
    ),
    Column("cohort", _("Cohort"), "COHORT", CHOICE, "cohort", words=tuple(Cohort.choices)),
    Column("year_built", _("Completed"), "YEAR_BUILT", NUMBER, "year_built", is_default=True, is_year=True),
    Column("households", _("Households"), "HOUSEHOLDS", NUMBER, "household_count", is_default=True, is_summed=True),
    Column("buildings", _("Buildings"), "BUILDINGS", NUMBER, "building_count", is_default=True, is_summed=True),
    Column(
        "floor_area_m2", _("Floor area"), "FLOOR_M2", NUMBER, "floor_area_m2", "m²", is_default=True, is_summed=True
    ),
    Column("land_area_m2", _("Land area"), "LAND_M2", NUMBER, "land_area_m2", "m²", is_summed=True),
    Column("owner_unit", _("Owner unit"), "OWNER_UNIT", TEXT, "owner_unit"),
    Column("in_favour", _("In favour"), "FAVOUR_PCT", NUMBER, "willingness_percent", "%"),
    Column("surveyed_households", _("Households surveyed"), "SURVEYED", NUMBER, "surveyed_households", is_summed=True),
    Column("wished_year", _("Wished year"), "WISH_YEAR", NUMBER, "wished_year", is_year=True),
    Column("plan_year", _("Plan year"), "PLAN_YEAR", NUMBER, own_plan("plan__year"), is_default=True, is_year=True),
    Column(
        "tier", _("Kind of renovation"), "TIER", CHOICE, own_plan("tier"),
        words=(*Tier.choices, ("", _("Not on record"))),
    ),
    Column(
        "estimate_cny", _("Estimate"), "ESTIMATE", MONEY, "estimate_cny", "CNY", is_default=True, is_summed=True
    ),
    Column("bundle", _("Bundle"), "BUNDLE", TEXT, bundles),
    Column("published", _("Published"), "PUBLISHED", DATE, lambda user: TruncDate("published_at")),
)  # fmt: skip
# Every column of a line is what `visible_to` lets the viewer know of it.
SEGMENTS = (
    Column("code", _("Code"), "CODE", TEXT, "seen_code", is_default=True),
    Column(
        "network_class", _("Class"), "CLASS", CHOICE, "network_class",
        words=tuple(NetworkClass.choices), is_default=True,
    ),
    Column("sub_class", _("Sub-class"), "SUBCLASS", TEXT, "seen_sub_class"),
    Column("owner", _("Owner"), "OWNER", TEXT, "owner__name", is_default=True),
    Column("manager", _("Manager"), "MANAGER", TEXT, manager),
    Column("placement", _("Laying"), "LAYING", CHOICE, "seen_placement", words=tuple(Placement.choices)),
    Column("diameter_mm", _("Diameter"), "DIAMETER", NUMBER, "seen_diameter_mm", "mm", is_default=True),
    Column("material", _("Material"), "MATERIAL", TEXT, "seen_material", is_default=True),
    Column("depth_m", _("Depth"), "DEPTH_M", NUMBER, "seen_depth_m", "m"),
    Column("laid_year", _("Laid in"), "LAID_YEAR", NUMBER, "seen_laid_year", is_default=True, is_year=True),
    Column("age", _("Age"), "AGE", NUMBER, age, _("years")),
    Column("status", _("Status"), "STATUS", CHOICE, "seen_status", words=tuple(Status.choices)),
    Column(
        "accuracy", _("Accuracy"), "ACCURACY", CHOICE, "seen_accuracy", words=tuple(Accuracy.choices), is_default=True
    ),
    Column(
        "metres", _("Length"), "METRES", NUMBER, lambda user: Metres("seen_route"), "m",
        is_default=True, is_summed=True,
    ),
)  # fmt: skip
