"""Row slabs 行列式: parallel buildings facing south, as north-Chinese yards were laid out."""
from dataclasses import dataclass, field

# Sunlight asks for about 1.4 times the height between rows.
STOREY_M, SUN_RATIO = 2.9, 1.4
SOUTH_MARGIN, NORTH_MARGIN, SIDE_MARGIN, LANE = 5.0, 9.5, 4.5, 8.0


@dataclass
class Slab:
    """A building as a rectangle of the frame."""

    u0: float
    u1: float
    v0: float
    v1: float
    storeys: int
    units: int

    @property
    def households(self):
        return self.units * self.storeys * 2

    @property
    def middle(self):
        return (self.u0 + self.u1) / 2


@dataclass
class Layout:
    """The rows of a compound, south to north, the lane between them, and a corner cut away."""

    rows: list[list[Slab]]
    lane_u: float
    notch: tuple[float, float, float, float] | None = None
    corner: str = ""
    slabs: list[Slab] = field(default_factory=list)

    def settle(self):
        self.rows = [row for row in self.rows if row]
        self.slabs = [slab for row in self.rows for slab in row]
        return self


def _storeys(rng, year):
    if year > 2005:
        return 6 + int(rng.random() * 3)
    low = 3 if year < 1988 else 4 if year < 1994 else 5
    return min(6, low + int(rng.random() * 2.4))


def _bands(lot):
    """Columns of buildings (u0, u1) and the lane's u."""
    width = lot.u1 - lot.u0 - 2 * SIDE_MARGIN
    count = 1 if width < 74 else 2 if width < 150 else 3
    room = (width - LANE * (1 if count == 1 else count - 1)) / count
    bands = [(lot.u0 + SIDE_MARGIN + n * (room + LANE), lot.u0 + SIDE_MARGIN + n * (room + LANE) + room) for n in range(count)]
    return bands, bands[0][1] + LANE / 2


def _row_starts(lot, depth, storeys):
    free = lot.v1 - lot.v0 - SOUTH_MARGIN - NORTH_MARGIN - depth
    pitch = depth + max(11.5, SUN_RATIO * STOREY_M * storeys)
    count = max(1, int(free // pitch) + 1)
    pitch = min(free / (count - 1), pitch * 1.3) if count > 1 else 0
    return [lot.v0 + SOUTH_MARGIN + n * pitch for n in range(count)]


def _slab(rng, band, v, depth, storeys, unit_m, lane_u):
    """One building at the lane's end of its column, now and then a staircase shorter."""
    units = max(1, min(5, int((band[1] - band[0]) // unit_m)))
    if units > 2 and rng.random() < 0.2:
        units -= 1
    length = min(units * unit_m, band[1] - band[0])
    start = band[1] - length if band[1] < lane_u else band[0]
    return Slab(start, start + length, v, v + depth, storeys, units)


def slab_layout(rng, lot, year) -> Layout:
    """Buildings of a walk-up estate."""
    storeys = _storeys(rng, year)
    depth = 11.4 + 1.8 * rng.random()
    unit_m = (14.2 if year < 1992 else 15.6) + 2.2 * rng.random()
    bands, lane_u = _bands(lot)
    rows = []
    for v in _row_starts(lot, depth, storeys):
        rows.append([_slab(rng, band, v, depth, storeys, unit_m, lane_u) for band in bands])
    layout = Layout(rows, lane_u)
    _leave_gaps(rng, layout, lot)
    return layout.settle()


def _leave_gaps(rng, layout, lot):
    """Some yards lost a corner to a street-front shop, some never built a slab."""
    count = sum(map(len, layout.rows))
    if count >= 4 and len(layout.rows[0]) > 1 and rng.random() < 0.2:
        top, east = rng.random() < 0.5, rng.random() < 0.5
        row = layout.rows[-1 if top else 0]
        slab = row.pop(-1 if east else 0)
        if top:
            edge = layout.rows[-2][0].v1 + 12 if len(layout.rows) > 1 else slab.v0
            v0, v1 = max(slab.v0, edge), lot.v1
        else:
            v0, v1 = lot.v0, slab.v1 + 1
        u0, u1 = (slab.u0 + 2, lot.u1) if east else (lot.u0, slab.u1 - 2)
        layout.notch, layout.corner = (u0, v0, u1, v1), ("N" if top else "S") + ("E" if east else "W")
    elif count >= 4 and rng.random() < 0.25:
        row = layout.rows[int(rng.random() * len(layout.rows))]
        if len(row) > 1:
            row.pop(int(rng.random() * len(row)))


def bungalow_layout(rng, lot) -> Layout:
    """Rows of single-storey houses: a work unit's bungalow yard 单位平房家属院."""
    bands, lane_u = _bands(lot)
    rows, v = [], lot.v0 + SOUTH_MARGIN
    while v + 7 + 6 < lot.v1:
        rows.append([Slab(band[0], band[1] - 4 * rng.random(), v, v + 6.4, 1, max(1, int((band[1] - band[0]) // 9))) for band in bands])
        v += 16.5 + rng.random()
    for slab in (slab for row in rows for slab in row):
        slab.units = max(1, slab.units // 2)
    return Layout(rows[:5], lane_u).settle()


def hall_layout(rng, lot) -> Layout:
    """One or two broad buildings: an office yard or shops, not residential."""
    depth = min(18 + 4 * rng.random(), (lot.v1 - lot.v0) / 3)
    span = (lot.u0 + 12, lot.u1 - 16)
    front = lot.v0 + (lot.v1 - lot.v0) * 0.55
    rows = [[Slab(span[0], span[1], front, front + depth, 3 + int(3 * rng.random()), 1)]]
    return Layout(rows, lot.u1 - 10).settle()


def outline(rng, lot, layout) -> list[tuple[float, float]]:
    """The clockwise ring of the wall: corners a little off the square, perhaps a corner cut."""
    def off():
        return 2.2 * rng.random() ** 2

    corners = [
        ("SW", (lot.u0 + off(), lot.v0 + off())), ("NW", (lot.u0 + off(), lot.v1 - off())),
        ("NE", (lot.u1 - off(), lot.v1 - off())), ("SE", (lot.u1 - off(), lot.v0 + off())),
    ]  # fmt: skip
    ring = []
    for name, (u, v) in corners:
        ring.extend(_cut(name, u, v, layout.notch) if name == layout.corner else [(u, v)])
    return [*ring, ring[0]]


def _cut(name, u, v, notch):
    """The three corners that stand for one that is cut away, clockwise."""
    u0, v0, u1, v1 = notch
    inner_u, inner_v = (u1 if name.endswith("W") else u0), (v0 if name.startswith("N") else v1)
    across, along = (u, inner_v), (inner_u, v)
    middle = (inner_u, inner_v)
    return [across, middle, along] if name in ("NW", "SE") else [along, middle, across]
