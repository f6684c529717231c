"""Close up each line says what it is; and what loads at first use is there when it is used."""

import re

from playwright.sync_api import expect

from tests.factories.shapes import EAST, NORTH
from tests.maps.tiles import to_degrees

CLOSE = 19
# Tenths of a second.
PATIENCE = 100
# Written pixels of the labels beside the lines.
INK = """() => {
  const canvas = document.querySelector(".network-labels");
  if (!canvas?.width) return 0;
  return canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.filter((a, i) => i % 4 === 3 && a).length;
}"""

Z_INDEX = "Number(document.querySelector('.leaflet-{}-pane').style.zIndex)"


def at(zoom):
    """The map over the town's water main."""
    lon, lat = to_degrees.transform(EAST + 110, NORTH + 50)
    return f"/?at={zoom}/{lat:.5f}/{lon:.5f}"


def written(page, wanted=True):
    """Waits until there are names beside lines, or none."""
    for _try in range(PATIENCE):
        if bool(page.evaluate(INK)) == wanted:
            return
        page.wait_for_timeout(100)
    raise AssertionError("no names" if wanted else "names")


def test_lines_are_named_close_up_and_not_further_off(open_as):
    page = open_as("planner", at=at(CLOSE))
    written(page)
    for zoom in (CLOSE - 1, CLOSE - 2):
        page.click(".leaflet-control-zoom-out")
        page.wait_for_url(re.compile(f"at={zoom}/"))
    written(page, False)


def test_a_class_that_is_switched_off_takes_its_names_with_it(open_as):
    page = open_as("planner", at=at(CLOSE))
    written(page)
    for code in ("JS", "DL"):
        page.locator(f"[data-key='class:{code}']").uncheck()
    written(page, False)


def test_what_is_typed_at_once_is_searched(open_as):
    page = open_as("planner")
    page.fill("#search", "甲家")
    expect(page.locator("#found [role=option]")).to_have_count(1)


def test_the_list_of_compounds_opens_and_puts_one_on_the_selection_list(open_as):
    page = open_as("planner")
    page.click("#side-tabs [aria-controls=list]")
    page.locator("#list").get_by_label("Select 甲家属院").check()
    expect(page.locator("#basket .amber-chip")).to_contain_text("1")
    expect(page.locator("#list tr.chosen")).to_contain_text("甲家属院")


def test_the_order_of_layers_is_changed_by_keyboard_and_kept_in_the_address(open_as):
    page = open_as("planner")
    page.locator("#legend summary", has_text="Order and strength").press("Enter")
    down = page.get_by_role("button", name="Networks: down")
    down.press("Enter")
    expect(down).to_be_focused()
    down.press("Enter")
    assert "order=compounds,ground,networks" in page.url
    page.reload()
    over = page.evaluate(f"[{', '.join(map(Z_INDEX.format, ('overlay', 'ground', 'network')))}]")
    assert over == sorted(over, reverse=True)
