"""Where a file lies: said by its sender, tried on the map, and by control points where nothing else helps."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from geo_renovation.accounts.models import Organisation
from geo_renovation.interchange.models import Delivery, ImportRun
from tests.factories.shapes import EAST, NORTH
from tests.interchange.grids import BEIJING, PLACES, SQUARE, degrees, into, layer

COMPOUNDS = [SQUARE + (EAST + 120 * n, NORTH) for n in range(4)]


@pytest.fixture
def place_of(open_as):
    """place_of(shapes, crs) answers the page of an import that is to be placed, and its run."""

    def opened(shapes, crs=None, **options):
        page = open_as("planner", **options)
        delivery = Delivery.objects.create(
            name="小区.shp", sha256="0" * 64, size_bytes=1, state="inspected",
            organisation=Organisation.objects.get(code="centre"),
            found={"layers": [layer(shapes, crs, headings=[])], "files": []},
        )  # fmt: skip
        run = ImportRun.objects.create(
            delivery=delivery, layer="layer", kind="compounds", file_name="小区.shp", sha256="0" * 64,
            organisation=delivery.organisation,
        )  # fmt: skip
        page.goto(re.sub(r"(//[^/]+)/.*", rf"\1/imports/runs/{run.pk}/place/", page.url))
        return page, run

    return opened


def said(page, text):
    expect(page.locator("#place-said")).to_contain_text(text)


def go_on(page, run):
    page.click("#place-save")
    page.wait_for_url("**/match/")
    run.refresh_from_db()
    return run.instructions["place"]


def test_a_file_without_crs_is_asked_about_and_the_likeliest_is_one_click_away(place_of):
    page, run = place_of([shape + (39_000_000, 0) for shape in COMPOUNDS])
    said(page, "states no CRS")
    expect(page.locator("#place-save")).to_be_disabled()
    expect(page.get_by_label("As the file states")).to_be_disabled()
    page.get_by_role("button", name="Use the likeliest: EPSG:4527").click()
    said(page, "4 of 4 sample shapes lie inside the county.")
    place = go_on(page, run)
    assert (place["crs"], place["swapped"], place["shift"], place["points"]) == ("EPSG:4527", False, "", [])


def test_swapped_axes_are_swapped_back_at_a_tick(place_of):
    page, run = place_of([degrees(shape)[:, ::-1] for shape in COMPOUNDS], "EPSG:4326")
    said(page, "0 of 4 sample shapes lie inside the county.")
    page.get_by_label("The axes are swapped").check()
    said(page, "4 of 4 sample shapes lie inside the county.")
    assert go_on(page, run)["swapped"] is True


def test_a_web_maps_shift_is_drawn_before_and_after(place_of):
    page, run = place_of([degrees(shape) for shape in COMPOUNDS], "EPSG:4326")
    page.get_by_label("From a web map").check()
    page.get_by_label("Web map", exact=True).select_option("bd09")
    expect(page.locator("path[stroke-dasharray='7 5']")).to_have_count(4)
    said(page, "4 of 4")
    place = go_on(page, run)
    assert (place["crs"], place["swapped"], place["shift"]) == ("", False, "bd09")


def test_an_old_datum_comes_in_on_control_points_typed_or_clicked(place_of):
    grid = BEIJING.format(lon=117, east=500_000)
    page, run = place_of([into(grid, degrees(shape)) for shape in COMPOUNDS], "EPSG:2436")
    said(page, "need at least three control points")
    page.get_by_role("button", name="Set control points").click()
    said(page, "At least three control points are needed.")
    page.get_by_text("Add a point by its figures").click()
    for point in np.column_stack((into(grid, PLACES), PLACES))[:3]:
        for name, value in zip(("x", "y", "lon", "lat"), point, strict=True):
            page.fill(f"#point-{name}", f"{value:.8f}")
        page.get_by_role("button", name="Add the point").click()
    said(page, "4 of 4 sample shapes lie inside the county.")
    expect(page.locator("#points-rows tr")).to_have_count(3)
    clicked_badly(page)
    said(page, "point 4 is off by")
    expect(page.locator("#place-save")).to_be_disabled()
    page.get_by_role("button", name="Take out point 4").click()
    expect(page.locator("#place-save")).to_be_enabled()
    place = go_on(page, run)
    assert (place["crs"], len(place["points"]), place["tolerance_m"]) == ("", 3, 0.5)


def clicked_badly(page):
    """A corner of the sketch by the keyboard, then somewhere on the map by the mouse."""
    sketch = page.locator("#sketch")
    sketch.focus()
    # The cross stands between the four squares of the sample; one step left there is a corner.
    for _ in range(12):
        sketch.press("Enter")
        if "Now click" in page.inner_text("#points-note"):
            break
        sketch.press("ArrowLeft")
        page.wait_for_timeout(300)
    said_of_points = page.locator("#points-note")
    expect(said_of_points).to_contain_text("Now click the same place on the map")
    page.locator("#place-map").click(position={"x": 40, "y": 40})


def test_the_step_fits_a_phone(place_of):
    page, _run = place_of(COMPOUNDS, "EPSG:4548", width=390, height=844)
    said(page, "4 of 4 sample shapes lie inside the county.")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    map_ends, go_on_begins = (page.locator(at).bounding_box() for at in ("#place-map", "#place-save"))
    assert map_ends["y"] + map_ends["height"] <= go_on_begins["y"], "the map is seen before it is said to be right"
    low = page.locator(".way").evaluate_all("ways => ways.filter((way) => way.getBoundingClientRect().height < 44).length")
    assert low == 0
