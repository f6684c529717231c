"""What the page of tender checks sends."""
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .choices import ContractKind
from .forms import CodesField, RevisionForm
from .models.plan_version import LONGEST_REASON

MOST_CONTRACTS = 20
TEN_THOUSAND = 10_000


class ContractForm(forms.Form):
    """One contract; amounts in 万元, as offices write them."""

    kind = forms.ChoiceField(label=_("Kind of contract"), choices=ContractKind)
    name = forms.CharField(label=_("Contract"), max_length=80, required=False)
    amount = forms.DecimalField(
        label=_("Estimate (10,000 CNY)"), min_value=0, max_digits=10, decimal_places=4, required=False
    )

    @property
    def contract(self) -> dict | None:
        told = self.cleaned_data
        if not told.get("name") and told.get("amount") is None:
            return None
        amount = told.get("amount")
        name = told.get("name") or str(ContractKind(told["kind"]).label)
        return {"kind": told["kind"], "name": name, "amount_cny": None if amount is None else amount * TEN_THOUSAND}


ContractForms = forms.formset_factory(ContractForm, extra=3, max_num=MOST_CONTRACTS, validate_max=True)


class OverruleForm(RevisionForm):
    """A warning, by its rule and the compounds it is about, and why it is overruled."""

    request = forms.UUIDField()
    rule = forms.SlugField(max_length=30)
    codes = CodesField(required=False)
    reason = forms.CharField(label=_("Why it is overruled"), max_length=LONGEST_REASON)

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if not reason:
            raise ValidationError(_("Say why."))
        return reason
