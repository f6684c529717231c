"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    """Districts."""

    name = "geo_renovation.districts"
    verbose_name = _("Places and settings")

    def ready(self):
        from . import checks  # noqa: F401
