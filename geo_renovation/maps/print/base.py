"""The base map on paper: its tiles, turned from the web's CRS into the county's."""

import base64
import math
import time
from dataclasses import dataclass

from ..basemap.offer import offered, source
from ..basemap.pictures import NoPicture
from ..basemap.tianditu import Busy, Missing, Unreachable
from .sheet import Sheet, county_xy

# Half the width of the world of EPSG:3857, m.
HALF_WORLD = 20_037_508.342789
# Beyond this the tiles of a coarser zoom do.
MOST_TILES = 120
# How long a print waits for tiles that were never fetched before, and for its turn.
LONGEST_S, TURN_S = 15, 0.2
# Neighbours overlap by this share, or hair lines show between them.
OVERLAP = 0.004


@dataclass(frozen=True)
class Base:
    """Tiles as (data address, SVG matrix of the unit square), or none; whose they are; whether all were had."""

    tiles: tuple = ()
    attribution: str = ""
    approval: str = ""
    is_whole: bool = True


def base_of(sheet: Sheet, user, key: str) -> Base:
    """The chosen base map under the sheet; an empty one where it is not offered to the user."""
    chosen = next((each for each in offered(user) if each.key == key), None)
    if chosen is None:
        return Base()
    cells, tiles, is_whole = list(_cells(sheet, chosen.zooms)), [], True
    until = time.monotonic() + LONGEST_S
    for layer in chosen.layers:
        read, _zooms = source(layer, user)
        for cell in cells:
            try:
                found = _had(read, cell, until)
            except Unreachable:
                return Base(tuple(tiles), str(chosen.attribution), chosen.approval, is_whole=False)
            if found:
                tiles.append((_address(found), _matrix(sheet, *cell)))
    return Base(tuple(tiles), str(chosen.attribution), chosen.approval, is_whole)


def _had(read, cell, until):
    """The picture, or None where there is none; raises Unreachable where it cannot be had in time."""
    while time.monotonic() < until:
        try:
            return read(*cell)
        except Busy:
            time.sleep(TURN_S)
        except Unreachable:
            raise
        except (Missing, NoPicture):
            return None
    raise Unreachable


def _cells(sheet, zooms):
    """z, x, y of the tiles under the sheet, at the zoom of its scale."""
    west, south, east, north = sheet.ground_3857.extent
    for z in range(min(max(sheet.zoom, zooms[0]), zooms[1]), zooms[0] - 1, -1):
        size = 2 * HALF_WORLD / 2**z
        columns = range(int((west + HALF_WORLD) / size), int((east + HALF_WORLD) / size) + 1)
        rows = range(int((HALF_WORLD - north) / size), int((HALF_WORLD - south) / size) + 1)
        if len(columns) * len(rows) <= MOST_TILES:
            return [(z, x, y) for x in columns for y in rows]
    return []


def _address(picture) -> str:
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.body).decode()}"


def _matrix(sheet, z, x, y) -> str:
    """Where the unit square of a tile comes to lie, in mm; over one tile the two CRSs differ by less than a hair."""
    left, top = _paper(sheet, z, x, y)
    right, lower = _paper(sheet, z, x + 1 + OVERLAP, y), _paper(sheet, z, x, y + 1 + OVERLAP)
    numbers = (right[0] - left, right[1] - top, lower[0] - left, lower[1] - top, left, top)
    return " ".join(f"{number:.4f}" for number in numbers)


def _paper(sheet, z, x, y):
    longitude = x / 2**z * 360 - 180
    latitude = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y / 2**z))))
    return sheet.on_paper(*county_xy(longitude, latitude))
