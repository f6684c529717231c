"""Where somebody looked at a network exactly: tiles of one zoom, for the journal."""
import numpy as np

from geo_renovation.accounts.choices import Seen
from geo_renovation.accounts.viewing import record_viewing

# Tiles of this zoom are about 2 km wide at 37° north: a quarter of a county town.
AREA_ZOOM = 14
# Where lines are merged into strokes the whole town is on the screen: one tile of about 15 km.
OVERVIEW_ZOOM = 11
# Web Mercator ends there.
MOST_NORTH = 85.05
LAYERS = {"segments": Seen.LINES, "nodes": Seen.POINTS}


def tile_viewed(user, layers, z, x, y):
    """A tile of network layers, of whatever zoom."""
    for layer in layers:
        if layer.key in LAYERS and layer.shown_at(z):
            zoom = OVERVIEW_ZOOM if z < layer.whole_from else AREA_ZOOM
            up = z - zoom
            record_viewing(user, LAYERS[layer.key], [f"{zoom}/{x >> up}/{y >> up}"])


def table_viewed(user, layer):
    """A page of the table: its rows may lie anywhere."""
    if layer.key in LAYERS:
        record_viewing(user, Seen.TABLE, [""])


def viewed(user, seen, degrees):
    """What lies at these [lon, lat] or [[lon, lat], …]; nothing is written where there is nothing."""
    if len(degrees):
        record_viewing(user, seen, areas_of(degrees))


def shapes_viewed(user, seen, shapes):
    """GeoJSON geometries."""
    viewed(user, seen, [at for shape in shapes if shape for at in _corners(shape["coordinates"])])


def _corners(coordinates) -> list:
    if isinstance(coordinates[0], int | float):
        return [coordinates]
    return [at for part in coordinates for at in _corners(part)]


def areas_of(degrees) -> set[str]:
    """The tiles that hold these positions."""
    longitude, latitude = np.asarray(degrees, float).reshape(-1, np.shape(degrees)[-1])[:, :2].T
    across = 1 << AREA_ZOOM
    north = np.arcsinh(np.tan(np.radians(latitude.clip(-MOST_NORTH, MOST_NORTH)))) / np.pi
    columns = np.floor((longitude + 180) / 360 * across).astype(int)
    rows = np.floor((1 - north) / 2 * across).astype(int)
    return {f"{AREA_ZOOM}/{x}/{y}" for x, y in set(zip(columns.tolist(), rows.tolist(), strict=True))}
