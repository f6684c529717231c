"""A leader reads the progress, follows a figure to the map, and leaves the wall running."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import CompoundFactory, DistrictFactory

SIZES = ((1440, 900), (1280, 720), (390, 844), (3840, 1080), (1920, 1080))


@pytest.fixture
def planned(town):
    """甲 and 乙 are in the plan of 2024, which is over."""
    plan = AnnualPlan.objects.create(year=2024, status="adopted", adopted_on=date(2024, 1, 1))
    for compound in Compound.objects.filter(code__in="甲乙"):
        PlannedCompound.objects.create(plan=plan, compound=compound)


def test_a_leader_follows_the_late_to_the_map(open_as, planned):
    page = open_as("leader", at="/progress/")
    late = page.locator("section", has=page.get_by_role("heading", name="Late list"))
    expect(late.get_by_role("heading", name="Plan year over")).to_contain_text("2")
    late.get_by_role("heading", name="Plan year over").get_by_role("link").click()
    page.wait_for_url(re.compile(r"/\?plan_year=2024&stage=none,"))
    page.go_back()
    page.get_by_role("link", name="甲家属院").first.click()
    expect(page.locator("#card")).to_contain_text("甲家属院")


def test_a_filter_and_a_day_are_chosen_by_keyboard_and_stand_in_the_address(open_as, planned):
    page = open_as("leader", at="/progress/")
    page.get_by_label("Plan year", exact=True).focus()
    page.keyboard.type("2024")
    page.get_by_label("As of", exact=True).fill("2017-12-31")
    page.get_by_label("as it was known then").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/progress/\?plan_year=2024&date=2017-12-31&known=2017-12-31$"))
    expect(page.locator(".as-of")).to_contain_text("as known on 2017-12-31")


def test_the_charts_are_drawn_and_each_is_a_table_too(open_as, planned):
    page = open_as("leader", at="/progress/")
    for chart in ("burn_up", "stages"):
        box = page.locator(f"[data-chart={chart}]")
        box.scroll_into_view_if_needed()
        expect(box.locator("canvas")).to_be_visible()
    page.get_by_text("As a table").click()
    expect(page.get_by_role("columnheader", name="By the end of")).to_be_visible()
    expect(page.locator("table.matrix tfoot")).to_contain_text("4")


LETTERS = """async () => {
  const { getInstanceByDom } = await import("echarts");
  return getInstanceByDom(document.querySelector("[data-chart=burn_up]")).getOption().textStyle.fontSize;
}"""


def test_the_letters_of_a_chart_follow_the_size_of_the_wall(open_as, planned):
    page = open_as("leader", at="/progress/wall/", width=3840, height=1080)
    expect(page.locator("[data-chart=burn_up] canvas")).to_be_visible()
    page.keyboard.press("Space")  # at its next turn the wall is drawn anew anyway
    large = page.evaluate(LETTERS)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.wait_for_timeout(500)
    assert page.evaluate(LETTERS) < large / 1.5


@pytest.mark.parametrize("at", ["/progress/", "/progress/wall/"])
def test_nothing_scrolls_sideways_at_any_size(open_as, planned, at):
    page = open_as("leader", at=at)
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        clipped = page.evaluate(CLIPPED)
        assert clipped == [], (width, height, clipped)


# Panels of the wall whose content is higher or wider than they are.
CLIPPED = """() => [...document.querySelectorAll(".wall-panel")]
    .filter((each) => each.scrollHeight > each.clientHeight + 1 || each.scrollWidth > each.clientWidth + 1)
    .map((each) => each.className)"""


def test_the_wall_turns_stops_and_goes_on_by_keyboard(open_as, planned):
    page = open_as("leader", at="/progress/wall/")
    expect(page.locator("#targets")).to_contain_text("/ 4")
    pause = page.locator("#pause")
    page.keyboard.press("Space")
    expect(pause).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(pause).to_have_attribute("aria-pressed", "false")
    with page.expect_response(re.compile("figures.json")):
        page.keyboard.press("ArrowRight")


def test_the_wall_goes_from_district_to_district(open_as, planned):
    DistrictFactory(code="371526002", name="汇鑫街道", at=(5000, 5000), size=900)
    CompoundFactory(code="戊", name="戊家属院", at=(5200, 5200))
    page = open_as("leader", at="/progress/wall/")
    expect(page.locator("#where")).to_have_text("All districts")
    with page.expect_request(re.compile(r"district=371526001")):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#where")).to_have_text("鱼邱湖街道")
    expect(page.locator("#totals")).to_contain_text("4")
    page.get_by_role("button", name="汇鑫街道").click()
    expect(page.locator("#totals dd").first).to_have_text("1")


def test_the_wall_says_since_when_the_connection_is_lost_and_keeps_its_figures(open_as, planned):
    page = open_as("leader", at="/progress/wall/")
    page.route("**/figures.json*", lambda route: route.abort("connectionreset"))
    page.keyboard.press("ArrowRight")
    lost = page.locator("#lost")
    expect(lost).to_contain_text(re.compile(r"Connection lost since \d\d:\d\d:\d\d"))
    since = lost.text_content()
    page.wait_for_timeout(1100)
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(300)
    assert lost.text_content() == since
    expect(page.locator("#targets")).to_contain_text("/ 4")
    page.unroute("**/figures.json*")
    page.keyboard.press("ArrowRight")
    expect(lost).to_be_hidden()


def test_a_wall_that_was_signed_out_shows_no_public_figures_as_its_own(open_as, planned):
    page = open_as("leader", at="/progress/wall/")
    page.context.clear_cookies()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#lost")).to_contain_text("Signed out since")
    expect(page.locator("#targets")).to_contain_text("/ 4")


def test_a_resident_reads_stages_of_published_compounds(open_as, planned):
    Compound.objects.get(code="甲").publish()
    page = open_as(None, at="/progress/")
    expect(page.locator("table.matrix tfoot")).to_contain_text("1")
    expect(page.get_by_text("Cohort targets")).to_have_count(0)
