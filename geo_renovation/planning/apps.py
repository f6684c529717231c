"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """Planning."""

    name = "geo_renovation.planning"
    verbose_name = _("Plans and bundles")

    def ready(self):
        from . import receivers  # noqa: F401
