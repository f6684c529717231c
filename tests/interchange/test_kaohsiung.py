"""609 real gas lines whose class and owner the file lacks, in two CRSs and two formats."""

import pytest
import shapely

from .profiles import ABSENT, REAL

GAS = REAL / "kaohsiung_gas"
SRID = 3826
OPTIONS = ("--map", "source=NAME", "--set", "network_class=燃气", "--set", "owner=gas-tianma")
WHY = "the same lines once more, to compare them"
COPIES = ("twd97.shp", "wgs84.shp", "twd97.geojson", "wgs84.geojson")

pytestmark = pytest.mark.skipif(not REAL.exists(), reason=ABSENT)


@pytest.fixture(scope="module")
def kaohsiung(county_of):
    import geopandas

    county = county_of("kaohsiung", SRID)
    county.found(list(geopandas.read_file(GAS / "kh_ng_pipelines_twd97.shp").geometry))
    return county


def test_both_crs_and_both_formats_agree_to_the_metre(kaohsiung, tmp_path):
    routes = {}
    for copy in COPIES:
        file = GAS / f"kh_ng_pipelines_{copy}"
        if copy.endswith("geojson"):  # codes are made from the file's name: another name, other codes
            link = tmp_path / f"copy_of_{copy}"
            link.write_bytes(file.read_bytes())
            file = link
        accept = ("--accept", f"line_twice={WHY}") if routes else ()
        report = kaohsiung.take(file, "segments", *OPTIONS, *accept)
        assert (report["read"], report["written"], report["rejected"]) == (609, 609, [])
        # A copy names every line twice, whatever its CRS: it came before, under another code.
        assert report["counts"]["accepted"] == ({"line_twice": 609} if routes else {})
        assert report["encoding"] == "UTF-8"
        assert report["crs"] == ("EPSG:3826" if "twd97" in copy else "EPSG:4326")
        rows = kaohsiung.ask(
            f"SELECT ST_AsBinary(route) FROM utilities_segment WHERE code LIKE '{file.stem}-%' ORDER BY id"
        )
        routes[copy] = [shapely.from_wkb(bytes(wkb)) for (wkb,) in rows]
    reference = routes.pop("twd97.shp")
    assert sum(r.length for r in reference) == pytest.approx(156_387.333, abs=0.01)
    for copy in routes.values():
        assert len(copy) == 609
        assert all(a.hausdorff_distance(b) < 1 for a, b in zip(reference, copy, strict=True))
    assert kaohsiung.ask("SELECT DISTINCT source FROM utilities_segment") == [("欣高",)]


def test_a_copy_that_nobody_answers_for_is_refused(kaohsiung, tmp_path):
    first, file = tmp_path / "first_name.geojson", tmp_path / "another_name.geojson"
    for copy in (first, file):
        copy.write_bytes((GAS / "kh_ng_pipelines_wgs84.geojson").read_bytes())
    kaohsiung.take(first, "segments", *OPTIONS, "--accept", f"line_twice={WHY}")
    report = kaohsiung.take(file, "segments", *OPTIONS, status=2)
    assert (report["read"], report["written"], len(report["rejected"])) == (609, 0, 609)
    assert report["counts"]["errors"]["line_twice"] >= 609


def test_without_owner_nothing_is_stored(kaohsiung):
    report = kaohsiung.take(GAS / "kh_ng_pipelines_twd97.shp", "segments", "--set", "network_class=RQ", status=2)
    assert report["refused"]["reason"] == "field_missing"
    assert "owner" in report["refused"]["message"]


def test_the_wrong_crs_is_named_with_the_likely_one(kaohsiung):
    report = kaohsiung.take(
        GAS / "kh_ng_pipelines_wgs84.shp", "segments", *OPTIONS, "--crs", "EPSG:3826", status=2
    )
    assert {row["reason"] for row in report["rejected"]} == {"outside_county"}
    (warning,) = [w for w in report["warnings"] if w["reason"] == "crs_likely"]
    assert (warning["likely"]["crs"], warning["likely"]["swapped"]) == ("EPSG:4326", False)
    assert "EPSG:4326" in warning["message"]
