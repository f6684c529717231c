"""The map of a check: in degrees, problems first, never more than a browser can draw."""
import random
import time

import pytest
import shapely

from geo_renovation.interchange import preview, rejected

from .files import geojson, line, square
from .wizard import Sender

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


def test_a_scribble_is_drawn_in_few_corners_and_at_once(client_of, folder, tmp_path):
    water, chance = Sender(client_of("water")), random.Random(1)
    wild = shapely.LineString([(437_000 + chance.random() * 300, 4_080_000 + chance.random() * 300) for _ in range(60_000)])
    row = {"管线编号": "L-1", "管类": "JS", "权属单位": "water"}, wild
    plain = row[0] | {"管线编号": "L-2"}, line((0, 0), (50, 0))
    begun = time.monotonic()
    run = water.check(water.begin(water.deliver(geojson(tmp_path / "l.geojson", row, plain)), "segments"))
    assert time.monotonic() - begun < 15
    answer = water.client.get(f"/imports/runs/{run.pk}/preview.json").json()
    shapes = [preview.shapely.geometry.shape(feature["geometry"]) for feature in answer["features"]]
    assert [preview.shapely.get_num_coordinates(shape) <= 2001 for shape in shapes] == [True, True]


def test_what_has_too_many_vertices_in_all_is_not_drawn(street, tmp_path, monkeypatch):
    monkeypatch.setattr(preview, "MOST_VERTICES", 12)
    answer = drawn(street, tmp_path, *(compound(n) for n in range(5)))
    assert (answer["shown"], answer["total"]) == (2, 5)


def test_a_rejected_shape_of_very_many_vertices_is_not_kept_for_the_map(street, tmp_path, monkeypatch):
    monkeypatch.setattr(rejected, "LONGEST_SHAPE", 100)
    answer = drawn(street, tmp_path, compound(0), compound(1, 户数="viele"))
    assert [f["properties"]["status"] for f in answer["features"]] == ["added"]


def test_an_area_of_parts_of_many_and_of_few_corners_is_drawn():
    parts = [shapely.Point(0, 0).buffer(900, quad_segs=900), shapely.Point(5000, 0).buffer(90, quad_segs=40)]
    drawn = preview._thinned(shapely.MultiPolygon(parts))
    assert shapely.get_num_geometries(drawn) == 2
    assert shapely.get_num_coordinates(drawn) < 2100
