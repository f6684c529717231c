"""Vector tiles and feature collections: one statement each, its rows and versions from one snapshot."""

from geo_renovation.spatial.mvt import Slot, Statement, compiled, select

from .filters import MapFilter
from .freshness import seen_set, versions_of
from .layer import MAX_ZOOM

# More features than this are drawn as tiles.
MOST_FEATURES = 5000
# More features than this do not fit one view close enough to draw them one by one.
MOST_IN_PART = 3000
# Compiled statements by what decides their text; a viewer's rights enter by the same key as the ETag's.
DRAWINGS: dict[tuple, Statement] = {}
MOST_DRAWINGS = 500


class TooManyFeatures(Exception):
    """A whole layer that is too large for one answer."""


def exists(z: int, x: int, y: int) -> bool:
    """Whether the tile lies in the world and within the zooms served."""
    return 0 <= z <= MAX_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z


def tile(asked, layers, z, x, y) -> tuple[bytes, list[str]]:
    """The layers in one tile as the filter's user may see them, and the versions they were read at."""
    found = drawing(asked, layers, z).run(x=x, y=y)
    versions = found.pop("versions")
    # A filter that lets nothing through leaves NULL.
    return b"".join(part or b"" for part in found.values()), versions


def query_of(asked, layers) -> tuple[str, ...]:
    """The parts of the filter that decide what the layers draw."""
    return tuple(layer.query(asked) for layer in layers)


def drawing(asked, layers, z) -> Statement:
    """The statement that draws any tile of a zoom for all who see and ask the same: compiling costs more than running."""
    key = (seen_set(asked.user), tuple(layer.key for layer in layers), query_of(asked, layers), z)
    found = DRAWINGS.get(key)
    if found is None:
        if len(DRAWINGS) >= MOST_DRAWINGS:
            DRAWINGS.clear()
        x, y = Slot("x"), Slot("y")
        parts = {layer.key: layer.tile(asked, z, x, y) for layer in layers if layer.shown_at(z)}
        found = DRAWINGS[key] = compiled(versions=versions_of(layers), **parts)
    return found


def are_more_than(most, rows) -> bool:
    return rows.order_by().values("pk")[: most + 1].count() > most


def are_tiled(layer, user) -> bool:
    """Whether the user sees too many features of the layer to have them whole."""
    return are_more_than(MOST_FEATURES, layer.rows(MapFilter({}, user=user)))


def collection(asked, layer, codes=None) -> tuple[str, list[str]]:
    """A whole layer, or the part of one view or of some codes, as GeoJSON in EPSG:4326, and its versions."""
    rows = layer.part(asked, codes)
    is_part = asked.data or codes is not None
    if are_more_than(MOST_IN_PART if is_part else MOST_FEATURES, rows):
        raise TooManyFeatures
    found = select(versions=versions_of([layer]), features=layer.collection(rows, asked.user))
    return f'{{"type":"FeatureCollection","features":[{found["features"]}]}}', found["versions"]
