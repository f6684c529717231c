"""The map of a check: in degrees, problems first, never more than a browser can draw."""
import pytest

from geo_renovation.interchange import preview

from .files import geojson, square

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def drawn(street, tmp_path, *features):
    path = geojson(tmp_path / "a.geojson", *features)
    run = street.check(street.begin(street.deliver(path), "compounds"))
    return street.client.get(f"/imports/runs/{run.pk}/preview.json").json()


def compound(n, **more):
    return {"小区编号": f"C-{n}", "小区名称": "里"} | more, square(n * 200)


def test_every_row_is_drawn_with_what_becomes_of_it(street, tmp_path):
    answer = drawn(street, tmp_path, compound(0), compound(1, 户数="viele"), compound(2))
    statuses = {f["properties"]["row"]: f["properties"]["status"] for f in answer["features"]}
    assert statuses == {1: "added", 2: "rejected", 3: "added"}
    assert (answer["shown"], answer["total"]) == (3, 3)
    for feature in answer["features"]:
        shape = preview.shapely.geometry.shape(feature["geometry"])
        assert shape.bounds[0] == pytest.approx(116.224, abs=0.01)
        assert shape.bounds[1] == pytest.approx(36.859, abs=0.01)


def test_a_problem_with_a_place_is_a_point_on_the_map(street, tmp_path):
    near = compound(1)[0], square(90)
    answer = drawn(street, tmp_path, compound(0), near)
    (problem,) = [p for p in answer["problems"]["features"] if p["properties"]["reason"] == "overlap"]
    lon, lat = problem["geometry"]["coordinates"]
    west, south, east, north = answer["bounds"]
    assert west <= lon <= east
    assert south <= lat <= north
    assert problem["properties"]["message"]


def test_rejected_rows_come_before_the_others_where_not_all_can_be_drawn(street, tmp_path, monkeypatch):
    monkeypatch.setattr(preview, "MOST_SHAPES", 2)
    answer = drawn(street, tmp_path, *(compound(n) for n in range(5)), compound(6, 户数="viele"))
    assert [f["properties"]["status"] for f in answer["features"]] == ["rejected", "added"]
    assert (answer["shown"], answer["total"]) == (2, 6)


def test_an_empty_check_has_an_empty_map(street, tmp_path):
    answer = drawn(street, tmp_path, ({"小区编号": "C", "小区名称": "里"}, None))
    assert (answer["features"], answer["bounds"]) == ([], None)
