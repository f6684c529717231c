"""How the list of bundles is narrowed."""
from django import forms
from django.utils.translation import gettext_lazy as _

from .choices import FIRST_YEAR, LAST_YEAR, BundleStatus


class BundleFilter(forms.Form):
    """By year and status; what is not understood narrows nothing."""

    year = forms.IntegerField(label=_("Plan year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *BundleStatus.choices])

    def narrow(self, bundles):
        asked = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        if asked.get("year"):
            bundles = bundles.filter(plan_year=asked["year"])
        if asked.get("status"):
            bundles = bundles.filter(status=asked["status"])
        return bundles
