"""Nothing overlaps, is cut off, scrolls sideways or is too small to hit, in any state at the four sizes."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import District
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import CompoundFactory, DistrictFactory, SegmentFactory

from .map_states import STATES, tool

PROBE = (Path(__file__).parent / "layout_probe.js").read_text()
SCREENS = ((1440, 900), (1280, 720), (3840, 1080))
PHONE = {"width": 390, "height": 844}
PAGES = (
    "/progress/",
    "/compounds/",
    "/compounds/甲/",
    "/planning/bundles/",
    "/planning/annual/",
    "/planning/responsibility/",
    "/map/redlines/",
    "/planning/handovers/",
    "/planning/handovers/new/",
    "/planning/rights/",
    "/planning/burying/",
    "/imports/",
    "/imports/new/",
    "/accounts/me/",
    "/accounts/viewings/",
)
BREAKAGES = {
    "scrolls sideways": ".page { width: 200vw }",
    "cut at the side": "h1 { overflow: hidden; white-space: nowrap; width: 30px }",
    "cut below": "h1 { height: 12px; overflow: hidden }",
    "covered": ".filters { margin-top: -70px; position: relative }",
    "off the screen": ".menu { position: fixed !important; right: -40px }",
    "too small": ".button { font-size: 8px; min-height: 12px !important }",
}


@pytest.fixture
def county(town):
    """Names as long as they come, more than one district, every class of network."""
    District.objects.update(name="经济技术开发区鱼邱湖街道")
    Compound.objects.filter(code="甲").update(name="县第一中学东校区教职工家属院（南区）")
    for i, network_class in enumerate(("LD", "TX", "YS", "WS", "RL", "RQ")):
        SegmentFactory(
            code=f"N{i}", network_class=network_class, owner="power", points=((-5000, 20 + i), (9800, 20 + i))
        )
    for i in range(2, 4):
        DistrictFactory(code=f"37152600{i}", name=f"第{i}街道办事处", at=(5000 * i, 5000), size=900)
        CompoundFactory(code=f"X{i}", name=f"{i}家属院", at=(5000 * i + 200, 5200), eligible=True, stage="planned")


def broken(page):
    page.wait_for_timeout(250)  # panels find their place after a change of size
    return page.evaluate(PROBE)


def states(page, names=STATES):
    """Brings the states about one after the other."""
    home = page.url.split("?")[0].rstrip("/")
    for name in names:
        query, act = STATES[name]
        page.goto(f"{home}/?{query.format(one='甲', two='乙')}")
        act(page)
        page.wait_for_load_state("networkidle")
        yield name


def test_every_state_of_the_map_fits_every_screen(open_as, county):
    page = open_as("planner")
    faults = {}
    for name in states(page):
        for width, height in SCREENS:
            page.set_viewport_size({"width": width, "height": height})
            faults[name, width] = broken(page)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize(("locale", "names"), [("zh-CN", ("card", "selection", "swipe")), ("en-US", STATES)])
def test_every_state_of_the_map_fits_a_phone(open_as, county, locale, names):
    page = open_as("planner", locale=locale, **PHONE)
    faults = {name: broken(page) for name in states(page, names)}
    page.goto(page.url.split("?")[0])
    for sheet in ("legend", "list"):
        page.click(f"[data-sheet-of={sheet}]")
        faults[sheet] = broken(page)
    page.click("#tools [data-more]")
    faults["tools"] = broken(page)
    page.click("#tools [data-more]")
    page.click(".menu summary")
    for at in ("/", "/progress/", "/compounds/", "/planning/bundles/", "/imports/"):
        expect(page.locator(f".menu-views a[href='{at}']")).to_be_visible()
    faults["menu"] = broken(page)
    assert {where: found for where, found in faults.items() if found} == {}


def test_every_page_fits_every_size(open_as, county, live_server):
    page = open_as("planner", at="/progress/")
    faults = {}
    for at in PAGES:
        page.goto(live_server.url + at)
        for width, height in (*SCREENS, PHONE.values()):
            page.set_viewport_size({"width": width, "height": height})
            faults[at, width] = broken(page)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("locale", ["zh-CN", "en-US"])
def test_the_wall_fills_every_screen(open_as, county, locale):
    page = open_as("leader", at="/progress/wall/", locale=locale)
    for width, height in ((1920, 1080), *SCREENS):
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        expect(page.locator("#totals dd").first).to_be_visible()
        assert broken(page) == []
        lowest = page.evaluate("Math.round(document.querySelector('.rotation').getBoundingClientRect().bottom)")
        assert height - 40 < lowest <= height, (width, height)


def test_an_unbreakable_name_breaks_neither_page_nor_card_nor_the_rows_of_the_wall(open_as, county):
    longest = Compound.objects.get(code="甲")
    Compound.objects.filter(code="甲").update(name="W" * Compound._meta.get_field("name").max_length)
    plan = AnnualPlan.objects.create(year=2024, status="adopted", adopted_on=date(2024, 1, 1))
    PlannedCompound.objects.create(plan=plan, compound=longest)
    page = open_as("planner", at="/compounds/甲/", **PHONE)
    assert broken(page) == []
    home = page.url.split("/compounds/")[0]
    page.goto(f"{home}/?card=compound:甲")
    expect(page.locator("#card .close")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{home}/progress/wall/")
    expect(page.locator("#late tbody .number").first).to_be_in_viewport(ratio=1)
    assert broken(page) == []


def test_a_resident_finds_the_map_whole_on_a_phone(open_as, county):
    Compound.objects.get(code="甲").publish()
    page = open_as(None, locale="zh-CN", **PHONE)
    expect(page.locator("path[data-code='甲']")).to_be_attached()
    assert broken(page) == []
    tool(page, "time")
    expect(page.locator("#time-bar")).to_be_visible()
    assert broken(page) == []


@pytest.mark.parametrize("kind", BREAKAGES)
def test_the_probe_finds_what_is_broken(open_as, kind):
    page = open_as(None, at="/progress/")
    assert broken(page) == []
    page.evaluate(
        "(text) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet]; }",
        BREAKAGES[kind],
    )
    assert [found for found in broken(page) if kind in found] != []
