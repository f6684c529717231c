"""App configuration."""
from django.apps import AppConfig


class MapsConfig(AppConfig):
    """Maps."""

    name = "geo_renovation.maps"
