"""Tiles already fetched, on disk.

Files lie in 256 folders by a digest of their name, each with its share of the room: keeping within it
means looking through one folder of some hundred files, by whichever process has just written there.
"""

import hashlib
import os
import tempfile
import time
from pathlib import Path

from django.conf import settings

FOLDERS = 256
DAY_S = 86_400


def _path(name: str) -> Path:
    return settings.BASEMAP_CACHE / hashlib.blake2b(name.encode(), digest_size=1).hexdigest() / name


def kept(name: str) -> tuple[bytes | None, bool]:
    """The bytes kept under the name, if any, and whether they are young enough to be taken unasked."""
    path = _path(name)
    try:
        age = time.time() - path.stat().st_mtime
        return path.read_bytes(), age < settings.BASEMAP_CACHE_DAYS * DAY_S
    except OSError:
        return None, False


def keep(name: str, body: bytes):
    """Whole or not at all. A disk that is full or read-only costs speed, not the map."""
    path = _path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent, len(body))
        _write(path, body)
    except OSError:
        return


def _write(path, body):
    handle, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise


def _make_room(folder, needed):
    """Takes away the oldest until `needed` more bytes fit into the folder's share."""
    room = settings.BASEMAP_CACHE_BYTES // FOLDERS - needed
    files = sorted(((entry.stat(), entry.path) for entry in os.scandir(folder)), key=lambda each: each[0].st_mtime)
    used = sum(stat.st_size for stat, _ in files)
    for stat, path in files:
        if used <= room:
            return
        Path(path).unlink(missing_ok=True)
        used -= stat.st_size
