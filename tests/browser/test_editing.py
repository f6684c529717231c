"""Drawing and changing on the map: a clerk and a colleague at one boundary, an engineer's own line."""
import re

import pytest
from playwright.sync_api import expect

from geo_renovation.accounts.models import Revision
from geo_renovation.compounds.actions.drawing import COMPOUND, redraw
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.models import Barrier
from geo_renovation.utilities.models import Segment
from tests.browser.ground import address, drag, lon_lat, spot
from tests.factories import BuildingFactory, NodeFactory, UserFactory
from tests.factories.drawings import area_json, request_number

pytestmark = pytest.mark.django_db(transaction=True)
CLERK = "street-yuqiuhu"


def at_the_map(open_as, role, card="", **size):
    page = open_as(role, **size)
    page.goto(page.url.split("?")[0].rstrip("/") + address(card))
    return page


def opened(page, name="Change it"):
    page.get_by_role("button", name=name, exact=True).click()
    panel = page.locator("#edit")
    expect(panel.get_by_role("button", name="Save", exact=True)).to_be_visible()
    expect(page.locator(".marker-icon").first).to_be_visible()
    return panel


def saved(panel):
    expect(panel.locator(".edit-message")).to_have_text("Saved.", timeout=15_000)


def area(code="甲"):
    return Compound.objects.get(code=code).boundary.area


def a_colleague_changes(at, size):
    planner = UserFactory(role="planner", post="统筹")
    row = Compound.objects.get(code="甲")
    redraw(
        drawable=COMPOUND, pk=row.pk, state=COMPOUND.state(row), geometry=area_json(at, size), by=planner,
        request=request_number(),
    )  # fmt: skip
    return planner


def test_a_clerk_moves_a_boundary_that_a_colleague_changed_meanwhile_and_sees_both(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    colleague = a_colleague_changes((0, 0), (100, 90))
    drag(page, (0, 100), (0, 110))
    drag(page, (100, 100), (100, 110))
    expect(panel.locator(".edit-size")).to_contain_text(re.compile("10,9|11,0"))
    panel.get_by_role("button", name="Save", exact=True).click()
    conflict = panel.locator(".edit-conflict")
    expect(conflict).to_contain_text(f"{colleague.organisation.name} · 统筹")
    expect(conflict).to_contain_text("9,000 m²")
    expect(page.locator("path.edit-theirs")).to_be_visible()
    expect(page.locator("path.edit-shape")).to_be_visible()
    assert area() == pytest.approx(9_000, abs=1)
    conflict.get_by_role("button", name="Save mine over theirs").click()
    saved(panel)
    assert area() == pytest.approx(11_000, abs=120)
    theirs, mine = Revision.objects.order_by("id")
    assert mine.shape_before == theirs.shape_after


def test_theirs_is_taken_when_the_clerk_says_so(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    a_colleague_changes((0, 0), (100, 90))
    drag(page, (0, 100), (0, 110))
    panel.get_by_role("button", name="Save", exact=True).click()
    panel.get_by_role("button", name="Take theirs").click()
    expect(panel.locator(".edit-size")).to_contain_text("9,000 m²")
    assert area() == pytest.approx(9_000, abs=1)
    assert Revision.objects.count() == 1


def test_what_was_not_saved_survives_a_cut_network_and_a_reload(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    drag(page, (0, 100), (0, 110))
    page.route("**/map/edit/**", lambda route: route.abort("connectionreset"))
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel.locator(".edit-message")).to_contain_text("network is cut")
    page.unroute("**/map/edit/**")
    page.reload()
    panel = opened(page)
    expect(panel.locator(".edit-message")).to_contain_text("is restored")
    expect(panel.locator(".edit-size")).to_contain_text(re.compile("10,[45]"))
    panel.get_by_role("button", name="Save", exact=True).click()
    saved(panel)
    assert area() == pytest.approx(10_500, abs=60)


def test_a_save_whose_answer_was_lost_is_done_once_however_often_it_is_sent(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    drag(page, (0, 100), (0, 110))

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    page.route("**/change/", lose, times=1)
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel.locator(".edit-message")).to_contain_text("network is cut")
    panel.get_by_role("button", name="Save", exact=True).dblclick()
    saved(panel)
    assert Revision.objects.count() == 1


def test_an_end_that_a_colleagues_change_forestalled_shows_both_versions(open_as):
    page = at_the_map(open_as, "planner", "compound:甲")
    panel = opened(page)
    a_colleague_changes((0, 0), (100, 90))
    panel.get_by_role("button", name="End it").click()
    page.get_by_role("dialog").get_by_role("button", name="End it").click()
    expect(panel.locator(".edit-conflict")).to_contain_text("9,000 m²")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert Compound.objects.get(code="甲").ended_on is None


def test_a_boundary_that_leaves_a_building_outside_is_saved_once_it_is_said_why(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    BuildingFactory(compound=Compound.objects.get(code="甲"), at=(10, 86), size=(60, 12))
    drag(page, (0, 100), (0, 80))
    drag(page, (100, 100), (100, 80))
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel.get_by_role("alert")).to_contain_text("1 of its buildings")
    panel.get_by_label("Reason").fill("北楼属邻院")
    panel.get_by_role("button", name="Save", exact=True).click()
    saved(panel)
    assert Revision.objects.get().reason == "北楼属邻院"


def test_an_engineer_draws_a_line_to_its_own_node_and_takes_it_back(open_as):
    node = NodeFactory(code="V1", owner="water", at=(150, 100))
    page = at_the_map(open_as, "water")
    page.get_by_role("button", name="Draw", exact=True).click()
    with page.expect_response("**/map/edit/near.json*"):
        page.locator("#edit").get_by_role("button", name="Pipe or cable").click()
    page.mouse.move(*spot(page, (90, 20)))
    page.mouse.click(*spot(page, (90, 20)))
    near = spot(page, (152, 101))
    page.mouse.move(*near, steps=6)
    expect(page.locator(".edit-size")).to_have_text(re.compile(r"^(99\.[5-9]|100\.[0-5]) m$"))
    page.mouse.dblclick(*near)
    panel = page.locator("#edit")
    panel.get_by_label("Class").select_option("JS")
    panel.get_by_label("Document it rests on").fill("竣工图 2026-11")
    panel.get_by_role("button", name="Save", exact=True).click()
    saved(panel)
    line = Segment.objects.get(code__startswith="segment-")
    assert line.route.coords[-1] == node.position.coords
    assert line.owner.code == "water"
    panel.get_by_role("button", name="Take my last change back").click()
    page.get_by_role("dialog").get_by_role("button", name="Take it back").click()
    expect(panel.get_by_role("heading", name="Draw")).to_be_visible()
    line.refresh_from_db()
    assert line.ended_on is not None


def test_a_boundary_is_changed_and_its_history_read_with_the_keyboard_alone(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    button = page.get_by_role("button", name="Change it", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#edit")
    panel.locator("summary").focus()
    page.keyboard.press("Enter")
    latitudes = panel.get_by_label("Latitude")
    expect(latitudes).to_have_count(4)
    _lon, north = lon_lat((0, 110))
    for at in range(4):
        field = latitudes.nth(at)
        if float(field.input_value()) > lon_lat((0, 50))[1]:
            field.fill(f"{north:.6f}")
            page.keyboard.press("Tab")
    expect(panel.locator(".edit-size")).not_to_contain_text("10,000 m²")
    panel.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    saved(panel)
    assert area() == pytest.approx(11_000, abs=60)
    panel.get_by_role("button", name="Stop drawing").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="History", exact=True).focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading")).to_contain_text("History of 甲家属院")
    panel.get_by_role("button", name="Before and after on the map").focus()
    page.keyboard.press("Enter")
    expect(page.locator("path[stroke='#1b7f3b']")).to_be_visible()
    expect(page.locator("path[stroke='#b3261e']")).to_be_visible()


def test_an_overlap_is_told_with_its_place_on_the_map(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    panel = opened(page)
    drag(page, (100, 100), (140, 90))
    panel.get_by_role("button", name="Save", exact=True).click()
    expect(panel.locator(".edit-message")).to_contain_text("乙家属院")
    expect(page.locator("path[stroke='#d0021b']")).to_be_visible()
    assert area() == pytest.approx(10_000, abs=1)


def test_a_planner_joins_two_compounds_takes_it_back_and_cuts_one_in_two(open_as):
    page = at_the_map(open_as, "planner", "compound:甲")
    with page.expect_response("**/map/edit/near.json*"):
        panel = opened(page)
    question = page.get_by_role("dialog")
    panel.get_by_role("button", name="Join with a neighbour").click()
    question.get_by_label("Neighbour").select_option(label="乙家属院")
    question.get_by_role("button", name="Join").click()
    saved(panel)
    assert area() == pytest.approx(20_000, abs=1)
    assert Compound.objects.get(code="乙").ended_on is not None
    panel.get_by_role("button", name="Take my last change back").click()
    with page.expect_response("**/map/edit/undo/"):
        question.get_by_role("button", name="Take it back").click()
    expect(question).to_have_count(0)
    assert Compound.objects.get(code="乙").ended_on is None
    expect(panel.get_by_role("heading", name="甲家属院")).to_be_visible()
    panel.get_by_role("button", name="Cut in two").click()
    page.mouse.move(*spot(page, (30, -12)))
    page.mouse.click(*spot(page, (30, -12)))
    page.mouse.move(*spot(page, (30, 112)), steps=6)
    page.mouse.dblclick(*spot(page, (30, 112)))
    question.get_by_label("Code").fill("甲西")
    question.get_by_label("Name").fill("甲西院")
    with page.expect_response("**/split/"):
        question.get_by_role("button", name="Cut", exact=True).click()
    expect(question).to_have_count(0)
    assert area() == pytest.approx(7_000, abs=80)
    assert area("甲西") == pytest.approx(3_000, abs=80)


def test_nothing_of_drawing_is_loaded_before_it_starts_and_nobody_without_the_right_is_offered_it(open_as):
    page = at_the_map(open_as, CLERK, "compound:甲")
    expect(page.get_by_role("button", name="Change it", exact=True)).to_be_visible()
    loaded = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name)")
    assert not [name for name in loaded if "geoman" in name or "editor.js" in name or "edit.css" in name]
    leader = at_the_map(open_as, "leader", "compound:甲")
    expect(leader.get_by_role("button", name="History", exact=True)).to_be_visible()
    assert leader.get_by_role("button", name="Change it", exact=True).count() == 0
    assert leader.get_by_role("button", name="Draw", exact=True).count() == 0


def test_a_building_is_opened_by_a_click_changed_and_read_back(open_as):
    page = at_the_map(open_as, CLERK)
    page.wait_for_load_state("networkidle")
    page.mouse.click(*spot(page, (40, 16)))
    card = page.locator("#card")
    expect(card.get_by_role("heading", level=2)).to_have_text(re.compile("号楼$"))
    panel = opened(page)
    panel.get_by_label("Storeys").fill("6")
    panel.get_by_role("button", name="Save", exact=True).click()
    saved(panel)
    assert Building.objects.get(compound__code="甲").storeys == 6
    panel.get_by_role("button", name="Stop drawing").click()
    expect(card).to_contain_text(re.compile("Storeys\\s*6"))
    card.get_by_role("button", name="History").click()
    expect(panel.locator("ol.history")).to_contain_text("storeys")
    panel.get_by_role("button", name="Close").click()
    card.get_by_role("button", name="Its compound").click()
    expect(card.get_by_role("heading", level=2)).to_have_text("甲家属院")


def test_a_river_is_drawn_opened_by_a_click_and_taken_away(open_as):
    page = at_the_map(open_as, "planner")
    page.get_by_role("button", name="Draw", exact=True).click()
    panel = page.locator("#edit")
    panel.get_by_role("button", name="Barrier · area").click()
    panel.get_by_role("button", name="Begin in the middle of the map").click()
    panel.get_by_label("Name").fill("官道沟")
    panel.get_by_role("button", name="Save", exact=True).click()
    saved(panel)
    panel.get_by_role("button", name="Stop drawing").click()
    page.wait_for_load_state("networkidle")
    page.mouse.click(*spot(page, (110, -30)))
    card = page.locator("#card")
    expect(card.get_by_role("heading", level=2)).to_have_text("官道沟")
    expect(page).to_have_url(re.compile("card=barrier:"))
    opened(page)
    panel.get_by_role("button", name="End it").click()
    page.get_by_role("dialog").get_by_role("button", name="End it").click()
    expect(panel.get_by_role("heading", name="Draw")).to_be_visible()
    assert not Barrier.objects.filter(name="官道沟").exists()
    leader = at_the_map(open_as, "leader", f"building:{Building.objects.get(compound__code='乙').pk}")
    expect(leader.get_by_role("button", name="History", exact=True)).to_be_visible()
    assert leader.get_by_role("button", name="Change it", exact=True).count() == 0
