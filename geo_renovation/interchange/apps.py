"""App configuration."""
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InterchangeConfig(AppConfig):
    """Interchange."""

    name = "geo_renovation.interchange"
    verbose_name = _("Import and export")

    def ready(self):
        """Registers the check that there is a sandbox, and what imports add to the history of an object."""
        from . import buried, past, sandbox  # noqa: F401
