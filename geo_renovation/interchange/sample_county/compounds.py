"""The compounds: outline, buildings, year, size, owner unit, money."""
import math
from dataclasses import dataclass, field

from .frame import placed, rectangle, stream
from .judgement import Judgement, judge
from .lots import Lot, lots
from .names import Names
from .places import STREET_OFFICES, district_of
from .slabs import Layout, bungalow_layout, hall_layout, outline, slab_layout
from .streets import EW, NS

WANTED = 240
CODE_PREFIX = {"371526001": "YQH", "371526002": "HX", "371526003": "RH"}


@dataclass
class Compound:
    """A compound before it becomes a row."""

    lot: Lot
    layout: Layout
    ring: list
    year: int
    judgement: Judgement
    district: str
    code: str = ""
    name: str = ""
    former_name: str = ""
    owner_unit: str = ""
    community: str = ""
    wished_year: int | None = None
    rate_cny_m2: float = 0
    year_known: bool = True
    buildings: list[dict] = field(default_factory=list)
    events: list[dict] = field(default_factory=list)
    stage: int = 0
    plan_year: int | None = None
    published_on: object = None
    renewed_year: int | None = None

    @property
    def households(self):
        return sum(b["household_count"] for b in self.buildings)

    @property
    def floor_area_m2(self):
        return sum(b["floor_area_m2"] for b in self.buildings)

    @property
    def estimate_cny(self):
        return round(self.floor_area_m2 * self.rate_cny_m2, -2)


def _era(rng, i, j):
    """Blocks fill from the centre outwards, each within a few years."""
    distance = math.hypot(i - 6.5, j - 6.5)
    return min(2004, 1980 + 3.1 * distance + 9 * (rng.random() - 0.35))


def _year(rng, era):
    return max(1978, min(2005, round(era + 9 * (rng.random() - 0.5))))


def _pick(rng, found):
    """Exactly as many lots as wanted: those beyond the ring always, the others by chance."""
    always = [lot for lot in found if lot.block[0] < 0]
    others = sorted((lot for lot in found if lot.block[0] >= 0), key=lambda _: rng.random())
    return always + others[: WANTED - len(always)]


def _draw(rng, lot, judgement, year):
    if judgement.kind == "office":
        return hall_layout(rng, lot)
    if judgement.kind in ("bungalow_yard", "shantytown"):
        return bungalow_layout(rng, lot)
    return slab_layout(rng, lot, year)


def _shape(rng, lot, judgement, year):
    layout = _draw(rng, lot, judgement, year)
    centre = (lot.u0 + lot.u1) / 2, (lot.v0 + lot.v1) / 2
    return Compound(lot, layout, outline(rng, lot, layout), year, judgement, district_of(*centre))


def _buildings(rng, compound):
    """Rows for the buildings, numbered from the north as addresses are."""
    slabs = sorted(compound.layout.slabs, key=lambda s: (-s.v0, s.u0))
    for n, slab in enumerate(slabs, 1):
        area = (slab.u1 - slab.u0) * (slab.v1 - slab.v0) * slab.storeys
        dated = rng.random() < 0.9 or not compound.year_known
        compound.buildings.append({
            "code": f"{compound.code}-{n:02d}", "compound_code": compound.code, "name": f"{n}号楼",
            "storeys": slab.storeys, "unit_count": slab.units,
            "household_count": 0 if compound.judgement.kind == "office" else slab.households,
            "floor_area_m2": round(area), "completion_year": _built(rng, compound) if dated else None,
            "structure": "砖木" if slab.storeys == 1 else "砖混" if slab.storeys <= 6 else "框架",
            "geometry": placed(rectangle(slab.u0, slab.v0, slab.u1, slab.v1)),
        })  # fmt: skip
    if compound.judgement.kind == "undated":
        for building in compound.buildings:
            building["completion_year"] = None


def _built(rng, compound):
    """A yard's later slabs stood a year or two after the first, never after the year on record."""
    return compound.year - (1 if rng.random() < 0.25 else 0)


def _number(found):
    counts = dict.fromkeys(STREET_OFFICES, 0)
    for compound in sorted(found, key=lambda c: (c.lot.block[0] < 0, c.lot.block[1], c.lot.block[0], c.lot.v0, c.lot.u0)):
        counts[compound.district] += 1
        compound.code = f"{CODE_PREFIX[compound.district]}{counts[compound.district]:03d}"
    return sorted(found, key=lambda c: c.code)


def _name(rng, names, compound):
    compound.name, compound.owner_unit = names.next(compound.year)
    if compound.judgement.kind == "office":
        compound.name, compound.owner_unit = names.units.pop(0)[0] + "老办公院", ""
    elif compound.judgement.kind == "bungalow_yard":
        unit = names.units.pop(0)[0]
        compound.name, compound.owner_unit = unit + "平房院", unit
    if compound.owner_unit and rng.random() < 0.12:
        compound.former_name = compound.owner_unit.removeprefix("县") + "大院"


def compounds(seed: int, places) -> list[Compound]:
    """All compounds in order of their codes."""
    rng = stream(seed, "compounds")
    chosen = _pick(rng, lots(seed))
    eras = {}
    for lot in chosen:
        if lot.block not in eras:
            eras[lot.block] = _era(rng, *lot.block)
    years = [_year(rng, eras[lot.block]) for lot in chosen]
    found = []
    for lot, year, judgement in zip(chosen, years, judge(stream(seed, "judgement"), chosen), strict=True):
        year = 2006 + int(rng.random() * 7) if judgement.kind == "after_2005" else year
        found.append(_shape(rng, lot, judgement, year))
    names = Names(stream(seed, "names"), NS + EW)
    for compound in _number(found):
        compound.community = places.community_at((compound.lot.u0 + compound.lot.u1) / 2, (compound.lot.v0 + compound.lot.v1) / 2)
        compound.year_known = rng.random() > 0.04 and compound.judgement.kind != "undated"
        compound.rate_cny_m2 = 172 + 112 * rng.random()
        _name(rng, names, compound)
        _buildings(rng, compound)
    return sorted(found, key=lambda c: c.code)


def compound_row(compound: Compound) -> dict:
    """The compound as the register holds it."""
    judgement, households = compound.judgement, compound.households
    ring = placed(compound.ring)
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))) / 2
    surveyed = round(households * judgement.response) if judgement.percent else None
    return {
        "code": compound.code, "name": compound.name, "former_name": compound.former_name,
        "community_code": compound.community, "completion_year": compound.year if compound.year_known else None,
        "household_count": households, "floor_area_m2": compound.floor_area_m2, "land_area_m2": round(area),
        "owner_unit": compound.owner_unit, **judgement.answers(), "evidence": judgement.evidence,
        "willingness_percent": judgement.percent if surveyed else None, "surveyed_households": surveyed or None,
        "wished_year": compound.wished_year, "estimate_cny": int(compound.estimate_cny) or None,
        "published_on": compound.published_on, "geometry": ring,
    }  # fmt: skip
