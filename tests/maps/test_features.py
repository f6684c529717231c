"""Whole layers as GeoJSON."""

import pytest

from geo_renovation.maps import tiles
from tests.factories import BarrierFactory, CompoundFactory, DistrictFactory, SegmentFactory

OFFICIAL_ONLY = {"eligibility", "year_built", "cohort", "household_count", "wished_year", "estimate_cny"}


@pytest.fixture
def town(county):
    DistrictFactory(code="371526001")
    CompoundFactory(code="C1", at=(0, 0), published=True, stage="planned", wished_year=2027)
    CompoundFactory(code="C2", at=(300, 0), completion_year=2003)


def properties(client, layer):
    response = client.get(f"/map/features/{layer}.geojson")
    assert response.status_code == 200
    return {f["properties"]["code"]: f["properties"] for f in response.json()["features"]}


def test_a_visitor_gets_published_compounds_by_name_and_stage(town, client):
    assert properties(client, "compounds") == {
        "C1": {
            "code": "C1", "name": properties(client, "compounds")["C1"]["name"], "stage": "planned", "stage_number": 3,
            "district": "371526001", "published": True,
        }
    }  # fmt: skip


def test_an_official_gets_all_of_them_with_figures(town, client_of):
    found = properties(client_of("water"), "compounds")
    assert set(found["C1"]) > OFFICIAL_ONLY
    assert (found["C1"]["cohort"], found["C2"]["cohort"]) == ("first", "second")
    assert (found["C1"]["estimate_cny"], found["C1"]["wished_year"]) == (2_000_000, 2027)
    assert found["C2"]["wished_year"] is None
    assert (found["C2"]["stage"], found["C2"]["stage_number"], found["C2"]["published"]) == ("", 0, False)


def test_coordinates_are_degrees_with_seven_decimals(town, client):
    (feature,) = client.get("/map/features/compounds.geojson").json()["features"]
    lon, lat = feature["geometry"]["coordinates"][0][0][0]
    assert lon == pytest.approx(116.224, abs=1e-3)
    assert lat == pytest.approx(36.8594, abs=1e-3)
    assert len(str(lon).split(".")[1]) <= 7


def test_places_are_open_to_everybody(town, client):
    BarrierFactory(code="river")
    assert set(properties(client, "districts")) == {"371526001"}
    assert set(properties(client, "barriers")) == {"river"}
    assert client.get("/map/features/town_area.geojson").json()["features"]


@pytest.mark.parametrize("layer", ["segments", "nodes", "roads", "buildings", "nothing"])
def test_no_other_layer_is_had_whole(town, client_of, layer):
    SegmentFactory(owner="water")
    response = client_of("planner").get(f"/map/features/{layer}.geojson")
    assert response.status_code == 404
    assert response.json()["error"]


def test_a_layer_too_large_is_refused_with_what_to_do(town, client_of, monkeypatch):
    monkeypatch.setattr(tiles, "MOST_FEATURES", 1)
    response = client_of("planner").get("/map/features/compounds.geojson")
    assert response.status_code == 413
    assert response.json()["error"]


def test_an_unchanged_layer_is_304_and_reads_no_compound(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    etag = planner.get("/map/features/compounds.geojson").headers["ETag"]
    with django_assert_max_num_queries(4) as asked:
        again = planner.get("/map/features/compounds.geojson", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not any("compounds_compound" in query["sql"] for query in asked.captured_queries)


def test_features_cost_a_count_and_one_statement(town, client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/map/features/compounds.geojson")


def test_parts_are_had_by_view_or_by_code_where_the_whole_is_too_large(town, client, client_of, monkeypatch):
    monkeypatch.setattr(tiles, "MOST_FEATURES", 1)
    planner = client_of("planner")

    def codes(query, asking=planner):
        found = asking.get(f"/map/features/compounds.geojson?{query}").json()["features"]
        return sorted(feature["properties"]["code"] for feature in found)

    assert codes("codes=C1,C2,,none") == ["C1", "C2"]
    assert codes("codes=C1,C2", client) == ["C1"]
    assert codes("bbox=116.2239,36.859,116.2255,36.861") == ["C1"]
    assert codes("bbox=116.22,36.85,116.24,36.87") == ["C1", "C2"]
    assert codes("bbox=116.22,36.85,116.24,36.87&cohort=second") == ["C2"]
    monkeypatch.setattr(tiles, "MOST_IN_PART", 1)
    assert planner.get("/map/features/compounds.geojson?bbox=116.22,36.85,116.24,36.87").status_code == 413


def test_the_page_is_told_whether_compounds_come_as_tiles(town, client, client_of, monkeypatch):
    def are_tiled(asking):
        return asking.get("/").context["boot"]["are_tiled"]

    planner = client_of("planner")
    assert not are_tiled(planner)
    monkeypatch.setattr(tiles, "MOST_FEATURES", 1)
    assert are_tiled(planner)
    assert not are_tiled(client), "a visitor sees one of the two"
