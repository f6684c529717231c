"""Tiles from the county's own raster PMTiles file."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from pmtiles.reader import MmapSource, Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from .pictures import NoPicture, Picture, picture

RASTER = (TileType.PNG, TileType.JPEG, TileType.WEBP)
BROKEN = (MagicNumberNotFound, SpecVersionUnsupported, OSError, EOFError, ValueError, IndexError)


class Unusable(Exception):
    """Why a file cannot be a base map, in a sentence for the administrator."""


@dataclass(frozen=True)
class OwnFile:
    """A PMTiles file of pictures, open."""

    reader: Reader
    zooms: tuple[int, int]


def opened() -> OwnFile:
    """The file of the settings; opened again when it was replaced."""
    path = Path(settings.BASEMAP_FILE)
    try:
        stat = path.stat()
    except OSError:
        raise Unusable(f"BASEMAP_FILE {path} cannot be read.") from None
    return _opened(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=1)
def _opened(path, changed_at, size) -> OwnFile:
    try:
        with path.open("rb") as file:
            reader = Reader(MmapSource(file))
            header = reader.header()
    except BROKEN:
        raise Unusable(f"BASEMAP_FILE {path} is no PMTiles file of version 3.") from None
    if header["tile_type"] in (TileType.MVT, TileType.MLT):
        raise Unusable(f"BASEMAP_FILE {path} holds vector tiles; the base map needs pictures (PNG, JPEG or WebP).")
    if header["tile_type"] not in RASTER or header["tile_compression"] not in (Compression.NONE, Compression.UNKNOWN):
        raise Unusable(f"BASEMAP_FILE {path} holds no plain PNG, JPEG or WebP pictures.")
    return OwnFile(reader, (header["min_zoom"], header["max_zoom"]))


def tile(z, x, y) -> Picture:
    try:
        body = opened().reader.get(z, x, y)
    except (Unusable, *BROKEN):
        raise NoPicture from None
    if not body:
        raise NoPicture
    return picture(body)
