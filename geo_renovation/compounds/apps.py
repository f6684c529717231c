"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompoundsConfig(AppConfig):
    """Compounds."""

    name = "geo_renovation.compounds"
    verbose_name = _("Old compounds")
