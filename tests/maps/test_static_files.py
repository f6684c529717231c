"""Static files: one copy of Leaflet for pages and admin."""

import re

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command


def test_the_admins_map_uses_the_pages_leaflet():
    found = finders.find("leaflet/leaflet.js")
    assert found == str(settings.BASE_DIR / "static" / "vendor" / "leaflet" / "leaflet.js")


def test_production_finds_every_file_that_another_names(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "geo_renovation.static_files.ModuleManifestStorage"}
    }
    call_command("collectstatic", "--no-input", "--verbosity=0")
    assert (tmp_path / "staticfiles.json").exists()


def test_what_people_wrote_is_never_handed_to_leaflet_as_html():
    modules = [path for path in (settings.BASE_DIR / "static" / "js").rglob("*.js")]
    said = [found for path in modules for found in re.findall(r"\.bind(?:Tooltip|Popup)\((\w+)", path.read_text("utf-8"))]
    assert set(said) == {"asText"}
