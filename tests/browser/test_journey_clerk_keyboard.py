"""A street clerk at the desk, in English with the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from tests.browser.clerk import NAME, a_colleague_changes, area, button, cut, found_the_next_street, here
from tests.browser.ground import lon_lat
from tests.browser.journeys import go_to, press, sign_in_by_keyboard, write

pytestmark = pytest.mark.django_db(transaction=True)


def find(page, name):
    write(page, page.locator("#search"), name[:2], by="Shift+Tab")
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text(name)
    expect(page.locator("#card h2")).to_be_focused()


def start_changing(page):
    press(page, button(page, "Change it"))
    panel = page.locator("#edit")
    expect(panel.get_by_role("heading", name="甲家属院")).to_be_focused()
    return panel


def stop_changing(page, name="Stop drawing", by="Tab"):
    press(page, page.locator("#edit").get_by_label(name, exact=True), by=by)
    expect(page.locator("#card h2")).to_be_focused()


def correct(page):
    """The corners are typed; a colleague's version is shown beside one's own, and taken this time."""
    panel = start_changing(page)
    press(page, panel.locator("summary", has_text="Corners as coordinates"))
    latitudes = panel.get_by_label("Latitude")
    expect(latitudes).to_have_count(4)
    middle, north = lon_lat((0, 50))[1], lon_lat((0, 120))[1]
    for at in [n for n in range(4) if float(latitudes.nth(n).input_value()) > middle]:
        write(page, latitudes.nth(at), f"{north:.6f}")
    page.keyboard.press("Tab")
    expect(panel.locator(".edit-size")).to_contain_text(re.compile("11,9|12,0"))
    colleague = a_colleague_changes((100, 90))
    press(page, button(panel, "Save"))
    conflict = panel.locator(".edit-conflict")
    expect(conflict).to_contain_text("A colleague saved this meanwhile")
    expect(conflict).to_contain_text(f"{colleague.organisation.name} · 统筹")
    expect(conflict.get_by_role("row", name="Size")).to_contain_text("9,000 m²")
    expect(page.locator("path.edit-theirs")).to_be_visible()
    press(page, button(conflict, "Save mine over theirs"), by="Shift+Tab")
    expect(panel.locator(".edit-message")).to_have_text("Saved.", timeout=15_000)
    expect(panel.get_by_role("heading", name="甲家属院")).to_be_focused()
    assert area() == pytest.approx(12_000, abs=60)
    stop_changing(page)


def record(page):
    press(page, page.locator("#card summary", has_text="Record the next stage: Designed"))
    form = page.locator("#card details[open] form")
    for name in ("From", "To"):
        go_to(page, form.get_by_label(name, exact=True))
        page.keyboard.type("03012026")
    write(page, form.get_by_label("Evidence"), "设计合同 2026-17")
    press(page, button(form, "Record"))
    expect(page.locator("#card summary", has_text="Record the next stage: Tendered")).to_be_visible()
    expect(page.locator("#card h2")).to_be_focused()
    assert Compound.objects.get(code="甲").stage == "designed"


def look_back(page):
    press(page, button(page, "History"))
    panel = page.locator("#edit")
    expect(panel.get_by_role("heading", name="History of 甲家属院")).to_be_focused()
    expect(panel.locator(".history > li").first).to_contain_text("设计合同 2026-17")
    press(page, button(panel, "Before and after on the map").first)
    for colour in ("#b3261e", "#1b7f3b"):
        expect(page.locator(f"path[stroke='{colour}']")).to_be_visible()
    stop_changing(page, "Close", by="Shift+Tab")


def locate(page):
    press(page, button(page, "Where am I"), by="Shift+Tab")
    expect(page.locator(".notice")).to_contain_text("Position to within 24 m")


def save_through_a_cut_network(page):
    panel = start_changing(page)
    write(page, panel.get_by_label("Households"), "120")
    cut(page)
    page.keyboard.press("Enter")
    expect(panel.locator(".edit-message")).to_contain_text("network is cut")
    page.unroute("**/map/edit/**")
    page.reload()
    start_changing(page)
    expect(panel.locator(".edit-message")).to_contain_text("is restored")
    expect(panel.get_by_label("Households")).to_have_value("120")
    press(page, button(panel, "Save"))
    expect(panel.locator(".edit-message")).to_have_text("Saved.", timeout=15_000)
    expect(panel.get_by_role("heading", name="甲家属院")).to_be_focused()
    assert Compound.objects.get(code="甲").household_count == 120
    stop_changing(page)


def test_a_clerk_corrects_a_compound_and_loses_nothing_in_english_by_keyboard(open_as):
    found_the_next_street()
    page = open_as(None, width=1280, height=720, **here())
    sign_in_by_keyboard(page, NAME)
    find(page, "甲家属院")
    correct(page)
    record(page)
    look_back(page)
    locate(page)
    save_through_a_cut_network(page)
    find(page, "戊家属院")
    expect(button(page, "History")).to_be_visible()
    expect(button(page, "Change it")).to_have_count(0)
    expect(page.locator("#card summary", has_text="Record")).to_have_count(0)
