"""The parent's end of the parser process."""
import json
import subprocess
import sys
from contextlib import contextmanager
from functools import cache

import pyogrio
from django.conf import settings

from .refusals import Refused

DRIVERS = {"shapefile": "ESRI Shapefile", "geopackage": "GPKG", "geojson": "GeoJSON", "table": None}


class Parser:
    """A running parser; `header` is what the file says of itself."""

    def __init__(self, process, request):
        self.process = process
        self._send(request)
        self.header = self._receive()["header"]
        self.outside, self.likely_crs = 0, None

    def batches(self, columns):
        """Batches of the headings at positions `columns`; afterwards `likely_crs` is known."""
        self._send({"columns": columns})
        while "end" not in (message := self._receive()):
            yield message
        self.outside, self.likely_crs = message["end"]["outside"], message["end"]["likely_crs"]

    def _send(self, message):
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Refused("parser_failed") from None

    def _receive(self):
        line = self.process.stdout.readline()
        if not line:
            raise Refused("parser_failed")
        message = json.loads(line)
        if "refused" in message:
            raise Refused(message["refused"]["reason"], **message["refused"]["details"])
        return message


@contextmanager
def parser(staged, *, encoding, crs, family, outline):
    """Starts a parser on a staged file; it is gone when the block ends."""
    process = subprocess.Popen(  # noqa: S603  (our own module, no shell)
        [sys.executable, "-m", "geo_renovation.interchange.parser"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env=_environment(DRIVERS[staged.format]),
        text=True,
        encoding="utf-8",
    )
    request = {
        "format": staged.format, "path": str(staged.path), "layer": staged.layer,
        "encoding": encoding, "crs": crs, "srid": settings.COUNTY_SRID,
        "family": family, "outline": outline,
    }
    try:
        yield Parser(process, request)
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def _environment(driver):
    """Nothing of ours but the drivers to skip; GDAL reads OGR_SKIP when it is first loaded."""
    return {
        "OGR_SKIP": ",".join(name for name in _driver_names() if name != driver),
        "LANG": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
    }


@cache
def _driver_names():
    return sorted(pyogrio.list_drivers())
