"""A water network in US survey feet: pipes, and its junctions, tanks and reservoir as nodes; followed once it is in."""

import numpy as np
import pytest
import shapely

from .engineer import TABLE, Engineer, by_class, crs_of, in_files, reached, squares_over, take_squares
from .profiles import ABSENT, REAL

KY4 = REAL / "ky4"
SRID = 3546  # Kentucky in metres; the files are in EPSG:3547, US survey feet
SET = ("--set", "network_class=给水", "--set", "owner=water")
NODES = {"junctions": (959, "other"), "tanks": (4, "source"), "reservoirs": (1, "source")}

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def pipes():
    import geopandas

    return geopandas.read_file(KY4 / "ky4_pipes.geojson")


@pytest.fixture(scope="module")
def kentucky(county_of, pipes):
    county = county_of("kentucky", SRID)
    county.found(list(pipes.to_crs(SRID).geometry))
    return county


def test_every_pipe_comes_in_measured_in_metres(kentucky, pipes):
    report = kentucky.take(
        KY4 / "ky4_pipes.geojson", "segments", *SET, "--map", "code=name", "--map", "diameter_mm=diameter:m"
    )
    assert (report["read"], report["written"], report["rejected"]) == (1156, 1156, [])
    assert report["crs"] == "EPSG:3547"
    rows = kentucky.ask("SELECT code, ST_AsBinary(route), diameter_mm FROM utilities_segment")
    stored = {code: (shapely.from_wkb(bytes(wkb)).length, diameter) for code, wkb, diameter in rows}
    wanted = pipes.to_crs(SRID).geometry.length
    for name, metres, diameter in zip(pipes["name"], wanted, pipes["diameter"], strict=True):
        assert stored[name] == pytest.approx((metres, diameter * 1000), abs=0.001)


@pytest.mark.parametrize("layer", NODES)
def test_its_nodes_come_in(kentucky, layer):
    count, kind = NODES[layer]
    report = kentucky.take(
        KY4 / f"ky4_{layer}.geojson", "nodes", *SET, "--map", "code=name", "--set", f"kind={kind}"
    )
    assert (report["read"], report["written"], report["rejected"]) == (count, count, [])


# Runs inside the county: closes each of some pipes and all its sources.
FOLLOW = """
import json
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.utilities.models import Node, Segment
from geo_renovation.utilities.tracing import trace
centre = Organisation.objects.filter(kind="centre").first()
user = User.objects.get_or_create(username="t", organisation=centre)[0]
ids = dict(Segment.objects.values_list("code", "id"))
code = {pk: name for name, pk in ids.items()}
def cut(segments, nodes=()):
    found = trace(user, set(segments), set(nodes))
    rows = found.network.graph.line[found.cut]
    return sorted(code[pk] for pk in found.network.segments[rows].tolist())
some = sorted(ids)[::40]
sources = Node.objects.filter(kind="source").values_list("id", flat=True)
print(json.dumps({"cut": {name: cut({ids[name]}) for name in some}, "all": cut((), sources)}))
"""


def complete(county):
    """Takes in what the tests before, if they ran here, have not."""
    held = {code for (code,) in county.ask("SELECT code FROM utilities_segment UNION SELECT code FROM utilities_node")}
    layers = {"pipes": "", **{layer: kind for layer, (_, kind) in NODES.items()}}
    for layer, kind in layers.items():
        first = f"{layer[0].upper()}-1"
        if first not in held:
            what = ("nodes", "--set", f"kind={kind}") if kind else ("segments", "--map", "diameter_mm=diameter:m")
            county.take(KY4 / f"ky4_{layer}.geojson", *what, *SET, "--map", "code=name")


def test_what_a_closed_pipe_cuts_off_is_what_its_plan_says(kentucky, pipes):
    import geopandas

    complete(kentucky)
    starts = {name for layer in ("tanks", "reservoirs") for name in geopandas.read_file(KY4 / f"ky4_{layer}.geojson")["name"]}
    columns = pipes["name"], pipes["start_node_name"], pipes["end_node_name"]
    ends = {name: (start, end) for name, start, end in zip(*columns, strict=True)}
    told = kentucky.run(FOLLOW)
    before = reached(ends, starts, ())
    assert len(told["cut"]) == 29
    assert any(len(cut) > 1 for cut in told["cut"].values())
    for name, cut in told["cut"].items():
        assert set(cut) == before - reached(ends, starts, {name})
    assert set(told["all"]) == before


def test_the_table_a_trace_and_every_file_tell_the_same_metres_in_its_own_crs(kentucky, pipes):
    complete(kentucky)
    routes = pipes.to_crs(SRID).geometry.values
    squares = squares_over(routes)
    take_squares(kentucky, squares)
    under = [shapely.length(shapely.intersection(routes, square)).sum() for square in squares]
    densest = int(np.argmax(under))
    ((pipe,),) = kentucky.ask("SELECT id FROM utilities_segment WHERE code = 'P-1'")
    engineer = Engineer(kentucky)
    trace = f"/map/trace/trace.json?close=segment:{pipe}"
    county, compound, cut = engineer.ask(TABLE, f"{TABLE}?compound=S{densest}", trace)
    metres = shapely.length(shapely.intersection(routes, shapely.union_all(squares))).sum()
    assert by_class(county) == {("JS", "water"): pytest.approx(metres, abs=0.01)}
    assert {row["organises"]["code"] for row in county["rows"]} == {"water"}
    assert by_class(compound) == {("JS", "water"): pytest.approx(under[densest], abs=0.01)}
    files = engineer.files(f"S{densest}")
    assert crs_of(files) == SRID
    for found in in_files(files).values():
        assert found == {"JS": pytest.approx(under[densest], abs=0.1)}
    west, south, east, north = pipes.to_crs(4326).total_bounds
    drawn = np.array([at for line in cut["cut"]["lines"] for at in line])
    assert cut["sources"] == 5
    assert cut["cut"]["metres"] >= pipes.set_index("name").to_crs(SRID).geometry["P-1"].length - 0.1
    assert (drawn >= (west - 1e-6, south - 1e-6)).all()
    assert (drawn <= (east + 1e-6, north + 1e-6)).all()
