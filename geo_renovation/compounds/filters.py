"""Narrowing the register of compounds, the same for the table and its totals."""
from django import forms
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import District

from .choices import Cohort, Eligibility, Stage
from .eligibility import LABELS, excluded_by, open_on
from .models import Finding

NO_STAGE = "none"
# What these tell is not public.
OFFICIAL_FILTERS = ("eligibility", "reason", "cohort")
REASONS = {"not": excluded_by, "open": open_on}
TOTALS = {
    "compounds": Count("pk"),
    "households": Sum("household_count"),
    "buildings": Sum("building_count"),
    "floor_area_m2": Sum("floor_area_m2"),
    "estimate_cny": Sum("estimate_cny"),
    **{e.value: Count("pk", filter=Q(eligibility=e)) for e in Eligibility},
}


def reason_choices():
    """Every criterion twice: as what excludes, and as what is still open."""
    return [
        ("", _("Any reason")),
        (_("Excluded by"), [(f"not:{c}", label) for c, label in LABELS.items()]),
        (_("Not yet judged"), [(f"open:{c}", label) for c, label in LABELS.items()]),
    ]


class CompoundFilter(forms.Form):
    """What the visitor asks for; a value it does not know narrows nothing."""

    text = forms.CharField(label=_("Name or code"), max_length=60)
    district = forms.ModelChoiceField(
        District.objects.defer("boundary", "boundary_3857"),
        to_field_name="code",
        label=_("District"),
        empty_label=_("All districts"),
    )
    stage = forms.ChoiceField(
        label=_("Stage"),
        choices=[("", _("All stages")), (NO_STAGE, _("Not yet surveyed")), *Stage.choices],
    )
    eligibility = forms.ChoiceField(label=_("Eligibility"), choices=[("", _("All")), *Eligibility.choices])
    reason = forms.ChoiceField(label=_("Reason"), choices=reason_choices)
    cohort = forms.ChoiceField(label=_("Cohort"), choices=[("", _("All")), *Cohort.choices])

    def __init__(self, data, *, user):
        super().__init__(data)
        for field in self.fields.values():
            field.required = False
        self.is_official = not Finding.objects.visible_to(user).query.is_empty()
        if not self.is_official:
            for name in OFFICIAL_FILTERS:
                del self.fields[name]
        self.fields["text"].widget.input_type = "search"

    def narrow(self, compounds):
        """`compounds` as far as they match; needs `with_cohort()`."""
        self.is_valid()
        for name, value in self.cleaned_data.items():
            if value:
                compounds = compounds.filter(getattr(self, f"_{name}")(value))
        return compounds

    def _text(self, text):
        found = Q(name__icontains=text) | Q(code__istartswith=text)
        return found | Q(former_name__icontains=text) if self.is_official else found

    def _district(self, district):
        return Q(district=district)

    def _stage(self, stage):
        return Q(stage="" if stage == NO_STAGE else stage)

    def _eligibility(self, eligibility):
        return Q(eligibility=eligibility)

    def _reason(self, reason):
        how, _colon, criterion = reason.partition(":")
        return REASONS[how](criterion)

    def _cohort(self, cohort):
        return Q(cohort=cohort)
