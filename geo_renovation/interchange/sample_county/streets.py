"""The street grid of the town: names, ranks, and which stretches exist."""
from dataclasses import dataclass
from datetime import date, timedelta

from .frame import placed, stream

HALF_WIDTH_M = {"arterial": 18, "secondary": 12, "branch": 7}
RANK_LABEL = {"arterial": "主干路", "secondary": "次干路", "branch": "支路", "compound": "小区路"}
RANK_OF_MARK = {"A": "arterial", "S": "secondary", "B": "branch"}
NORTH_SOUTH = (
    "-2500 A 西环路|-2050 B 兴业路|-1620 S 育才路|-1180 A 金城路|-880 B 康乐路|-590 S 光明路|-300 B 民主路|0 A 鼓楼路|"
    "300 B 太平路|600 S 滨湖路|900 B 春长路|1200 A 人和路|1640 S 时代路|2060 B 创新路|2500 A 东环路"
)
EAST_WEST = (
    "-2200 A 南环街|-1800 B 惠民街|-1400 S 南关街|-1000 A 滨河街|-720 B 建设街|-440 S 新华街|-160 B 解放街|120 A 官道街|"
    "400 B 青年街|680 S 政通街|960 B 文昌街|1240 A 北关街|1640 S 兴盛街|2080 A 北环街"
)
# Cells (column, row) taken by the lake; the streets between them are missing.
LAKE_CELLS = frozenset({(8, 4), (9, 4), (8, 5), (9, 5)})
# Streets that go on beyond the ring as highways: axis, index, reach to both sides, class, name.
HIGHWAYS = (
    ("u", 7, -9800, 9600, "国道", "国道京南线"),
    ("v", 7, -9700, 9400, "省道", "省道临高线"),
    ("u", 3, -8600, None, "县道", "县道高清线"),
    ("u", 11, None, 8800, "县道", "县道高固线"),
    ("v", 3, -7900, 8100, "县道", "县道高夏线"),
)
SURFACINGS = ("新建", "扩建", "改建", "大修")


@dataclass(frozen=True)
class Street:
    """A street of the grid: axis u runs north-south at u = `at`, axis v east-west at v = `at`."""

    axis: str
    index: int
    at: float
    rank: str
    name: str

    @property
    def half_m(self):
        return HALF_WIDTH_M[self.rank]

    def point(self, along, offset=0.0):
        """The frame point `along` the street, `offset` to its right-hand axis."""
        return (self.at + offset, along) if self.axis == "u" else (along, self.at + offset)

    @property
    def crossings(self):
        """The streets that cross this one, in order."""
        return EW if self.axis == "u" else NS

    def exists(self, stretch: int) -> bool:
        """Whether the stretch from crossing `stretch` to the next is there: not inside the lake."""
        k = self.index
        sides = ((k - 1, stretch), (k, stretch)) if self.axis == "u" else ((stretch, k - 1), (stretch, k))
        return not all(cell in LAKE_CELLS for cell in sides)


def _streets(axis, listing):
    parts = [entry.split() for entry in listing.split("|")]
    return tuple(
        Street(axis, k, float(at), RANK_OF_MARK[mark], name) for k, (at, mark, name) in enumerate(parts)
    )


NS = _streets("u", NORTH_SOUTH)
EW = _streets("v", EAST_WEST)


def street(axis: str, index: int) -> Street:
    """The street at a place in the grid."""
    return (NS if axis == "u" else EW)[index]


def runs(way: Street):
    """(first, last) crossings of unbroken pieces between arterial streets; each is surfaced at one time."""
    start = None
    last = len(way.crossings) - 1
    for n, crossing in enumerate(way.crossings):
        ends = n == last or not way.exists(n)
        if start is not None and (ends or crossing.rank == "arterial"):
            yield start, n
            start = None
        if not ends and start is None:
            start = n


def _points(way, ticks):
    halves = [(a + b) / 2 for a, b in zip(ticks, ticks[1:], strict=False)]
    return placed(way.point(t) for t in sorted([*ticks, *halves]))


def _surfaced(rng, rank):
    """Main streets were surfaced lately, branches long ago; some of it is not on record."""
    if rng.random() < 0.12:
        return None, ""
    newest = {"arterial": 2025, "secondary": 2024, "branch": 2021}.get(rank, 2012)
    year = newest - int(rng.random() ** 1.4 * 22)
    done = date(year, 4, 1) + timedelta(days=int(rng.random() * 210))
    kind = SURFACINGS[0] if year < 2012 else SURFACINGS[int(rng.random() * 4)]
    return done, kind


def _row(rng, code, name, road_class, rank, width, line):
    surfaced_on, surfacing = _surfaced(rng, rank)
    return {
        "code": code, "name": name, "road_class": road_class, "rank": RANK_LABEL[rank], "width_m": width,
        "surfaced_on": surfaced_on, "surfacing": surfacing, "geometry": line,
    }  # fmt: skip


def _highways():
    for axis, index, low, high, road_class, name in HIGHWAYS:
        way = street(axis, index)
        for near, far in ((way.crossings[0].at, low), (way.crossings[-1].at, high)):
            if far is not None:
                ticks = [near + (far - near) * n / 12 for n in range(13)]
                yield way, road_class, name, placed(way.point(t) for t in ticks)


def roads(seed: int, lanes) -> list[dict]:
    """Every road as a row: streets by stretch, highways, and the lanes of compounds."""
    rng = stream(seed, "roads")
    rows = []
    for way in NS + EW:
        for first, last in runs(way):
            line = _points(way, [c.at for c in way.crossings[first : last + 1]])
            code = f"R{len(rows) + 1:04d}"
            rows.append(_row(rng, code, way.name, "城市道路", way.rank, 2 * way.half_m, line))
    for way, road_class, name, line in _highways():
        rows.append(_row(rng, f"R{len(rows) + 1:04d}", name, road_class, way.rank, 24, line))
    for line in lanes:
        rows.append(_row(rng, f"R{len(rows) + 1:04d}", "", "小区路", "compound", 5, placed(line)))
    return rows
