"""Following a network: what a closed line or node cuts off, and which valves isolate a line.

Only of a network that the user may see in full, class by class: water does not run over into gas.
"""
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import AsWKB
from django.utils.translation import gettext_lazy as _
from shapely.ops import substring

from geo_renovation.accounts.refusals import Refusal

from .choices import NetworkClass, NodeKind, Status
from .graph import Graph, Isolation, fed, graph_of, isolation
from .models import Node, Segment

# What carries nothing connects nothing.
DRY = (Status.ABANDONED, Status.EMPTY_DUCT, Status.PLANNED)
# Where a network is shut; power is switched in cabinets and transformers too.
SHUTTING = {NetworkClass.POWER: (NodeKind.VALVE, NodeKind.CABINET, NodeKind.TRANSFORMER)}


class NothingToTrace(Exception):
    """What is asked for does not exist, or is not the user's to follow; the two look alike."""


class SeveralNetworks(Refusal):
    """One trace follows one class."""

    message = _("Choose lines and valves of one class.")


class CarriesNothing(Refusal):
    """An abandoned or planned line, or an empty duct."""

    message = _("This line is abandoned, planned or an empty duct: nothing runs through it.")


@dataclass(frozen=True)
class Network:
    """The lines and nodes of one class that a user may follow; shapes in the county's CRS."""

    network_class: str
    segments: np.ndarray  # ids, in the order of the lines
    lines: np.ndarray
    nodes: np.ndarray
    kinds: np.ndarray
    positions: np.ndarray

    @cached_property
    def graph(self) -> Graph:
        return graph_of(self.lines, self.positions, settings.NETWORK_JOIN_M)

    def rows_of(self, *kinds) -> np.ndarray:
        """Which of the nodes are of some kinds."""
        return np.flatnonzero(np.isin(self.kinds, [str(kind) for kind in kinds]))

    @cached_property
    def sources(self) -> np.ndarray:
        return self.graph.joint_of_node[self.rows_of(NodeKind.SOURCE)]

    @cached_property
    def valve_at(self) -> dict:
        """{joint: the row of a node by which it is shut}."""
        rows = self.rows_of(*SHUTTING.get(self.network_class, (NodeKind.VALVE,)))
        return dict(zip(self.graph.joint_of_node[rows].tolist(), rows.tolist(), strict=True))

    def shapes(self, pieces) -> np.ndarray:
        """The lines of some pieces (a mask): whole where the piece is all of its line."""
        graph = self.graph
        rows = np.flatnonzero(pieces)
        whole = self.lines[graph.line[rows]]
        for n in np.flatnonzero(graph.metres[rows] < shapely.length(whole) - 1e-6):
            whole[n] = substring(whole[n], graph.from_m[rows[n]], graph.to_m[rows[n]])
        return whole


@dataclass(frozen=True)
class Trace:
    """What is cut off when some lines and nodes are closed."""

    network: Network
    lines: np.ndarray = field(default_factory=lambda: np.empty(0, int))  # closed, as rows
    nodes: np.ndarray = field(default_factory=lambda: np.empty(0, int))

    @cached_property
    def before(self) -> np.ndarray:
        return fed(self.network.graph, self.network.sources)

    @cached_property
    def after(self) -> np.ndarray:
        graph = self.network.graph
        return fed(graph, self.network.sources, graph.joint_of_node[self.nodes], self.lines)

    @property
    def cut(self) -> np.ndarray:
        """Of each piece whether it was fed and no longer is."""
        return self.before & ~self.after

    @cached_property
    def isolation(self) -> Isolation | None:
        if not len(self.lines):
            return None
        network = self.network
        return isolation(network.graph, self.lines, list(network.valve_at), network.sources)

    def entries(self):
        """Positions of the household entry points, and of each whether it was fed, and still is."""
        network = self.network
        rows = network.rows_of(NodeKind.ENTRY_POINT)
        joints = network.graph.joint_of_node[rows]
        return network.positions[rows], self._reached(self.before)[joints], self._reached(self.after)[joints]

    def on_a_line(self) -> np.ndarray:
        """Of each closed node whether a line meets it."""
        graph = self.network.graph
        return self._reached(np.ones(len(graph.line), bool))[graph.joint_of_node[self.nodes]]

    def _reached(self, pieces):
        """Of each joint whether one of some pieces (a mask) ends there."""
        graph = self.network.graph
        reached = np.zeros(graph.joint_count, bool)
        reached[graph.start[pieces]] = reached[graph.end[pieces]] = True
        return reached


def trace(user, segments, nodes) -> Trace:
    """Closes segments and nodes (sets of ids), all of one class and the user's to follow; four queries."""
    network = network_of(user, _class_of(user, segments, nodes))
    lines = np.flatnonzero(np.isin(network.segments, list(segments)))
    if len(lines) < len(segments):
        raise CarriesNothing
    return Trace(network, lines, np.flatnonzero(np.isin(network.nodes, list(nodes))))


def _class_of(user, segments, nodes):
    asked = ((Segment, segments), (Node, nodes))
    rows = [model.objects.traced_by(user).filter(pk__in=ids).values_list("network_class", flat=True) for model, ids in asked]
    found = [name for each in rows for name in each.order_by()]
    if not found or len(found) < len(segments) + len(nodes):
        raise NothingToTrace
    if len(set(found)) > 1:
        raise SeveralNetworks
    return found[0]


def network_of(user, network_class) -> Network:
    """All that a user may follow of a class; two queries."""
    lines = Segment.objects.traced_by(user).filter(network_class=network_class).exclude(status__in=DRY)
    nodes = Node.objects.traced_by(user).filter(network_class=network_class)
    ids, routes = _columns(lines.order_by("id").values_list("id", AsWKB("route")), 2)
    points, kinds, places = _columns(nodes.order_by("id").values_list("id", "kind", AsWKB("position")), 3)
    positions = shapely.get_coordinates(_shapes(places))
    return Network(network_class, np.array(ids, int), _shapes(routes), np.array(points, int), np.array(kinds, str), positions)


def _columns(rows, count):
    return list(zip(*rows, strict=True)) or [()] * count


def _shapes(column):
    return shapely.from_wkb(np.array([bytes(shape) for shape in column], object))
