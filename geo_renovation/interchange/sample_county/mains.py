"""The trunk mains under the streets, their crossings, and the works that feed them."""
from .frame import stream
from .network_classes import CLASSES, MAIN, owner_of, traits
from .places import district_of
from .register import rights
from .streets import EW, NS

# Which ranks carry which class.
CARRIED = {
    "arterial": ("JS", "YS", "WS", "RQ", "RL", "DL", "TX", "LD"),
    "secondary": ("JS", "YS", "WS", "RQ", "RL", "DL", "TX", "LD"),
    "branch": ("JS", "YS", "WS", "RQ", "RL", "DL", "TX"),
}
OUTER_BRANCH = ("JS", "WS", "DL", "TX")
SPACING_M = {"YS": 160, "WS": 140, "TX": 190, "DL": 240, "LD": 110, "JS": 240, "RQ": 300, "RL": 300}
MIDWAY = {"YS": "manhole", "WS": "manhole", "TX": "manhole", "DL": "manhole", "LD": "pole", "JS": "hydrant", "RQ": "valve", "RL": "valve"}
# Class, owner, crossing (column, row), how far the works stand from it, kind.
WORKS = (
    ("JS", "water", 0, 9, (-420, 60), "source"), ("JS", "water", 14, 3, (380, -70), "source"),
    ("RQ", "gas-tianma", 14, 11, (260, 90), "source"), ("RQ", "gas-kunlun", 0, 11, (-240, 110), "source"),
    ("RQ", "gas-jinshi", 0, 3, (-260, -80), "source"), ("RL", "heat", 11, 13, (60, 420), "source"),
    ("DL", "power", 3, 13, (-60, 330), "source"), ("DL", "power", 14, 2, (300, 50), "source"),
    ("TX", "unicom", 7, 8, (-70, 60), "source"), ("TX", "mobile", 9, 10, (60, 60), "source"),
    ("TX", "telecom", 5, 6, (-60, 50), "source"), ("TX", "broadcast", 7, 4, (-80, -60), "source"),
    ("TX", "tower", 11, 6, (60, 60), "source"), ("LD", "municipal", 7, 7, (-40, -40), "source"),
    ("WS", "municipal", 14, 2, (520, -160), "other"), ("YS", "municipal", 7, 3, (30, -160), "other"),
    ("YS", "municipal", 11, 3, (30, -170), "other"),
)  # fmt: skip


def is_core(way, stretch):
    """Whether a stretch lies among the old town's blocks."""
    return 3 <= way.index <= 11 and 3 <= stretch < 11


def carries(way, stretch, code):
    """Whether a main of the class lies under the stretch."""
    if not 0 <= stretch < len(way.crossings) - 1 or not way.exists(stretch):
        return False
    if way.rank == "branch" and not is_core(way, stretch):
        return code in OUTER_BRANCH
    return code in CARRIED[way.rank]


def offset(way, code):
    """Metres from the street's axis to the class's main."""
    return CLASSES[code].place * way.half_m


def stretch_at(way, along):
    """The stretch of a street that holds a point."""
    return sum(c.at <= along for c in way.crossings) - 1


def _has_main(way, crossing, code):
    """Whether the street's main reaches the crossing from either side."""
    return any(carries(way, n, code) for n in (crossing - 1, crossing))


def _stops(way, stretch, code, taps):
    """Places along a stretch where its main is divided: crossings, branches, even spacing."""
    low, high = way.crossings[stretch], way.crossings[stretch + 1]
    ends = [
        c.at + offset(c, code) if _has_main(c, way.index, code) else c.at for c in (low, high)
    ]
    count = max(1, round((ends[1] - ends[0]) / SPACING_M[code]))
    even = [ends[0] + (ends[1] - ends[0]) * n / count for n in range(1, count)]
    inner = [t for t in taps if ends[0] + 0.5 < t < ends[1] - 0.5]
    kept = [t for t in even if all(abs(t - other) > 12 for other in inner)]
    return ends, sorted(inner), kept


def _lay(register, rng, way, stretch, code, taps):
    year = 1992 + int(rng.random() ** 0.8 * 29)
    made = traits(rng, code, MAIN, year)
    shift = offset(way, code)
    ends, inner, even = _stops(way, stretch, code, taps)
    middle = way.point((ends[0] + ends[1]) / 2)
    held = rights(owner_of(rng, code, district_of(*middle)), year)
    along = sorted([*ends, *inner, *even])
    register.run(code, [way.point(t, shift) for t in along], made, held)
    for t in ends:
        register.node(code, way.point(t, shift), CLASSES[code].corner, made, held)
    for t in even:
        register.node(code, way.point(t, shift), MIDWAY[code], made, held)
    for t in inner:
        register.node(code, way.point(t, shift), "manhole" if code in ("YS", "WS", "TX", "DL") else "other", made, held)


def lay_mains(register, seed: int, taps: dict) -> None:
    """Every stretch of every street, divided at the branches that the compounds asked for."""
    rng = stream(seed, "mains")
    for code in CLASSES:
        for way in NS + EW:
            for stretch in range(len(way.crossings) - 1):
                if carries(way, stretch, code):
                    _lay(register, rng, way, stretch, code, taps.get((way, stretch, code), ()))
    _build_works(register, rng)


def _build_works(register, rng):
    for code, owner, i, j, (du, dv), kind in WORKS:
        start = NS[i].at + offset(NS[i], code), EW[j].at + offset(EW[j], code)
        year = 1996 + int(rng.random() * 20)
        made, held = traits(rng, code, MAIN, year), rights(owner, year)
        bend, works = (start[0] + du, start[1]), (start[0] + du, start[1] + dv)
        register.run(code, [start, bend, works], made, held)
        register.node(code, works, kind, made, held)
