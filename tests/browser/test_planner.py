"""A planner grows a selection, freezes it as a bundle, and takes it away as files."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.planning.models import Bundle


def compound(page, code):
    return page.locator(f"path[data-code='{code}']")


def pick(page, *codes):
    page.click("[data-tool=pick]")
    for code in codes:
        compound(page, code).click(force=True)
        expect(page.locator(f"#basket :text('{code}家属院')").first).to_be_visible()


def freeze(page):
    page.locator("#basket").get_by_role("button", name=re.compile("^Save")).first.click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Freeze").click()
    page.locator("dialog[open]").get_by_role("button", name="Freeze").click()
    expect(page.locator(".bundle-line .status.frozen")).to_be_visible()


def test_a_planner_grows_and_freezes_a_bundle(open_as):
    page = open_as("planner")
    pick(page, "甲")
    expect(page.locator("#basket .offer")).to_have_count(1)
    page.locator("#basket .offer", has_text="乙").click()
    expect(page.locator("#basket .offer", has_text="丙")).to_be_visible()
    page.click("[data-tool=grow]")
    expect(page.locator("#basket .amber-chip")).to_contain_text("3")
    expect(page.locator("#basket")).to_contain_text("One connected piece")
    freeze(page)
    bundle = Bundle.objects.get()
    assert [m["code"] for m in bundle.snapshot["members"]] == sorted("甲乙丙")
    assert bundle.status == "frozen"


def test_a_neighbour_across_an_arterial_road_is_named_but_not_offered(open_as):
    page = open_as("planner")
    pick(page, "丙")
    expect(page.locator("#basket .offer")).to_have_count(1)
    page.locator("#basket .blocked summary").click()
    expect(page.locator("#basket .blocked")).to_contain_text("丁家属院")


def test_pieces_that_do_not_touch_cannot_be_frozen_and_the_page_says_what_joins_them(open_as):
    page = open_as("planner")
    pick(page, "甲", "丙")
    expect(page.locator("#basket")).to_contain_text("2 separate pieces")
    expect(page.locator("#basket .problems .bad")).to_contain_text("乙家属院")


def test_the_exported_workbook_names_the_members_the_page_shows(open_as):
    page = open_as("planner")
    pick(page, "甲", "乙")
    freeze(page)
    href = page.locator("a[href*='export.xlsx']").first.get_attribute("href")
    answer = page.request.get(page.url.split("/?")[0].split("/#")[0].rstrip("/") + href if href.startswith("/") else href)
    cells = [str(c.value) for sheet in load_workbook(io.BytesIO(answer.body())) for row in sheet for c in row]
    assert "甲家属院" in cells
    assert "乙家属院" in cells


def test_the_address_reproduces_the_selection(open_as):
    page = open_as("planner")
    pick(page, "甲", "乙")
    page.reload()
    expect(page.locator("#basket .amber-chip")).to_contain_text("2")


def test_the_keyboard_alone_selects_a_neighbour(open_as):
    page = open_as("planner")
    page.click("[data-tool=pick]")
    compound(page, "甲").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#basket .amber-chip")).to_contain_text("1")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#basket .amber-chip")).to_contain_text("2")


def test_two_planners_who_freeze_the_same_compound_are_told_apart(open_as):
    first, second = open_as("planner"), open_as("planner")
    for page in (first, second):
        pick(page, "甲", "乙")
        page.locator("#basket").get_by_role("button", name=re.compile("^Save")).first.click()
        page.locator("dialog[open]").get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Freeze")).to_be_enabled()
    first.get_by_role("button", name="Freeze").click()
    first.locator("dialog[open]").get_by_role("button", name="Freeze").click()
    expect(first.locator(".bundle-line .status.frozen")).to_be_visible()
    second.get_by_role("button", name="Freeze").click()
    second.locator("dialog[open]").get_by_role("button", name="Freeze").click()
    expect(second.locator("dialog[open]")).to_contain_text(Bundle.objects.live().get().number)
    assert Bundle.objects.live().count() == 1
