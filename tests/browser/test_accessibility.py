"""axe-core finds nothing serious on any page: light and dark, Chinese and English, desk and phone."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound

from .map_states import STATES
from .sent_files import dirty_shapefile
from .test_import_street import CLERK, begin, check, place, send

AXE = Path(settings.BASE_DIR) / "node_modules/axe-core/axe.min.js"
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.any[0]?.message || ""}`).join(" | ")}`);
}"""
LIGHT = {"scheme": "light", "locale": "zh-CN", "width": 1440, "height": 900}
DARK_PHONE = {"scheme": "dark", "locale": "en-US", "width": 390, "height": 844}
AT_THE_DESK = ("map", "card", "filter", "table-and-day", "editing", "print", "measuring", "proposing")
ON_THE_PHONE = ("map", "selection", "table-and-day", "filter", "swipe", "history", "proposing")


def serious(page):
    page.wait_for_load_state("networkidle")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    return page.evaluate(RUN)


@pytest.fixture
def opened(open_as):
    def open_page(role, scheme, **how):
        page = open_as(role, **how)
        page.emulate_media(color_scheme=scheme)
        return page

    return open_page


@pytest.mark.parametrize(
    ("look", "names"), [(LIGHT, AT_THE_DESK), (DARK_PHONE, ON_THE_PHONE)], ids=["light", "dark phone"]
)
def test_every_state_of_the_map_is_accessible(opened, look, names):
    page = opened("planner", **look)
    home = page.url.split("?")[0].rstrip("/")
    faults = {}
    for name in names:
        query, act = STATES[name]
        page.goto(f"{home}/?{query.format(one='甲', two='乙')}")
        act(page)
        faults[name] = serious(page)
    assert {state: found for state, found in faults.items() if found} == {}


@pytest.mark.parametrize("look", [LIGHT, DARK_PHONE], ids=["light", "dark phone"])
def test_every_page_is_accessible(opened, look, live_server):
    page = opened("planner", at="/progress/", **look)
    faults = {}
    for at in (
        "/progress/",
        "/progress/wall/",
        "/compounds/",
        "/compounds/甲/",
        "/planning/bundles/",
        "/planning/annual/",
        "/planning/responsibility/",
        "/map/redlines/",
        "/planning/handovers/new/",
        "/planning/rights/",
        "/planning/burying/",
        "/imports/",
        "/accounts/me/",
        "/accounts/viewings/",
    ):
        page.goto(live_server.url + at)
        faults[at] = serious(page)
    assert {at: found for at, found in faults.items() if found} == {}


@pytest.mark.parametrize("look", [LIGHT, DARK_PHONE], ids=["light", "dark phone"])
def test_a_resident_and_who_signs_in_find_no_barrier(opened, look, live_server):
    Compound.objects.get(code="甲").publish()
    page = opened(None, **look)
    expect(page.locator("path[data-code='甲']")).to_be_attached()
    assert serious(page) == []
    page.goto(live_server.url + "/accounts/login/")
    assert serious(page) == []


def test_the_wizard_of_imports_is_accessible(opened, tmp_path):
    page = opened(CLERK, at="/imports/new/", **{**LIGHT, "locale": "en-US"})
    assert serious(page) == []
    send(page, dirty_shapefile(tmp_path / "x"))
    begin(page)
    expect(page.locator("#place-said > *, #match").first).to_be_visible()
    assert serious(page) == []
    place(page)
    assert serious(page) == []
    check(page)
    assert serious(page) == []


def test_axe_finds_what_is_broken(opened):
    page = opened(None, at="/accounts/login/", **LIGHT)
    page.evaluate("document.querySelector('label[for=id_username]').remove()")
    assert [fault for fault in serious(page) if fault.startswith("label:")] != []
