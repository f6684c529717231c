"""A network as a graph: plain arrays in, plain arrays out; knows nothing of Django.

Ends of lines and nodes that coincide within a tolerance are one *joint*. A line with a joint between its
ends is divided there into *pieces*. Lines that merely cross are not joined.
"""
from dataclasses import dataclass

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree


@dataclass(frozen=True)
class Graph:
    """Pieces of lines between joints; joints are numbered from 0."""

    line: np.ndarray  # of each piece, the row of its line
    from_m: np.ndarray  # metres along the line
    to_m: np.ndarray
    start: np.ndarray  # joints at either end
    end: np.ndarray
    joint_of_node: np.ndarray
    joint_count: int

    @property
    def metres(self):
        return self.to_m - self.from_m


@dataclass(frozen=True)
class Isolation:
    """The valves met first on every way out of some lines."""

    joints: np.ndarray
    metres: np.ndarray  # along the network, from the nearest end of a line
    is_needed: np.ndarray  # water would come from behind it
    has_source: bool  # a source feeds them with no valve between


def graph_of(lines, positions, tolerance) -> Graph:
    """The graph of lines (an array of LineStrings) and nodes (an n × 2 array), in metres."""
    ends = [shapely.get_coordinates(shapely.get_point(lines, n)) for n in (0, -1)]
    places = np.concatenate([*ends, np.asarray(positions, float).reshape(-1, 2)])
    joints, count = _joints(places, tolerance)
    start, end, of_node = np.split(joints, [len(lines), 2 * len(lines)])
    pieces = _pieces(lines, start, end, _between(lines, places, joints, count, tolerance))
    return Graph(*pieces, joint_of_node=of_node, joint_count=count)


def _joints(places, tolerance):
    """The joint of each place, and how many joints there are."""
    if not len(places):
        return np.empty(0, int), 0
    _, first, same = np.unique(places[:, 0] + 1j * places[:, 1], return_index=True, return_inverse=True)
    near = cKDTree(places[first]).query_pairs(tolerance, output_type="ndarray")
    count, joint = connected_components(_matrix(near[:, 0], near[:, 1], len(first)), directed=False)
    return joint[same.ravel()], count


def _between(lines, places, joints, count, tolerance):
    """(line, metres along it, joint) wherever a joint lies on a line."""
    at = np.empty((count, 2))
    at[joints] = places
    points = shapely.points(at)
    joint, line = shapely.STRtree(lines).query(points, predicate="dwithin", distance=tolerance)
    return line, shapely.line_locate_point(lines[line], points[joint]), joint


def _pieces(lines, start, end, between):
    """line, from, to, start and end of each piece, in the order of the lines."""
    line, along, joint = between
    inner = (joint != start[line]) & (joint != end[line])
    rows, every = np.arange(len(lines)), len(lines)
    line = np.concatenate([rows, line[inner], rows])
    along = np.concatenate([np.zeros(every), along[inner], shapely.length(lines)])
    joint = np.concatenate([start, joint[inner], end])
    turn = np.repeat([0, 1, 2], [every, inner.sum(), every])
    order = np.lexsort((along, turn, line))
    line, along, joint = line[order], along[order], joint[order]
    goes_on = line[:-1] == line[1:]
    return line[:-1][goes_on], along[:-1][goes_on], along[1:][goes_on], joint[:-1][goes_on], joint[1:][goes_on]


def _matrix(start, end, size, weights=None):
    weights = np.ones(len(start), np.int8) if weights is None else weights
    return coo_array((weights, (start, end)), shape=(size, size)).tocsr()


def fed(graph, sources, closed_joints=(), closed_lines=()) -> np.ndarray:
    """Of each piece whether a source reaches either of its ends past what is closed."""
    shut = _marked(graph.joint_count, closed_joints)
    is_open = ~np.isin(graph.line, closed_lines)
    of = _components(graph, is_open, shut)
    reached = np.isin(of, of[_unless(shut, sources)]) & ~shut
    return is_open & (reached[graph.start] | reached[graph.end])


def isolation(graph, lines, valves, sources) -> Isolation:
    """Which of the valves (joints) isolate lines (rows), all of them together."""
    shut = _marked(graph.joint_count, valves)
    of = _components(graph, np.ones(len(graph.line), bool), shut)
    own = np.isin(graph.line, lines)
    touched = np.unique(np.concatenate([graph.start[own], graph.end[own]]))
    flooded = np.isin(of, of[_unless(shut, touched)]) & ~shut
    zone = own | flooded[graph.start] | flooded[graph.end]
    around = _ends(graph, zone)
    found = around[shut[around]]
    beyond = fed(graph, sources, found) & ~zone
    return Isolation(
        joints=found,
        metres=_metres_from(graph, zone, touched)[found],
        is_needed=_marked(graph.joint_count, _ends(graph, beyond))[found],
        has_source=bool(np.isin(_unless(shut, sources), np.flatnonzero(flooded)).any()),
    )


def _components(graph, is_open, shut):
    """The number of the part of each joint; a shut joint is a part of its own."""
    passes = is_open & ~shut[graph.start] & ~shut[graph.end]
    links = _matrix(graph.start[passes], graph.end[passes], graph.joint_count)
    return connected_components(links, directed=False)[1]


def _metres_from(graph, zone, joints):
    """The shortest way from any of the joints over the pieces of a zone; infinite where there is none."""
    start, end = np.sort([graph.start[zone], graph.end[zone]], axis=0)
    metres = graph.metres[zone]
    # A matrix adds up what runs side by side: only the shortest is kept, and a touch is no missing link.
    order = np.lexsort((metres, end, start))
    first = np.unique(start[order] * graph.joint_count + end[order], return_index=True)[1]
    kept = order[first]
    links = _matrix(start[kept], end[kept], graph.joint_count, np.maximum(metres[kept], 1e-6))
    return dijkstra(links, directed=False, indices=joints, min_only=True)


def _ends(graph, pieces):
    return np.unique(np.concatenate([graph.start[pieces], graph.end[pieces]]))


def _marked(size, places):
    marked = np.zeros(size, bool)
    marked[np.asarray(places, int)] = True
    return marked


def _unless(shut, joints):
    joints = np.asarray(joints, int)
    return joints[~shut[joints]]
