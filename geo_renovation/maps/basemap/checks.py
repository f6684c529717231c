"""Settings of the base map that cannot work, said when the service starts."""

from django.conf import settings
from django.core.checks import Error, Warning, register

from .own_file import Unusable, opened


@register()
def basemap_works(app_configs, **kwargs):
    found = []
    if settings.TIANDITU_TOKEN and not settings.TIANDITU_TOKEN.isalnum():
        found.append(Error("TIANDITU_TOKEN may hold letters and digits only.", id="maps.E001"))
    if settings.TIANDITU_TOKEN and not settings.TIANDITU_APPROVAL:
        found.append(_approval_missing("TIANDITU_APPROVAL"))
    if settings.BASEMAP_FILE:
        try:
            opened()
        except Unusable as reason:
            found.append(Error(str(reason), id="maps.E002"))
        if not settings.BASEMAP_FILE_APPROVAL:
            found.append(_approval_missing("BASEMAP_FILE_APPROVAL"))
    return found


def _approval_missing(name):
    said = f"{name} is empty: a public map must show the map-approval number (审图号) of its base map."
    return Warning(said, id="maps.W001")
