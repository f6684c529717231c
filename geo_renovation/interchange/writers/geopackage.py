"""A bundle as a GeoPackage, written by a short process of its own.

The web process carries Debian's GDAL for Django; pyogrio brings a second one. Kept in a child that
lives for one file, it cannot disturb the first, leak, or take a worker down with it.
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LONGEST_S = 30


class UnableToWriteFile(Exception):
    """The child failed or took too long."""

    status = 503
    message = _("The file could not be written. Try again; if it fails again, tell the administrator.")


def write_geopackage(layers: list[dict], styles=()) -> bytes:
    """Layers are {name, columns: {heading: values}, geometry: hex WKB or None}, in the county's CRS; styles are QGIS's."""
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "bundle.gpkg"
        order = {"path": str(path), "crs": county_crs(), "layers": layers, "styles": styles}
        write_in_child("geopackage_child", order)
        return path.read_bytes()


def county_crs() -> str:
    return f"EPSG:{settings.COUNTY_SRID}"


def write_in_child(module: str, order: dict):
    """Runs one of our own modules; no word of a user in the command."""
    try:
        subprocess.run(
            [sys.executable, "-m", f"{__package__}.{module}"],
            input=json.dumps(order).encode(),
            cwd=settings.BASE_DIR,
            env=_environment(),
            capture_output=True,
            timeout=LONGEST_S,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnableToWriteFile from error


def _environment():
    """Enough to start Python; no secret and no database."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/nonexistent"}
