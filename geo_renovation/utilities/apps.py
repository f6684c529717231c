"""App configuration."""
from django.apps import AppConfig


class UtilitiesConfig(AppConfig):
    """Utilities."""

    name = "geo_renovation.utilities"
