"""App configuration."""
from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Planning."""

    name = "geo_renovation.planning"
