"""Gas and low-voltage power of one town: two CRSs, two owners, one database."""

import geopandas
import numpy as np
import pytest
import shapely

from .engineer import TABLE, Engineer, by_class, crs_of, in_files, reached, squares_over, take_squares
from .profiles import ABSENT, REAL

GAS, POWER = REAL / "schutterwald" / "gas_31467.gpkg", REAL / "schutterwald" / "power.gpkg"
SRID = 25832

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def lines():
    return {
        ("RQ", "gas-tianma"): geopandas.read_file(GAS).to_crs(SRID).geometry.values,
        ("DL", "power"): geopandas.read_file(POWER, layer="lv_line").to_crs(SRID).geometry.values,
    }


@pytest.fixture(scope="module")
def squares(lines):
    return squares_over(np.concatenate(list(lines.values())))


@pytest.fixture(scope="module")
def town(county_of, lines, squares):
    county = county_of("schutterwald", SRID)
    county.found(list(np.concatenate(list(lines.values()))))
    take_squares(county, squares)
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


def test_the_table_and_every_file_tell_the_same_metres_in_its_own_crs(town, lines, squares):
    under = [{key: shapely.length(shapely.intersection(routes, each)).sum() for key, routes in lines.items()} for each in squares]
    densest = max(range(len(under)), key=lambda n: min(under[n].values()))
    assert min(under[densest].values()) > 1000
    engineer = Engineer(town)
    county, compound = engineer.ask(TABLE, f"{TABLE}?compound=S{densest}")
    united = shapely.union_all(squares)
    whole = {key: shapely.length(shapely.intersection(routes, united)).sum() for key, routes in lines.items()}
    assert by_class(county) == pytest.approx(whole, abs=0.01)
    assert by_class(compound) == pytest.approx(under[densest], abs=0.01)
    assert {row["organises"]["code"] for row in county["rows"]} == {"gas-tianma", "power"}
    files = engineer.files(f"S{densest}")
    assert crs_of(files) == SRID
    wanted = {network_class: pytest.approx(metres, abs=0.5) for (network_class, _owner), metres in under[densest].items()}
    for found in in_files(files).values():
        assert found == wanted


def test_a_closed_cable_cuts_off_what_no_source_reaches_any_more(town, lines):
    """The file names no source: the end of the longest cable is taken for one."""
    routes = lines["DL", "power"]
    ends = {n: tuple(map(tuple, shapely.get_coordinates(route)[[0, -1]].round(3))) for n, route in enumerate(routes)}
    start = ends[int(np.argmax(shapely.length(routes)))][0]
    rows = town.ask("SELECT id, ST_AsBinary(route) FROM utilities_segment WHERE network_class = 'DL'")
    ids = {shapely.from_wkb(bytes(wkb)).normalize().wkb: pk for pk, wkb in rows}
    town.run(f"""
from django.contrib.gis.geos import Point
from geo_renovation.utilities.models import Node
Node.objects.create(code="SOURCE", network_class="DL", kind="source", position=Point({start[0]}, {start[1]}, srid={SRID}))
print(0)
""")
    before = reached(ends, [start], ())
    closed = max(before, key=lambda n: len(before - reached(ends, [start], {n})) if n % 7 == 0 else 0)
    gone = before - reached(ends, [start], {closed})
    assert len(gone) > 5
    (told,) = Engineer(town).ask(f"/map/trace/trace.json?close=segment:{ids[routes[closed].normalize().wkb]}")
    assert told["sources"] == 1
    assert told["cut"]["segments"] == len(gone)
    assert told["cut"]["metres"] == pytest.approx(shapely.length(routes[list(gone)]).sum(), abs=0.5)
