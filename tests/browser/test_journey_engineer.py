"""An engineer of the water company with its lines, by mouse in Chinese."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.engineer import (
    KNOWN,
    at_the_map,
    button,
    drawn,
    entry,
    holds_own_lines_alone,
    is_a_print,
    lay_lines,
    says_nothing_of_others,
    tool,
)  # fmt: skip
from tests.browser.ground import spot
from tests.browser.journeys import no_english_left

pytestmark = pytest.mark.django_db(transaction=True)


def read_the_legend(page):
    """Own metres in full, the others' where they are disclosed; a class is switched off and on."""
    button(page.locator("#legend"), "全部").click()
    expect(button(page.locator("#legend"), "全部")).to_have_attribute("aria-pressed", "true")
    expect(entry(page, "给水")).to_contain_text("730 m")
    expect(entry(page, "电力")).to_contain_text("240 m")
    no_english_left(page, *KNOWN)
    power = page.locator("[data-key='class:DL']")
    power.uncheck()
    expect(page).to_have_url(re.compile("class=JS"))
    page.mouse.click(*spot(page, (50, 60)))
    expect(page.locator("#card h2")).to_have_text("甲家属院")
    power.check()
    expect(page).not_to_have_url(re.compile("class="))


def click_on_lines(page):
    """The power line answers inside the disclosed ground and says little; outside there is none."""
    card = page.locator("#card")
    page.mouse.click(*spot(page, (50, 60)))
    expect(card.locator("h2")).to_have_text("电力")
    expect(card).to_contain_text("仅显示对本单位开放的内容。")
    expect(card.get_by_role("definition").filter(has_text="240.0 m")).to_be_visible()
    says_nothing_of_others(page)
    no_english_left(page, *KNOWN)
    page.mouse.click(*spot(page, (255, 50)))
    expect(card.locator("h2")).to_have_text("给水")
    page.mouse.click(*spot(page, (265, 60)))
    expect(card.locator("h2")).to_have_text("丙家属院")


def filter_lines(page):
    tool(page, "filter").click()
    panel = page.get_by_role("dialog", name="筛选")
    panel.get_by_label("敷设年份 止").fill("1990")
    panel.get_by_label("材质").fill("灰口")
    panel.locator("summary", has_text="权属单位").click()
    panel.locator("input[name=owner][value=water]").check()
    no_english_left(page, *KNOWN)
    button(panel, "在地图上查看").click()
    expect(page.locator(".filter-chip")).to_have_count(3)
    expect(entry(page, "给水")).to_contain_text("200 m")


def read_the_table(page):
    tool(page, "table").click()
    page.get_by_role("tab", name="管线").click()
    rows = page.locator(".grid tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("W-OLD")
    button(page, "全部清除").click()
    expect(rows).to_have_count(3)
    for first in ("W-OLD", "W-SECRET"):
        page.locator("[data-key='sort:metres']").click()
        expect(rows.first).to_contain_text(first)
    expect(page.locator(".grid tfoot")).to_contain_text("970")
    no_english_left(page, *KNOWN)
    rows.filter(has_text="W-SECRET").locator("td").last.click()
    expect(rows.filter(has_text="W-SECRET")).to_have_class(re.compile("open"))
    expect(page.locator("#card")).to_contain_text("0.35MPa")
    expect(page.locator("#card")).to_contain_text("县水务集团")
    no_english_left(page, *KNOWN)


def export(page):
    page.locator(".table-menus summary", has_text="导出").click()
    with page.expect_download() as sent:
        page.get_by_role("button", name=re.compile("^Excel")).click()
    holds_own_lines_alone(sent.value)
    no_english_left(page, *KNOWN)
    page.get_by_label("关闭属性表").click()


def draw_a_line(page, valve):
    """Its end snaps to the valve; the line is on record and in the history."""
    at_the_map(page)
    tool(page, "draw").click()
    panel = page.locator("#edit")
    with page.expect_response("**/map/edit/near.json*"):
        button(panel, "管线").click()
    page.mouse.move(*spot(page, (90, 20)))
    page.mouse.click(*spot(page, (90, 20)))
    near = spot(page, (152, 111))
    page.mouse.move(*near, steps=6)
    expect(panel.locator(".edit-size")).to_have_text(re.compile(r"^10[78]\.\d m$"))
    page.mouse.dblclick(*near)
    panel.get_by_label("类别").select_option("JS")
    panel.get_by_label("材质").fill("PE")
    panel.get_by_label("文件依据").fill("竣工图 2026-11")
    no_english_left(page, *KNOWN)
    button(panel, "保存").click()
    expect(panel.locator(".edit-message")).to_have_text("已保存。", timeout=15_000)
    assert drawn().route.coords[-1] == valve.position.coords
    assert drawn().owner.code == "water"


def change_it_and_take_that_back(page):
    panel = page.locator("#edit")
    panel.get_by_label("材质").fill("球墨铸铁")
    with page.expect_response("**/change/"):
        button(panel, "保存").click()
    expect(panel.get_by_label("材质")).to_have_value("球墨铸铁")
    button(panel, "撤销我的上次修改").click()
    button(page.get_by_role("dialog"), "撤销").click()
    expect(panel.get_by_label("材质")).to_have_value("PE")
    panel.get_by_label("结束绘制").click()


def look_back(page):
    page.mouse.click(*spot(page, (120, 65.5)))
    expect(page.locator("#card h2")).to_have_text("给水")
    button(page.locator("#card"), "变更记录").click()
    panel = page.locator("#edit")
    entries = panel.locator(".history > li")
    expect(entries).to_have_count(3)
    expect(entries.first).to_contain_text("县水务集团")
    expect(entries.nth(1)).to_contain_text("已撤销")
    no_english_left(page, *KNOWN, drawn().code)
    button(entries.last, "在图上看变更前后").click()
    expect(page.locator("path[stroke='#1b7f3b']")).to_be_visible()
    panel.get_by_label("关闭").click()


def measure(page):
    """From the main to the old branch: thirty metres."""
    tool(page, "measure").click()
    hint = page.locator(".map-hint")
    expect(hint).to_be_visible()
    for at in ((110, 50), (110, 80)):
        page.mouse.click(*spot(page, at))
    page.mouse.move(*spot(page, (110, 80)))
    expect(hint.locator("output b")).to_have_text(re.compile(r"^(29\.[5-9]|30\.[0-5]) m$"))
    no_english_left(page, *KNOWN, drawn().code)
    button(hint, "完成").click()


def print_it(page):
    tool(page, "print").click()
    dialog = page.get_by_role("dialog", name="打印")
    dialog.locator("[name=title]").fill("甲乙给水")
    expect(dialog.get_by_role("status")).to_contain_text("1:")
    no_english_left(page, *KNOWN, drawn().code)
    with page.expect_download() as sent:
        button(dialog, "生成 PDF").click()
    is_a_print(sent.value, "甲乙给水")


def test_an_engineer_reads_draws_and_takes_away_its_lines_in_chinese_by_mouse(open_as):
    valve = lay_lines()
    page = open_as("water", locale="zh-CN")
    at_the_map(page)
    read_the_legend(page)
    click_on_lines(page)
    filter_lines(page)
    read_the_table(page)
    export(page)
    draw_a_line(page, valve)
    change_it_and_take_that_back(page)
    look_back(page)
    measure(page)
    print_it(page)
