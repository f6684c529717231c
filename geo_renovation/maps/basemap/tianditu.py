"""Tiles of Tianditu 天地图, the national platform. The county's token goes there and nowhere else."""

import threading
import time

import urllib3
from django.conf import settings

from .cache import keep, kept
from .pictures import LARGEST, NoPicture, Picture, picture

# Layer as Tianditu names it in its Mercator matrix `w`: streets, their names, imagery, its names.
LAYERS = ("vec", "cva", "img", "cia")
ZOOMS = (1, 18)
CONNECT_S, READ_S, WHOLE_S = 3, 5, 8
CHUNK = 65_536
# After a failure nobody waits for the next one.
PAUSE_S = 20
# Of a process's few threads some must stay free for the county's own pages.
AT_ONCE = 2

# It answers browsers only; no cookies, no compression, nothing of the viewer.
HEADERS = {"User-Agent": "Mozilla/5.0 (compatible; geo-renovation)", "Accept": "image/*"}


class Unreachable(NoPicture):
    """Tianditu does not answer, or not with a picture."""


class Busy(NoPicture):
    """Enough tiles are being fetched; ask again in a moment."""


class Missing(NoPicture):
    """Tianditu has no such tile."""


class Upstream:
    """The one way out of the service."""

    def __init__(self):
        self.pool = urllib3.PoolManager(maxsize=AT_ONCE, retries=False)
        self.free = threading.BoundedSemaphore(AT_ONCE)
        self.paused_until = 0.0

    def fetch(self, layer, z, x, y) -> Picture:
        if time.monotonic() < self.paused_until:
            raise Unreachable
        if not self.free.acquire(blocking=False):
            raise Busy
        try:
            return picture(self._body(layer, z, x, y))
        except Missing:
            raise
        # Whatever went wrong, its words may hold the address and with it the token: none are passed on.
        except (urllib3.exceptions.HTTPError, NoPicture, OSError):
            self.paused_until = time.monotonic() + PAUSE_S
            raise Unreachable from None
        finally:
            self.free.release()

    def _body(self, layer, z, x, y) -> bytes:
        asked = {
            "SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": layer, "STYLE": "default",
            "TILEMATRIXSET": "w", "FORMAT": "tiles", "TILEMATRIX": z, "TILEROW": y, "TILECOL": x,
            "tk": settings.TIANDITU_TOKEN,
        }  # fmt: skip
        url = f"{settings.TIANDITU_URL}/{layer}_w/wmts"
        timeout = urllib3.Timeout(connect=CONNECT_S, read=READ_S)
        answer = self.pool.request(
            "GET", url, fields=asked, headers=HEADERS, redirect=False, preload_content=False, timeout=timeout
        )
        try:
            return _read(answer)
        finally:
            answer.close()


def _read(answer) -> bytes:
    """The body of a plain picture; a trickle is cut off as an endless one is."""
    if answer.status == 404:
        raise Missing
    is_picture = answer.headers.get("Content-Type", "").startswith("image/")
    if answer.status != 200 or not is_picture or "Content-Encoding" in answer.headers:
        raise NoPicture
    body, until = b"", time.monotonic() + WHOLE_S
    for chunk in answer.stream(CHUNK, decode_content=False):
        body += chunk
        if len(body) > LARGEST or time.monotonic() > until:
            raise NoPicture
    return body


upstream = Upstream()


def tile(layer, z, x, y) -> Picture:
    """From the cache while it is young; else from Tianditu; an old copy where that fails."""
    name = f"{layer}-{z}-{x}-{y}"
    body, is_young = kept(name)
    if body and is_young:
        return picture(body)
    try:
        fresh = upstream.fetch(layer, z, x, y)
    except NoPicture:
        if body:
            return picture(body)
        raise
    keep(name, fresh.body)
    return fresh
