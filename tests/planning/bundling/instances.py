"""Instances of bundling for tests: random small ones, and a slow independent reading of what is feasible and best."""

from itertools import combinations

import numpy as np

from geo_renovation.planning.bundling.instance import Instance, Locks


def small(seed, n=9, locks=None):
    """Compounds with random neighbours in two streets."""
    random = np.random.default_rng(seed)
    edges = [pair for pair in combinations(range(n), 2) if random.random() < 0.35]
    return Instance(
        n=n,
        edges=edges,
        w=random.integers(0, 300, len(edges)).tolist(),
        cost=random.integers(100, 1500, n).tolist(),
        year=random.integers(2024, 2027, n).tolist(),
        street=random.integers(0, 2, n).tolist(),
        locks=locks or Locks(),
    )


def chain(costs, *, years=None, streets=None, w=None, locks=None):
    """Compounds in a row, each beside the next."""
    n = len(costs)
    edges = [(k, k + 1) for k in range(n - 1)]
    return Instance(n, edges, w or [10] * (n - 1), costs, years or [2027] * n, streets or [1] * n, locks or Locks())


def feasible(instance, rules):
    """Every feasible bundle with its value, by trying all subsets."""
    weight = dict(zip(instance.edges, instance.w, strict=True))
    for size in range(1, rules.max_members + 1):
        for members in combinations(range(instance.n), size):
            cost = sum(instance.cost[k] for k in members)
            years = [instance.year[k] for k in members]
            inside = [pair for pair in weight if set(pair) <= set(members)]
            alike = len({instance.street[k] for k in members}) == 1 and max(years) - min(years) <= rules.year_spread
            if alike and rules.cmin <= cost <= rules.cmax and is_connected(members, inside):
                yield members, rules.alpha * size + sum(weight[pair] for pair in inside) - rules.beta


def is_connected(members, edges):
    label = {k: k for k in members}
    for i, j in edges:
        label = {k: label[i] if name == label[j] else name for k, name in label.items()}
    return len(set(label.values())) == 1


def best_value(instance, rules):
    """The optimum, by trying every choice of disjoint bundles."""
    bundles = [(frozenset(members), value) for members, value in feasible(instance, rules) if value > 0]

    def best(free):
        if not free:
            return 0
        first = min(free)
        alone = best(free - {first})
        return max([alone, *(value + best(free - members) for members, value in bundles if first in members <= free)])

    return best(frozenset(range(instance.n)))
