"""More compounds than are drawn one by one: they come as tiles, and everything is done with them all the same."""
import re

import pytest
from playwright.sync_api import expect

from geo_renovation.maps import tiles
from tests.browser.ground import address, spot

pytestmark = pytest.mark.django_db(transaction=True)
MIDDLE = {"甲": (50, 50), "乙": (170, 50), "丙": (290, 50), "丁": (410, 50)}
CENTRE = (230, 50)
PLANNED, SURVEYED = (0x28, 0x54, 0xC4), (0xDD, 0xE3, 0xE8)


@pytest.fixture(autouse=True)
def few_are_too_many(monkeypatch):
    monkeypatch.setattr(tiles, "MOST_FEATURES", 3)


def at_address(open_as, where):
    page = open_as("planner")
    # Without lines, which are hit before the compounds they lie under.
    page.goto(page.url.split("/?")[0].rstrip("/") + where + "&class=-")
    page.wait_for_load_state("networkidle")
    return page


def at_zoom(open_as, zoom, more=""):
    return at_address(open_as, address(zoom=zoom, middle=CENTRE) + more)


def colour(page, at, pane="overlay"):
    """What a pane's tiles show at a place, without its transparency."""
    return page.evaluate(
        """([x, y, pane]) => {
          for (const canvas of document.querySelectorAll(`.leaflet-${pane}-pane canvas.leaflet-tile`)) {
            const { left, top, width, height } = canvas.getBoundingClientRect();
            const [u, v] = [(x - left) / width, (y - top) / height];
            if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
            const [r, g, b, a] = canvas.getContext("2d").getImageData(u * canvas.width, v * canvas.height, 1, 1).data;
            if (a) return [r, g, b];
          }
        }""",
        [*spot(page, at), pane],
    )


def shows(page, code, wanted, pane="overlay"):
    for _ in range(50):
        found = colour(page, MIDDLE[code], pane)
        if found and max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 6:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{code} is {found}, not {wanted}")


def basket(page, *codes):
    page.wait_for_function(
        "(codes) => (new URLSearchParams(location.search).get('basket') || '').split(',').sort().join() === codes",
        arg=",".join(sorted(codes)),
    )
    expect(page.locator("#basket .amber-chip")).to_contain_text(str(len(codes)))


def far_out(page):
    for zoom in (16, 15):
        page.get_by_role("button", name="Zoom out").click()
        expect(page).to_have_url(re.compile(f"at={zoom}/"))


def drawn_around(page, tool, corners):
    page.get_by_role("button", name=tool, exact=True).click()
    expect(page.locator(".map-hint")).to_be_visible()
    page.mouse.move(*spot(page, corners[0]))
    page.mouse.down()
    for corner in corners[1:]:
        page.mouse.move(*spot(page, corner), steps=4)
    page.mouse.up()
    page.get_by_role("button", name="Done").click()


def test_far_out_the_pointer_opens_selects_and_draws_around_what_tiles_show(open_as):
    page = at_zoom(open_as, 15)
    shows(page, "甲", PLANNED)
    page.mouse.click(*spot(page, MIDDLE["甲"]))
    expect(page.locator("#card h2")).to_have_text("甲家属院")
    for code in "乙丙":
        page.keyboard.down("Shift")
        page.mouse.click(*spot(page, MIDDLE[code]))
        page.keyboard.up("Shift")
    basket(page, "乙", "丙")
    expect(page.locator(".leaflet-rings-pane path[stroke='#ffb000']")).to_be_visible()
    drawn_around(page, "Rectangle", [(-20, -20), (240, 120)])
    basket(page, "甲", "乙")
    drawn_around(page, "Lasso", [(230, 120), (480, 120), (480, -20), (230, -20)])
    basket(page, "丙", "丁")
    page.get_by_role("button", name="All like this").click()
    page.get_by_role("dialog").get_by_role("button", name="Select").click()
    basket(page, *MIDDLE)
    page.get_by_role("button", name="Alternatives").click()
    page.get_by_role("button", name="Keep the present selection").click()
    expect(page.locator(".twin-map path[stroke='#ffb000']").first).to_be_visible()


def test_a_proposal_is_locked_on_tiles_and_drawn_over_them(open_as):
    page = at_zoom(open_as, 15)
    shows(page, "甲", PLANNED)
    page.click("#more-tools [data-key='proposals']")
    panel = page.locator("#proposals")
    panel.get_by_label("Cost from").fill("400")
    panel.get_by_role("button", name="Out", exact=True).click()
    page.mouse.click(*spot(page, MIDDLE["丙"]))
    expect(panel.locator(".proposal-chips")).to_contain_text("丙")
    panel.get_by_role("button", name="Propose bundles").click()
    expect(panel.locator(".proposal-bundles > li")).to_have_count(1)
    expect(page.locator("#map .proposal-badge.number")).to_have_count(1)
    page.mouse.click(*spot(page, MIDDLE["乙"]))
    expect(panel.locator(".current")).to_contain_text("乙家属院")
    expect(page.locator(".leaflet-rings-pane path[stroke='#ffb000']")).to_be_visible()


def test_close_up_they_are_walked_with_the_arrow_keys_named_and_listed(open_as):
    page = at_zoom(open_as, 17)
    one = page.locator(".leaflet-overlay-pane path[data-code='甲']")
    expect(one).to_have_attribute("aria-label", re.compile("甲家属院.*③"))
    one.focus()
    for code in "乙丙丁":
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"path[data-code='{code}']")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#card h2")).to_have_text("丁家属院")
    expect(page.locator(".compound-label", has_text="乙家属院")).to_be_visible()
    page.get_by_role("tab", name="Compound list").click()
    expect(page.locator("#list tbody tr")).to_have_count(4)
    far_out(page)
    expect(page.locator("#list tbody tr")).to_have_count(0)
    expect(page.locator(".leaflet-overlay-pane path[data-code]")).to_have_count(0)


def test_a_link_that_selects_shows_where(open_as):
    page = at_address(open_as, "/?basket=丙,丁")
    expect(page).to_have_url(re.compile(r"at=1[67]/"))
    expect(page.locator("path[data-code='丁']")).to_have_attribute("aria-pressed", "true")


def test_time_passes_over_tiles_without_asking_for_them_again(open_as):
    page = at_zoom(open_as, 15, "&date=2016-09-01")
    shows(page, "甲", SURVEYED)
    expect(page.locator("#time-bar .time-counts i")).to_have_text([re.compile("4")])
    asked = []
    page.on("request", lambda request: "/tiles/compounds" in request.url and asked.append(request.url))
    page.get_by_role("button", name="Play").click()
    shows(page, "甲", PLANNED)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Compare two days").click()
    page.locator(".time-against input").fill("2016-10-01")
    page.locator(".time-against input").blur()
    shows(page, "丁", SURVEYED, pane="against")
    assert not [url for url in asked if "date" in url]
    page.get_by_role("button", name="Now").click()
    shows(page, "甲", PLANNED)


def test_the_filter_narrows_tiles_and_what_is_drawn_one_by_one_alike(open_as):
    page = at_zoom(open_as, 17, "&text=甲")
    expect(page.locator("path[data-code]")).to_have_count(1)
    far_out(page)
    shows(page, "甲", PLANNED)
    assert colour(page, MIDDLE["乙"]) is None
