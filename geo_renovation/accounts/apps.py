"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "geo_renovation.accounts"
    verbose_name = _("Accounts and organisations")
