"""An engineer of the water company with its lines, in English with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.engineer import (
    NAME,
    at_the_map,
    button,
    drawn,
    entry,
    holds_own_lines_alone,
    is_a_print,
    lay_lines,
    says_nothing_of_others,
    tool,
)  # fmt: skip
from tests.browser.ground import lon_lat
from tests.browser.journeys import account, go_to, press, sign_in_by_keyboard, write

pytestmark = pytest.mark.django_db(transaction=True)


def read_the_legend(page):
    press(page, button(page.locator("#legend"), "In all"))
    expect(entry(page, "Water")).to_contain_text("730 m")
    expect(entry(page, "Power")).to_contain_text("240 m")
    power = page.locator("[data-key='class:DL']")
    press(page, power, "Space")
    expect(page).to_have_url(re.compile("class=JS"))
    expect(power).to_be_focused()
    page.keyboard.press("Space")
    expect(page).not_to_have_url(re.compile("class="))


def filter(page):
    press(page, tool(page, "filter"))
    panel = page.get_by_role("dialog", name="Filter")
    press(page, panel.locator("summary", has_text="Right-holder"))
    press(page, panel.locator("input[name=owner][value=water]"), "Space")
    write(page, panel.get_by_label("Laid in to"), "1990")
    write(page, panel.get_by_label("Material"), "灰口")
    press(page, button(panel, "Show on the map"))
    expect(page.locator(".filter-chip")).to_have_count(3)
    expect(entry(page, "Water")).to_contain_text("200 m")
    expect(tool(page, "filter")).to_be_focused()


def read_the_table(page):
    press(page, tool(page, "table"))
    expect(page.get_by_role("tab", name="Old compounds")).to_be_focused()
    page.keyboard.press("ArrowRight")
    rows = page.locator(".grid tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("W-OLD")
    press(page, button(page, "Clear all"), by="Shift+Tab")
    expect(rows).to_have_count(3)
    for first in ("W-OLD", "W-SECRET"):
        press(page, page.locator("[data-key='sort:metres']"))
        expect(rows.first).to_contain_text(first)
    expect(page.locator(".grid tfoot")).to_contain_text("970")
    press(page, rows.filter(has_text="Power").get_by_role("button"))
    card = page.locator("#card")
    expect(card).to_contain_text("Only what is open to your organisation is shown.")
    expect(card.get_by_role("definition").filter(has_text="240.0 m")).to_be_visible()
    says_nothing_of_others(page)
    press(page, button(rows, "W-SECRET"), by="Shift+Tab")
    expect(card).to_contain_text("0.35MPa")


def export(page):
    press(page, page.locator(".table-menus summary", has_text="Export"), by="Shift+Tab")
    go_to(page, page.get_by_role("button", name=re.compile("^Excel")))
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    holds_own_lines_alone(sent.value)
    for _menu_then_table in range(2):
        page.keyboard.press("Escape")
    expect(tool(page, "table")).to_be_focused()


def draw(page, valve):
    """The corners are typed; the second snaps to the valve two metres off."""
    at_the_map(page)
    press(page, tool(page, "draw"))
    panel = page.locator("#edit")
    expect(panel.get_by_role("heading", name="Draw")).to_be_focused()
    with page.expect_response("**/map/edit/near.json*"):
        press(page, button(panel, "Pipe or cable"))
    press(page, button(panel, "Begin in the middle of the map"))
    press(page, panel.locator("summary", has_text="Corners as coordinates"))
    lon, lat = lon_lat((152, 111))
    write(page, panel.get_by_label("Longitude 2"), f"{lon:.7f}")
    write(page, panel.get_by_label("Latitude 2"), f"{lat:.7f}")
    press(page, panel.get_by_label("Snap to the nearest point corner 2"))
    go_to(page, panel.get_by_label("Class"), by="Shift+Tab")
    page.keyboard.type("Water")
    write(page, panel.get_by_label("Material"), "PE")
    write(page, panel.get_by_label("Document it rests on"), "竣工图 2026-11")
    page.keyboard.press("Enter")
    expect(panel.locator(".edit-message")).to_have_text("Saved.", timeout=15_000)
    assert drawn().route.coords[-1] == valve.position.coords
    assert (drawn().network_class, drawn().owner.code) == ("JS", "water")


def change_it_and_take_that_back(page):
    panel = page.locator("#edit")
    write(page, panel.get_by_label("Material"), "球墨铸铁")
    with page.expect_response("**/change/"):
        page.keyboard.press("Enter")
    press(page, button(panel, "Take my last change back"))
    press(page, button(page.get_by_role("dialog"), "Take it back"))
    expect(panel.get_by_label("Material")).to_have_value("PE")
    press(page, panel.get_by_label("Stop drawing"))
    expect(tool(page, "draw")).to_be_focused()


def look_back(page):
    press(page, tool(page, "table"), by="Shift+Tab")
    page.keyboard.press("ArrowRight")
    press(page, button(page.locator(".grid"), drawn().code))
    press(page, button(page.locator("#card"), "History"), by="Shift+Tab")
    panel = page.locator("#edit")
    entries = panel.locator(".history > li")
    expect(entries).to_have_count(3)
    expect(entries.nth(1)).to_contain_text("taken back")
    press(page, button(entries.last, "Before and after on the map"))
    expect(page.locator("path[stroke='#1b7f3b']")).to_be_visible()
    press(page, panel.get_by_label("Close"), by="Shift+Tab")


def measure(page):
    """A step of the arrow key is 80 pixels, of 0.478 m each at zoom 18."""
    at_the_map(page)
    press(page, tool(page, "measure"))
    hint = page.locator(".map-hint")
    expect(hint).to_be_visible()
    before = page.url
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    expect(page).not_to_have_url(before)
    page.keyboard.press("Enter")
    expect(hint.locator("output b")).to_have_text(re.compile(r"^38\.[0-4] m$"))
    press(page, button(hint, "Done"))
    expect(hint).to_have_count(0)


def print(page):
    press(page, tool(page, "print"))
    dialog = page.get_by_role("dialog", name="Print")
    write(page, dialog.get_by_label("Title"), "Water of two compounds")
    expect(dialog.get_by_role("status")).to_contain_text("1:")
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    is_a_print(sent.value, "Wateroftwocompounds")


def test_an_engineer_reads_draws_and_takes_away_its_lines_in_english_by_keyboard(open_as):
    valve = lay_lines()
    account("water", NAME)
    page = open_as(None, width=1280, height=720)
    sign_in_by_keyboard(page, NAME)
    at_the_map(page)
    read_the_legend(page)
    filter(page)
    read_the_table(page)
    export(page)
    draw(page, valve)
    change_it_and_take_that_back(page)
    look_back(page)
    measure(page)
    print(page)
