"""Where a place lies on the paper."""

import math

import pytest
from django.contrib.gis.geos import Point

from geo_renovation.maps.print.furniture import corners, scale_bar
from geo_renovation.maps.print.sheet import EDGE, PAPERS, SCALES, Format, Sheet, county_xy, fitting, lonlat
from tests.factories.shapes import EAST, NORTH

FORMATS = [Format(paper, is_landscape) for paper in PAPERS for is_landscape in (True, False)]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("scale", SCALES)
def test_the_ground_is_the_frame_times_the_scale(form, scale):
    sheet = Sheet(form, scale, EAST, NORTH)
    west, south, east, north = sheet.ground.extent
    assert ((east - west) * 1000 / scale, (north - south) * 1000 / scale) == pytest.approx(form.frame)
    assert sheet.on_paper(EAST, NORTH) == pytest.approx([length / 2 for length in form.frame])
    assert sheet.on_paper(west, north) == pytest.approx((0, 0))
    assert sheet.on_paper(east, south) == pytest.approx(form.frame)


@pytest.mark.parametrize("form", FORMATS)
def test_map_and_legend_share_the_paper(form):
    width, height = (length - 2 * EDGE for length in form.size)
    left, top, legend_width, legend_height = form.legend
    assert left + legend_width <= width
    assert top + legend_height <= height
    assert left >= form.frame[0] or top >= form.frame[1]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("side", [0.0005, 0.01, 0.05])
def test_a_fitted_sheet_holds_its_box_at_the_largest_scale_of_the_series(form, side):
    box = (116.22, 36.85, 116.22 + 1.3 * side, 36.85 + side)
    sheet = fitting(form, box)
    corners = [Point(*county_xy(x, y), srid=4548) for x in box[::2] for y in box[1::2]]
    assert all(sheet.ground.buffer(0.001).contains(corner) for corner in corners)
    if sheet.scale != SCALES[0]:
        closer = Sheet(form, SCALES[SCALES.index(sheet.scale) - 1], sheet.x, sheet.y)
        assert not all(closer.ground.contains(corner) for corner in corners)


@pytest.mark.parametrize("scale", SCALES)
def test_the_scale_bar_is_a_round_number_of_metres_at_its_true_length(scale):
    sheet = Sheet(FORMATS[0], scale, EAST, NORTH)
    bar = scale_bar(sheet)
    assert bar["length"] == pytest.approx(bar["metres"] * 1000 / scale)
    assert 25 <= bar["length"] <= 62.5
    assert str(bar["metres"]).rstrip("0") in ("1", "2", "4")
    last = float(bar["marks"][-1]["label"]) * {"m": 1, "km": 1000}[bar["unit"]]
    assert (bar["marks"][-1]["x"], last) == pytest.approx((bar["length"], bar["metres"]))
    assert sum(part["width"] for part in bar["parts"]) == pytest.approx(bar["length"])


def test_metres_are_those_of_the_ground_and_not_of_the_web_map():
    sheet = Sheet(FORMATS[0], 1000, EAST, NORTH)
    west, south, east, _ = sheet.ground_3857.extent
    widened = (east - west) / (sheet.ground.extent[2] - sheet.ground.extent[0])
    assert widened == pytest.approx(1 / math.cos(math.radians(36.86)), rel=0.02)


def test_corners_say_where_they_are():
    sheet = Sheet(FORMATS[0], 1000, EAST, NORTH)
    west, _, _, north = sheet.ground.extent
    said = corners(sheet)["nw"]
    assert said["metres"] == f"{west:.0f} E  {north:.0f} N"
    longitude, latitude = lonlat(west, north)
    assert said["degrees"] == f"{longitude:.5f}°E  {latitude:.5f}°N"


def test_true_north_lies_to_the_right_west_of_the_central_meridian():
    # (117° - 116.224°) × sin 36.86°, the convergence of meridians on a sphere.
    assert Sheet(FORMATS[0], 1000, EAST, NORTH).true_north == pytest.approx(0.4655, abs=0.005)


@pytest.mark.parametrize(("scale", "zoom"), [(500, 20), (1000, 19), (4000, 17), (15_000, 15), (50_000, 13)])
def test_a_scale_shows_what_the_web_map_shows_at_its_zoom(scale, zoom):
    assert Sheet(FORMATS[0], scale, EAST, NORTH).zoom == zoom
