"""County outline, town area, districts, communities, river, lake and railway."""
import csv
import math
from importlib import resources

from shapely import LineString, MultiLineString, Point, Polygon, unary_union
from shapely.ops import polygonize

from .frame import placed, stream

TOWN = [
    (-2540, -2250), (-2552, -300), (-2535, 1300), (-2100, 2125), (-300, 2132), (1250, 2118), (2120, 2122),
    (2545, 1500), (2552, -200), (2538, -1500), (2150, -2238), (100, -2246), (-1300, -2240),
]  # fmt: skip
STREET_OFFICES = {
    "371526001": "鱼邱湖街道", "371526002": "汇鑫街道", "371526003": "人和街道",
}  # fmt: skip
# Urban communities as boxes of the frame (u0, v0, u1, v1), borders along streets; by order of code.
FAR = 9000
URBAN_BOXES = {
    "371526001": (
        (0, -FAR, 600, -1000), (0, -1000, 600, -440), (0, -440, 600, 120), (0, 120, 600, 680), (0, 680, 600, FAR),
        (600, -FAR, 1200, -720), (600, -720, 1200, 120), (600, 120, 1200, 960), (600, 960, 1200, FAR),
        (1200, -FAR, FAR, 120), (1200, 120, FAR, FAR),
    ),
    "371526002": ((-FAR, 120, 0, FAR),),
    "371526003": (
        (-FAR, -FAR, -1180, -1000), (-FAR, -1000, -1180, 120), (-1180, -FAR, 0, -1000),
        (-1180, -1000, 0, -440), (-1180, -440, 0, 120),
    ),
}  # fmt: skip
# Village communities as sectors around the town: the angles (degrees from east) that divide each district.
VILLAGE_CUTS = {
    "371526001": (-33, 31),
    "371526002": (103, 116, 129, 142, 154, 167),
    "371526003": (201, 226, 249),
}
RAILWAY = [(1850, -16000), (1950, -7000), (2250, -3300), (2480, -2600), (2640, -900), (2800, 900), (3150, 4000), (3300, 16000)]
LAKE_CENTRE, LAKE_RADII = (600, -440), (268, 248)


def district_of(u: float, v: float) -> str:
    """The street office whose district holds a point: the borders follow 鼓楼路 and 官道街."""
    if u >= 0:
        return "371526001"
    return "371526002" if v >= 120 else "371526003"


def _ring(rng, radius, spread, count):
    """A ragged closed ring about the town, clockwise."""
    points = []
    for n in range(count):
        angle = -2 * math.pi * n / count
        reach = radius * (1 + spread * (rng.random() - 0.5) + 0.09 * math.sin(3 * angle + 1))
        points.append((round(reach * math.cos(angle), 1), round(reach * 0.92 * math.sin(angle), 1)))
    return [*points, points[0]]


def divisions() -> list[dict]:
    """The communities of the three street offices with their real names and codes."""
    text = resources.files(__package__).joinpath("communities.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _rays():
    for cuts in VILLAGE_CUTS.values():
        for angle in cuts:
            a = math.radians(angle)
            yield LineString([(0, 0), (FAR * math.cos(a), FAR * math.sin(a))])


def _linework(outer, town):
    """Every border, noded and cut fine enough that bent streets stay common edges; lines overshoot to meet."""
    lines = [outer.exterior, town.exterior, LineString([(0, -FAR), (0, FAR)]), LineString([(-FAR, 120), (0, 120)])]
    for boxes in URBAN_BOXES.values():
        for u0, v0, u1, v1 in boxes:
            ring = Polygon([(u0, v0), (u0, v1), (u1, v1), (u1, v0)]).exterior
            lines.append(ring.intersection(town.buffer(1)))
    lines += [ray.difference(town.buffer(-1)) for ray in _rays()]
    return unary_union(MultiLineString([piece for line in lines for piece in _pieces(line)])).segmentize(250)


def _pieces(line):
    return [g for g in getattr(line, "geoms", [line]) if g.geom_type in ("LineString", "LinearRing") and g.length]


def _community_of(point, in_town, urban, village):
    code = district_of(point.x, point.y)
    if in_town:
        for n, (u0, v0, u1, v1) in enumerate(URBAN_BOXES[code]):
            if u0 <= point.x < u1 and v0 <= point.y < v1:
                return urban[code][n]
    angle = math.degrees(math.atan2(point.y, point.x))
    if code != "371526001":
        angle %= 360
    return village[code][sum(angle > cut for cut in VILLAGE_CUTS[code])]


def _ring_of(shape):
    """The ring in county coordinates, started at its lowest point so that it is the same on every machine."""
    ring = placed([(round(u, 3), round(v, 3)) for u, v in shape.exterior.coords])[:-1]
    start = ring.index(min(ring))
    ring = ring[start:] + ring[:start]
    ring = [*ring, ring[0]]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))
    return ring if area < 0 else ring[::-1]


class Places:
    """The divisions of the county, tiled without gaps in the town's frame."""

    def __init__(self, seed: int):
        rng = stream(seed, "places")
        self.county = Polygon(_ring(rng, 14800, 0.16, 56))
        self.outer = Polygon(_ring(rng, 6300, 0.12, 40))
        self.town = Polygon(TOWN)
        by_kind = {"居委会": {}, "村委会": {}}
        self.names = {row["code"]: row for row in divisions()}
        for code, row in self.names.items():
            by_kind[row["kind"]].setdefault(code[:9], []).append(code)
        self.faces = {}
        for face in polygonize(_linework(self.outer, self.town)):
            inside = face.representative_point()
            if self.outer.covers(inside):
                code = _community_of(inside, self.town.covers(inside), by_kind["居委会"], by_kind["村委会"])
                self.faces.setdefault(code, []).append(face)
        self.communities = {code: unary_union(faces) for code, faces in sorted(self.faces.items())}

    def community_at(self, u, v) -> str:
        """The code of the community that holds a point, empty outside the districts."""
        point = Point(u, v)
        return next((code for code, shape in self.communities.items() if shape.covers(point)), "")

    def county_rows(self):
        return [{"code": "371526", "name": "高唐县（示例）", "demonstration": "是", "geometry": _ring_of(self.county.segmentize(900))}]

    def town_rows(self):
        """The town drawn from the same points as the communities that fill it."""
        inside = [shape for code, shape in self.communities.items() if self.names[code]["kind"] == "居委会"]
        return [{"name": "高唐县城区（示例）", "geometry": _ring_of(unary_union(inside))}]

    def district_rows(self):
        rows = []
        for code, name in STREET_OFFICES.items():
            shape = unary_union([s for c, s in self.communities.items() if c[:9] == code])
            rows.append({"code": code, "name": name, "geometry": _ring_of(shape)})
        return rows

    def community_rows(self):
        return [
            {"code": code, "name": self.names[code]["name"], "kind": self.names[code]["kind"], "geometry": _ring_of(shape)}
            for code, shape in self.communities.items()
        ]


def _river():
    """A band of 30 to 44 m that winds through the strip kept free between 南关街 and 滨河街."""
    left, right = [], []
    for n in range(121):
        u = -13500 + 225 * n
        calm = 1 if abs(u) < 2900 else min(6, 1 + (abs(u) - 2900) / 900)
        v = -1205 + 52 * math.sin(u / 420) * calm ** 0.8 + 18 * math.sin(u / 170)
        half = 18 + 4 * math.sin(u / 650)
        left.append((u, v + half))
        right.append((u, v - half))
    return [*left, *right[::-1], left[0]]


def _lake(rng):
    points = []
    for n in range(48):
        angle = -2 * math.pi * n / 48
        wave = 0.9 + 0.06 * math.sin(3 * angle + 0.7) + 0.04 * math.sin(5 * angle) + 0.012 * (rng.random() - 0.5)
        points.append(
            (LAKE_CENTRE[0] + LAKE_RADII[0] * wave * math.cos(angle), LAKE_CENTRE[1] + LAKE_RADII[1] * wave * math.sin(angle))
        )
    return [*points, points[0]]


def barriers(seed: int, county) -> tuple[list[dict], list[dict]]:
    """Waters as polygons and the railway as a line, cut at the county's outline."""
    river = Polygon(_river()).intersection(county.buffer(-10))
    lake = Polygon(_lake(stream(seed, "lake")))
    waters = [
        {"code": "B001", "name": "城南河（虚构）", "kind": "河流", "geometry": _ring_of(river)},
        {"code": "B002", "name": "城中湖（虚构）", "kind": "河流", "geometry": _ring_of(lake)},
    ]
    line = LineString(RAILWAY).segmentize(400).intersection(county.buffer(-10))
    railway = [{"code": "B003", "name": "县铁路（虚构）", "kind": "铁路", "geometry": placed(line.coords)}]
    return waters, railway


def railway_line():
    """The railway in the frame, from which compounds keep away."""
    return LineString(RAILWAY)
