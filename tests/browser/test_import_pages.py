"""Every page of the importer on a phone and in Chinese; and when the network is cut."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.interchange.models import Delivery
from tests.interchange.wizard import work

from .sent_files import dirty_shapefile
from .test_import_street import CLERK, begin, check, place, send

PHONE = {"width": 390, "height": 844}
# Formats, projections and accounts have the same name in every language; so have codes in capitals.
SAME_IN_CHINESE = {
    "shapefile", "geopackage", "geojson", "excel", "javascript", "google", "earth", "gauss", "kruger", "degree", "english", "big",
    "shp", "shx", "dbf", "prj", "cpg", "xlsx", "csv", "zip", "gpkg", "json", "kml", "kmz", "dxf", "street", "yuqiuhu",
}  # fmt: skip
VISIBLE_TEXT = """() => {
  const same = "script, style, noscript, code, .sample, .leaflet-control, option[value^=EPSG], .path, .languages";
  const said = [document.title];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest(same)) said.push(walk.currentNode.textContent);
  }
  for (const name of ["aria-label", "placeholder", "title"])
    for (const each of document.querySelectorAll(`[${name}]`)) if (!each.closest(same)) said.push(each.getAttribute(name));
  return said.map((text) => text.trim()).filter(Boolean);
}"""


def assert_fits(page, where):
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{where} is {wide} px too wide"


# What a thumb must hit: everything that acts but words within a sentence.
TARGETS = """() => [...document.querySelectorAll("main .button, main select, main summary, main input[type=text], main input:not([type])")]
  .filter((each) => each.offsetParent && !each.closest(".leaflet-control, .visually-hidden, .scripted-only"))
  .map((each) => [each.textContent.trim().slice(0, 30) || each.name, Math.round(each.getBoundingClientRect().height)])
  .filter(([, height]) => height < 44)"""


def not_chinese(page):
    """Texts on the page that hold a word of another language."""
    return [text for text in page.evaluate(VISIBLE_TEXT) if any(map(is_foreign, re.findall("[A-Za-z]{3,}", text)))]


def is_foreign(word):
    return not word.isupper() and word.casefold() not in SAME_IN_CHINESE


@pytest.fixture
def phone(open_as):
    return open_as(CLERK, at="/imports/new/", locale="zh-CN", **PHONE)


def test_every_page_fits_a_phone_and_speaks_chinese(phone, tmp_path, live_server):
    seen = {}

    def look(where):
        assert_fits(phone, where)
        assert phone.evaluate(TARGETS) == [], where
        seen[where] = not_chinese(phone)

    for path in ("/imports/", "/imports/templates/", "/imports/new/"):
        phone.goto(live_server.url + path)
        look(path)
    phone.set_input_files("#files", [str(path) for path in dirty_shapefile(tmp_path / "鱼邱湖")])
    look("chosen files")
    phone.click("#submit")
    expect(phone.locator("#busy")).to_be_visible()
    look("being looked at")
    work()
    expect(phone.locator(".layer")).to_be_visible()
    look("delivery")
    begin(phone)
    expect(phone.locator("#place")).to_be_visible()
    look("place")
    place(phone)
    phone.locator(".rest > summary").click()
    look("match")
    check(phone)
    look("checked")
    phone.locator("#decision button[name=good_rows]").click()
    expect(phone.locator("#progress")).to_be_visible()
    look("progress")
    work()
    expect(phone.locator("#decision summary")).to_be_visible()
    phone.locator("#decision summary").click()
    look("confirming")
    phone.locator("#decision .confirm button").click()
    expect(phone.locator("#progress")).to_be_visible()
    work()
    expect(phone.locator("#taking-back")).to_be_visible()
    look("stored")
    phone.goto(live_server.url + "/imports/")
    look("list")
    assert {where: texts for where, texts in seen.items() if texts} == {}


def test_an_upload_that_is_cut_off_says_so_and_is_sent_again(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    page.set_input_files("#files", [str(path) for path in dirty_shapefile(tmp_path / "x")])
    page.route("**/imports/new/", lambda route: route.abort("connectionreset"))
    page.click("#submit")
    expect(page.locator("#problem")).to_contain_text("Nothing was stored")
    expect(page.locator(".chosen li")).to_have_count(3)
    page.unroute("**/imports/new/")
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#delivery")).to_be_visible()


def test_an_upload_is_stopped_and_the_choice_stays(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    page.set_input_files("#files", [str(path) for path in dirty_shapefile(tmp_path / "x")])
    page.route("**/imports/new/", lambda route: None)  # never answered
    page.click("#submit")
    page.click("#stop")
    expect(page.locator("#problem")).to_contain_text("Cancelled. Nothing was stored.")
    expect(page.locator(".chosen li")).to_have_count(3)
    assert Delivery.objects.count() == 0


def test_a_page_that_waits_says_when_the_connection_is_lost_and_recovers_by_itself(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    page.set_input_files("#files", [str(path) for path in dirty_shapefile(tmp_path / "x")])
    page.click("#submit")
    expect(page.locator("#busy")).to_be_visible()
    page.route("**/state.json", lambda route: route.abort("connectionreset"))
    expect(page.locator("#lost")).to_contain_text("The connection is lost")
    work()
    page.unroute("**/state.json")
    expect(page.locator(".layer")).to_be_visible()


def test_without_a_shapefiles_parts_the_page_says_which_are_wanting(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    parts = dirty_shapefile(tmp_path / "x")
    page.set_input_files("#files", [str(path) for path in parts if path.suffix == ".shp"])
    expect(page.locator("#chosen .caution")).to_contain_text(".shx, .dbf")


def test_a_field_that_is_missing_is_said_at_the_top_with_the_way_to_it(open_as, tmp_path):
    page = open_as(CLERK, at="/imports/new/")
    send(page, dirty_shapefile(tmp_path / "x"))
    begin(page)
    place(page)
    page.locator("[name=heading-code]").select_option("")
    page.click("button[value=check]")
    alert = page.locator(".problem[role=alert]")
    expect(alert).to_contain_text("Nothing was checked yet")
    alert.get_by_role("link").click()
    expect(page.locator("#heading-code")).to_be_in_viewport()


def test_a_resident_and_a_desk_find_no_importer(open_as, live_server):
    page = open_as("enforcement")
    assert page.request.get(f"{live_server.url}/imports/").status == 404
    expect(page.locator("a[href='/imports/']")).to_have_count(0)
