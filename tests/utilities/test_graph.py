"""The graph against a slow reading of the same lines: every end with every other, walked step by step."""
import itertools
import math
import random

import numpy as np
import pytest
import shapely

from geo_renovation.utilities.graph import fed, graph_of, isolation

TOLERANCE = 0.05


def graph(lines, nodes=()):
    return graph_of(shapely.linestrings(np.asarray(lines, float)), np.asarray(nodes, float), TOLERANCE)


class Slowly:
    """Points of a street grid as names, lines as pairs of them: no tolerance, no arrays."""

    def __init__(self, chance, side, count):
        corners = [(x, y) for x in range(side) for y in range(side)]
        pairs = [(a, b) for a, b in itertools.combinations(corners, 2) if math.dist(a, b) == 1]
        self.lines = chance.sample(pairs, count)
        self.marked = chance.sample(corners, side)
        self.sources, self.valves = self.marked[: side // 3], self.marked[side // 3 :]

    def reached(self, starts, lines, shut):
        """Corners that can be walked to from `starts`, never into one of `shut`."""
        seen = {corner for corner in starts if corner not in shut}
        queue = list(seen)
        while queue:
            corner = queue.pop()
            for line in lines:
                for other in line if corner in line else ():
                    if other not in seen and other not in shut:
                        seen.add(other)
                        queue.append(other)
        return seen

    def fed(self, shut, closed):
        lines = [line for n, line in enumerate(self.lines) if n not in closed]
        seen = self.reached(self.sources, lines, shut)
        return [n not in closed and any(corner in seen for corner in line) for n, line in enumerate(self.lines)]

    def isolation(self, n):
        """Valves around the part of the network that a line is in, and those with a source behind."""
        shut = set(self.valves)
        seen = self.reached(self.lines[n], self.lines, shut)
        zone = [line for k, line in enumerate(self.lines) if k == n or seen & set(line)]
        around = {corner for line in zone for corner in line} & shut
        others = [line for line in self.lines if line not in zone]
        from_source = self.reached(self.sources, self.lines, around)
        behind = {valve for valve in around for line in others if valve in line and from_source & set(line)}
        return around, behind, bool(seen & set(self.sources) - shut)

    def drawn(self, chance):
        """The same in metres, each end a little beside its corner, some lines the other way round."""

        def beside(corner):
            turn = chance.random() * math.tau
            return tuple(20 * c + 0.02 * f(turn) for c, f in zip(corner, (math.cos, math.sin), strict=True))

        ways = [line if chance.random() < 0.5 else line[::-1] for line in self.lines]
        return graph([[beside(a), beside(b)] for a, b in ways], [beside(corner) for corner in self.marked])


@pytest.fixture(params=range(60))
def both(request):
    """A random network read slowly, and as a graph."""
    chance = random.Random(request.param)
    side = chance.randint(4, 8)
    slow = Slowly(chance, side, chance.randint(side * side // 2, 2 * side * (side - 1)))
    return chance, slow, slow.drawn(chance)


def test_what_a_source_still_reaches_is_what_one_finds_walking(both):
    chance, slow, drawn = both
    sources = drawn.joint_of_node[: len(slow.sources)]
    for _ in range(5):
        shut = chance.sample(range(len(slow.marked)), 2)
        closed = chance.sample(range(len(slow.lines)), 2)
        found = fed(drawn, sources, drawn.joint_of_node[shut], closed)
        assert found.tolist() == slow.fed({slow.marked[n] for n in shut}, closed)


def test_the_valves_that_isolate_a_line_are_those_met_first_on_every_way(both):
    chance, slow, drawn = both
    sources, valves = np.split(drawn.joint_of_node, [len(slow.sources)])
    corner_of = dict(zip(valves.tolist(), slow.valves, strict=True))
    for n in chance.sample(range(len(slow.lines)), 4):
        found = isolation(drawn, n, valves, sources)
        around, behind, has_source = slow.isolation(n)
        assert {corner_of[joint] for joint in found.joints.tolist()} == around
        assert {corner_of[joint] for joint in found.joints[found.is_needed].tolist()} == behind
        assert found.has_source == has_source


def test_closing_the_valves_that_are_needed_leaves_the_line_dry(both):
    _, slow, drawn = both
    sources, valves = np.split(drawn.joint_of_node, [len(slow.sources)])
    for n in range(len(slow.lines)):
        found = isolation(drawn, n, valves, sources)
        if not found.has_source:
            assert not fed(drawn, sources, found.joints[found.is_needed])[drawn.line == n].any()


def test_the_nearest_valve_is_told_with_the_shortest_way_along_the_pipes():
    lines = [[(0, 0), (30, 0)], [(30, 0), (30, 40)], [(0, 0), (0, -25)], [(0, -25), (-5, -25)], [(30, 0), (30, 40)]]
    drawn = graph(lines, [(30, 40), (-5, -25), (100, 100)])
    found = isolation(drawn, 0, drawn.joint_of_node, [])
    metres = dict(zip(found.joints.tolist(), found.metres.tolist(), strict=True))
    assert metres == {drawn.joint_of_node[0]: 40, drawn.joint_of_node[1]: 30}


def test_a_valve_between_the_ends_of_a_line_divides_it():
    drawn = graph([[(0, 0), (100, 0)]], [(0, 0), (30, 0.01)])
    assert [tuple(part) for part in zip(drawn.from_m, drawn.to_m, strict=True)] == [(0, 30), (30, 100)]
    source, valve = drawn.joint_of_node
    assert fed(drawn, [source], [valve]).tolist() == [True, False]


def test_an_end_on_another_line_is_joined_to_it_and_a_crossing_is_not():
    tee = graph([[(0, 0), (100, 0)], [(50, 0.02), (50, 40)]], [(0, 0)])
    assert fed(tee, tee.joint_of_node).all()
    crossing = graph([[(0, 0), (100, 0)], [(50, -40), (50, 40)]], [(0, 0)])
    assert fed(crossing, crossing.joint_of_node).tolist() == [True, False]


def test_ends_farther_apart_than_the_tolerance_are_not_joined():
    apart = graph([[(0, 0), (50, 0)], [(50.06, 0), (100, 0)]], [(0, 0)])
    assert fed(apart, apart.joint_of_node).tolist() == [True, False]


def test_a_network_of_nothing_is_a_graph_of_nothing():
    empty = graph_of(np.empty(0, object), np.empty((0, 2)), TOLERANCE)
    assert (empty.joint_count, len(fed(empty, []))) == (0, 0)
