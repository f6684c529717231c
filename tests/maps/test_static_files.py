"""Static files: one copy of Leaflet for pages and admin."""

from django.conf import settings
from django.contrib.staticfiles import finders


def test_the_admins_map_uses_the_pages_leaflet():
    found = finders.find("leaflet/leaflet.js")
    assert found == str(settings.BASE_DIR / "static" / "vendor" / "leaflet" / "leaflet.js")
