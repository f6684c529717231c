"""The parent's end of the parser process."""
import os
import select
import subprocess
import time
from contextlib import contextmanager

import orjson
from django.conf import settings

from . import sandbox
from .readers import drivers, limits
from .refusals import Refused

# The GDAL driver that reads a format; None where GDAL has no part in it.
DRIVERS = {
    "shapefile": "ESRI Shapefile", "geopackage": "GPKG", "geojson": None, "kml": None,
    "table": None, "workbook": None, "drawing": None,
}  # fmt: skip
# bubblewrap ends with 128 + the signal; the kernel sends SIGXCPU when the time is up.
OUT_OF_TIME = 128 + 24


class Channel:
    """Lines of JSON to and from a parser, which is waited for only so long in all."""

    def __init__(self, process, patience_s):
        self.process, self.patience_s, self._rest = process, patience_s, b""
        self._ready = select.poll()
        self._ready.register(process.stdout, select.POLLIN)

    def send(self, message):
        try:
            self.process.stdin.write(orjson.dumps(message) + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise Refused("parser_failed") from None

    def receive(self):
        """The next message; a refusal is raised."""
        try:
            message = orjson.loads(self._line())
        except orjson.JSONDecodeError:
            raise Refused("parser_failed") from None
        if "refused" in message:
            raise Refused(message["refused"]["reason"], **message["refused"]["details"])
        return message

    def _line(self):
        pieces, size = [], 0
        while True:
            piece, end, rest = self._rest.partition(b"\n")
            pieces.append(piece)
            size += len(piece)
            if size > limits.LINE_BYTES:
                raise Refused("too_large")
            if end:
                self._rest = rest
                return b"".join(pieces)
            self._rest = self._block()

    def _block(self):
        begun = time.monotonic()
        if not self._ready.poll(max(self.patience_s, 0) * 1000):
            raise Refused("too_slow")
        self.patience_s -= time.monotonic() - begun
        block = os.read(self.process.stdout.fileno(), 1 << 20)
        if not block:
            raise Refused(self._why_it_ended())
        return block

    def _why_it_ended(self):
        try:
            return "too_slow" if self.process.wait(5) == OUT_OF_TIME else "parser_failed"
        except subprocess.TimeoutExpired:
            return "parser_failed"


class Parser:
    """A running parser; `header` is what the file says of itself."""

    def __init__(self, channel, request):
        self.channel = channel
        channel.send(request)
        self.header = channel.receive()["header"]
        self.outside, self.likely, self.likely_crs, self.warnings = 0, None, None, []

    def batches(self, columns):
        """Batches of the headings at positions `columns`; afterwards `likely_crs` is known."""
        self.channel.send({"columns": columns})
        while "end" not in (message := self.channel.receive()):
            yield message
        end = message["end"]
        self.outside, self.warnings = end["outside"], end["warnings"]
        self.likely, self.likely_crs = end["likely"], end["likely_crs"]

    def raw_rows(self, numbers):
        """The rows of these numbers (ascending) with all cells: {"row", "cells", "wkt", "shape"}."""
        columns = list(range(len(self.header["headings"])))
        self.channel.send({"columns": columns, "rows": list(numbers)})
        while "end" not in (message := self.channel.receive()):
            yield message


@contextmanager
def parser(staged, *, encoding, crs, family, outline, **more):
    """Starts a parser on a staged file; it is gone when the block ends.

    `more` goes along with the request: `geometry`, how a table's columns become shapes; `place`,
    how coordinates become the county's; `shapeless`, whether a layer without shapes will do.
    """
    request = {
        "action": "read", "encoding": encoding, "crs": crs, "srid": settings.COUNTY_SRID,
        "family": family, "outline": outline, **more,
    }  # fmt: skip
    with channel_to(staged) as channel:
        yield Parser(channel, _about(staged) | request)


def inspected(staged, *, encoding=None):
    """What the layers of a staged file hold, as its parser answers; raises Refused."""
    with channel_to(staged) as channel:
        channel.send(_about(staged) | {"action": "inspect", "encoding": encoding})
        return channel.receive()["layers"]


def _about(staged):
    path = str(sandbox.INPUT / staged.path.name)
    others = {address: str(sandbox.INPUT / file.name) for address, file in staged.companions.items()}
    return {"format": staged.format, "path": path, "layer": staged.layer, "companions": others or None}


@contextmanager
def channel_to(staged):
    """A parser in its sandbox that waits for a request."""
    size = sum(part.stat().st_size for part in staged.path.parent.iterdir())
    seconds = limits.cpu_seconds(size, staged.format)
    # GDAL reads OGR_SKIP when it is first loaded: only the one driver is left.
    skipped = ",".join(name for name in drivers.NAMES if name != DRIVERS[staged.format])
    with sandbox.error_file() as errors:
        process = sandbox.start(staged.path.parent, {"OGR_SKIP": skipped, "CPU_SECONDS": str(seconds)}, errors)
        try:
            channel = Channel(process, limits.PATIENCE * seconds)
            _wait_until_ready(channel, errors)
            yield channel
        finally:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()


def _wait_until_ready(channel, errors):
    try:
        channel.receive()
    except Refused as refusal:
        sandbox.log_errors(errors)
        raise Refused("no_sandbox") from refusal

