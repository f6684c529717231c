"""Forms of the administration of accounts."""
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User


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
