"""A trace as the map draws and lists it; positions in degrees."""
import math

import numpy as np
import shapely

from geo_renovation.planning.cut_off import cut_off
from geo_renovation.spatial.drawn import to_world
from geo_renovation.utilities.choices import NetworkClass, NodeKind
from geo_renovation.utilities.models import Node, Segment

# A browser draws no more in one go; the figures count them all.
MOST_LINES = 20_000
DECIMALS = 7


def told(trace, user) -> dict:
    """Lines cut off, compounds and households on them, and the valves that would isolate a closed line."""
    network, cut = trace.network, trace.cut
    graph = network.graph
    return {
        "network_class": network.network_class,
        "class_label": str(NetworkClass(network.network_class).label),
        "sources": len(network.sources),
        "closed": closed(trace, user),
        "cut": {
            "metres": round(float(graph.metres[cut].sum()), 1),
            "segments": len(np.unique(graph.line[cut])),
            "lines": coordinates(network.shapes(cut)[:MOST_LINES]),
            "is_whole": int(cut.sum()) <= MOST_LINES,
        },
        "unfed_before": round(float(graph.metres[~trace.before].sum()), 1),
        "compounds": [compound(row) for row in cut_off(user, trace)],
        "isolation": isolation(trace, user),
    }


def coordinates(lines) -> list:
    """[[[lon, lat], …], …]."""
    return [np.round(shapely.get_coordinates(line), DECIMALS).tolist() for line in to_world(lines)]


def places_of(told) -> list:
    """Every position that an answer tells."""
    valves = told["isolation"]["valves"] if told["isolation"] else []
    return [at for line in told["cut"]["lines"] for at in line] + [each["at"] for each in (*told["closed"], *valves)]


def places(points) -> list:
    return np.round(shapely.get_coordinates(to_world(points)), DECIMALS).tolist()


def compound(row) -> dict:
    return {
        "code": row.code,
        "name": row.name,
        "households": row.households,
        "metres": round(row.metres, 1),
        "entries": row.entries,
        "entries_cut": row.entries_cut,
        "is_partly": row.is_partly,
        "at": places([row.place])[0],
    }


def closed(trace, user) -> list[dict]:
    """What is closed, each with where it is."""
    network = trace.network
    lines = rows_of(Segment, user, network.segments[trace.lines], "id", "seen_code")
    middles = shapely.line_interpolate_point(network.lines[trace.lines], 0.5, normalized=True)
    found = [
        {"key": f"segment:{pk}", "code": lines[pk][1], "at": at}
        for pk, at in zip(network.segments[trace.lines].tolist(), places(middles), strict=True)
    ]
    kinds = network.kinds[trace.nodes].tolist()
    nodes = zip(node_records(trace, user, trace.nodes), kinds, trace.on_a_line().tolist(), strict=True)
    return found + [record | {"kind": kind, "is_on_line": on_line} for record, kind, on_line in nodes]


def isolation(trace, user) -> dict | None:
    """The valves around the closed lines, the nearest first."""
    found = trace.isolation
    if found is None:
        return None
    order = np.lexsort((found.metres, ~found.is_needed))
    rows = np.array([trace.network.valve_at[joint] for joint in found.joints[order].tolist()], int)
    facts = zip(node_records(trace, user, rows), found.metres[order].tolist(), found.is_needed[order].tolist(), strict=True)
    valves = [
        record | {"metres": round(metres, 1) if math.isfinite(metres) else None, "is_needed": is_needed}
        for record, metres, is_needed in facts
    ]
    return {"has_source": found.has_source, "valves": valves}


def node_records(trace, user, rows) -> list[dict]:
    """Key, code, kind and place of some nodes."""
    network = trace.network
    ids = network.nodes[rows].tolist()
    known = rows_of(Node, user, ids, "id", "seen_code", "kind")
    return [
        {"key": f"node:{pk}", "code": known[pk][1], "kind_label": str(NodeKind(known[pk][2]).label), "at": at}
        for pk, at in zip(ids, places(shapely.points(network.positions[rows])), strict=True)
    ]


def rows_of(model, user, ids, *names) -> dict:
    """{id: values} of what the user sees of some rows."""
    rows = model.objects.visible_to(user).filter(pk__in=[int(pk) for pk in ids])
    return {row[0]: row for row in rows.values_list(*names)}
