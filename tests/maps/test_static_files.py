"""Static files: one copy of Leaflet for pages and admin, and how much JavaScript the map costs."""

import gzip
import json
import re
from graphlib import CycleError, TopologicalSorter

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

from geo_renovation.static_files import ModuleManifestStorage

MOST_JAVASCRIPT_BYTES = 80 * 1024
IMPORT = re.compile(r"""(?:^|[;}\s])(?:import|export)\s?(?:[^"'();]*\bfrom\s?)?["']([^"']+)["']""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The folder that production serves, and where each file lies in it under its digested name."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("static")
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": "geo_renovation.static_files.ModuleManifestStorage"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=storages, STATIC_URL="/static/"):
        call_command("collectstatic", "--no-input", "--verbosity=0")
    return folder, json.loads((folder / "staticfiles.json").read_text())["paths"]


@pytest.fixture(scope="module")
def map_path(collected):
    """Every module that the map page loads before it can be used: those that it names up front, and a planner's undo."""
    folder, paths = collected
    page = (settings.BASE_DIR / "templates" / "maps" / "map.html").read_text("utf-8")
    names = [*re.findall(r"'([^']+)'", re.search(r"{% preloaded (.*?) %}", page)[1]), "js/map/undo.js"]
    storage = ModuleManifestStorage(location=folder, base_url="/static/")
    return [folder / each for each in dict.fromkeys(module for name in names for module in storage.modules_of(name))]


def test_the_admins_map_uses_the_pages_leaflet():
    found = finders.find("leaflet/leaflet.js")
    assert found == str(settings.BASE_DIR / "static" / "vendor" / "leaflet" / "leaflet.js")


def test_production_finds_every_file_that_another_names(collected):
    folder, paths = collected
    assert all((folder / name).exists() for name in paths.values())


def test_a_module_is_served_compressed_and_without_its_comments(collected):
    folder, paths = collected
    served = gzip.decompress((folder / f"{paths['js/map/main.js']}.gz").read_bytes()).decode()
    assert "import" in served
    assert "@ts-check" not in served


def test_the_map_page_loads_leaflet_and_the_tiles_reader_but_no_drawing_and_no_charts(map_path):
    names = {path.name.split(".", 1)[0] for path in map_path}
    assert {"main", "leaflet", "mvt_layer", "tile"} <= names
    assert not names & {"leaflet-geoman", "echarts", "print", "time", "table"}


def test_every_module_that_another_needs_is_named_up_front(collected, map_path):
    folder, _paths = collected
    page = (settings.BASE_DIR / "templates" / "maps" / "map.html").read_text("utf-8")
    bare = set(re.findall(r'"([^"]+)": "{% static', page))
    needed = {
        name if name in bare else str((path.parent / name).resolve())
        for path in map_path
        for name in IMPORT.findall(path.read_text("utf-8"))
    }
    assert needed - bare <= {str(path) for path in map_path}
    assert len(bare) == 4


def test_the_javascript_on_the_way_to_the_map_is_at_most_80_kb_compressed(map_path):
    # As browsers are sent it over HTTPS; gzip, for those without, is 13 % more.
    sizes = {path.name: path.with_name(f"{path.name}.br").stat().st_size for path in map_path}
    assert sum(sizes.values()) <= MOST_JAVASCRIPT_BYTES, sorted(sizes.items(), key=lambda each: -each[1])


def test_what_people_wrote_is_never_handed_to_leaflet_as_html():
    modules = [path for path in (settings.BASE_DIR / "static" / "js").rglob("*.js")]
    said = [
        found for path in modules for found in re.findall(r"\.bind(?:Tooltip|Popup)\((\w+)", path.read_text("utf-8"))
    ]
    assert set(said) == {"asText"}


def test_no_module_imports_itself_on_a_detour():
    """The digest of each would need that of the other; imports of types in comments count as well."""
    folder = settings.BASE_DIR / "static" / "js"
    named = re.compile(r"""(?:from\s*|import\(|import\s*)["'](\.{1,2}/[^"']+)["']""")
    imports = {
        path: [(path.parent / name).resolve() for name in named.findall(path.read_text("utf-8"))]
        for path in folder.rglob("*.js")
    }
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as cycle:
        pytest.fail(" → ".join(path.name for path in cycle.args[1]))
