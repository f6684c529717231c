"""App configuration."""
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts."""

    name = "geo_renovation.accounts"
