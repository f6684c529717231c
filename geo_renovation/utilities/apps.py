"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UtilitiesConfig(AppConfig):
    """Utilities."""

    name = "geo_renovation.utilities"
    verbose_name = _("Networks")
