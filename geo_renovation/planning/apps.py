"""App configuration."""
from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """Planning."""

    name = "geo_renovation.planning"

    def ready(self):
        from . import receivers  # noqa: F401
