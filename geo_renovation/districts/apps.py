"""App configuration."""
from django.apps import AppConfig


class DistrictsConfig(AppConfig):
    """Districts."""

    name = "geo_renovation.districts"

    def ready(self):
        from . import checks  # noqa: F401
