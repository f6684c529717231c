"""The networks under a bundle or a compound, cut to it: the rows of every file for engineers.

Lines and nodes come through `visible_to`: what the viewer may not know of a line stands in no file of his.
"""
from dataclasses import dataclass

import shapely
from django.db.models import F

from geo_renovation.planning.lines import ground_of, lines_under
from geo_renovation.spatial.functions import LinesOf
from geo_renovation.utilities.choices import NetworkClass, NodeKind
from geo_renovation.utilities.models import Node

# Attributes that `visible_to` lets the viewer read; NULL where it may not.
OF_LINES = (
    "code", "sub_class", "material", "diameter_mm", "depth_m", "placement", "accuracy", "status", "laid_year",
    "pressure", "voltage", "capacity", "is_precaution",
)  # fmt: skip
OF_NODES = ("code", "depth_m", "laid_year", "pressure", "voltage", "capacity")


@dataclass(frozen=True)
class Extract:
    """Boundaries by name, and rows of lines and nodes with their shapes; the county's CRS."""

    boundaries: dict
    lines: list[dict]
    line_shapes: list
    nodes: list[dict]
    node_shapes: list


def extract(boundaries, user) -> Extract:
    """`boundaries` is {name: boundary}; two queries."""
    ground = ground_of(list(boundaries.values()))
    lines, nodes = lines_in(ground, user), nodes_in(ground, user)
    return Extract(
        boundaries={name: read(boundary) for name, boundary in boundaries.items()},
        lines=[row for row, _shape in lines],
        line_shapes=[shape for _row, shape in lines],
        nodes=[row for row, _shape in nodes],
        node_shapes=[shape for _row, shape in nodes],
    )


def lines_in(ground, user) -> list[tuple]:
    """(row, MultiLineString) of every line under a ground, cut to it."""
    rows = lines_under(ground, user).select_related("owner").annotate(cut=LinesOf("part")).order_by("id")
    return [(of_line(row), read(row.cut)) for row in rows if row.metres.m > 0]


def of_line(row) -> dict:
    return of_asset(row) | {"metres": row.metres.m} | {name: getattr(row, f"seen_{name}") for name in OF_LINES}


def nodes_in(ground, user) -> list[tuple]:
    """(row, Point) of every valve, manhole, cabinet… on a ground."""
    rows = Node.objects.visible_to(user).select_related("owner").filter(position__intersects=ground)
    return [(of_node(row), read(row.shown)) for row in rows.annotate(shown=F("seen_position")).order_by("id")]


def of_node(row) -> dict:
    kind = {"kind": row.kind, "kind_label": str(NodeKind(row.kind).label)}
    return of_asset(row) | kind | {name: getattr(row, f"seen_{name}") for name in OF_NODES}


def of_asset(row) -> dict:
    return {
        "network_class": row.network_class,
        "class_label": str(NetworkClass(row.network_class).label),
        "owner": row.owner.code if row.owner else "",
        "owner_name": row.owner.name if row.owner else "",
    }


def read(shape):
    return shapely.from_wkb(bytes(shape.wkb))
