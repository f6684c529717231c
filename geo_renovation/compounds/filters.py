"""Which compounds are asked for: the same in the register, on the map, in tables, totals and exports."""
from django import forms
from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.districts.models import Community, District

from .choices import Cohort, Eligibility, Stage
from .eligibility import LABELS, excluded_by, open_on
from .grammar import NONE, Codes, QueryForm, Years
from .models import Compound
from .querysets import OFFICIAL, stage_number

# What these tell is not public.
OFFICIAL_FILTERS = (
    "eligibility", "reason", "cohort", "built_from", "built_to", "plan_year", "tier", "owner_unit",
    "estimate_from", "estimate_to", "households_from", "households_to", "known",
)  # fmt: skip
REASONS = {"not": excluded_by, "open": open_on}
ON_RECORD = {"min_value": 1600, "max_value": 2100}
MOST_HOUSEHOLDS = 1_000_000
EVERYWHERE = [(NONE, _("In none"))]
# What the register offers at once; the rest stands behind "More".
FIRST = ("text", "district", "stage", "eligibility", "reason", "cohort")
TOTALS = {
    "compounds": Count("pk"),
    "households": Sum("household_count"),
    "buildings": Sum("building_count"),
    "floor_area_m2": Sum("floor_area_m2"),
    "estimate_cny": Sum("estimate_cny"),
    **{e.value: Count("pk", filter=Q(eligibility=e)) for e in Eligibility},
}


def planned_compounds():
    """The entries of annual plans, which are kept above compounds."""
    return Compound.planned.rel.related_model


def reason_choices():
    """Every criterion twice: as what excludes, and as what is still open."""
    return [
        ("", _("Any reason")),
        (_("Excluded by"), [(f"not:{c}", label) for c, label in LABELS.items()]),
        (_("Not yet judged"), [(f"open:{c}", label) for c, label in LABELS.items()]),
    ]


def district_choices():
    return [("", _("All districts")), *District.objects.values_list("code", "name"), *EVERYWHERE]


def community_choices():
    return [("", _("All communities")), *Community.objects.values_list("code", "name"), *EVERYWHERE]


def tier_choices():
    tiers = planned_compounds()._meta.get_field("tier").choices
    return [("", _("All")), *tiers, (NONE, _("Not on record"))]


def money(label):
    return forms.DecimalField(label=label, min_value=0, max_digits=14, decimal_places=2)


def households(label):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_HOUSEHOLDS)


def day(label):
    # Past these years a day's end is no moment any more.
    field = forms.DateField(label=label, input_formats=["%Y-%m-%d"], widget=forms.DateInput({"type": "date"}))
    field.validators.append(validate_year)
    return field


def validate_year(date):
    if not 1900 <= date.year <= 2200:
        raise forms.ValidationError(_("A year between 1900 and 2200 is wanted."))


class CompoundFilter(QueryForm):
    """What the visitor asks for, and the day as of which stages are read."""

    text = forms.CharField(label=_("Name or code"), max_length=60)
    district = Codes(label=_("District"), choices=district_choices)
    community = Codes(label=_("Community"), choices=community_choices)
    stage = Codes(
        label=_("Stage"), choices=[("", _("All stages")), (NONE, _("Not yet surveyed")), *Stage.choices]
    )
    eligibility = Codes(label=_("Eligibility"), choices=[("", _("All")), *Eligibility.choices])
    reason = Codes(label=_("Reason"), choices=reason_choices)
    cohort = Codes(label=_("Cohort"), choices=[("", _("All")), *Cohort.choices])
    built_from = forms.IntegerField(label=_("Completed from"), **ON_RECORD)
    built_to = forms.IntegerField(label=_("Completed to"), **ON_RECORD)
    plan_year = Years(label=_("Plan year"))
    tier = Codes(label=_("Kind of renovation"), choices=tier_choices)
    owner_unit = forms.CharField(label=_("Owner unit"), max_length=80)
    estimate_from = money(_("Estimate from (CNY)"))
    estimate_to = money(_("Estimate to (CNY)"))
    households_from = households(_("Households from"))
    households_to = households(_("Households to"))
    date = day(_("As of"))
    known = day(_("As known on"))

    def __init__(self, data, *, user):
        self.is_official = audience_of(user) in OFFICIAL
        super().__init__(data, user=user)
        self.fields["text"].widget.input_type = "search"
        if self.is_official:
            self.fields["plan_year"].choices = self._plan_years

    def hidden(self):
        return () if self.is_official else OFFICIAL_FILTERS

    def clean(self):
        if self.cleaned_data.get("known") and not self.cleaned_data.get("date"):
            self.add_error("known", _("What was known is told together with a day as of which."))

    def first(self):
        return [field for field in self if field.name in FIRST]

    def more(self):
        return [field for field in self if field.name not in FIRST]

    def narrows_by_more(self):
        return any(self.data.get(field.html_name) for field in self.more())

    @property
    def date_asked(self):
        return self.asked.get("date")

    @property
    def known_asked(self):
        return self.asked.get("known")

    def compounds(self, ignoring=()):
        """The compounds that the user may see and asks for; as of the day: `stage_shown`, `stage_number_shown`."""
        rows = Compound.objects.visible_to(self.user).with_cohort()
        if self.date_asked is None:
            rows = rows.annotate(stage_shown=F("stage"), stage_number_shown=stage_number())
        else:
            rows = rows.as_of(self.date_asked, self.known_asked)
            rows = rows.annotate(stage_shown=F("stage_as_of"), stage_number_shown=F("stage_number_as_of"))
        return self.narrow(rows, ignoring)

    def _plan_years(self):
        plans = planned_compounds()._meta.get_field("plan").related_model.objects.visible_to(self.user)
        years = [(str(year), str(year)) for year in plans.values_list("year", flat=True)]
        return [("", _("All")), *years, (NONE, _("In no plan"))]

    def _planned(self):
        return planned_compounds().objects.visible_to(self.user).order_by()

    def _text(self, text):
        found = Q(name__icontains=text) | Q(code__istartswith=text)
        return found | Q(former_name__icontains=text) if self.is_official else found

    def _district(self, codes):
        return either(codes, Q(district__code__in=codes), Q(district__isnull=True))

    def _community(self, codes):
        return either(codes, Q(community__code__in=codes), Q(community__isnull=True))

    def _stage(self, codes):
        return Q(stage_shown__in=["" if code == NONE else code for code in codes])

    def _eligibility(self, codes):
        return Q(eligibility__in=codes)

    def _reason(self, reasons):
        found = Q(pk__in=())
        for how, _colon, criterion in (reason.partition(":") for reason in reasons):
            found |= REASONS[how](criterion)
        return found

    def _cohort(self, codes):
        return Q(cohort__in=codes)

    def _built_from(self, year):
        return Q(year_built__gte=year)

    def _built_to(self, year):
        return Q(year_built__lte=year)

    def _plan_year(self, codes):
        years = self._planned().filter(plan__year__in=[int(code) for code in codes if code != NONE])
        return either(codes, Q(pk__in=years.values("compound")), ~Q(pk__in=self._planned().values("compound")))

    def _tier(self, codes):
        with_tier = self._planned().exclude(tier="")
        found = with_tier.filter(tier__in=codes).values("compound")
        return either(codes, Q(pk__in=found), ~Q(pk__in=with_tier.values("compound")))

    def _owner_unit(self, text):
        return Q(owner_unit__icontains=text)

    def _estimate_from(self, cny):
        return Q(estimate_cny__gte=cny)

    def _estimate_to(self, cny):
        return Q(estimate_cny__lte=cny)

    def _households_from(self, count):
        return Q(household_count__gte=count)

    def _households_to(self, count):
        return Q(household_count__lte=count)

    def _date(self, date):
        """Narrows nothing: it decides which stage is read."""
        return Q()

    _known = _date


def either(codes, found, missing):
    """Rows with one of the codes, and where NONE is among them those without any."""
    return found | missing if NONE in codes else found
