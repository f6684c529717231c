"""A water network in US survey feet: pipes, and its junctions, tanks and reservoir as nodes."""

import pytest
import shapely

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
