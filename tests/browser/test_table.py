"""The attribute table under the map: filter, sort, pages, selection, totals, exports; by mouse, keyboard and phone."""

import io
import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.maps import table


@pytest.fixture
def estimates(town):
    """甲 1,000.10 to 丁 4,000.40 CNY."""
    for i, code in enumerate("甲乙丙丁", start=1):
        Compound.objects.filter(code=code).update(estimate_cny=f"{i}000.{i}0")


def open_table(open_as, address="/", role="planner", **how):
    page = open_as(role, **how)
    if address != "/":
        page.goto(page.url.split("/?")[0].rstrip("/") + address)
    if page.locator("#tools [data-more]").is_visible():
        page.click("#tools [data-more]")
    page.click("#more-tools [data-key=table]")
    expect(page.locator(".table-panel table, .table-panel .hint").first).to_be_visible()
    return page


def codes(page):
    return [row.get_attribute("data-id") for row in page.locator(".grid tbody tr").all()]


def has(page, *expected):
    expect(page.locator(".grid tbody tr")).to_have_count(len(expected))
    expect(page.locator(".grid tbody tr").first).to_have_attribute("data-id", expected[0])
    assert codes(page) == list(expected)


def column(page, name):
    """The cells below a heading, and their total."""
    headings = [each.inner_text().strip(" ▲▼\n") for each in page.locator(".grid thead tr > *").all()]
    place = headings.index(name)
    cells = [row.locator("> *").nth(place).inner_text() for row in page.locator(".grid tbody tr").all()]
    return cells, page.locator(".grid tfoot tr > *").nth(place).inner_text()


def sort(page, key):
    with page.expect_response(re.compile("/map/table/")):
        page.click(f"[data-key='sort:{key}']")


def test_the_rows_follow_the_filter(open_as, estimates):
    Compound.objects.filter(code="乙").update(stage="designed")
    page = open_table(open_as, "/?stage=planned")
    has(page, "丁", "丙", "甲")
    page.get_by_role("button", name="Without: Renovation stage").click()
    has(page, "丁", "丙", "乙", "甲")


def test_a_heading_sorts_up_then_down_then_not_at_all(open_as, estimates):
    page = open_table(open_as)
    for order, ways in (("甲乙丙丁", "ascending"), ("丁丙乙甲", "descending"), ("丁丙乙甲", "none")):
        sort(page, "estimate_cny")
        expect(page.locator("th:has([data-key='sort:estimate_cny'])")).to_have_attribute("aria-sort", ways)
        has(page, *order)


def test_pages_go_on_and_back_and_to_a_number(open_as, estimates, monkeypatch):
    monkeypatch.setattr(table, "PAGE_SIZE", 3)
    page = open_table(open_as)
    has(page, "丁", "丙", "乙")
    page.get_by_role("button", name="Next page").click()
    has(page, "甲")
    expect(page.locator(".table-range")).to_have_text("4–4 of 4")
    page.get_by_role("button", name="Page before").click()
    has(page, "丁", "丙", "乙")
    page.get_by_label("Page", exact=True).fill("9")
    page.keyboard.press("Enter")
    has(page, "甲")


def test_what_is_ticked_in_the_table_is_selected_on_the_map_and_back(open_as, estimates):
    page = open_table(open_as)
    page.get_by_role("checkbox", name="On the selection list: 甲家属院").check()
    expect(page.locator("#basket .amber-chip")).to_contain_text("1")
    expect(page.locator("tr[data-id=甲]")).to_have_class(re.compile("chosen"))
    page.click("[data-tool=pick]")
    page.locator("path[data-code='乙']").click(force=True)
    expect(page.locator("tr[data-id=乙] input")).to_be_checked()
    page.get_by_role("checkbox", name="All rows of this page").check()
    expect(page.locator("#basket .amber-chip")).to_contain_text("4")


def test_a_row_opens_its_card_and_is_shown_on_the_map(open_as):
    page = open_table(open_as)
    page.locator("tr[data-id=丙] td").nth(2).click()
    expect(page.locator("#card h2")).to_have_text("丙家属院")
    expect(page).to_have_url(re.compile("card=compound:"))
    expect(page.locator("tr[data-id=丙]")).to_have_class(re.compile("open"))


def test_a_pipe_opens_its_card(open_as):
    page = open_table(open_as)
    page.get_by_role("tab", name="Pipes and cables").click()
    page.get_by_role("button", name="W-SECRET").click()
    expect(page).to_have_url(re.compile(r"card=segment:\d+"))
    expect(page.locator("#card h2")).to_be_visible()


def test_only_what_lies_in_the_view_is_listed_on_demand(open_as):
    page = open_table(open_as, "/?card=compound:甲")
    has(page, *sorted("甲乙丙丁"))
    page.locator("tr[data-id=甲] td").nth(2).click()
    page.wait_for_timeout(600)
    with page.expect_response(re.compile("/map/table/.*bbox=")):
        page.get_by_label("In the view", exact=True).check()
    expect(page.locator("tr[data-id=丁]")).to_have_count(0)
    expect(page.locator("tr[data-id=甲]")).to_have_count(1)


def test_totals_are_the_same_in_table_summary_and_workbook(open_as, estimates):
    page = open_table(open_as, "/?estimate_from=2000")
    sort(page, "estimate_cny")
    has(page, *"乙丙丁")
    cells, total = column(page, "Estimate (CNY)")
    assert (cells, total) == (["2,000.20", "3,000.30", "4,000.40"], "9,000.90")
    told = page.evaluate("fetch('/map/summary.json?estimate_from=2000').then((answer) => answer.json())")
    assert told["totals"]["estimate_cny"] == 9000.9
    page.locator(".table-menus summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Excel").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()), data_only=True)
    values = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    named = [value for value in values if value in [f"{code}家属院" for code in "甲乙丙丁"]]
    assert named == ["乙家属院", "丙家属院", "丁家属院"]
    assert any(value == 9000.9 for value in values if isinstance(value, int | float))


@pytest.mark.parametrize("ending", ["GeoPackage", "GeoJSON", "Shapefile, GBK", "Shapefile, UTF-8"])
def test_every_kind_of_file_is_written(open_as, ending):
    page = open_table(open_as)
    page.locator(".table-menus summary", has_text="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=ending).click()
    assert download.value.path().stat().st_size > 100


def test_chosen_columns_outlive_a_reload(open_as):
    page = open_table(open_as)
    page.locator(".table-menus summary", has_text="Columns").click()
    page.get_by_role("checkbox", name="Land area").check()
    expect(page.get_by_role("columnheader", name="Land area (m²)")).to_be_visible()
    page.get_by_role("checkbox", name="District", exact=True).uncheck()
    expect(page.locator("[data-key='sort:district']")).to_have_count(0)
    page.reload()
    page.click("#more-tools [data-key=table]")
    expect(page.get_by_role("columnheader", name="Land area (m²)")).to_be_visible()
    expect(page.locator("[data-key='sort:district']")).to_have_count(0)


def test_the_keyboard_alone_sorts_opens_selects_and_leaves(open_as, estimates):
    page = open_as("planner")
    page.locator("#more-tools [data-key=table]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Old compounds")).to_be_focused()
    page.locator("[data-key='sort:estimate_cny']").focus()
    with page.expect_response(re.compile("/map/table/")):
        page.keyboard.press("Enter")
    has(page, *"甲乙丙丁")
    expect(page.locator("[data-key='sort:estimate_cny']")).to_be_focused()
    page.locator("[data-key='pick:甲']").focus()
    page.keyboard.press("Space")
    expect(page.locator("#basket .amber-chip")).to_contain_text("1")
    page.keyboard.press("Tab")
    expect(page.locator("[data-key='row:甲']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("甲家属院")
    page.get_by_role("separator", name="Height of the table").focus()
    before = page.locator(".table-panel").bounding_box()["height"]
    page.keyboard.press("ArrowUp")
    assert page.locator(".table-panel").bounding_box()["height"] > before
    page.keyboard.press("Escape")
    expect(page.locator(".table-panel")).to_be_hidden()
    expect(page.locator("#more-tools [data-key=table]")).to_be_focused()


def test_the_edge_is_dragged(open_as):
    page = open_table(open_as)
    box = page.locator(".table-handle").bounding_box()
    before = page.locator(".table-panel").bounding_box()["height"]
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] - 95, steps=4)
    page.mouse.up()
    assert page.locator(".table-panel").bounding_box()["height"] == pytest.approx(before + 100, abs=8)


def test_on_a_phone_the_table_takes_the_screen_and_scrolls_within_itself(open_as):
    page = open_table(open_as, width=390, height=844)
    box = page.locator(".table-panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert box["height"] > 700
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    expect(page.get_by_role("button", name="Close the table")).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="Close the table").click()
    expect(page.locator("#map")).to_be_in_viewport()


def test_a_resident_reads_what_is_public_and_selects_nothing(open_as):
    Compound.objects.filter(code__in="甲乙").update(published_at="2026-01-01T00:00Z")
    page = open_table(open_as, role=None)
    has(page, *sorted("甲乙"))
    expect(page.locator(".grid input")).to_have_count(0)
    expect(page.get_by_role("tab", name="Pipes and cables")).to_have_count(0)
    expect(page.locator("[data-key='sort:estimate_cny']")).to_have_count(0)
    expect(page.locator("#more-tools [data-key=views]")).to_have_count(0)


def test_the_table_speaks_chinese(open_as, estimates):
    page = open_table(open_as, locale="zh-CN")
    expect(page.get_by_role("tab", name="老旧小区")).to_be_visible()
    cells, total = column(page, "估算投资 (CNY)")
    assert total == "10,001.00"
    assert page.locator(".grid tfoot th").inner_text() == "合计"


def test_rows_that_did_not_come_can_be_asked_for_again(open_as, estimates):
    page = open_table(open_as)
    refused = {"status": 422, "content_type": "application/json", "body": '{"error": "Not now."}'}
    page.route("**/map/table/**", lambda route: route.fulfill(**refused), times=1)
    sort(page, "code")
    problem = page.locator(".table-panel").get_by_role("alert")
    expect(problem).to_contain_text("Not now.")
    problem.get_by_role("button", name="Try again").click()
    expect(problem).to_be_hidden()
    has(page, "丁", "丙", "乙", "甲")
