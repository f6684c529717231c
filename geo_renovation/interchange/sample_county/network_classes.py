"""What pipes and cables of each class look like, old and new; sizes after the usual ranges of a county town."""
from dataclasses import dataclass

MAIN, BRANCH, SERVICE = "main", "branch", "service"


@dataclass(frozen=True)
class NetworkClass:
    """A class of network: where it lies in the street and how it is built."""

    code: str
    sub_class: str
    place: float  # share of the street's half width, from the axis
    slot: int  # order of parallel lines inside a compound
    old: tuple[str, ...]
    new: str
    sizes: dict[str, tuple[int, ...]]
    depth_m: dict[str, float]
    placement: str
    corner: str  # node kind where mains cross
    gate: str  # node kind where the branch enters a compound
    pressure: dict[str, str]
    voltage: dict[str, str]


def _class(code, sub_class, place, slot, materials, sizes, depths, placement, kinds, pressure=None, voltage=None):
    levels = (MAIN, BRANCH, SERVICE)
    return NetworkClass(
        code, sub_class, place, slot, tuple(materials.split()[:-1]), materials.split()[-1],
        dict(zip(levels, sizes, strict=True)), dict(zip(levels, depths, strict=True)), placement, *kinds,
        dict(zip(levels, pressure or ("", "", ""), strict=True)), dict(zip(levels, voltage or ("", "", ""), strict=True)),
    )  # fmt: skip


CLASSES = {
    c.code: c
    for c in (
        _class("JS", "", -0.55, 1, "铸铁 镀锌钢 PE", ((200, 300), (100, 150), (50, 63)), (1.3, 1.0, 0.9), "ZM",
               ("valve", "meter"), ("0.35MPa", "0.30MPa", "0.28MPa")),
        _class("YS", "", -0.22, 3, "混凝土 钢筋砼 HDPE", ((500, 600), (300, 400), (300,)), (1.9, 1.2, 1.0), "ZM",
               ("manhole", "manhole")),
        _class("WS", "", 0.12, 4, "混凝土 陶土 HDPE", ((300, 400), (200, 300), (200,)), (2.4, 1.4, 1.1), "ZM",
               ("manhole", "manhole")),
        _class("RQ", "TR", 0.42, 5, "钢 PE", ((160, 200), (90, 110), (63,)), (1.2, 0.9, 0.7), "ZM",
               ("valve", "valve"), ("中压A", "低压", "低压")),
        _class("RL", "RS", 0.66, 6, "钢 预制保温钢", ((300, 400), (150, 200), (80, 100)), (1.4, 1.1, 0.9), "GG",
               ("valve", "valve"), ("1.6MPa", "0.6MPa", "0.6MPa")),
        _class("DL", "GD", -0.8, 0, "铜 铜", ((150,), (100,), (80,)), (0.9, 0.8, 0.7), "GK",
               ("manhole", "transformer"), None, ("10kV", "0.4kV", "0.4kV")),
        _class("TX", "XX", 0.88, 7, "铜 光缆", ((110,), (50,), (32,)), (0.8, 0.7, 0.5), "GK", ("manhole", "cabinet")),
        _class("LD", "LD", -1.0, 2, "铜 铜", ((50,), (40,), (25,)), (0.6, 0.5, 0.5), "GM",
               ("cabinet", "cabinet"), None, ("0.22kV", "0.22kV", "0.22kV")),
    )
}  # fmt: skip

GAS_OF_DISTRICT = {"371526001": "gas-tianma", "371526002": "gas-kunlun", "371526003": "gas-jinshi"}
CARRIERS = ("unicom", "unicom", "mobile", "telecom", "broadcast", "tower")
OWNER = {"JS": "water", "YS": "municipal", "WS": "municipal", "RL": "heat", "DL": "power", "LD": "municipal"}
CAPACITY = {MAIN: ("12孔", "9孔", "6孔"), BRANCH: ("288芯", "144芯", "96芯"), SERVICE: ("24芯", "12芯")}


def owner_of(rng, code: str, district: str) -> str:
    """The utility that would own a line of the class; one of the carriers for telecom."""
    if code == "RQ":
        return GAS_OF_DISTRICT[district]
    return OWNER.get(code) or CARRIERS[int(rng.random() * len(CARRIERS))]


def _accuracy(rng, level, year):
    if year >= 2016:
        return "as_built"
    mark = rng.random()
    if level == MAIN:
        return "surveyed" if mark < 0.7 else "as_built" if mark < 0.85 else "design"
    return "surveyed" if mark < 0.45 else "design" if mark < 0.6 else "inferred" if mark < 0.92 else "unknown"


def _depth(rng, kind, level, accuracy):
    if accuracy == "unknown" or (accuracy == "inferred" and rng.random() < 0.5):
        return None
    return round(kind.depth_m[level] + 0.35 * (rng.random() - 0.4), 2)


def traits(rng, code: str, level: str, year: int) -> dict:
    """The attributes a run of line has in common."""
    kind = CLASSES[code]
    sizes = kind.sizes[level]
    accuracy = _accuracy(rng, level, year)
    capacity = CAPACITY[level] if code == "TX" else ("",)
    return {
        "sub_class": kind.sub_class, "laid_year": year, "accuracy": accuracy,
        "material": kind.new if year >= 2004 else kind.old[int(rng.random() * len(kind.old))],
        "diameter_mm": sizes[int(rng.random() * len(sizes))], "depth_m": _depth(rng, kind, level, accuracy),
        "placement": kind.placement if level == MAIN or kind.placement == "GG" else "ZM",
        "pressure": kind.pressure[level], "voltage": kind.voltage[level],
        "capacity": capacity[int(rng.random() * len(capacity))],
        "is_precaution": "Y" if level == MAIN and code in ("RQ", "DL") else "N",
        "surveyed_on": f"{2019 + int(rng.random() * 3)}-{1 + int(rng.random() * 9):02d}-15" if accuracy == "surveyed" else None,
    }  # fmt: skip
