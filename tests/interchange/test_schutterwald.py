"""Gas and low-voltage power of one town: two CRSs, two owners, one database."""

import geopandas
import numpy as np
import pytest
import shapely

from .profiles import ABSENT, REAL

GAS, POWER = REAL / "schutterwald" / "gas_31467.gpkg", REAL / "schutterwald" / "power.gpkg"
SRID = 25832
CELLS = 6

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def lines():
    return {
        ("RQ", "gas-tianma"): geopandas.read_file(GAS).to_crs(SRID).geometry.values,
        ("DL", "power"): geopandas.read_file(POWER, layer="lv_line").to_crs(SRID).geometry.values,
    }


@pytest.fixture(scope="module")
def squares(lines):
    """Compounds drawn over the networks' hull: every other square of a grid."""
    hull = shapely.convex_hull(shapely.geometrycollections(np.concatenate(list(lines.values()))))
    x0, y0, x1, y1 = hull.bounds
    xs, ys = np.linspace(x0, x1, CELLS + 1), np.linspace(y0, y1, CELLS + 1)
    cells = [
        shapely.intersection(shapely.box(xs[i], ys[j], xs[i + 1], ys[j + 1]), hull)
        for i in range(CELLS) for j in range(CELLS) if (i + j) % 2 == 0
    ]
    return [cell for cell in cells if cell.area > 1]


@pytest.fixture(scope="module")
def town(county_of, lines, squares):
    county = county_of("schutterwald", SRID)
    county.found(list(np.concatenate(list(lines.values()))))
    features = [({"code": f"S{n}", "name": f"S{n}"}, cell) for n, cell in enumerate(squares)]
    county.take(county.geojson("compounds", features), "compounds")
    gas = ("--map", "diameter_mm=diameter_m:m", "--set", "network_class=RQ", "--set", "owner=gas-tianma")
    report = county.take(GAS, "segments", *gas)
    assert (report["read"], report["written"], report["crs"]) == (2559, 2559, "EPSG:31467")
    power = ("--layer", "lv_line", "--set", "network_class=DL", "--set", "owner=power")
    report = county.take(POWER, "segments", *power)
    assert (report["read"], report["written"], report["crs"]) == (3000, 3000, "EPSG:4326")
    nodes = ("--layer", "bus", "--set", "network_class=DL", "--set", "kind=other", "--set", "owner=power")
    assert county.take(POWER, "nodes", *nodes)["written"] == 2940
    return county


TOTALS = """
import json
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.compounds.models import Compound
from geo_renovation.planning.lines import ground_of, measure
planner = User(username="p", organisation=Organisation.objects.get(code="centre"))
each = [[c.code, [r.as_json() | {"metres": r.metres} for r in measure(ground_of([c.boundary]), planner).rows]]
        for c in Compound.objects.order_by("code")]
whole = measure(ground_of([c.boundary for c in Compound.objects.all()]), planner).rows
print(json.dumps({"each": dict(each), "whole": {f"{r.network_class} {r.owner.code}": r.metres for r in whole}}))
"""


def test_metres_under_compounds_equal_shapely_by_class_and_owner(town, lines, squares):
    totals = town.run(TOTALS)
    for n, square in enumerate(squares):
        held = {(row["network_class"], row["owner"]): row["metres"] for row in totals["each"][f"S{n}"]}
        for key, routes in lines.items():
            metres = shapely.length(shapely.intersection(routes, square)).sum()
            assert held.get(key, 0) == pytest.approx(metres, abs=0.01), (n, key)
    united = shapely.union_all(squares)
    for (network_class, owner), routes in lines.items():
        metres = shapely.length(shapely.intersection(routes, united)).sum()
        assert metres > 10_000
        assert totals["whole"][f"{network_class} {owner}"] == pytest.approx(metres, abs=0.01)


def test_every_metre_has_its_owner(town, lines):
    held = town.ask(
        "SELECT s.network_class, o.code, sum(ST_Length(s.route)), count(*) FROM utilities_segment s"
        " JOIN accounts_organisation o ON o.id = s.owner_id GROUP BY 1, 2"
    )
    for network_class, owner, metres, count in held:
        routes = lines[network_class, owner]
        assert (count, metres) == (len(routes), pytest.approx(shapely.length(routes).sum(), abs=0.01))
    assert len(held) == 2
    assert town.ask("SELECT count(*) FROM utilities_assetright WHERE upper_inf(valid)") == [(2559 + 3000 + 2940,)]


def test_a_file_of_several_layers_asks_which(town):
    report = town.take(POWER, "segments", "--set", "network_class=DL", "--set", "owner=power", status=2)
    assert report["refused"]["reason"] == "which_layer"
    assert "lv_line" in report["refused"]["message"]


def test_diameters_are_in_millimetres(town):
    assert town.ask("SELECT max(diameter_mm) < 1000, min(diameter_mm) > 10 FROM utilities_segment") == [(True, True)]
