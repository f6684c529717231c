"""A planner from the search to a frozen bundle, in English with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.journeys import account, go_to, press, sign_in_by_keyboard, write
from tests.browser.planner_steps import (
    FILTER,
    NAME,
    button,
    drawn,
    filtered,
    holds_what_is_shown,
    households,
    is_a_print,
    is_frozen,
    is_selected,
    rows_are,
    tool,
    vary,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def varied(town):
    vary()


def search_by_keyboard(page):
    write(page, page.locator("#search"), "yjsy", by="Shift+Tab")
    expect(page.get_by_role("option", name=re.compile("乙家属院"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("乙家属院")


def narrow_by_keyboard(page):
    press(page, tool(page, "filter"))
    panel = page.get_by_role("dialog", name="Filter")
    for name, code in FILTER.items():
        box = panel.locator(f"input[name={name}][value='{code}']")
        press(page, panel.locator("details", has=page.locator(f"[name={name}]")).locator("summary"))
        press(page, box, "Space")
    press(page, button(panel, "Show on the map"))
    expect(tool(page, "filter")).to_be_focused()
    filtered(page)


def read_the_table_by_keyboard(page):
    press(page, tool(page, "table"))
    expect(page.get_by_role("tab", name="Old compounds")).to_be_focused()
    press(page, page.locator("[data-key='sort:estimate_cny']"))
    rows_are(page, "丙甲丁乙")
    press(page, page.locator("[data-key='row:丙']"))
    expect(page.locator("#card h2")).to_have_text("丙家属院")
    expect(drawn(page, "丙")).to_be_in_viewport()
    go_to(page, page.locator("[data-key='row:丙']"), by="Shift+Tab")
    page.keyboard.press("Escape")
    expect(tool(page, "table")).to_be_focused()


def select_by_keyboard(page):
    press(page, page.locator("[data-tool=pick]"), by="Shift+Tab")
    go_to(page, drawn(page, "丙"), by="Shift+Tab")
    for code in "乙甲":
        page.keyboard.press("ArrowLeft")
        expect(drawn(page, code)).to_be_focused()
    page.keyboard.press("Enter")
    is_selected(page, "甲")
    page.keyboard.press("ArrowRight")
    expect(drawn(page, "乙")).to_be_focused()
    page.keyboard.press("Enter")
    is_selected(page, "甲乙")
    expect(page.locator("[data-tool=grow]")).to_be_enabled()
    press(page, page.locator("[data-tool=grow]"))
    is_selected(page, "甲乙丙")
    expect(page.locator("#basket")).to_contain_text("One connected piece")


def suppose_by_keyboard(page):
    press(page, tool(page, "what-if"))
    panel = page.locator(".what-if")
    expect(panel.get_by_label("Largest gap (m)")).to_be_focused()
    press(page, panel.get_by_label("官道街"), "Space")
    write(page, panel.locator("[name=because]"), "A footbridge stands")
    press(page, button(panel, "Try it"))
    expect(page.locator("#basket .offer", has_text="丁家属院")).to_be_visible()
    press(page, button(panel, "End the supposition"))
    expect(page.locator("#basket .offer", has_text="丁家属院")).to_have_count(0)


def compare_by_keyboard(page):
    dialog = page.locator("dialog.alternatives")
    for letter, name in (("A", "Three in one"), ("B", "Two")):
        press(page, tool(page, "alternatives"), by="Shift+Tab")
        press(page, button(dialog, "Keep the present selection"))
        write(page, dialog.get_by_label(f"Name of alternative {letter}"), name)
        page.keyboard.press("Tab")
        if letter == "A":
            page.keyboard.press("Escape")
            expect(tool(page, "alternatives")).to_be_focused()
            page.keyboard.press("ControlOrMeta+z")
            is_selected(page, "甲乙")
    households(dialog, "Households")
    page.keyboard.press("Escape")
    page.keyboard.press("ControlOrMeta+Shift+z")
    is_selected(page, "甲乙丙")
    page.reload()
    is_selected(page, "甲乙丙")


def show_the_selection(page):
    """After a reload the address opens the card first."""
    go_to(page, page.get_by_role("tab", name="Details"))
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("tab", name="Selection list")).to_be_focused()


def freeze_by_keyboard(page):
    basket, dialog = page.locator("#basket"), page.locator("dialog[open]")
    show_the_selection(page)
    expect(basket).to_contain_text("One connected piece")
    press(page, button(basket, "Save as a draft bundle"))
    press(page, button(dialog, "Save"))
    press(page, button(basket, "Freeze"))
    press(page, button(dialog, "Freeze"))
    is_frozen(page)
    page.reload()
    show_the_selection(page)
    is_frozen(page)


def take_away_by_keyboard(page):
    press(page, tool(page, "table"))
    rows_are(page, "丙甲丁乙")
    press(page, page.locator(".table-menus summary", has_text="Export"))
    go_to(page, page.get_by_role("button", name=re.compile("^Excel")))
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    holds_what_is_shown(sent.value, "丙甲丁乙")
    for _menu_then_table in range(2):
        page.keyboard.press("Escape")
    press(page, tool(page, "print"))
    dialog = page.get_by_role("dialog", name="Print")
    write(page, dialog.get_by_label("Title"), "Joint renovation")
    expect(dialog.get_by_role("status")).to_contain_text("1:")
    with page.expect_download() as sent:
        page.keyboard.press("Enter")
    is_a_print(sent.value, "Jointrenovation", "Intheplan")
    page.keyboard.press("Escape")


def look_back_by_keyboard(page):
    """The slider steps by days, months and years."""
    press(page, tool(page, "time"))
    expect(page.locator("#time-bar input[type=range]")).to_be_focused()
    page.keyboard.press("Home")
    expect(drawn(page, "甲")).to_have_attribute("aria-label", re.compile("①"))
    expect(drawn(page, "丁")).to_have_count(0)
    expect(page).to_have_url(re.compile("date=2016-"))
    press(page, button(page.locator("#time-bar"), "Now"))
    expect(drawn(page, "甲")).to_have_attribute("aria-label", re.compile("③"))


def test_a_planner_makes_a_bundle_in_english_by_keyboard(open_as, varied):
    account("planner", NAME)
    page = open_as(None, width=1280, height=720)
    sign_in_by_keyboard(page, NAME)
    search_by_keyboard(page)
    narrow_by_keyboard(page)
    read_the_table_by_keyboard(page)
    select_by_keyboard(page)
    suppose_by_keyboard(page)
    compare_by_keyboard(page)
    freeze_by_keyboard(page)
    take_away_by_keyboard(page)
    look_back_by_keyboard(page)
