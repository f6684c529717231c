"""What the map and the bundle page send."""
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation
from geo_renovation.districts.models import MOST_GAP_M
from geo_renovation.utilities.choices import NetworkClass, RightKind
from geo_renovation.utilities.handing_over import Paper

from .choices import FIRST_YEAR, LAST_YEAR

MOST_CODES = 200
# Each member of a selection under a supposition looks for its neighbours anew.
MOST_SUPPOSED = 60
LONGEST_CODE = 48
MOST_POSTS, LONGEST_POST = 20, 120


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


class VersionField(forms.RegexField):
    """2027-003/v2 as number and version; None where empty."""

    def __init__(self, **options):
        super().__init__(r"^[0-9A-Za-z-]{1,20}/v[0-9]{1,6}$", **options)

    def clean(self, value):
        number, _slash, version = super().clean(value).partition("/v")
        return {"number": number, "version": int(version)} if version else None


class SelectionForm(forms.Form):
    """A selection to be weighed; `bundle` is the version it was opened from."""

    codes = CodesField(required=False)
    year = plan_year()
    bundle = VersionField(required=False)
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


class DutyForm(forms.Form):
    """What the responsibility table is asked for: the narrowest ground that is named, or the whole county."""

    bundle = VersionField(label=_("Bundle"), required=False)
    compound = forms.CharField(label=_("Compound (code)"), required=False, max_length=LONGEST_CODE)
    district = forms.SlugField(label=_("District"), required=False, max_length=12)
    date = forms.DateField(
        label=_("Right-holders as of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    older_than = forms.IntegerField(label=_("Old from (years)"), required=False, min_value=1, max_value=150)

    def clean_date(self):
        day = self.cleaned_data["date"]
        if day and day > timezone.localdate():
            raise ValidationError(_("Nobody holds a right on a day to come."))
        return day

    def clean_older_than(self):
        years = self.cleaned_data["older_than"]
        return settings.OLD_LINE_YEARS if years is None else years


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


def network_organisations():
    """Who may hold networks: utilities and municipal works."""
    kinds = (OrganisationKind.UTILITY, OrganisationKind.MUNICIPAL)
    return Organisation.objects.filter(kind__in=kinds).order_by("code")


class OfClassForm(forms.Form):
    """Lines of one class and one holder; without a holder those of nobody on record."""

    network_class = forms.ChoiceField(label=_("Class"), choices=NetworkClass)
    holder = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Held by"), to_field_name="code", required=False
    )


class HandoverForm(forms.Form):
    """A handover 移交 as the papers have it; `request` is drawn once for each form that is opened."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    taker = forms.ModelChoiceField(network_organisations(), label=_("Taken over by"), to_field_name="code")
    kinds = forms.MultipleChoiceField(
        label=_("Rights"), choices=RightKind, widget=forms.CheckboxSelectMultiple,
        initial=[RightKind.OWNER.value, RightKind.MANAGER.value],
    )  # fmt: skip
    day = forms.DateField(label=_("Day of the handover"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    document = forms.CharField(label=_("Document it rests on"), max_length=200)
    acceptance = forms.CharField(label=_("Acceptance document"), max_length=200, required=False)
    accepted_on = forms.DateField(
        label=_("Accepted on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    signed_by = forms.CharField(
        label=_("Posts that signed"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One post a line, no names of people."),
    )  # fmt: skip

    def clean_signed_by(self):
        posts = [line.strip() for line in self.cleaned_data["signed_by"].splitlines() if line.strip()]
        if any(len(post) > LONGEST_POST for post in posts) or len(posts) > MOST_POSTS:
            raise ValidationError(_("At most 20 posts of 120 letters each."))
        return posts

    @property
    def paper(self) -> Paper:
        names = ("day", "document", "acceptance", "accepted_on", "signed_by")
        return Paper(**{name: self.cleaned_data[name] for name in names})


class RightsForm(forms.Form):
    """Who held what on which day."""

    organisation = forms.ModelChoiceField(
        network_organisations(), label=_("Organisation"), to_field_name="code", required=False, empty_label=_("All")
    )
    date = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
