"""Blocks between streets, cut into lots that front one of them."""
from dataclasses import dataclass

from shapely import LineString, Polygon

from .frame import rectangle, stream
from .places import railway_line
from .streets import EW, LAKE_CELLS, NS, Street

CORE_COLUMNS, CORE_ROWS = range(3, 11), range(3, 11)
RIVER_ROW = 2
# Blocks of the centre without housing: parks, schools, the county's offices, a market.
PUBLIC_BLOCKS = frozenset({(6, 6), (3, 8), (10, 3), (7, 9), (5, 3), (4, 5), (10, 9)})
# Younger or odd housing outside the centre: block and how many lots are kept.
OUTER_BLOCKS = (
    (2, 4, 3), (2, 6, 3), (2, 8, 2), (1, 5, 2), (11, 5, 3), (11, 7, 3), (11, 9, 2), (12, 6, 2),
    (5, 11, 3), (8, 11, 3), (4, 1, 3), (7, 1, 3), (9, 1, 2), (6, 12, 1), (3, 1, 1),
)  # fmt: skip
# Just outside the ring streets, hence outside the town area: axis, street index, along, outward side.
BEYOND_RING = (("u", 0, -560, -1), ("u", 0, 420, -1), ("u", 14, 330, 1), ("v", 13, -620, 1), ("v", 13, 560, 1), ("v", 0, 640, -1))


@dataclass(frozen=True)
class Lot:
    """A rectangle of the frame and the street its gate opens to."""

    u0: float
    v0: float
    u1: float
    v1: float
    side: str
    way: Street
    block: tuple[int, int]

    @property
    def area_m2(self):
        return (self.u1 - self.u0) * (self.v1 - self.v0)


def _inner(rng, i, j):
    """The block between its streets' pavements."""
    margin = [way.half_m + 3.5 + 3.5 * rng.random() for way in (NS[i], EW[j], NS[i + 1], EW[j + 1])]
    return NS[i].at + margin[0], EW[j].at + margin[1], NS[i + 1].at - margin[2], EW[j + 1].at - margin[3]


def _cuts(rng, low, high, least, most):
    """Pieces of a strip with gaps of 6 to 20 m between them."""
    pieces, at = [], low
    while high - at >= least:
        size = least + (most - least) * rng.random()
        if high - at - size < least + 13:
            size = high - at if high - at <= most * 1.25 else (high - at) / 2 - 6
        pieces.append((at, at + size))
        at += size + 6 + 14 * rng.random() ** 2
    return pieces


def _rows(rng, i, j):
    """Two strips along the streets south and north of the block."""
    u0, v0, u1, v1 = _inner(rng, i, j)
    middle, gap = (v0 + v1) / 2 + 12 * (rng.random() - 0.5), 4 + 7 * rng.random()
    for side, way, low, high in (("S", EW[j], v0, middle - gap), ("N", EW[j + 1], middle + gap, v1)):
        for a, b in _cuts(rng, u0, u1, 72, 128):
            yield Lot(a, low, b, high, side, way, (i, j))


def _columns(rng, i, j):
    """Two strips along the streets west and east of the block."""
    u0, v0, u1, v1 = _inner(rng, i, j)
    middle, gap = (u0 + u1) / 2 + 14 * (rng.random() - 0.5), 4 + 7 * rng.random()
    for side, way, low, high in (("W", NS[i], u0, middle - gap), ("E", NS[i + 1], middle + gap, u1)):
        for a, b in _cuts(rng, v0, v1, 58, 118):
            yield Lot(low, a, high, b, side, way, (i, j))


def _block(rng, i, j):
    return list((_rows if rng.random() < 0.62 else _columns)(rng, i, j))


def _core(rng):
    for i in CORE_COLUMNS:
        for j in CORE_ROWS:
            if (i, j) not in LAKE_CELLS and (i, j) not in PUBLIC_BLOCKS:
                share = 0.84 if 4 <= i <= 9 else 0.66
                yield from (lot for lot in _block(rng, i, j) if rng.random() < share)


def _outer(rng):
    for i, j, count in OUTER_BLOCKS:
        yield from _block(rng, i, j)[:count]


def _beyond(rng):
    for axis, index, along, outward in BEYOND_RING:
        way = (NS if axis == "u" else EW)[index]
        near = way.at + outward * (way.half_m + 36)
        far = near + outward * (95 + 20 * rng.random())
        low, high = sorted((near, far))
        if axis == "u":
            yield Lot(low, along, high, along + 90, "E" if outward < 0 else "W", way, (-1, index))
        else:
            yield Lot(along, low, along + 105, high, "N" if outward < 0 else "S", way, (-1, index))


def lots(seed: int) -> list[Lot]:
    """Every lot with housing, south-west to north-east, none at the railway."""
    rng = stream(seed, "lots")
    rails: LineString = railway_line()
    found = [*_core(rng), *_outer(rng), *_beyond(rng)]
    return [lot for lot in found if Polygon(rectangle(lot.u0, lot.v0, lot.u1, lot.v1)).distance(rails) > 40]
