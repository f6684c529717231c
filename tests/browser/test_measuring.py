"""Measuring, the own position, and the full screen."""

import re

import pytest
from playwright.sync_api import expect

# A place in the town, at zoom 17 in the middle of the map.
AT = "/?at=17/36.86000/116.22500"


def tool(page, name):
    return page.locator("#more-tools").get_by_role("button", name=name, exact=True)


def open_at(open_as, address, role=None, **how):
    page = open_as(role, **how)
    page.goto(page.url.split("/?")[0].rstrip("/") + address)
    return page


def measured(page):
    """Metres and square metres as the page tells them."""
    words = page.locator(".map-hint output").inner_text()
    return [float(number.replace(",", "")) for number in re.findall(r"([\d.,]+) (?:m²|m)\b", words)]


def test_a_triangle_is_measured_as_long_and_large_as_it_is(open_as):
    page = open_at(open_as, AT)
    tool(page, "Measure").click()
    expect(page.locator(".map-hint")).to_be_visible()
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((0, 0), (200, 0), (0, 150)):
        page.mouse.click(x + dx, y + dy)
    page.mouse.move(x, y + 150)
    # A pixel of zoom 17 at 36.86° is 156543.034 m × cos(36.86°) / 2**17 = 0.9556 m wide.
    pixel = 0.9556
    expect(page.locator(".map-hint output")).to_contain_text("m²")
    length, area = measured(page)
    assert length == pytest.approx((200 + 250) * pixel, rel=0.01)
    assert area == pytest.approx(200 * 150 / 2 * pixel**2, rel=0.015)


def test_the_keyboard_measures_with_the_cross(open_as):
    page = open_at(open_as, AT)
    tool(page, "Measure").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".map-hint")).to_be_visible()
    page.keyboard.press("Enter")
    before = page.url
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)
    page.keyboard.press("Enter")
    expect(page.locator(".map-hint output b")).to_have_text(re.compile(r"^\d+\.\d m$"))
    page.keyboard.press("Backspace")
    expect(page.locator(".map-hint output")).to_contain_text("Click points on the map")
    page.keyboard.press("Escape")
    expect(page.locator(".map-hint")).to_have_count(0)


def test_while_measuring_a_click_opens_no_card(open_as):
    page = open_at(open_as, "/?at=17/36.85996/116.22456", "planner")
    compound = page.locator(".leaflet-overlay-pane path[data-code='甲']")
    box = compound.bounding_box()
    tool(page, "Measure").click()
    expect(page.locator(".map-hint")).to_be_visible()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".leaflet-labels-pane path").last).to_be_visible()
    expect(page).not_to_have_url(re.compile("card="))


def test_the_device_s_position_is_shown_with_its_uncertainty(open_as):
    page = open_at(open_as, AT)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 36.861, "longitude": 116.226, "accuracy": 24})
    tool(page, "Where am I").click()
    expect(page.locator(".notice")).to_contain_text("24 m")
    expect(page).to_have_url(re.compile(r"at=17/36\.8610\d/116\.2260\d"))
    expect(tool(page, "Where am I")).to_have_attribute("aria-pressed", "true")
    tool(page, "Where am I").click()
    expect(tool(page, "Where am I")).to_have_attribute("aria-pressed", "false")


def test_a_refused_position_is_told_as_that(open_as):
    page = open_at(open_as, AT)
    tool(page, "Where am I").click()
    expect(page.locator(".notice.bad")).to_contain_text("allow it for this site")
    expect(tool(page, "Where am I")).to_have_attribute("aria-pressed", "false")


def test_the_map_takes_the_full_screen_and_gives_it_back(open_as):
    page = open_at(open_as, AT)
    tool(page, "Full screen").click()
    page.wait_for_function("() => document.fullscreenElement?.className === 'map-area'")
    tool(page, "Full screen").click()
    page.wait_for_function("() => !document.fullscreenElement")
