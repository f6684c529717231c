"""An instance falls apart into pieces that do not touch one another: each is solved by itself, exactly."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from .instance import Instance, Rules


@dataclass(frozen=True)
class Piece:
    """Some compounds of one street, by their numbers in the instance, with what joins them and what locks them."""

    nodes: np.ndarray
    cost: np.ndarray
    year: np.ndarray
    weight: np.ndarray
    adjacent: np.ndarray
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    wanted: tuple[int, ...] = ()

    @property
    def n(self):
        return len(self.nodes)


def pieces(instance: Instance, rules: Rules) -> list[Piece]:
    """In the order of their first compounds; without those that can be in no bundle."""
    cost, year = np.array(instance.cost, np.int64), np.array(instance.year, np.int64)
    _codes, street = np.unique(np.array(instance.street), return_inverse=True)
    usable = cost <= rules.cmax
    usable[list(instance.locks.outside)] = False
    edges = np.array(instance.edges, np.int64).reshape(-1, 2)
    i, j = edges[:, 0], edges[:, 1]
    joins = usable[i] & usable[j] & (street[i] == street[j])
    joins &= (cost[i] + cost[j] <= rules.cmax) & (abs(year[i] - year[j]) <= rules.year_spread)
    i, j, w = i[joins], j[joins], np.array(instance.w, np.int64)[joins]
    _count, label = connected_components(coo_array((np.ones(len(i)), (i, j)), (instance.n, instance.n)), directed=False)
    order = np.flatnonzero(usable)
    order = order[np.argsort(label[order], kind="stable")]
    groups = np.split(order, np.flatnonzero(np.diff(label[order])) + 1) if len(order) else []
    by_label = np.argsort(label[i], kind="stable")
    bounds = np.searchsorted(label[i][by_label], [label[group[0]] for group in groups] + [0])[:-1]
    ends = np.searchsorted(label[i][by_label], [label[group[0]] for group in groups], side="right")
    found = []
    for group, start, end in zip(groups, bounds, ends, strict=True):
        of = by_label[start:end]
        found.append(_piece(instance, group, i[of], j[of], w[of], cost, year))
    return sorted(found, key=lambda piece: piece.nodes[0])


def _piece(instance, nodes, i, j, w, cost, year):
    nodes = np.sort(nodes)
    a, b = np.searchsorted(nodes, i), np.searchsorted(nodes, j)
    weight, adjacent = np.zeros((len(nodes),) * 2, np.int64), np.zeros((len(nodes),) * 2, bool)
    np.add.at(weight, (a, b), w)
    np.add.at(weight, (b, a), w)
    adjacent[a, b] = adjacent[b, a] = True
    place = {int(node): k for k, node in enumerate(nodes)}
    locks = instance.locks
    return Piece(
        nodes, cost[nodes], year[nodes], weight, adjacent,
        together=tuple(tuple(place.get(k, -1) for k in group) for group in locks.together if set(group) & set(place)),
        apart=tuple((place[k], place[m]) for k, m in locks.apart if k in place and m in place),
        wanted=tuple(place[k] for k in sorted(locks.wanted) if k in place),
    )  # fmt: skip
