"""The step "where does it lie": the sample drawn before and after, counted, and the likeliest named."""

import json

import numpy as np
import pytest
import shapely
from django.utils import translation
from pyproj import Transformer

from geo_renovation.interchange import place_words, placing
from geo_renovation.interchange.models import ImportRun
from geo_renovation.interchange.refusals import Refused
from geo_renovation.spatial import shifts
from tests.factories.shapes import EAST, NORTH

from .grids import BEIJING, PLACES, SQUARE, controlled, degrees, into, layer, local

COMPOUNDS = [SQUARE + (EAST + 300 * n, NORTH) for n in range(6)]


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def drawn(collection):
    """The shapes of a collection, back in metres."""
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]
    return [shapely.transform(shape, metres) for shape in shapes]


def metres(points):
    return np.column_stack(Transformer.from_crs(4326, 4548, always_xy=True).transform(*points.T))


def lies_at(collection, shapes):
    return all(
        shape.hausdorff_distance(shapely.LineString(points)) < 0.02
        for shape, points in zip(drawn(collection), shapes, strict=True)
    )


def test_what_fits_is_drawn_and_counted_inside(county):
    answer = placing.preview(layer(COMPOUNDS, "EPSG:4548"), {})
    assert (answer["inside"], answer["outside"], answer["refused"], answer["likely"]) == (6, 0, None, None)
    assert lies_at(answer["after"], COMPOUNDS)
    assert answer["before"] == answer["after"]
    outline = drawn({"features": [{"geometry": answer["county"]}]})[0]
    assert outline.area == pytest.approx(20_000**2, rel=1e-3)
    json.dumps(answer, allow_nan=False)


def test_a_missing_crs_is_asked_for_and_the_likeliest_named(county):
    answer = placing.preview(layer(COMPOUNDS), {})
    assert (answer["before"], answer["after"], answer["inside"], answer["outside"]) == (None, None, 0, 6)
    assert answer["refused"]["reason"] == "crs_missing"
    likely = answer["likely"]
    assert (likely["crs"], likely["swapped"], likely["words"]) == ("EPSG:4548", False, "EPSG:4548")
    assert placing.preview(layer(COMPOUNDS), likely)["inside"] == 6


@pytest.mark.parametrize(
    ("shapes", "stated", "crs", "swapped", "unit"),
    [
        (COMPOUNDS, "EPSG:4527", "EPSG:4548", False, ""),
        ([shape + (39_000_000, 0) for shape in COMPOUNDS], "EPSG:4548", "EPSG:4527", False, ""),
        ([shape[:, ::-1] for shape in COMPOUNDS], "EPSG:4548", "EPSG:4548", True, ""),
        ([degrees(shape)[:, ::-1] for shape in COMPOUNDS], "EPSG:4326", "EPSG:4326", True, ""),
        ([shape / 0.3048 for shape in COMPOUNDS], "EPSG:4548", "EPSG:4548", False, "ft"),
    ],
)
def test_what_is_stated_wrongly_comes_right_with_the_likeliest_place(county, shapes, stated, crs, swapped, unit):
    found = layer(shapes, stated)
    wrong = placing.preview(found, {})
    assert (wrong["inside"], wrong["outside"]) == (0, 6)
    likely = wrong["likely"]
    assert (likely["crs"], likely["swapped"], likely["unit"]) == (crs, swapped, unit)
    right = placing.preview(found, likely)
    assert (right["inside"], right["likely"]) == (6, None)
    assert lies_at(right["after"], COMPOUNDS)
    assert right["before"] == wrong["before"]


def test_the_foot_that_cannot_be_told_from_the_other_is_warned_of(county):
    answer = placing.preview(layer([shape / 0.3048 for shape in COMPOUNDS], "EPSG:4548"), {"unit": "ft"})
    assert answer["warnings"] == ["Feet and US survey feet put this file 8.2 m apart; look at the map closely."]


@pytest.mark.parametrize(("shift", "there"), [("gcj02", shifts.gcj02_from_wgs84), ("bd09", shifts.bd09_from_wgs84)])
def test_the_effect_of_a_shift_is_drawn_before_and_after(county, shift, there):
    moved = [np.column_stack(there(*degrees(shape).T)) for shape in COMPOUNDS]
    answer = placing.preview(layer(moved, "EPSG:4326"), {"shift": shift})
    assert lies_at(answer["after"], COMPOUNDS)
    for before, shape in zip(drawn(answer["before"]), COMPOUNDS, strict=True):
        assert 400 < before.distance(shapely.LineString(shape)) < 1500


def test_old_datums_are_drawn_once_there_are_three_control_points(county):
    grid = BEIJING.format(lon=117, east=500_000)
    shapes = [into(grid, degrees(shape)) for shape in COMPOUNDS]
    found = layer(shapes, "EPSG:2436")
    stated = placing.preview(found, {})
    assert stated["refused"]["reason"] == "crs_no_datum_shift"
    assert stated["likely"] is None  # CGCS2000 would put it inside, a hundred metres off
    assert any("another datum" in text for text in placing.preview(found, {"crs": "EPSG:4548"})["warnings"])
    place = controlled(into(grid, PLACES))
    two = placing.preview(found, place | {"points": place["points"][:2]})
    assert (two["refused"]["reason"], two["after"], two["residuals"]) == ("points_too_few", None, [])
    fitted = placing.preview(found, place)
    assert (fitted["refused"], fitted["inside"], fitted["rms_m"] < 0.01) == (None, 6, True)
    assert [r["point"] for r in fitted["residuals"]] == [0, 1, 2, 3, 4]
    assert lies_at(fitted["after"], COMPOUNDS)


def test_points_that_disagree_are_refused_but_drawn_with_their_residuals(county):
    true = into("EPSG:4548", PLACES)
    points = local(true)
    points[1] += (0, 4)
    answer = placing.preview(layer([local(shape, 7) for shape in COMPOUNDS]), controlled(points))
    assert answer["refused"]["reason"] == "points_disagree"
    assert "point 2 is off by" in answer["refused"]["message"]
    worst = max(answer["residuals"], key=lambda each: each["metres"])
    assert (worst["point"], len(answer["after"]["features"])) == (1, 6)


def test_a_file_that_reaches_far_beyond_its_points_is_warned_of(county):
    true = into("EPSG:4548", PLACES)
    found = layer([local(true + (30_000, 0))])
    assert any("times as far" in text for text in placing.preview(found, controlled(local(true)))["warnings"])


def test_points_and_shapes_of_several_parts_are_drawn(county):
    points = placing.preview(layer([shape[:1] for shape in COMPOUNDS], "EPSG:4548", "point"), {})
    assert {f["geometry"]["type"] for f in points["after"]["features"]} == {"MultiPoint"}
    parts = {**layer(COMPOUNDS, "EPSG:4548"), "sample": [[COMPOUNDS[0].tolist(), COMPOUNDS[1].tolist()]]}
    answer = placing.preview(parts, {})
    assert len(answer["after"]["features"][0]["geometry"]["coordinates"]) == 2
    assert (answer["inside"], answer["outside"]) == (1, 0)


def test_an_empty_layer_and_a_database_without_a_county_are_answered(db):
    assert placing.preview({**layer(COMPOUNDS), "sample": [], "bounds": None}, {"crs": "EPSG:4548"})["inside"] == 0
    answer = placing.preview(layer(COMPOUNDS, "EPSG:4548"), {})
    assert (answer["county"], answer["inside"], answer["likely"]) == (None, 0, None)
    assert len(answer["after"]["features"]) == 6


def test_what_no_map_can_show_is_left_out(county):
    answer = placing.preview(layer([*COMPOUNDS, SQUARE * 1e9], "EPSG:4548"), {})
    assert (len(answer["after"]["features"]), answer["inside"], answer["outside"]) == (6, 6, 1)
    json.dumps(answer, allow_nan=False)


def test_form_fields_become_a_place():
    place = placing.cleaned({"crs": " 4527 ", "swapped": "on", "points": "[]", "tolerance_m": "2", "version": "3"})
    assert (place["crs"], place["swapped"], place["tolerance_m"], place["shift"]) == ("EPSG:4527", True, 2.0, "")
    points = json.dumps(controlled(local(into("EPSG:4548", PLACES)))["points"])
    assert len(placing.cleaned({"crs": "local", "points": points})["points"]) == 5


@pytest.mark.parametrize(
    "data",
    [
        {"crs": "+proj=longlat"},
        {"crs": "EPSG:4548\n"[:9] + "; DROP"},
        {"crs": "EPSG:1"},
        {"points": "[["},
        {"points": "[" * 100_000},
        {"points": '[[1, 2, "3", 4]]'},
        {"points": "{}"},
        {"points": [[10**400, 2, 116, 36]] * 3},
        {"tolerance_m": 10**400},
        {"tolerance_m": "nan"},
        {"tolerance_m": "much"},
        {"tolerance_m": "9"},
        {"unit": "mile"},
        {"shift": "wgs"},
        {"crs": "local"},
    ],
)
def test_form_fields_that_make_no_sense_are_refused(data):
    with pytest.raises(Refused) as refusal:
        placing.cleaned(data)
    assert refusal.value.reason in ("place_wrong", "crs_unknown")


def test_the_countys_own_crs_heads_the_list_and_every_code_is_real():
    choices = placing.choices()
    codes = [code for code, _ in choices]
    assert codes[:4] == ["EPSG:4548", "EPSG:4527", "EPSG:4509", "EPSG:4498"]
    assert codes[4:7] == ["EPSG:4490", "EPSG:4326", "EPSG:3857"]
    assert codes[7:] == ["EPSG:2384", "EPSG:2363", "EPSG:2436", "EPSG:2415"]
    with translation.override("zh-hans"):
        assert [code for code, _ in placing.choices()] == codes


@pytest.mark.parametrize(
    ("srid", "first"),
    [
        (4549, ["EPSG:4549", "EPSG:4528", "EPSG:4509", "EPSG:4498", "EPSG:4510", "EPSG:4499"]),
        (4534, ["EPSG:4534", "EPSG:4513", "EPSG:4502", "EPSG:4491"]),
        (3826, ["EPSG:3826", "EPSG:4490"]),
    ],
)
def test_other_counties_have_their_own_zones(settings, srid, first):
    settings.COUNTY_SRID = srid
    assert [code for code, _ in placing.choices()][: len(first)] == first


def test_how_a_file_was_read_is_said_in_words():
    assert place_words.words({"crs": "EPSG:4326", "swapped": True}) == "EPSG:4326, swapped axes"
    assert place_words.words({"unit": "usft"}) == "as the file states, in US survey feet"
    assert place_words.words({"crs": "EPSG:3857", "shift": "gcj02"}) == "EPSG:3857, GCJ-02"
    assert place_words.crs_words({"crs": "EPSG:4548", "swapped": True, "fit": None}) == "EPSG:4548, swapped axes"
    fitted = {"crs": "", "fit": {"points": 4, "rms_m": 0.12}}
    assert place_words.crs_words(fitted) == "fitted on 4 points, rms 0.12 m"
    assert place_words.of_run(ImportRun(report={"place": fitted}, crs="EPSG:4548")) == "fitted on 4 points, rms 0.12 m"
    assert place_words.of_run(ImportRun(report={"place": None}, crs="")) == ""
