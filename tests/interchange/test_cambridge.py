"""13,116 real parcels as compounds: from a GeoPackage to a frozen bundle of adjacent ones."""

from collections import Counter

import geopandas
import numpy as np
import pytest
import shapely

from .profiles import ABSENT, REAL

PARCELS = REAL / "cambridge" / "parcels_fy2014.gpkg"
SRID = 26986
YES = ("residential", "state_land", "neglected", "facilities_lacking", "services_lacking", "willing")
NO = ("demolition", "shantytown", "bungalow_yard")
OPTIONS = [
    *("--map", "code=id", "--map", "completion_year=year_built", "--map", "household_count=units"),
    *("--map", "floor_area_m2=gross_area_sqft:ft2"),
    *(part for name in YES for part in ("--set", f"{name}=是")),
    *(part for name in NO for part in ("--set", f"{name}=否")),
]
GAP_M = 30
# Two libraries may differ by rounding; pairs this close to the threshold are left out.
NEAR_THRESHOLD_M = 0.01

pytestmark = [pytest.mark.skipif(not REAL.exists(), reason=ABSENT), pytest.mark.xdist_group("cambridge")]


@pytest.fixture(scope="module")
def parcels():
    return geopandas.read_file(PARCELS).to_crs(SRID)


@pytest.fixture(scope="module")
def cambridge(county_of, parcels):
    county = county_of("cambridge", SRID)
    county.found(list(parcels.geometry))
    return county


@pytest.fixture(scope="module")
def report(cambridge):
    """All or nothing first: nothing is stored; then the good rows."""
    refused = cambridge.take(PARCELS, "compounds", *OPTIONS, status=2)
    assert (refused["committed"], cambridge.ask("SELECT count(*) FROM compounds_compound")) == (False, [(0,)])
    return cambridge.take(PARCELS, "compounds", *OPTIONS, "--good-rows")


@pytest.fixture(scope="module")
def stored(cambridge, report):
    rows = cambridge.ask("SELECT code, ST_AsBinary(boundary) FROM compounds_compound ORDER BY code")
    return {code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows}


def test_every_parcel_is_stored_or_named(report, stored):
    assert report["committed"]
    assert (report["read"], report["written"]) == (13116, 13104)
    assert Counter((row["field"], row["reason"]) for row in report["rejected"]) == {
        ("geometry", "invalid_geometry"): 5,  # repair would change the area by over 0.1 %
        ("geometry", "invalid_and_large"): 4,
        ("geometry", "geometry_missing"): 1,
        ("completion_year", "out_of_range"): 1,
        ("floor_area_m2", "out_of_range"): 1,
    }
    assert {row["value"] for row in report["rejected"] if row["field"] == "completion_year"} == {1389}
    assert len(stored) == 13104


def test_repairs_are_listed_and_hardly_change_the_area(report):
    assert len(report["repaired"]) == 25
    assert max(repair["area_change"] for repair in report["repaired"]) < 0.001


def test_figures_are_converted(cambridge, report, parcels):
    known = parcels[parcels.gross_area_sqft.notna() & (parcels.gross_area_sqft >= 0)].set_index("id").gross_area_sqft
    areas = dict(cambridge.ask("SELECT code, floor_area_m2 FROM compounds_compound WHERE floor_area_m2 IS NOT NULL"))
    assert all(areas[code] == pytest.approx(known[code] * 0.3048**2) for code in areas)
    eligible = cambridge.ask("SELECT eligibility, count(*) FROM compounds_compound GROUP BY 1 ORDER BY 1")
    assert dict(eligible) == {"eligible": 12236, "ineligible": 113, "unjudged": 755}


def test_overlaps_are_told_as_shapely_finds_them(report, stored):
    codes, shapes = list(stored), np.array(list(stored.values()))
    low, high = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    low, high = low[low < high], high[low < high]
    area = shapely.area(shapely.intersection(shapes[low], shapes[high]))
    found = {frozenset((codes[a], codes[b])) for a, b in zip(low[area > 1], high[area > 1], strict=True)}
    told = {frozenset((w["code"], w["other"])) for w in report["warnings"] if w["reason"] == "overlap"}
    assert told == found
    assert len(told) == 15


def test_adjacency_is_what_shapely_finds(cambridge, stored):
    codes, shapes = list(stored), np.array(list(stored.values()))
    low, high = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=GAP_M + 1)
    low, high = low[low < high], high[low < high]
    gaps = shapely.distance(shapes[low], shapes[high])
    measured = {(codes[a], codes[b]): gap for a, b, gap in zip(low, high, gaps, strict=True)}
    query = (
        "SELECT l.code, h.code, a.gap_m FROM compounds_adjacency a"
        " JOIN compounds_compound l ON l.id = low_id JOIN compounds_compound h ON h.id = high_id"
    )
    held = {(a, b): gap for a, b, gap in cambridge.ask(query)}
    held = {tuple(sorted(pair)): gap for pair, gap in held.items()}
    close = {tuple(sorted(p)) for p, gap in measured.items() if abs(gap - GAP_M) < NEAR_THRESHOLD_M}
    wanted = {tuple(sorted(p)): gap for p, gap in measured.items() if gap <= GAP_M}
    assert held.keys() - close == wanted.keys() - close
    assert len(held) > 90_000
    assert all(held[pair] == pytest.approx(wanted[pair], abs=1e-6) for pair in held.keys() & wanted.keys())


FREEZE = """
import json
from geo_renovation.accounts.models import Organisation, User
from geo_renovation.compounds.models import Adjacency, Compound
from geo_renovation.planning.actions import create_draft, freeze_bundle
centre = Organisation.objects.get(code="centre")
planner = User.objects.create(username="planner", organisation=centre)
start = Compound.objects.filter(eligibility="eligible", household_count__gte=8).order_by("code")
codes = []
for first in start:
    ring = Compound.objects.adjacent_to(Compound.objects.filter(pk=first.pk)).filter(eligibility="eligible")
    codes = [first.code, *ring.order_by("code").values_list("code", flat=True)[:2]]
    if len(codes) == 3:
        break
draft = create_draft(codes=codes, plan_year=2027, name="", by=planner)
frozen = freeze_bundle(bundle=draft, revision=draft.revision, by=planner)
frozen.refresh_from_db()
print(json.dumps({"codes": codes, "status": frozen.status, "snapshot": frozen.snapshot, "digest": frozen.digest}))
"""


def test_adjacent_parcels_are_frozen_as_one_bundle(cambridge, report):
    bundle = cambridge.run(FREEZE)
    assert bundle["status"] == "frozen"
    assert bundle["digest"]
    assert len(bundle["codes"]) == 3
    live = cambridge.ask(
        "SELECT c.code FROM planning_bundlemember m JOIN compounds_compound c ON c.id = m.compound_id WHERE m.is_live"
    )
    assert {code for (code,) in live} == set(bundle["codes"])


def test_a_second_import_finds_every_code_there(cambridge, report):
    again = cambridge.take(PARCELS, "compounds", *OPTIONS, "--good-rows", "--dry-run", status=2)
    assert again["written"] == 0
    assert sum(row["reason"] == "exists" for row in again["rejected"]) == 13104
