"""The filter panel, its chips over the map, and views kept under a name."""

import re

from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound


def open_filter(open_as, address="/", role="planner", **how):
    page = open_as(role, **how)
    if address != "/":
        page.goto(page.url.split("/?")[0].rstrip("/") + address)
    if page.locator("#tools [data-more]").is_visible():
        page.click("#tools [data-more]")
    page.click("#more-tools [data-key=filter]")
    expect(page.get_by_role("dialog", name=re.compile("Filter|筛选"))).to_be_visible()
    return page


def unfold(page, title):
    page.locator(".filter-codes summary", has_text=title).first.click()


def matches(page, n):
    expect(page.locator(".filter-count")).to_have_text(re.compile(rf"^{n} compound"))


def chips(page):
    return page.locator(".filter-chips .chip-text")


def drawn(page, code):
    return page.locator(f"path[data-code='{code}']")


def test_a_choice_narrows_map_and_count_and_stands_in_the_address(open_as):
    Compound.objects.filter(code="乙").update(stage="designed")
    page = open_filter(open_as)
    matches(page, 4)
    unfold(page, "Renovation stage")
    page.locator(".filter-panel input[value=designed]").check()
    matches(page, 1)
    expect(page).to_have_url(re.compile("stage=designed"))
    expect(chips(page)).to_have_text(["Renovation stage: Designed"])
    expect(drawn(page, "乙")).to_be_attached()
    expect(drawn(page, "甲")).not_to_be_attached()


def test_numbers_and_texts_narrow_when_the_typing_rests(open_as):
    Compound.objects.filter(code="丙").update(estimate_cny=5_000_000)
    page = open_filter(open_as)
    page.get_by_label("Estimate from").fill("4000000")
    matches(page, 1)
    expect(drawn(page, "甲")).not_to_be_attached()
    page.get_by_label("Estimate from").fill("")
    matches(page, 4)
    page.get_by_label("Name or code").fill("丁家")
    matches(page, 1)
    expect(chips(page)).to_have_text(["Name or code: “丁家”"])


def test_what_is_typed_in_two_fields_at_once_is_all_asked_for(open_as):
    Compound.objects.filter(code__in="丙丁").update(estimate_cny=5_000_000)
    page = open_filter(open_as)
    page.get_by_label("Name or code").fill("丁")
    page.get_by_label("Estimate from").fill("4000000")
    matches(page, 1)
    expect(page).to_have_url(re.compile("text=.*estimate_from=4000000"))


def test_a_chip_takes_its_filter_away_and_clear_all_takes_every_one(open_as):
    page = open_filter(open_as, "/?stage=planned&built_to=2003&class=JS")
    expect(chips(page)).to_have_count(3)
    page.get_by_role("button", name="Close the filter").click()
    page.get_by_role("button", name="Without: Completed").click()
    expect(chips(page)).to_have_count(2)
    expect(page).not_to_have_url(re.compile("built_to"))
    page.locator(".filter-chips").get_by_role("button", name="Clear all").click()
    expect(page.locator(".filter-chips")).to_be_hidden()
    expect(page).not_to_have_url(re.compile("stage=|class="))


def test_the_chips_of_a_link_are_there_without_the_panel(open_as):
    page = open_as("planner")
    page.goto(page.url.split("/?")[0].rstrip("/") + "/?reason=open:willing&cohort=first")
    expect(chips(page)).to_have_count(2)


def test_a_link_asks_for_no_more_than_is_understood_on_map_legend_and_chips(open_as):
    page = open_as("planner")
    page.goto(f"{page.url.split('?')[0]}?stage=gone,planned&district=nowhere")
    expect(page.locator(".notice.bad")).to_have_text(re.compile("Not understood: nowhere.*Not understood: gone"))
    expect(chips(page)).to_have_text(["Renovation stage: In the plan"])
    expect(page).to_have_url(re.compile(r"\?stage=planned$|\?at=[\d./]+&stage=planned$"))
    expect(page.locator("#districts [aria-pressed=true]")).to_have_text("All street offices")


def test_after_a_cut_network_the_map_shows_what_was_asked_for_meanwhile(open_as):
    page = open_as("planner", at="/")
    expect(drawn(page, "甲")).to_be_attached()
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="In the plan").uncheck()
    page.locator("#search").focus()
    page.locator("#search").fill("丁家")
    expect(page.locator(".notice.warn")).to_contain_text("trying again")
    page.wait_for_timeout(1200)
    expect(page.locator(".notice.bad")).to_have_count(0)
    page.context.set_offline(False)
    expect(page.locator("#found [role=option]")).to_have_count(1)
    expect(chips(page)).to_have_count(1)
    expect(page.locator(".notice")).to_have_count(0)


def test_the_legend_and_the_panel_are_one_filter(open_as):
    page = open_filter(open_as)
    unfold(page, "Renovation stage")
    page.locator("[data-key='stage:planned']").click()
    expect(page.locator(".filter-panel input[name=stage][value=planned]")).not_to_be_checked()
    expect(page.locator(".filter-panel input[value=designed]")).to_be_checked()


def test_the_keyboard_alone_filters_and_returns(open_as):
    page = open_as("planner")
    page.locator("#more-tools [data-key=filter]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name or code")).to_be_focused()
    page.keyboard.type("甲")
    matches(page, 1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("district=371526001"))
    page.keyboard.press("Escape")
    expect(page.locator("#more-tools [data-key=filter]")).to_be_focused()


def test_a_resident_is_offered_what_is_public_only(open_as):
    page = open_filter(open_as, role=None)
    expect(page.get_by_label("Name or code")).to_be_visible()
    expect(page.get_by_label("Estimate from")).to_have_count(0)
    expect(page.locator(".filter-panel legend")).to_have_count(1)


def test_on_a_phone_the_filter_is_a_sheet_over_the_screen(open_as):
    page = open_filter(open_as, "/?stage=planned", width=390, height=844)
    box = page.locator(".filter-panel").bounding_box()
    assert (box["x"], box["width"]) == (0, 390)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Show on the map").click()
    expect(chips(page)).to_be_in_viewport()


def views(page):
    page.click("#more-tools [data-key=views]")
    dialog = page.locator("dialog.views-dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_view_is_kept_renamed_opened_and_deleted(open_as):
    page = open_as("planner")
    home = page.url.split("/?")[0].rstrip("/")
    page.goto(home + "/?tier=basic&built_to=1995")
    dialog = views(page)
    dialog.get_by_label("Save the view shown as").fill("Before 1995")
    page.keyboard.press("Enter")
    expect(dialog.locator(".view-name")).to_have_text("Before 1995")
    link = dialog.locator(".view-name").get_attribute("href")
    dialog.get_by_role("button", name="Rename: Before 1995").click()
    question = page.locator("dialog.question")
    question.get_by_label("Name").fill("Old ones")
    question.get_by_role("button", name="Rename").click()
    expect(dialog.locator(".view-name")).to_have_text("Old ones")
    page.goto(home + "/")
    views(page).locator(".view-name").click()
    expect(page).to_have_url(re.compile("built_to=1995&tier=basic|tier=basic&built_to=1995"))
    expect(chips(page)).to_have_count(2)
    views(page).get_by_role("button", name="Delete: Old ones").click()
    question.get_by_role("button", name="Delete").click()
    expect(dialog.locator(".view-name")).to_have_count(0)
    assert page.request.get(home + link).status == 404


def test_the_filter_speaks_chinese(open_as):
    page = open_filter(open_as, "/?stage=planned", locale="zh-CN")
    expect(chips(page)).to_have_text(["改造阶段: 列入计划"])
