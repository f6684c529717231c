"""App configuration."""
from django.apps import AppConfig


class InterchangeConfig(AppConfig):
    """Interchange."""

    name = "geo_renovation.interchange"
