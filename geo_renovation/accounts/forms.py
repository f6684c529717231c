"""Forms of the administration of accounts."""
from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .choices import Seen
from .models import Organisation, User


class OneRole:
    """An account either administers or speaks for an organisation, never both."""

    def clean(self):
        cleaned = super().clean()
        cleaned = self.cleaned_data if cleaned is None else cleaned
        if cleaned.get("is_staff") and cleaned.get("organisation"):
            raise ValidationError(
                _("An administration account has no organisation: it must not see networks or answers.")
            )
        return cleaned


class AccountAdditionForm(OneRole, AdminUserCreationForm):
    """A new account."""

    class Meta:
        model = User
        fields = ["username", "organisation", "post", "is_staff"]


class AccountChangeForm(OneRole, UserChangeForm):
    """An account's organisation, post and state."""

    class Meta:
        model = User
        fields = ["username", "organisation", "post", "is_active", "is_staff", "groups"]


class ViewingForm(forms.Form):
    """Which part of the journal of exact viewing."""

    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.all(), label=_("Organisation"), to_field_name="code", required=False, empty_label=_("All")
    )
    account = forms.CharField(label=_("Account"), required=False, max_length=150)
    seen = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("All")), *Seen.choices])

    def narrow(self, rows):
        """The rows of what was understood; what was not narrows nothing."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        names = {"day": "minute__date", "account": "user__username", "organisation": "organisation", "seen": "seen"}
        return rows.filter(**{names[name]: value for name, value in asked.items()})
