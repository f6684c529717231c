"""What the pages of annual plans send."""
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .choices import FIRST_YEAR, LAST_YEAR
from .forms import LONGEST_CODE, CodesField, plan_year
from .models import PlanVersion
from .models.plan_version import LONGEST_REASON


class RevisionsField(forms.Field):
    """{year: revision}, as JSON has it: the years as text."""

    default_error_messages = {"invalid": _("These are no revisions of plans.")}

    def to_python(self, value):
        try:
            return {int(year): int(revision) for year, revision in (value or {}).items()}
        except (AttributeError, TypeError, ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class ShownForm(forms.Form):
    """Which part of the board is shown; what cannot be read is left out."""

    first = forms.IntegerField(label=_("From year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    district = forms.SlugField(label=_("District"), required=False, max_length=12)
    text = forms.CharField(label=_("Find a compound"), required=False, max_length=40)


class MoveForm(forms.Form):
    """Compounds put into a year, ahead of another, or into none."""

    request = forms.UUIDField()
    codes = CodesField()
    year = plan_year(required=False)
    before = forms.CharField(required=False, max_length=LONGEST_CODE)
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)
    revisions = RevisionsField(required=False)


class TakeBackForm(forms.Form):
    request = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)


class StepForm(forms.Form):
    """A step of a plan's course, made for one revision of it."""

    request = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DistrictStepForm(StepForm):
    district = forms.SlugField(max_length=12)


class ReturnForm(DistrictStepForm):
    reason = forms.CharField(label=_("What is to be mended"), max_length=LONGEST_REASON)


class CompareForm(forms.Form):
    """Two versions side by side; 0 is the plan as it stands."""

    old = forms.IntegerField(required=False, min_value=1)
    new = forms.IntegerField(required=False, min_value=1)

    def versions(self, plan, user) -> tuple[PlanVersion | None, PlanVersion | None]:
        asked = self.cleaned_data if self.is_valid() else {}
        found = {row.number: row for row in PlanVersion.objects.visible_to(user).filter(plan=plan, number__in=[
            number for number in asked.values() if number
        ])}  # fmt: skip
        return found.get(asked.get("old")), found.get(asked.get("new"))


class OfYearForm(forms.Form):
    """One plan, or those from a year on."""

    year = plan_year(required=False)
    first = plan_year(required=False)
