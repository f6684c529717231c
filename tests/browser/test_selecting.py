"""Many compounds at once: by rectangle, lasso and likeness; back and forth; alternatives beside each other."""

import re

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from tests.factories import CompoundFactory


def compound(page, code):
    return page.locator(f"#map .leaflet-overlay-pane path[data-code='{code}']")


def open_at(open_as, address, role="planner"):
    page = open_as(role)
    page.goto(page.url.split("/?")[0].rstrip("/") + address)
    return page


def tool(page, name):
    return page.locator("#more-tools").get_by_role("button", name=name, exact=True)


def draw(page, name):
    tool(page, name).click()
    expect(page.locator(".map-hint")).to_be_visible()


def middle(page, code):
    box = compound(page, code).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def is_selected(page, *codes):
    expect(page.locator("#basket .amber-chip")).to_contain_text(str(len(codes)))
    for code in codes:
        expect(compound(page, code)).to_have_attribute("aria-pressed", "true")


def drag(page, *places):
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
    page.mouse.up()


def around(page, first, last, by=8):
    """The corners of a box around the middles of two compounds."""
    (x0, y0), (x1, y1) = middle(page, first), middle(page, last)
    return (x0 - by, min(y0, y1) - by), (x1 + by, max(y0, y1) + by)


def test_a_rectangle_selects_those_whose_middle_lies_inside(open_as):
    page = open_at(open_as, "/?basket=甲,乙,丙,丁")
    is_selected(page, *"甲乙丙丁")
    draw(page, "Rectangle")
    drag(page, *around(page, "甲", "丙"))
    is_selected(page, *"甲乙丙")
    expect(compound(page, "丁")).to_have_attribute("aria-pressed", "false")


def test_an_area_is_added_with_shift_and_taken_away_by_choice(open_as):
    page = open_at(open_as, "/?card=compound:乙&basket=甲")
    is_selected(page, "甲")
    draw(page, "Rectangle")
    corners = around(page, "乙", "丙")
    page.keyboard.down("Shift")
    drag(page, *corners)
    page.keyboard.up("Shift")
    is_selected(page, *"甲乙丙")
    page.get_by_label("Take away").check()
    drag(page, *around(page, "甲", "乙"))
    is_selected(page, "丙")


def test_a_lasso_leaves_out_what_it_goes_around(open_as):
    page = open_at(open_as, "/?basket=甲,乙,丙")
    is_selected(page, *"甲乙丙")
    draw(page, "Lasso")
    (ax, ay), (bx, by), (cx, cy) = (middle(page, code) for code in "甲乙丙")
    up, low = min(ay, by, cy) - 60, max(ay, by, cy) + 12
    drag(
        page,
        (ax - 12, up),
        (cx + 12, up),
        (cx + 12, low),
        (cx - 12, low),
        (cx - 12, by - 30),
        (ax + 12, by - 30),
        (ax + 12, low),
        (ax - 12, low),
    )
    is_selected(page, *"甲丙")


def test_the_keyboard_alone_selects_all_in_view_and_leaves_the_tool(open_as):
    page = open_as("planner")
    expect(compound(page, "甲")).to_be_visible()
    tool(page, "Rectangle").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("New selection")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    is_selected(page, *"甲乙丙丁")
    page.keyboard.press("Escape")
    expect(page.get_by_label("New selection")).to_have_count(0)


def test_only_what_the_filter_shows_is_selected(open_as):
    Compound.objects.filter(code="乙").update(household_count=900)
    page = open_at(open_as, "/?households_to=500&basket=甲")
    is_selected(page, "甲")
    expect(compound(page, "乙")).to_have_count(0)
    draw(page, "Rectangle")
    page.get_by_role("button", name="All in view").click()
    is_selected(page, *"甲丙丁")


def test_more_than_can_be_weighed_are_refused_with_their_number(open_as):
    for n in range(198):
        CompoundFactory(at=(-2000 + 110 * (n % 20), 300 + 110 * (n // 20)))
    page = open_at(open_as, "/?at=15/36.86500/116.21500&basket=甲")
    is_selected(page, "甲")
    draw(page, "Rectangle")
    page.get_by_role("button", name="All in view").click()
    expect(page.locator(".notice.bad")).to_contain_text("202 compounds; at most 200")
    is_selected(page, "甲")


def test_all_like_this_asks_what_they_share(open_as):
    CompoundFactory(code="戊", name="戊家属院", at=(0, 200), stage="surveyed")
    page = open_at(open_as, "/?card=compound:甲")
    tool(page, "All like this").click()
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("甲家属院")
    expect(dialog.get_by_label("Stage: ")).to_be_checked()
    dialog.get_by_role("button", name="Select").click()
    is_selected(page, *"甲乙丙丁")


def test_shift_click_adds_whatever_the_tool(open_as):
    page = open_at(open_as, "/?basket=甲")
    is_selected(page, "甲")
    compound(page, "乙").click(modifiers=["Shift"], force=True)
    is_selected(page, *"甲乙")


def test_undo_and_redo_walk_through_the_selections_and_survive_a_reload(open_as):
    page = open_at(open_as, "/?basket=甲")
    is_selected(page, "甲")
    compound(page, "乙").click(modifiers=["Shift"], force=True)
    is_selected(page, *"甲乙")
    page.reload()
    is_selected(page, *"甲乙")
    page.keyboard.press("Control+z")
    is_selected(page, "甲")
    expect(compound(page, "乙")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+Shift+Z")
    is_selected(page, *"甲乙")
    expect(tool(page, "Redo the selection")).to_be_disabled()
    tool(page, "Undo the selection").click()
    is_selected(page, "甲")


@pytest.mark.parametrize("role", ["utility", None])
def test_who_does_not_weigh_selections_has_no_tools_for_them(open_as, role):
    page = open_as(role)
    expect(tool(page, "Measure")).to_be_visible()
    expect(tool(page, "Rectangle")).to_have_count(0)
    expect(page.locator("#more-tools")).not_to_contain_text(re.compile("Undo|Alternatives|What if"))


def keep(page, name):
    tool(page, "Alternatives").click()
    dialog = page.locator("dialog.alternatives")
    dialog.get_by_role("button", name="Keep the present selection").click()
    letter = dialog.locator("thead .letter").last.inner_text()
    dialog.get_by_label(f"Name of alternative {letter}").fill(name)
    dialog.get_by_label(f"Name of alternative {letter}").press("Tab")
    return dialog


def row(dialog, name):
    return dialog.locator("tbody tr", has=dialog.page.get_by_role("rowheader", name=name, exact=True)).locator("td")


def test_alternatives_are_compared_on_twin_maps_restored_and_deleted(open_as):
    page = open_at(open_as, "/?basket=甲,乙")
    is_selected(page, *"甲乙")
    keep(page, "two by the river")
    page.keyboard.press("Escape")
    compound(page, "丙").click(modifiers=["Shift"], force=True)
    is_selected(page, *"甲乙丙")
    dialog = keep(page, "three")
    expect(row(dialog, "Compounds")).to_have_text(["2", "3"])
    expect(row(dialog, "Households")).to_have_text(["200", "300"])
    expect(row(dialog, "Bundles")).to_have_text(["1", "1"])
    expect(dialog.locator("figcaption")).to_have_text(["A · two by the river · 2 compounds", "B · three · 3 compounds"])
    expect(dialog.locator(".twin-map").first.locator("path[data-code='丙']")).to_have_attribute("aria-pressed", "false")
    expect(dialog.locator(".twin-map").last.locator("path[data-code='丙']")).to_have_attribute("aria-pressed", "true")
    page.reload()
    tool(page, "Alternatives").click()
    dialog.get_by_role("button", name="Restore: A").click()
    is_selected(page, *"甲乙")
    tool(page, "Alternatives").click()
    dialog.get_by_role("button", name="Delete: A").click()
    expect(row(dialog, "Compounds")).to_have_text(["3"])


def test_the_twin_maps_move_together(open_as):
    page = open_at(open_as, "/?basket=甲")
    is_selected(page, "甲")
    keep(page, "one")
    page.keyboard.press("Escape")
    compound(page, "乙").click(modifiers=["Shift"], force=True)
    is_selected(page, *"甲乙")
    dialog = keep(page, "two")
    before = dialog.locator(".twin-map").last.locator("path[data-code='甲']").bounding_box()
    box = dialog.locator(".twin-map").first.bounding_box()
    drag(page, (box["x"] + 300, box["y"] + 60), (box["x"] + 220, box["y"] + 90))
    moved = "(x) => document.querySelectorAll('.twin-map')[1].querySelector('path').getBoundingClientRect().x !== x"
    page.wait_for_function(moved, arg=before["x"])
    # The map may still be gliding: both are read at one moment.
    page.wait_for_function(
        """() => {
          const left = (map) => map.querySelector("path[data-code='甲']").getBoundingClientRect().x - map.getBoundingClientRect().x;
          const [first, last] = [...document.querySelectorAll(".twin-map")].map(left);
          return Math.abs(first - last) < 2;
        }"""
    )


def test_what_if_a_barrier_were_none_needs_a_reason_and_is_never_frozen(open_as):
    page = open_at(open_as, "/?basket=丙,丁")
    expect(page.locator("#basket")).to_contain_text("2 separate pieces")
    page.locator("#basket").get_by_role("button", name="Save as a draft bundle").click()
    page.locator("dialog[open]").get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Freeze")).to_be_enabled()
    tool(page, "What if").click()
    panel = page.locator(".what-if")
    panel.get_by_label("官道街").check()
    panel.get_by_role("button", name="Try it").click()
    expect(page.locator("#basket")).to_contain_text("2 separate pieces")
    panel.get_by_label("Why a barrier may be ignored").fill("天桥已建成")
    panel.get_by_role("button", name="Try it").click()
    expect(page.locator("#basket")).to_contain_text("One connected piece")
    expect(panel).to_contain_text("Supposed, cannot be frozen")
    expect(page.get_by_role("button", name="Freeze")).to_be_disabled()
    page.reload()
    expect(panel).to_contain_text("Supposed, cannot be frozen")
    expect(panel.get_by_label("官道街")).to_be_checked()
    expect(panel.get_by_label("Why a barrier may be ignored")).to_have_value("天桥已建成")
    expect(page.locator("#basket")).to_contain_text("One connected piece")
    expect(page.locator(".supposed-note")).to_contain_text("end the supposition first")
    panel.get_by_role("button", name="End the supposition").click()
    expect(page.locator("#basket")).to_contain_text("2 separate pieces")
    expect(page.get_by_role("button", name="Freeze")).to_be_enabled()


def test_what_if_the_gap_were_wider_by_keyboard_alone(open_as):
    page = open_at(open_as, "/?basket=甲")
    expect(page.locator("#basket .offer")).to_have_count(1)
    tool(page, "What if").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Largest gap (m)")).to_be_focused()
    page.keyboard.type("150")
    page.keyboard.press("Enter")
    expect(page.locator("#basket .offer")).to_have_count(2)
    expect(page).to_have_url(re.compile("gap_m=150"))
    page.go_back()
    expect(page.locator("#basket .offer")).to_have_count(1)
    expect(page.get_by_label("Largest gap (m)")).to_have_value("")
