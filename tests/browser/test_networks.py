"""Following a network and cutting across a street, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import NodeFactory
from tests.factories.shapes import point


def at(x, y, zoom=18):
    """An address with a place, metres from the town's centre, in the middle of the map."""
    longitude, latitude = point((x, y)).transform(4326, clone=True).coords
    return f"/?at={zoom}/{latitude:.5f}/{longitude:.5f}"


def tool(page, name):
    return page.locator("#more-tools").get_by_role("button", name=name, exact=True)


def opened(open_as, role, address):
    """The map at that place once its tiles are drawn."""
    page = open_as(role)
    with page.expect_response(lambda answer: "segments" in answer.url and answer.ok):
        page.goto(page.url.split("/?")[0].rstrip("/") + address)
    page.wait_for_load_state("networkidle")
    return page


@pytest.fixture
def valve(town):
    """The water main is fed from its western end; a valve stands on it between 甲 and 乙."""
    NodeFactory(kind="source", at=(-50, 50), owner="water")
    return NodeFactory(code="V-1", at=(110, 50), owner="water")


def test_a_water_engineer_closes_a_valve_and_is_told_who_has_no_water(open_as, valve):
    page = opened(open_as, "water", at(110, 50))
    tool(page, "Trace").focus()
    page.keyboard.press("Enter")
    answer = page.locator(".map-answer")
    expect(answer).to_contain_text("Click a valve")
    page.keyboard.press("Enter")
    expect(answer.get_by_role("status")).to_have_text("Cut off: 370 m, 3 compounds, 300 households.")
    names = answer.locator("tbody th")
    expect(names).to_have_text(["丁家属院", "丙家属院", "乙家属院"])
    expect(page.locator(".leaflet-labels-pane path").first).to_be_visible()
    answer.get_by_role("button", name="Open again: V-1").press("Enter")
    expect(answer).to_contain_text("Click a valve")
    # The line itself, a hand's breadth to the west of the valve.
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2 - 40, box["y"] + box["height"] / 2)
    expect(answer.get_by_role("status")).to_contain_text("Cut off: 530 m")
    expect(answer).to_contain_text("No valve lies between it and a source.")
    page.keyboard.press("Escape")
    expect(answer).to_have_count(0)
    expect(page).not_to_have_url(re.compile("card="))


def test_a_line_s_card_is_followed_at_once_and_that_of_another_is_not(open_as, valve):
    from geo_renovation.utilities.models import Segment

    mine, other = (Segment.objects.get(code=code) for code in ("W-SECRET", "P-SECRET"))
    page = opened(open_as, "water", f"{at(60, 50)}&card=segment:{mine.pk}")
    tool(page, "Trace").click()
    expect(page.locator(".map-answer")).to_contain_text("W-SECRET")
    page = opened(open_as, "water", f"{at(60, 50)}&card=segment:{other.pk}")
    tool(page, "Trace").click()
    expect(page.locator(".map-answer")).to_contain_text("Only your own network can be followed.")


def test_a_click_on_a_street_draws_what_lies_across_it(open_as, valve):
    page = opened(open_as, "planner", at(352, 40))
    tool(page, "Cross-section").click()
    expect(page.locator(".map-answer")).to_contain_text("Click a street")
    page.keyboard.press("Enter")
    answer = page.locator(".map-answer")
    expect(answer.get_by_role("status")).to_have_text("官道街 · lines: 0")
    expect(answer).to_contain_text("No line that you may see crosses here.")
    page.keyboard.press("Escape")
    # Away from the street the nearest line is crossed, and the one beside it.
    page.goto(page.url.split("/?")[0] + at(60, 55))
    page.wait_for_load_state("networkidle")
    tool(page, "Cross-section").click()
    expect(page.locator(".map-answer")).to_contain_text("Click a street")
    page.keyboard.press("Enter")
    expect(answer.locator("svg.section-drawing [data-where=buried]")).to_have_count(2)
    expect(answer.locator("tbody tr").nth(0)).to_contain_text("Power")
    expect(answer.locator("tbody tr").nth(1)).to_contain_text("1.20 m")
    answer.get_by_role("button", name="Open the card of line 2").click()
    expect(page.locator("#card")).to_contain_text("W-SECRET")


def test_who_may_not_follow_networks_is_not_offered_it(open_as, town):
    page = opened(open_as, "leader", at(110, 50))
    expect(tool(page, "Cross-section")).to_be_visible()
    expect(tool(page, "Trace")).to_have_count(0)
    resident = open_as(None)
    expect(tool(resident, "Print")).to_be_visible()
    expect(tool(resident, "Cross-section")).to_have_count(0)
