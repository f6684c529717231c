"""A street clerk sends in a dirty shapefile, mends what was left out, and sends it again until all is in."""

import re

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.models import Delivery, ImportRun
from tests.factories import DistrictFactory
from tests.factories.shapes import EAST, NORTH
from tests.interchange.wizard import work

from .sent_files import GOOD, WRONG, dirty_shapefile

MENDED = {
    "YQH-101": {"小区名称": "补名小区"},
    "YQH-001": {"编号": "YQH-105"},
    "YQH-103": {"at": (0, 1500)},
    "YQH-102": {"at": (150, 1500)},
    "YQH-104": {"建成年份": "2001"},
}
CLERK = "street-yuqiuhu"


def send(page, paths):
    page.set_input_files("#files", [str(path) for path in paths])
    page.click("#submit")
    expect(page.locator("#delivery")).to_be_visible()
    work()
    expect(page.locator(".layer").first).to_be_visible()


def begin(page, layer=0):
    article = page.locator(".layer").nth(layer)
    article.locator("select[name=kind]").select_option("compounds")
    article.locator(".start button").click()


def place(page):
    """Says where the file lies: as it states, else as the likeliest; a table of our own making is not asked about."""
    expect(page.locator("#place-said > *, #match").first).to_be_visible()
    if page.locator("#match").count():
        return
    if likeliest := page.locator("#place-said").get_by_role("button", name=re.compile("EPSG:4548")).all():
        likeliest[0].click()
    expect(page.locator("#place-save")).to_be_enabled()
    page.click("#place-save")
    expect(page.locator("#match")).to_be_visible()


def check(page):
    page.click("button[value=check]")
    expect(page.locator("#progress")).to_be_visible()
    work()
    expect(page.locator("#decision")).to_be_visible()


def again(page, name):
    """Presses a button of the result page that has the import checked once more."""
    page.get_by_role("button", name=re.compile(name)).click()
    expect(page.locator("#progress")).to_be_visible()
    work()
    expect(page.locator("#decision")).to_be_visible()


def store(page):
    page.locator("#decision summary").click()
    page.get_by_role("button", name="Yes, import").click()
    expect(page.locator("#progress")).to_be_visible()
    work()
    expect(page.locator("#taking-back")).to_be_visible()


def counts(page):
    return [int(text) for text in page.locator(".counts dd").all_inner_texts()]


def mend(path):
    """Mends each rejected row in the report's own sheet, as the clerk would."""
    book = load_workbook(path)
    sheet = book.worksheets[2]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        cells = dict(zip(headings, row, strict=True))
        for heading, value in MENDED.get(cells["编号"].value, {}).items():
            cells["WKT" if heading == "at" else heading].value = square(*value) if heading == "at" else value
    book.save(path)
    return path


def square(x, y):
    corners = [(x, y), (x + 100, y), (x + 100, y + 100), (x, y + 100), (x, y)]
    return f"POLYGON(({', '.join(f'{EAST + a} {NORTH + b}' for a, b in corners)}))"


@pytest.fixture
def clerk(open_as, tmp_path):
    """The clerk's page with the dirty shapefile sent and looked at; another street's district lies in the east."""
    DistrictFactory(code="371526002", name="汇鑫街道", at=(4000, -4000))
    page = open_as(CLERK, at="/imports/new/")
    send(page, dirty_shapefile(tmp_path / "鱼邱湖"))
    return page


def test_the_text_of_a_gbk_file_without_cpg_is_readable_and_its_missing_crs_is_said(clerk):
    expect(clerk.locator(".layer")).to_contain_text("光明1号院")
    expect(clerk.locator(".layer .facts")).to_contain_text("GB18030")
    expect(clerk.locator(".layer .state.asks")).to_be_visible()
    assert clerk.locator(".layer .facts dd").first.inner_text() == str(len(GOOD) + len(WRONG))


def test_wrong_rows_are_named_left_out_mended_and_sent_again_until_all_are_in(clerk, tmp_path):
    page, total = clerk, len(GOOD) + len(WRONG)
    begin(page)
    place(page)
    check(page)
    rejected = {row.get_attribute("data-row") for row in page.locator(".issues tr.error[data-row]").all()}
    assert {str(len(GOOD) + n) for n in range(1, len(WRONG) + 1)} <= rejected
    assert counts(page)[0] == total
    reasons = set(ImportRun.objects.get().issues.filter(severity="error").values_list("reason", flat=True))
    assert {"required", "duplicate", "overlap", "not_your_district", "out_of_range"} <= reasons
    expect(page.get_by_role("button", name="Yes, import")).to_have_count(0)
    assert Compound.objects.filter(code__startswith="YQH").count() == 0
    again(page, "Leave out")
    store(page)
    read, added, changed, unchanged, left_out = counts(page)
    assert read == total == added + changed + unchanged + left_out
    assert Compound.objects.filter(code__startswith="YQH").count() == added
    with page.expect_download() as download:
        page.get_by_role("link", name="Report as xlsx").first.click()
    download.value.save_as(tmp_path / "report.xlsx")
    page.get_by_role("link", name="Send in the mended rows").click()
    send(page, [mend(tmp_path / "report.xlsx")])
    begin(page, page.locator(".layer").count() - 1)
    place(page)
    check(page)
    assert counts(page)[-1] == 0, page.locator(".issues").inner_text()
    store(page)
    assert Compound.objects.filter(code__startswith="YQH").count() == total


def test_the_same_file_sent_again_is_recognised(clerk, tmp_path, live_server):
    clerk.goto(f"{live_server.url}/imports/new/")
    send(clerk, dirty_shapefile(tmp_path / "again" / "鱼邱湖"))
    expect(clerk.locator(".caution.big")).to_contain_text("sent in before")


def test_a_double_click_sends_once(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    page.set_input_files("#files", [str(path) for path in dirty_shapefile(tmp_path / "x")])
    page.dblclick("#submit")
    expect(page.locator("#delivery")).to_be_visible()
    assert Delivery.objects.count() == 1


def test_a_click_in_the_table_rings_the_row_on_the_map_and_a_click_on_the_map_marks_the_table(clerk):
    begin(clerk)
    place(clerk)
    check(clerk)
    clerk.locator(".issues [data-show]").first.click()
    expect(clerk.locator(".issues tr.chosen").first).to_be_visible()
    expect(clerk.locator("#map path[stroke='#ffb000']")).to_have_count(1)
    clerk.locator("#map .problem-sign").last.dispatch_event("click")
    expect(clerk.locator(".leaflet-popup-content")).to_contain_text("Row")


def test_overlaps_are_accepted_with_a_reason_that_is_kept(clerk):
    begin(clerk)
    place(clerk)
    check(clerk)
    before = counts(clerk)
    clerk.locator(".accept summary").first.click()
    clerk.locator(".accept textarea").first.fill("2020 年实测，双方认可")
    again(clerk, "^Accept")
    expect(clerk.locator("#reasons")).to_contain_text("2020 年实测，双方认可")
    assert counts(clerk)[-1] < before[-1]
    assert "2020 年实测，双方认可" in ImportRun.objects.get().instructions["accepted"].values()
