"""App configuration."""
from django.apps import AppConfig


class CompoundsConfig(AppConfig):
    """Compounds."""

    name = "geo_renovation.compounds"
