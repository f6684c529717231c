"""A street clerk in the compound with a phone, by touch in Chinese."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from tests.browser.clerk import NAME, a_colleague_changes, area, button, cut, found_the_next_street, here
from tests.browser.conftest import PASSWORD
from tests.browser.ground import spot
from tests.browser.journeys import no_english_left

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
MOST_OF_THE_SCREEN, TARGET_PX = 0.46, 44
LOW = """elements => elements.filter((each) => each.checkVisibility() && !each.closest("p, li.low"))
  .map((each) => [each.closest("label.tick, .pick") || each, each])
  .filter(([around]) => Math.round(around.getBoundingClientRect().height) < %d)
  .map(([around, each]) => `${each.outerHTML.slice(0, 90)} ${around.getBoundingClientRect().height}`)"""


def touch_drag(page, at, to):
    """A finger from one place to another."""
    phone = page.context.new_cdp_session(page)
    (x, y), (goal_x, goal_y) = spot(page, at), spot(page, to)
    steps = [(x + (goal_x - x) * n / 8, y + (goal_y - y) * n / 8) for n in range(9)]
    for n, (left, top) in enumerate(steps):
        kind = "touchMove" if n else "touchStart"
        phone.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": left, "y": top}]})
    phone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    phone.detach()


def signed_in(open_as):
    page = open_as(None, **PHONE, **here())
    page.locator(".topbar details.menu summary").tap()
    page.get_by_role("link", name="登录").tap()
    page.get_by_label("用户名").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    no_english_left(page)
    button(page, "登录").tap()
    page.locator("#map").wait_for()
    return page


def find(page, name):
    page.locator("#search").tap()
    page.locator("#search").fill(name[:2])
    page.get_by_role("option", name=name).tap()
    expect(page.locator("#card h2")).to_have_text(name)
    no_english_left(page, NAME)


def is_fit_for_a_thumb(page):
    """The sheet leaves the map its half; what is to be tapped is large enough; nothing runs off to the side."""
    sheet = page.locator(".task").bounding_box()
    assert page.viewport_size["height"] - sheet["y"] <= MOST_OF_THE_SCREEN * page.viewport_size["height"] + 1
    tapped = page.locator(".task, .sheet-tabs, #tools, .topbar").locator(
        "button, summary, input:not([type=hidden]), select, a"
    )
    assert tapped.evaluate_all(LOW % TARGET_PX) == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def correct(page):
    """The boundary goes out twenty metres; a colleague has moved it meanwhile, and both are shown."""
    button(page, "修改").tap()
    panel = page.locator("#edit")
    expect(page.locator(".marker-icon").first).to_be_visible()
    is_fit_for_a_thumb(page)
    colleague = a_colleague_changes((100, 90))
    touch_drag(page, (0, 100), (0, 120))
    touch_drag(page, (100, 100), (100, 120))
    expect(panel.locator(".edit-size")).to_contain_text(re.compile("11,[89]|12,[012]"))
    button(panel, "保存").tap()
    conflict = panel.locator(".edit-conflict")
    expect(conflict).to_contain_text("同事已先保存了此对象")
    expect(conflict).to_contain_text(f"{colleague.organisation.name} · 统筹")
    expect(conflict).to_contain_text("9,000 m²")
    expect(page.locator("path.edit-theirs")).to_be_visible()
    expect(page.locator("path.edit-shape")).to_be_visible()
    assert area() == pytest.approx(9_000, abs=1)
    no_english_left(page, NAME)
    button(conflict, "以我的版本覆盖").tap()
    expect(panel.locator(".edit-message")).to_have_text("已保存。", timeout=15_000)
    assert area() == pytest.approx(12_000, abs=300)
    panel.get_by_label("结束绘制").tap()


def record(page):
    page.locator("#card summary", has_text="登记下一阶段：设计").tap()
    form = page.locator("#card details[open] form")
    is_fit_for_a_thumb(page)
    form.get_by_label("自", exact=True).fill("2026-03-01")
    form.get_by_label("至", exact=True).fill("2026-03-01")
    form.get_by_label("佐证材料").fill("设计合同 2026-17")
    no_english_left(page, NAME)
    button(form, "保存记录").tap()
    expect(page.locator("#card summary", has_text="登记下一阶段：招标")).to_be_visible()
    assert Compound.objects.get(code="甲").stage == "designed"


def look_back(page):
    """Who, when, before and after; both outlines on the map."""
    button(page, "变更记录").tap()
    panel = page.locator("#edit")
    expect(panel.get_by_role("heading", name="甲家属院的变更记录")).to_be_visible()
    entries = panel.locator(".history > li")
    expect(entries.first).to_contain_text("鱼邱湖街道办事处")
    expect(entries.first).to_contain_text("设计合同 2026-17")
    mine, theirs = (entries.filter(has=page.get_by_role("button", name="在图上看变更前后")).nth(n) for n in range(2))
    expect(mine).to_contain_text("鱼邱湖街道办事处")
    expect(theirs).to_contain_text("统筹")
    button(mine, "在图上看变更前后").tap()
    for colour in ("#b3261e", "#1b7f3b"):
        expect(page.locator(f"path[stroke='{colour}']")).to_be_visible()
    is_fit_for_a_thumb(page)
    no_english_left(page, NAME)
    panel.get_by_label("关闭").tap()


def locate(page):
    button(page, "工具").tap()
    button(page, "我的位置").tap()
    expect(page.locator(".notice")).to_contain_text("定位误差约 24 m")
    no_english_left(page, NAME)


def save_through_a_cut_network(page):
    button(page, "详情").tap()
    button(page, "修改").tap()
    panel = page.locator("#edit")
    panel.get_by_label("户数").fill("120")
    cut(page)
    button(panel, "保存").tap()
    expect(panel.locator(".edit-message")).to_contain_text("网络已中断")
    page.unroute("**/map/edit/**")
    page.reload()
    button(page, "修改").tap()
    expect(panel.locator(".edit-message")).to_contain_text("已恢复")
    expect(panel.get_by_label("户数")).to_have_value("120")
    no_english_left(page, NAME)
    button(panel, "保存").tap()
    expect(panel.locator(".edit-message")).to_have_text("已保存。", timeout=15_000)
    assert Compound.objects.get(code="甲").household_count == 120
    panel.get_by_label("结束绘制").tap()


def test_a_clerk_on_the_phone_corrects_a_compound_and_loses_nothing_in_chinese_by_touch(open_as):
    found_the_next_street()
    page = signed_in(open_as)
    find(page, "甲家属院")
    is_fit_for_a_thumb(page)
    correct(page)
    record(page)
    look_back(page)
    locate(page)
    save_through_a_cut_network(page)
    find(page, "戊家属院")
    expect(button(page, "变更记录")).to_be_visible()
    expect(button(page, "修改")).to_have_count(0)
    expect(page.locator("#card summary", has_text="登记")).to_have_count(0)
