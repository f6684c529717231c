"""A small file of every kind that can be taken back; what it refers to is laid by `lay_ground`."""
import shapely

from tests.factories import CompoundFactory, SegmentFactory

from .files import at, compound, geojson, line, pipe, square, table

# Two rows of each kind with a shape.
SHAPES = {
    "town_area": [({"name": "新城区"}, square(2000)), ({"name": "北城区"}, square(2000, 3000))],
    "districts": [
        ({"code": "371526009", "name": "新街道"}, square(3000)),
        ({"code": "371526010", "name": "北街道"}, square(3000, 3000)),
    ],
    "communities": [
        ({"code": "371526001001", "name": "社区"}, square()),
        ({"code": "371526001002", "name": "北社区"}, square(0, 300)),
    ],
    "roads": [
        ({"code": "R1", "rank": "主干路"}, line((0, -50), (900, -50))),
        ({"code": "R2", "rank": "次干路"}, line((0, -90), (900, -90))),
    ],
    "barriers": [
        ({"code": "W1", "kind": "河流"}, line((0, -50), (900, -50))),
        ({"code": "W2", "kind": "河流"}, line((0, -90), (900, -90))),
    ],
    "compounds": [
        (compound("C2", residential=1, willing=0), square(400)),
        (compound("C3", household_count=80), square(400, 400)),
    ],
    "buildings": [
        ({"code": "B1", "compound_code": "C1", "completion_year": 1991, "floor_area_m2": 90}, square(0, 0, 20)),
        ({"code": "B2", "compound_code": "C1", "completion_year": 1993, "floor_area_m2": 80}, square(50, 0, 20)),
    ],
    "segments": [
        (pipe("S2", laid_year=1999, material="PE"), line((0, 20), (50, 20))),
        (pipe("S3", laid_year=2001), line((0, 30), (50, 30))),
    ],
    "nodes": [
        ({"code": "N1", "network_class": "JS", "kind": "阀门", "owner": "water"}, shapely.Point(at(5, 5))),
        ({"code": "N2", "network_class": "JS", "kind": "阀门", "owner": "water"}, shapely.Point(at(25, 5))),
    ],
}
TABLES = {
    "stages": {
        "event_code": "X1", "compound_code": "C1", "stage": "reported", "effective_from": "2022-03-01",
        "effective_to": "2022-03-01", "recorded_at": "2026-03-02",
    },
    "rights": {"segment_code": "S1", "kind": "owner", "organisation": "power", "valid_from": "2020-01-01", "basis": "证"},
    "plans": {"year": 2027, "status": "submitted", "compound_code": "C1", "sequence": 1, "tier": "basic"},
}  # fmt: skip
# What a later file says otherwise of the first row.
CHANGES = {
    "town_area": {}, "districts": {"name": "改名街道"}, "communities": {"name": "改名社区"}, "roads": {"rank": "支路"},
    "barriers": {"kind": "铁路"}, "compounds": {"household_count": 7, "willing": 1}, "buildings": {"floor_area_m2": 91},
    "segments": {"owner": "power", "depth_m": 2}, "nodes": {"kind": "检查井"},
}  # fmt: skip
ENDING = ("compounds", "buildings", "segments", "nodes")
KINDS = (*SHAPES, *TABLES)


def lay_ground():
    """What the rows refer to."""
    CompoundFactory(code="C1", stage="surveyed")
    SegmentFactory(code="S1")


def file_of(folder, kind, rows=2):
    """The first `rows` rows of the kind; of a table its one."""
    if kind in TABLES:
        return table(folder / "file.csv", [TABLES[kind]])
    return geojson(folder / "file.geojson", *SHAPES[kind][:rows])


def later_file_of(folder, kind):
    """A file of the same name with only the first row, moved a little and otherwise."""
    facts, shape = SHAPES[kind][0]
    moved = shapely.transform(shape, lambda corners: corners + 1)
    return geojson(folder / "file.geojson", (facts | CHANGES[kind], moved))
