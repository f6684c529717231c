"""max-p of spopt on an instance of bundling, in spopt's own environment: JSON in, regions of compounds out.

It knows a least cost of a region and adjacency, neither a highest cost nor a size nor years: each piece of a street is
solved by itself, with the year as what a region is to be alike in.
"""

import json
import sys

import geopandas
import numpy as np
from libpysal.weights import W
from shapely.geometry import Point
from spopt.region import MaxPHeuristic

SEED = 2021


def main():
    given = json.load(sys.stdin)
    found = []
    for nodes in given["pieces"]:
        found += regions(nodes, given)
    json.dump(found, sys.stdout)


def regions(nodes, given):
    """The regions of one piece; none where all of it together is too cheap."""
    cost = [given["cost"][k] for k in nodes]
    if len(nodes) < 3 or sum(cost) < given["cmin"]:
        return [nodes] if sum(cost) >= given["cmin"] else []
    place = {k: number for number, k in enumerate(nodes)}
    near = {number: [] for number in place.values()}
    for i, j in given["edges"]:
        if i in place and j in place:
            near[place[i]].append(place[j])
            near[place[j]].append(place[i])
    shapes = [Point(number, 0) for number in near]
    frame = geopandas.GeoDataFrame({"cost": cost, "year": [given["year"][k] for k in nodes]}, geometry=shapes)
    np.random.seed(SEED)
    model = MaxPHeuristic(frame, W(near, silence_warnings=True), ["year"], "cost", given["cmin"], 2, max_iterations_construction=99)
    model.solve()
    labels = np.asarray(model.labels_)
    return [[nodes[number] for number in np.flatnonzero(labels == label)] for label in sorted(set(labels)) if label > 0]


main()
