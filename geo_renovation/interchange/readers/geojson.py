"""GeoJSON: UTF-8, WGS 84 unless its `crs` member says otherwise."""
import re
from contextlib import contextmanager
from pathlib import Path

from pyproj import CRS
from pyproj.exceptions import CRSError

from ..refusals import Refused
from . import limits
from .geopackage import _text
from .layer import ogr_layer

DRIVER = "GeoJSON"
NAMED_CRS = re.compile(
    r'"crs"\s*:\s*(?:(null)|\{\s*"type"\s*:\s*"name"\s*,\s*"properties"\s*:\s*\{\s*"name"\s*:\s*"([^"]*)")'
)
ENDS = 1 << 16


@contextmanager
def open_layer(path, *, layer=None, encoding=None):
    """The one collection of a GeoJSON file."""
    _check_depth(path)
    stated = _stated_crs(path)
    with ogr_layer(path, text=_text) as opened:
        opened.crs = stated
        opened.has_geometry = True
        yield opened


def _stated_crs(path):
    """The `crs` member as written before or after the features; None where it is null."""
    with Path(path).open("rb") as file:
        text = file.read(ENDS)
        file.seek(max(ENDS, Path(path).stat().st_size - ENDS))
        text += file.read(ENDS)
    match = NAMED_CRS.search(text.decode("utf-8", "ignore"))
    if match is None:
        return "EPSG:4326"
    if match.group(1):
        return None
    name = match.group(2).replace("\\/", "/")
    try:
        crs = CRS.from_user_input(name)
    except CRSError:
        raise Refused("crs_unknown", crs=name) from None
    return "EPSG:4326" if name.endswith("CRS84") else crs.to_string()


# A string closed or cut by the end of the block, or a bracket outside strings.
TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*(?P<closed>")?|[\[\]{}]', re.S)


def _check_depth(path):
    """Refuses nesting deep enough to exhaust a parser's stack."""
    depth, rest = 0, b""
    with Path(path).open("rb") as file:
        while block := file.read(1 << 20):
            text, rest = rest + block, b""
            for token in TOKEN.finditer(text):
                first = token.group()[:1]
                if first == b'"':
                    if token["closed"] is None:
                        rest = text[token.start() :]
                        break
                else:
                    depth += 1 if first in b"[{" else -1
                if depth > limits.JSON_DEPTH:
                    raise Refused("too_deep", limit=limits.JSON_DEPTH)
