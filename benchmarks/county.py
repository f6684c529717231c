"""An invented county of any size, the same for the same seed: blocks on a street grid, lines along and across them."""
from dataclasses import dataclass

import numpy as np
import shapely
from django.conf import settings
from django.db import connection, transaction

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.choices import RoadRank
from geo_renovation.districts.models import County, District, Road, TownArea
from geo_renovation.utilities.choices import NodeKind, Placement
from geo_renovation.utilities.models import Node, Segment

WEST, SOUTH = 430_000, 4_075_000  # near the county town, metres of EPSG:4548
PITCH_M = np.array([150, 130])  # from block to block: gaps of 10 to 60 m between compounds
ROAD_EVERY = 8  # blocks
OWNERS = {
    "JS": ["water"], "YS": ["municipal"], "WS": ["municipal"], "RQ": ["gas-tianma", "gas-jinshi", "gas-kunlun"],
    "RL": ["heat"], "DL": ["power"], "TX": ["mobile", "unicom", "telecom", "broadcast", "tower"], "LD": ["municipal"],
}  # fmt: skip


@dataclass(frozen=True)
class Extent:
    """How many blocks and lines the county has."""

    compounds: int
    segments: int

    @property
    def columns(self):
        return int(np.ceil(np.sqrt(self.compounds)))

    @property
    def size_m(self):
        return self.columns * PITCH_M

    @property
    def bounds(self):
        return WEST, SOUTH, *(np.array([WEST, SOUTH]) + self.size_m)


COUNTY = Extent(300, 20_000)
TOWNS = (Extent(1_000, 0), Extent(3_000, 0))  # how the cost of adjacency grows
PROVINCE = Extent(50_000, 1_000_000)


def boundaries(extent, seed):
    """Disjoint blocks of 16 corners, none of them straight."""
    rng = np.random.default_rng(seed)
    number = np.arange(extent.compounds)
    corner = np.array([WEST, SOUTH]) + np.column_stack(divmod(number, extent.columns)) * PITCH_M
    size = rng.uniform([90, 70], PITCH_M - 10, (extent.compounds, 2))
    corner = corner + rng.uniform(0, 1, size.shape) * (PITCH_M - 10 - size)
    side = np.linspace(0, 1, 5)[:-1]
    zero, one = np.zeros(4), np.ones(4)
    ring = np.concatenate([np.column_stack(c) for c in ((side, zero), (one, side), (1 - side, one), (zero, 1 - side))])
    inward = 1 - 0.08 * rng.uniform(0, 1, (extent.compounds, 16, 1))
    points = corner[:, None] + (0.5 + (ring - 0.5) * inward) * size[:, None]
    return shapely.multipolygons(shapely.polygons(points)[:, None])


def routes(extent, seed):
    """Lines of three points, 12 to 80 m, anywhere in the county."""
    rng = np.random.default_rng(seed + 1)
    start = np.array([WEST, SOUTH]) + rng.uniform(0, 1, (extent.segments, 2)) * extent.size_m
    along = np.where(rng.uniform(size=(extent.segments, 1)) < 0.5, [[1.0, 0.05]], [[-0.05, 1.0]])
    step = along * rng.uniform(6, 40, (extent.segments, 1))
    bend = rng.normal(0, 0.5, (extent.segments, 2))
    return shapely.linestrings(np.stack([start, start + step + bend, start + 2 * step], axis=1))


def lay_ground(extent, *, gap_m=30):
    """The county itself: outline, town area, two districts, arterial roads."""
    west, south, east, north = extent.bounds
    middle = (west + east) / 2
    outline = _wkb(shapely.multipolygons([shapely.box(west - 500, south - 500, east + 500, north + 500)]))
    with transaction.atomic():
        County.objects.create(code="371526", name="bench", outline=outline, gap_m=gap_m)
        TownArea.objects.create(name="town", boundary=outline)
        for code, (left, right) in {"371526001": (west - 500, middle), "371526002": (middle, east + 500)}.items():
            half = shapely.multipolygons([shapely.box(left, south - 500, right, north + 500)])
            District.objects.create(code=code, name=code, boundary=_wkb(half))
    ids = range(0, extent.columns + 1, ROAD_EVERY)
    upright = [[[west + i * PITCH_M[0] - 5, south], [west + i * PITCH_M[0] - 5, north]] for i in ids]
    level = [[[west, south + i * PITCH_M[1] - 5], [east, south + i * PITCH_M[1] - 5]] for i in ids]
    roads = shapely.multilinestrings(shapely.linestrings(upright + level)[:, None])
    copy_rows(Road, code=[f"R{i}" for i in range(len(roads))], rank=[RoadRank.ARTERIAL] * len(roads), route=roads)


def load_compounds(extent, seed):
    shapes = boundaries(extent, seed)
    codes = [f"C{i:06}" for i in range(len(shapes))]
    copy_rows(Compound, code=codes, name=codes, boundary=shapes)


def load_buildings(extent, seed):
    """Eight slabs in two columns within every compound."""
    shapes, ids = boundaries(extent, seed), list(Compound.objects.order_by("code").values_list("id", flat=True))
    x, y, _, _ = (edge[:, None] for edge in shapely.bounds(shapes).T)
    column, row = np.divmod(np.arange(8), 4)
    slabs = shapely.box(x + 10 + column * 38, y + 8 + row * 15, x + 42 + column * 38, y + 18 + row * 15).ravel()
    copy_rows(
        Building,
        code=[f"B{i:07}" for i in range(len(slabs))],
        compound_id=[i for i in ids for _ in range(8)],
        footprint=shapely.multipolygons(slabs[:, None]),
    )


def load_nodes(extent, seed):
    """A point at the start of every second line."""
    lines = routes(extent, seed)[::2]
    copy_rows(
        Node,
        code=[f"N{i:07}" for i in range(len(lines))],
        network_class=[list(OWNERS)[i % len(OWNERS)] for i in range(len(lines))],
        kind=[NodeKind.MANHOLE] * len(lines),
        position=shapely.get_point(lines, 0),
    )


def load_segments(extent, seed):
    """Lines with their owners set as the rights would; the benchmark does not measure rights."""
    lines = routes(extent, seed)
    pairs = [(network_class, owner) for network_class, owners in OWNERS.items() for owner in owners]
    ids = organisations()
    chosen = [pairs[i] for i in np.random.default_rng(seed + 2).integers(len(pairs), size=len(lines))]
    copy_rows(
        Segment,
        code=[f"S{i:07}" for i in range(len(lines))],
        network_class=[network_class for network_class, _ in chosen],
        owner_id=[ids[owner] for _, owner in chosen],
        diameter_mm=np.random.default_rng(seed + 3).choice([50, 110, 160, 200, 300, 500], len(lines)).tolist(),
        placement=[Placement.BURIED] * len(lines),
        route=lines,
    )


def copy_rows(model, **columns):
    """COPY into the model's table; what is not given gets the model's default."""
    given = {name: _wkb(values) if _is_geometry(values) else values for name, values in columns.items()}
    rest = {field.column: field.get_default() for field in _defaulted(model) if field.column not in given}
    names = ", ".join([*given, *rest])
    statement = f"COPY {model._meta.db_table} ({names}) FROM STDIN"
    with transaction.atomic(), connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in zip(*given.values(), strict=True):
            copy.write_row((*row, *rest.values()))


def _defaulted(model):
    """Fields that COPY must name: neither nullable nor filled by the database."""
    for field in model._meta.concrete_fields:
        if not (field.null or field.primary_key or field.generated or field.has_db_default()):
            yield field


def _is_geometry(values):
    return isinstance(values, np.ndarray) and shapely.is_geometry(values).all()


def _wkb(shapes):
    return shapely.to_wkb(shapely.set_srid(shapes, settings.COUNTY_SRID), hex=True, include_srid=True)


def organisations():
    """{code: id} of the right-holders, made where the register lacks them."""
    codes = {owner for owners in OWNERS.values() for owner in owners}
    for code in codes:
        Organisation.objects.get_or_create(code=code, defaults={"name": code, "kind": OrganisationKind.UTILITY})
    return dict(Organisation.objects.filter(code__in=codes).values_list("code", "id"))
