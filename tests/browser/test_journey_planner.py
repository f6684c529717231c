"""A planner from the search to a frozen bundle, in Chinese by mouse."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.planning.models import Bundle
from tests.browser.journeys import no_english_left
from tests.browser.planner_steps import (
    FILTER,
    KNOWN,
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


def search(page):
    page.locator("#search").click()
    page.locator("#search").press_sequentially("yjsy")
    page.get_by_role("option", name=re.compile("乙家属院")).click()
    expect(page.locator("#card h2")).to_have_text("乙家属院")
    no_english_left(page, *KNOWN)


def narrow(page):
    tool(page, "filter").click()
    panel = page.get_by_role("dialog", name="筛选")
    for name, code in FILTER.items():
        box = panel.locator(f"input[name={name}][value='{code}']")
        panel.locator("details", has=page.locator(f"[name={name}]")).locator("summary").click()
        box.check()
    no_english_left(page, *KNOWN)
    button(panel, "在地图上查看").click()
    filtered(page)


def read_the_table(page):
    tool(page, "table").click()
    page.locator("[data-key='sort:estimate_cny']").click()
    rows_are(page, "丙甲丁乙")
    page.locator("tr[data-id=丙] td").nth(2).click()
    expect(page.locator("#card h2")).to_have_text("丙家属院")
    expect(drawn(page, "丙")).to_be_in_viewport()
    no_english_left(page, *KNOWN)
    page.get_by_label("关闭属性表").click()


def select(page):
    page.locator(".leaflet-control-zoom-out").click()
    expect(page).to_have_url(re.compile("at=17/"))
    page.locator("[data-tool=pick]").click()
    drawn(page, "甲").click(force=True)
    is_selected(page, "甲")
    drawn(page, "乙").click(modifiers=["Shift"], force=True)
    is_selected(page, "甲乙")
    page.locator("[data-tool=grow]").click()
    is_selected(page, "甲乙丙")
    expect(page.locator("#basket")).to_contain_text("连成一片")
    no_english_left(page, *KNOWN)


def suppose(page):
    """Without the road between them 丁 is a neighbour."""
    tool(page, "what-if").click()
    panel = page.locator(".what-if")
    panel.get_by_label("官道街").check()
    panel.locator("[name=because]").fill("天桥已建成")
    button(panel, "试算").click()
    expect(page.locator("#basket .offer", has_text="丁家属院")).to_be_visible()
    no_english_left(page, *KNOWN)
    button(panel, "结束假设").click()
    expect(page.locator("#basket .offer", has_text="丁家属院")).to_have_count(0)


def compare(page):
    dialog = page.locator("dialog.alternatives")
    for letter, name in (("A", "三院一片"), ("B", "两院")):
        tool(page, "alternatives").click()
        button(dialog, "保存当前选取").click()
        dialog.get_by_label(f"方案 {letter} 的名称").fill(name)
        dialog.get_by_label(f"方案 {letter} 的名称").press("Tab")
        if letter == "A":
            dialog.get_by_label("关闭").click()
            tool(page, "undo").click()
            is_selected(page, "甲乙")
    households(dialog, "户数")
    expect(dialog.locator("figcaption")).to_have_text([re.compile("A · 三院一片"), re.compile("B · 两院")])
    no_english_left(page, *KNOWN)
    dialog.get_by_label("关闭").click()
    tool(page, "redo").click()
    is_selected(page, "甲乙丙")
    page.reload()
    is_selected(page, "甲乙丙")


def freeze(page):
    basket, dialog = page.locator("#basket"), page.locator("dialog[open]")
    page.get_by_role("tab", name="待选清单").click()
    expect(basket).to_contain_text("连成一片")
    button(basket, "存为联动改造单元草稿").click()
    no_english_left(page, *KNOWN)
    button(dialog, "保存").click()
    button(basket, "定稿").click()
    button(dialog, "定稿").click()
    is_frozen(page)
    page.reload()
    page.get_by_role("tab", name="待选清单").click()
    is_frozen(page)
    is_selected(page, "甲乙丙")


def take_away(page):
    tool(page, "table").click()
    rows_are(page, "丙甲丁乙")
    page.locator(".table-menus summary", has_text="导出").click()
    with page.expect_download() as sent:
        page.get_by_role("button", name=re.compile("^Excel")).click()
    holds_what_is_shown(sent.value, "丙甲丁乙")
    page.get_by_label("关闭属性表").click()
    tool(page, "print").click()
    dialog = page.get_by_role("dialog", name="打印")
    dialog.get_by_label("图名").fill("甲乙丙联动改造")
    expect(dialog.get_by_role("status")).to_contain_text("1:")
    no_english_left(page, *KNOWN, Bundle.objects.get().number)
    with page.expect_download() as sent:
        button(dialog, "生成 PDF").click()
    is_a_print(sent.value, "甲乙丙联动改造", "列入计划", "4")
    button(dialog, "关闭").click()


def look_back(page):
    """Surveyed in 2016, so that the filter of the planned has none of them but the selected."""
    tool(page, "time").click()
    page.locator("#time-bar input[type=date]").fill("2016-09-01")
    page.locator("#time-bar input[type=date]").blur()
    expect(drawn(page, "甲")).to_have_attribute("aria-label", re.compile("①"))
    expect(drawn(page, "丁")).to_have_count(0)
    expect(page).to_have_url(re.compile("date=2016-09-01"))
    no_english_left(page, *KNOWN, Bundle.objects.get().number)
    button(page.locator("#time-bar"), "当前").click()
    expect(drawn(page, "甲")).to_have_attribute("aria-label", re.compile("③"))


def test_a_planner_makes_a_bundle_in_chinese_by_mouse(open_as, varied):
    page = open_as("planner", locale="zh-CN")
    search(page)
    narrow(page)
    read_the_table(page)
    select(page)
    suppose(page)
    compare(page)
    freeze(page)
    take_away(page)
    look_back(page)
