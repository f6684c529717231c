"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    """Maps."""

    name = "geo_renovation.maps"
    verbose_name = _("Map")

    def ready(self):
        from .basemap import checks  # noqa: F401
