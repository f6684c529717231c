"""The map as of a day: by slider, by keyboard, by playing, and two days beside each other."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound, StageEvent
from tests.factories import StageEventFactory

# Every compound of the town was surveyed in 2016, reported in 2017, planned in 2018.
SURVEYED, REPORTED, PLANNED = "①", "②", "③"


@pytest.fixture
def late_start(town):
    """甲 was handed on to design in 2019, as was recorded today."""
    StageEventFactory(compound=Compound.objects.get(code="甲"), stage="designed", on=date(2019, 3, 1))


def compound(page, code):
    return page.locator(f".leaflet-overlay-pane path[data-code='{code}']")


def shows(page, code, stage):
    expect(compound(page, code)).to_have_attribute("aria-label", re.compile(stage))


def open_bar(page):
    page.get_by_role("button", name="As of a day").click()
    expect(page.locator("#time-bar")).to_be_visible()
    return page.locator("#time-bar input[type=range]")


def choose(page, day):
    page.locator("#time-bar input[type=date]").fill(day)
    page.locator("#time-bar input[type=date]").blur()


def test_the_slider_shows_the_stages_of_any_day_and_the_address_tells_it(open_as):
    page = open_as("planner")
    open_bar(page)
    choose(page, "2016-09-01")
    shows(page, "甲", SURVEYED)
    expect(page).to_have_url(re.compile("date=2016-09-01"))
    expect(page.locator("#time-bar .time-counts i")).to_have_text([re.compile("4")])
    page.reload()
    shows(page, "甲", SURVEYED)
    expect(page.locator("#time-bar input[type=date]")).to_have_value("2016-09-01")


def test_the_legend_counts_the_stages_of_that_day(open_as):
    page = open_as("planner")
    open_bar(page)
    choose(page, "2017-09-01")
    entry = page.locator("#legend li", has=page.locator(".stage[data-stage='2']"))
    expect(entry).to_contain_text("4")


def test_now_leaves_it(open_as):
    page = open_as("planner", at="/?date=2016-09-01")
    shows(page, "甲", SURVEYED)
    page.get_by_role("button", name="Now").click()
    shows(page, "甲", PLANNED)
    expect(page).not_to_have_url(re.compile("date="))
    page.go_back()
    shows(page, "甲", SURVEYED)


def test_the_keyboard_alone_walks_through_time(open_as):
    page = open_as("planner", at="/?date=2017-05-14")
    slider = page.locator("#time-bar input[type=range]")
    shows(page, "甲", REPORTED)
    slider.focus()
    page.keyboard.press("PageDown")
    shows(page, "甲", SURVEYED)
    expect(slider).to_have_attribute("aria-valuetext", "2016-05-01")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", "2016-03-01")
    page.keyboard.press("End")
    shows(page, "甲", PLANNED)


def test_play_runs_up_to_today_and_stops(open_as):
    page = open_as("planner", at="/?date=2026-01-01")
    shows(page, "甲", PLANNED)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.get_by_role("button", name="Play")).to_be_visible(timeout=20_000)
    slider = page.locator("#time-bar input[type=range]")
    assert slider.input_value() == slider.get_attribute("max")


def test_what_was_recorded_later_was_not_known_then(open_as, late_start):
    page = open_as("planner", at="/?date=2020-01-01")
    shows(page, "甲", "④")
    page.get_by_label("As we knew it then").check()
    shows(page, "甲", "[^④]*Not yet surveyed")
    expect(page).to_have_url(re.compile("known=2020-01-01"))
    assert StageEvent.objects.filter(recorded_at__year__gt=2020).count() == 13


def test_a_resident_has_the_slider_without_what_was_recorded_when(open_as, town):
    Compound.objects.update(published_at="2020-01-01T00:00Z")
    page = open_as(None)
    open_bar(page)
    choose(page, "2016-09-01")
    shows(page, "甲", SURVEYED)
    expect(page.get_by_label("As we knew it then")).to_be_hidden()


def divider(page):
    return page.get_by_role("separator", name="Divider between the two days")


def is_clipped(page, pane):
    return page.evaluate("(name) => document.querySelector(`.leaflet-${name}-pane`).style.clipPath !== ''", pane)


def test_two_days_are_compared_by_a_divider_that_pointer_and_keys_move(open_as):
    page = open_as("planner", at="/?date=2016-09-01")
    shows(page, "甲", SURVEYED)
    page.get_by_role("button", name="Compare two days").click()
    expect(divider(page)).to_be_focused()
    other = page.locator(".leaflet-against-pane path")
    expect(other).to_have_count(4)
    colours = page.evaluate(
        "['overlay', 'against'].map((name) => document.querySelector(`.leaflet-${name}-pane path`).getAttribute('fill'))"
    )
    assert colours == ["#dde3e8", "#2854c4"]
    assert is_clipped(page, "overlay")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowLeft")
    expect(divider(page)).to_have_attribute("aria-valuenow", "58")
    box, area = page.locator(".swipe-grip").bounding_box(), page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] / 4, box["y"], steps=4)
    page.mouse.up()
    expect(divider(page)).to_have_attribute("aria-valuenow", re.compile("^2[456]$"))


def test_the_comparison_is_in_the_address_and_ends_with_now(open_as):
    page = open_as("planner", at="/?date=2016-09-01")
    page.goto(page.url + "&against=2017-09-01")
    expect(page.locator(".swipe-date")).to_have_text(["2016-09-01", "2017-09-01"])
    expect(page.locator(".leaflet-against-pane path").first).to_have_attribute("fill", "#8fb3f2")
    page.get_by_role("button", name="Now").click()
    expect(divider(page)).to_be_hidden()
    shows(page, "甲", PLANNED)
    assert not is_clipped(page, "overlay")
