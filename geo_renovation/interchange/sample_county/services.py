"""The lines inside compounds: from the street main along the lane and the rows to the household entry points."""
from .frame import stream
from .mains import carries, offset, stretch_at
from .network_classes import BRANCH, CLASSES, SERVICE, owner_of, traits
from .register import rights
from .streets import street

# The share of compounds that have the class, before and after 1995; the rest wait for it.
SHARE = {
    "JS": (1.0, 1.0), "WS": (0.92, 0.98), "YS": (0.45, 0.7), "RQ": (0.5, 0.72), "RL": (0.42, 0.66),
    "DL": (1.0, 1.0), "TX": (1.0, 1.0), "LD": (0.3, 0.55),
}  # fmt: skip
SERVED = ("JS", "WS", "RQ", "RL", "DL", "TX")
INDOOR = ("JS", "RL", "RQ")


class Yard:
    """One compound while its lines are drawn."""

    def __init__(self, rng, register, compound):
        self.rng, self.register, self.compound = rng, register, compound
        self.lot, self.layout = compound.lot, compound.layout

    def _entry(self, code):
        """(street, place along it, v where the branch meets the lane line)."""
        lane_u, slot = self._lane(code), CLASSES[code].slot
        way = self.lot.way
        if self.lot.side in ("N", "S"):
            return way, lane_u, way.at + offset(way, code)
        gate_v = self.layout.rows[0][0].v1 + 6.6 + 0.45 * slot
        return way, gate_v, gate_v

    def _lane(self, code):
        return self.layout.lane_u + 0.8 * (CLASSES[code].slot - 3.5)

    def tap(self, code):
        """The key of the stretch to be tapped and the place on it, or None where no main lies."""
        way, along, _ = self._entry(code)
        stretch = stretch_at(way, along)
        return ((way, stretch, code), along) if carries(way, stretch, code) else None

    def has(self, code):
        early, late = SHARE[code]
        wanted = late if self.compound.year >= 1995 or self.compound.renewed_year else early
        return self.rng.random() < wanted

    def _lateral_v(self, row, code):
        return row[0].v1 + 1.4 + 0.6 * CLASSES[code].slot

    def draw(self, code):
        """Branch, lane line, laterals and services of one class."""
        made, held, hung = self._character(code)
        way, along, entry_v = self._entry(code)
        lane_u = self._lane(code)
        laterals = [self._lateral_v(row, code) for row in self.layout.rows]
        lane = [(lane_u, v) for v in sorted({*laterals, entry_v})]
        gate = lane[-2 if self.lot.side == "N" else 1]
        if self.lot.side in ("E", "W"):
            gate = (lane_u, entry_v)
            self.register.run(code, [way.point(along, offset(way, code)), gate], made, held)
        self.register.run(code, lane, made, held)
        self.register.node(code, gate, CLASSES[code].gate, made, held)
        for point in lane:
            if point[1] in laterals:
                self.register.node(code, point, "pole" if hung or code == "LD" else _joint(code), made, held)
        if code in SERVED:
            for row, v in zip(self.layout.rows, laterals, strict=True):
                self._serve(code, row, v, lane_u, made, held)

    def _serve(self, code, row, v, lane_u, made, held):
        """Laterals to both sides of the lane and one service per building."""
        shift = 1.3 * (CLASSES[code].slot - 3.5)
        tees = [(slab.middle + shift, slab) for slab in row]
        for side in (
            sorted((t for t in tees if t[0] < lane_u), key=lambda t: -t[0]),
            sorted((t for t in tees if t[0] >= lane_u), key=lambda t: t[0]),
        ):
            self.register.run(code, [(lane_u, v), *((u, v) for u, _ in side)], made, held)
        service = made | {k: self._service[k] for k in ("diameter_mm", "depth_m", "capacity")}
        for u, slab in tees:
            self.register.run(code, [(u, v), (u, slab.v1)], service, held)
            self.register.node(code, (u, slab.v1), "entry_point", service, held)
            if code in INDOOR and self.rng.random() < 0.12:
                indoor = service | {"depth_m": None, "placement": "SJ", "accuracy": "unknown", "surveyed_on": None}
                self.register.run(code, [(u, slab.v1), (u, slab.v1 - 4)], indoor, held, beyond=True)

    def _character(self, code):
        """What the compound's lines of a class have in common, whose they are, whether they hang overhead."""
        compound, rng = self.compound, self.rng
        renewed = compound.renewed_year if rng.random() < 0.8 else None
        year = renewed or min(2020, max(compound.year, 1980) + (int(rng.random() * 14) if code in ("RQ", "RL", "TX") else 0))
        made = traits(rng, code, BRANCH, year)
        self._service = traits(rng, code, SERVICE, year)
        hung = code == "TX" and not renewed and rng.random() < 0.62
        if hung:
            made |= {"placement": "JK", "depth_m": None, "accuracy": "surveyed"}
            self._service |= {"depth_m": None}
        return made, self._rights(code, year, renewed), hung

    def _rights(self, code, year, renewed):
        """Handed over after the works; before, many an old yard's lines were nobody's utility."""
        utility = owner_of(self.rng, code, self.compound.district)
        if renewed:
            return rights(utility, renewed - 1 if renewed >= 2026 else renewed, basis="移交清单")
        chance = 0.55 if self.compound.owner_unit and year < 1998 else 0.22 if year < 1998 else 0.06
        if self.rng.random() < chance:
            return rights("unknown", year, manager=utility if self.rng.random() < 0.3 else "")
        return rights(utility, year)


def _joint(code):
    return "manhole" if code in ("YS", "WS", "DL", "TX") else "valve"


def plan_yards(register, seed: int, found):
    """The yards with the classes they get, and where these tap the mains."""
    rng = stream(seed, "services")
    yards, taps = [], {}
    for compound in found:
        yard = Yard(rng, register, compound)
        classes = []
        for code in CLASSES:
            tap = yard.tap(code)
            if tap and yard.has(code):
                classes.append(code)
                taps.setdefault(tap[0], []).append(tap[1])
        yards.append((yard, classes))
    return yards, taps


def lane(compound):
    """The compound's lane as a line from its street to its farthest row."""
    lot, layout = compound.lot, compound.layout
    way = street(lot.way.axis, lot.way.index)
    tops = [row[0].v1 + 4 for row in layout.rows]
    if lot.side in ("N", "S"):
        return [(layout.lane_u, way.at), (layout.lane_u, tops[0] if lot.side == "N" else tops[-1])]
    gate = tops[0] + 4
    points = [(way.at, gate), (layout.lane_u, gate)]
    return [*points, (layout.lane_u, tops[-1])] if len(tops) > 1 else points
