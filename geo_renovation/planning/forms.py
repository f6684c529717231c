"""What the map and the bundle page send."""
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import MOST_GAP_M

from .choices import FIRST_YEAR, LAST_YEAR

MOST_CODES = 200
# Each member of a selection under a supposition looks for its neighbours anew.
MOST_SUPPOSED = 60
LONGEST_CODE = 48


class CodesField(forms.Field):
    """Compound codes: a JSON list, or a row with commas."""

    default_error_messages = {
        "invalid": _("These are no compound codes."),
        "too_many": _("At most %(most)s compounds can be weighed together."),
    }

    def to_python(self, value):
        codes = value.split(",") if isinstance(value, str) else value or []
        if not isinstance(codes, list | tuple) or not all(isinstance(code, str) for code in codes):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        codes = list(dict.fromkeys(code.strip() for code in codes if code.strip()))
        if any(len(code) > LONGEST_CODE or not code.isprintable() for code in codes):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(codes) > MOST_CODES:
            raise ValidationError(self.error_messages["too_many"], code="too_many", params={"most": MOST_CODES})
        return codes


def plan_year(**options):
    return forms.IntegerField(label=_("Plan year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


class SelectionForm(forms.Form):
    """A selection to be weighed; `bundle` is the version it was opened from."""

    codes = CodesField(required=False)
    year = plan_year()
    bundle = forms.RegexField(r"^[0-9A-Za-z-]{1,20}/v[0-9]{1,6}$", required=False)
    exception_reason = forms.CharField(required=False, max_length=400)
    gap_m = forms.FloatField(label=_("Largest gap (m)"), required=False, min_value=0, max_value=MOST_GAP_M)
    ignore = CodesField(label=_("Barriers ignored"), required=False)
    because = forms.CharField(label=_("Why they are ignored"), required=False, max_length=400)

    def clean(self):
        asked = super().clean()
        if asked.get("ignore") and not asked.get("because"):
            self.add_error("because", _("Say why the barrier may be ignored."))
        supposes = asked.get("ignore") or asked.get("gap_m") is not None
        if supposes and len(asked.get("codes", ())) > MOST_SUPPOSED:
            self.add_error("codes", CodesField.default_error_messages["too_many"] % {"most": MOST_SUPPOSED})
        return asked

    def clean_bundle(self):
        """2027-003/v2 as number and version, or None."""
        number, _slash, version = self.cleaned_data["bundle"].partition("/v")
        return {"number": number, "version": int(version)} if version else None


class BundleForm(forms.Form):
    """A draft as the planner leaves it."""

    codes = CodesField()
    plan_year = plan_year()
    name = forms.CharField(required=False, max_length=80)
    exception_reason = forms.CharField(required=False, max_length=400)
    drafted_for = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.STREET), to_field_name="code", required=False
    )


class RevisionForm(forms.Form):
    """Which state of the draft the request was made for."""

    revision = forms.IntegerField(min_value=1)


class DissolveForm(forms.Form):
    reason = forms.CharField(label=_("Why it is dissolved"), max_length=400)
