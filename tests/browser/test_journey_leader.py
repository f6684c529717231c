"""A leader from the progress to the wall and the map: by mouse in Chinese, and in English with the keyboard alone."""

import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.browser.journeys import account, go_to, no_english_left, press, sign_in_by_keyboard
from tests.factories import CompoundFactory, DistrictFactory, TownAreaFactory
from tests.maps.pdf_reading import text_of

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "leader-1"
TURN_MS = 15_000


@pytest.fixture
def late(town):
    """Two of five are in the plan of 2024, which is over; 戊 alone is of the second cohort and in another district."""
    TownAreaFactory(name="城东", at=(5000, 5000), size=900)
    DistrictFactory(code="371526002", name="汇鑫街道", at=(5000, 5000), size=900)
    CompoundFactory(code="戊", name="戊家属院", at=(5200, 5200), eligible=True, stage="accepted", completion_year=2003)
    plan = AnnualPlan.objects.create(year=2024, status="adopted", adopted_on=date(2024, 1, 1))
    for compound in Compound.objects.filter(code__in="甲乙"):
        PlannedCompound.objects.create(plan=plan, compound=compound)


def button(within, name):
    return within.get_by_role("button", name=name, exact=True)


def drawn(page):
    return page.locator("#map .leaflet-overlay-pane path[data-code]")


def targets(page):
    """Renovated and needed of both cohorts as the page says them."""
    lines = page.locator(".target .big").all_inner_texts()
    return [tuple(int(n) for n in re.findall(r"\d+", line)) for line in lines]


def matrix_total(page):
    return page.locator("table.matrix tfoot td").last


def days_late(page):
    """Since the last day of 2024."""
    days = (date.today() - date(2024, 12, 31)).days
    rows = page.locator("section[aria-labelledby=late-head] details").first.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("td").last).to_have_text(re.compile(rf"^{days:,}$|^{days - 1:,}$|^{days + 1:,}$"))


def says_the_figures_of(page, brief, book):
    """Targets and total, in print and in the workbook as on the page."""
    text = text_of(brief)
    cells = [
        c
        for sheet in load_workbook(io.BytesIO(book), data_only=True)
        for row in sheet.iter_rows(values_only=True)
        for c in row
    ]
    assert str(page.locator("time").first.get_attribute("datetime")) in text
    for renovated, needed in targets(page):
        assert f"{renovated}/{needed}" in text
        assert {renovated, needed} <= set(cells)
    assert int(matrix_total(page).inner_text()) in cells


def content_of(sent):
    return sent.value.path().read_bytes()


def read(page):
    assert targets(page) == [(0, 4), (1, 1)]
    expect(matrix_total(page)).to_have_text("5")
    days_late(page)
    expect(page.locator("[data-chart=burn_up] canvas")).to_be_visible()
    no_english_left(page, NAME)


def follow_a_figure(page):
    """The late of 2024, two of them; then back."""
    page.locator("section[aria-labelledby=late-head] h3").first.get_by_role("link", name="2").click()
    page.wait_for_url(re.compile(r"/\?plan_year=2024&stage=none,"))
    expect(drawn(page)).to_have_count(2)
    no_english_left(page, NAME)
    page.go_back()
    matrix_total(page).get_by_role("link", name="5").click()
    expect(drawn(page)).to_have_count(5)
    page.go_back()


def narrow(page):
    form = page.locator("#progress-filter")
    form.locator("[name=district]").select_option("371526001")
    button(form, "查看").click()
    page.wait_for_url(re.compile("district=371526001"))
    expect(matrix_total(page)).to_have_text("4")
    form.locator("[name=date]").fill("2016-12-31")
    button(form, "查看").click()
    page.wait_for_url(re.compile("date=2016-12-31"))
    expect(page.locator(".as-of")).to_contain_text("2016-12-31")
    expect(page.locator("table.matrix tfoot td").nth(1)).to_have_text("4")
    no_english_left(page, NAME)
    form.locator(".act a").click()
    expect(matrix_total(page)).to_have_text("5")


def take_away(page):
    with page.expect_download() as brief:
        page.get_by_role("link", name="简报（PDF）").click()
    with page.expect_download() as book:
        page.get_by_role("link", name="工作簿（xlsx）").click()
    says_the_figures_of(page, content_of(brief), content_of(book))


def watch_the_wall(page):
    """It turns by itself; without a connection it keeps its figures and says so."""
    page.clock.install()
    page.get_by_role("link", name="大屏", exact=True).click()
    where, lost = page.locator("#where"), page.locator("#lost")
    expect(page.locator("#totals dd").first).to_have_text("5")
    no_english_left(page, NAME)
    page.clock.fast_forward(TURN_MS)
    expect(where).to_have_text("鱼邱湖街道")
    expect(page.locator("#totals dd").first).to_have_text("4")
    page.context.set_offline(True)
    page.clock.fast_forward(TURN_MS)
    expect(lost).to_be_visible()
    expect(page.locator("#totals dd").first).to_have_text("4")
    no_english_left(page, NAME)
    page.context.set_offline(False)
    page.clock.fast_forward(TURN_MS)
    expect(lost).to_be_hidden()
    page.get_by_role("link", name="退出大屏").click()


def compare_two_days(page):
    page.get_by_role("link", name="在地图上查看").click()
    page.locator("#more-tools [data-key=swipe]").click()
    divider = page.get_by_role("separator", name="两个日期之间的分隔线")
    expect(divider).to_be_focused()
    page.locator("#time-bar input[type=date]").first.fill("2016-09-01")
    page.locator("#time-bar input[type=date]").first.blur()
    expect(page.locator(".swipe-date").first).to_have_text("2016-09-01")
    expect(page.locator(".leaflet-against-pane path")).to_have_count(5)
    box, area = page.locator(".swipe-grip").bounding_box(), page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] / 4, box["y"], steps=4)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", re.compile("^2[456]$"))
    no_english_left(page, NAME)


def test_a_leader_reads_the_progress_in_chinese_by_mouse(open_as, late):
    page = open_as("leader", at="/progress/", locale="zh-CN")
    read(page)
    follow_a_figure(page)
    narrow(page)
    take_away(page)
    watch_the_wall(page)
    compare_two_days(page)


def follow_a_figure_by_keyboard(page):
    press(page, page.locator("section[aria-labelledby=late-head] h3").first.get_by_role("link", name="2"))
    page.wait_for_url(re.compile(r"/\?plan_year=2024&stage=none,"))
    expect(drawn(page)).to_have_count(2)
    page.go_back()
    page.wait_for_url("**/progress/")


def narrow_by_keyboard(page):
    form = page.locator("#progress-filter")
    go_to(page, form.locator("[name=district]"))
    page.keyboard.press("ArrowDown")
    press(page, button(form, "Show"))
    page.wait_for_url(re.compile("district=371526001"))
    expect(matrix_total(page)).to_have_text("4")
    go_to(page, form.locator("[name=date]"))
    page.keyboard.type("12312016")
    press(page, button(form, "Show"))
    page.wait_for_url(re.compile("date=2016-12-31"))
    expect(page.locator("table.matrix tfoot td").nth(1)).to_have_text("4")
    press(page, page.get_by_role("link", name="Clear"))
    expect(matrix_total(page)).to_have_text("5")


def take_away_by_keyboard(page):
    sent = []
    for name in ("Brief (PDF)", "Workbook (xlsx)"):
        go_to(page, page.get_by_role("link", name=name))
        with page.expect_download() as download:
            page.keyboard.press("Enter")
        sent.append(content_of(download))
    says_the_figures_of(page, *sent)


def watch_the_wall_by_keyboard(page):
    press(page, page.get_by_role("link", name="Wall", exact=True))
    where, lost = page.locator("#where"), page.locator("#lost")
    expect(where).to_have_text("All districts")
    page.keyboard.press("Space")
    expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowRight")
    expect(where).to_have_text("鱼邱湖街道")
    page.context.set_offline(True)
    page.keyboard.press("ArrowRight")
    expect(lost).to_contain_text("Connection lost since")
    page.context.set_offline(False)
    page.keyboard.press("ArrowRight")
    expect(lost).to_be_hidden()
    expect(page.locator("#totals dd").first).to_have_text("5")
    press(page, page.get_by_role("link", name="Leave"))


def compare_two_days_by_keyboard(page):
    press(page, page.get_by_role("link", name="On the map"))
    press(page, page.locator("#more-tools [data-key=swipe]"))
    divider = page.get_by_role("separator", name="Divider between the two days")
    expect(divider).to_be_focused()
    page.keyboard.press("PageDown")
    expect(divider).to_have_attribute("aria-valuenow", "60")
    go_to(page, page.locator("#time-bar input[type=range]"), by="Shift+Tab")
    page.keyboard.press("Home")
    expect(page.locator(".swipe-date").first).to_have_text(re.compile("^2016-"))
    expect(page.locator(".leaflet-against-pane path")).to_have_count(5)


def test_a_leader_reads_the_progress_in_english_by_keyboard(open_as, late):
    account("leader", NAME)
    page = open_as(None, width=1280, height=720)
    sign_in_by_keyboard(page, NAME)
    press(page, page.get_by_role("navigation", name="Views").get_by_role("link", name="Progress"), by="Shift+Tab")
    page.wait_for_url("**/progress/")
    follow_a_figure_by_keyboard(page)
    narrow_by_keyboard(page)
    take_away_by_keyboard(page)
    watch_the_wall_by_keyboard(page)
    compare_two_days_by_keyboard(page)
