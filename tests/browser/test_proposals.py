"""A planner asks for bundles, fixes some of them on the map, sees how good the plan is, and adopts it."""

import json
import re

import pytest
from playwright.sync_api import expect

from geo_renovation.planning.models import AnnualPlan, Bundle, Proposal
from tests.browser.journeys import go_to
from tests.factories import CompoundFactory


@pytest.fixture
def block(town):
    """Above 甲乙丙 lie 戊己庚, 20 m apart: a block of six, each 2 million yuan."""
    for i, name in enumerate("戊己庚"):
        CompoundFactory(
            code=name, name=f"{name}家属院", at=(120 * i, 120), eligible=True, stage="planned", wished_year=2027
        )


def compound(page, code):
    return page.locator(f"#map .leaflet-overlay-pane path[data-code='{code}']")


def home(page):
    return "/".join(page.url.split("/")[:3])


def close_up(open_as, query=""):
    page = open_as("planner")
    page.goto(f"{home(page)}/?at=17/36.86000/116.22600{query}")
    expect(compound(page, "庚")).to_be_visible()
    return page


def tool(page, key):
    page.click(f"#more-tools [data-key='{key}']")


def panel(page):
    return page.locator("#proposals")


def press(page, name):
    panel(page).get_by_role("button", name=name, exact=True).click()


def lock(page, kind, codes):
    press(page, kind)
    for code in codes:
        compound(page, code).click(force=True)
    page.keyboard.press("Escape")


def propose(page, *, name="2027 first"):
    tool(page, "proposals")
    panel(page).get_by_label("Name").fill(name)
    panel(page).get_by_label("to (10,000 yuan)").fill("600")


def bundles():
    """Members by bundle, as the last proposal has them."""
    return [set(each["members"]) for each in Proposal.objects.latest("pk").result["bundles"]]


def of(code):
    return next(members for members in bundles() if code in members)


def are_shown(page, count):
    expect(panel(page).locator(".proposal-bundles > li")).to_have_count(count)
    expect(page.locator("#map .proposal-badge.number")).to_have_count(count)


def is_in_the_year(page, codes):
    """Freezing gave all of the bundle its year."""
    page.goto(f"{home(page)}/planning/annual/?first=2027")
    for code in codes:
        expect(page.locator(f"#board td[data-year='2027'] .plan-card[data-code='{code}']")).to_be_visible()


def test_a_planner_goes_from_an_empty_year_to_an_adopted_plan_through_a_proposal_with_two_locks(open_as, block):
    page = close_up(open_as)
    propose(page)
    lock(page, "As one", "甲戊")
    press(page, "Apart")
    compound(page, "甲").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(panel(page).locator(".proposal-chips")).to_contain_text("甲家属院 ≠ 乙家属院")
    press(page, "Propose bundles")
    expect(panel(page).locator(".proposal-says")).to_have_text("No plan can be better.")
    are_shown(page, 2)
    assert "戊" in of("甲")
    assert "乙" not in of("甲")

    lock(page, "Out", "庚")
    expect(panel(page).locator(".proposal-six")).to_contain_text("5")
    assert "庚" not in set().union(*bundles())
    page.reload()
    are_shown(page, 2)
    expect(page.locator("#map .proposal-badge.lock")).to_have_count(3)

    compound(page, "甲").click(force=True)
    row = panel(page).locator(".proposal-bundles > li.current")
    expect(row).to_contain_text("They share")
    row.get_by_role("checkbox").check()
    press(page, "Adopt the 1 chosen")
    page.locator("dialog[open]").get_by_role("button", name="Make the drafts").click()
    expect(page.locator(".notice")).to_contain_text("1 draft")
    press(page, "Adopt all 1")
    page.locator("dialog[open]").get_by_role("button", name="Make the drafts").click()
    expect(panel(page).locator(".proposal-done")).to_have_count(2)
    drafts = {frozenset(each.members.values_list("compound__code", flat=True)) for each in Bundle.objects.all()}
    assert drafts == {frozenset(each) for each in bundles()}

    row.get_by_role("button", name=re.compile("Adopted as")).click()
    page.locator("#basket").get_by_role("button", name="Freeze").click()
    page.locator("dialog[open]").get_by_role("button", name="Freeze").click()
    expect(page.locator(".bundle-line .status.frozen")).to_be_visible()
    assert {m["code"] for m in Bundle.objects.get(status="frozen").snapshot["members"]} == of("甲")

    is_in_the_year(page, of("甲"))
    street = open_as("street-yuqiuhu")
    street.goto(f"{home(page)}/planning/annual/2027/")
    street.get_by_role("button", name="Submit").click()
    page.goto(f"{home(page)}/planning/annual/2027/")
    page.get_by_role("button", name="Adopt", exact=True).click()
    expect(page.locator(".page-head .verdict.ok")).to_have_text("Adopted")
    assert set(AnnualPlan.objects.get(year=2027).entries.values_list("compound__code", flat=True)) == of("甲")


def test_proposals_and_what_was_made_by_hand_are_compared_and_a_colleagues_locks_are_not_lost(open_as, block):
    page = close_up(open_as, "&basket=甲,乙")
    expect(page.locator("#basket .amber-chip")).to_contain_text("2")
    tool(page, "alternatives")
    dialog = page.locator("dialog.alternatives")
    dialog.get_by_role("button", name="Keep the present selection").click()
    page.keyboard.press("Escape")
    propose(page)
    press(page, "Propose bundles")
    are_shown(page, 2)
    press(page, "Side by side")

    def row(name):
        header = page.get_by_role("rowheader", name=name, exact=True)
        return dialog.locator("tbody tr", has=header).locator("td")

    expect(row("Compounds")).to_have_text(["6", "2"])
    expect(row("Bundles")).to_have_text(["2", "1"])
    expect(row("Left alone")).to_have_text(["1", "5"])
    expect(row("Households")).to_have_text(["600", "200"])
    expect(row("Shared length")).to_have_text([re.compile(r"^\d+ m$"), re.compile(r"^\d+ m$")])
    expect(row("Tender fees (β)")).to_have_text(["0 m", "0 m"])
    figures = dialog.locator("figcaption")
    expect(figures).to_have_text(["A · 2 compounds", "2027 first · 6 compounds"])
    expect(dialog.locator(".twin-map").last.locator(".proposal-badge")).to_have_count(2)
    expect(dialog.locator(".twin-map").first.locator("path[data-code='甲']")).to_have_attribute("aria-pressed", "true")
    dialog.get_by_role("button", name="Open: 2027 first").click()
    are_shown(page, 2)

    Proposal.objects.update(revision=7, locks={"together": [], "apart": [], "inside": [], "outside": ["乙"]})
    lock(page, "Out", "丙")
    expect(panel(page).locator(".problem")).to_contain_text("Somebody else has changed this proposal")
    expect(panel(page).locator(".proposal-chips")).to_have_text(re.compile("^Out乙家属院"))
    lock(page, "Out", "丙")
    expect(panel(page).locator(".proposal-chips li")).to_have_count(2)
    expect(panel(page).locator(".problem")).to_be_hidden()


def test_a_proof_in_the_background_is_watched_and_stopped_by_keyboard(open_as, block):
    """The answers about the proof are written here: how long one takes is not for a test to know."""
    page = open_as("planner")
    propose(page)
    press(page, "Propose bundles")
    are_shown(page, 2)
    found = page.request.get(f"{home(page)}/planning/proposals/{Proposal.objects.get().pk}/").json()
    state = {
        "state": "proving",
        "state_label": "Proving",
        "gap": 0.0123,
        "gap_on_weight": 0.05,
        "progress": {"done": 0, "of": 4},
    }

    def answer(route):
        if route.request.url.endswith("/cancel/"):
            state.update(state="planned", state_label="Planned", progress=None, gap=0.004)
        elif state["progress"]:
            state["progress"]["done"] += 1
        route.fulfill(content_type="application/json", body=json.dumps(found | state))

    page.route("**/planning/proposals/*/**", answer)
    page.reload()
    expect(panel(page)).to_contain_text("Proving: 2 of 4 parts")
    expect(panel(page)).to_contain_text("at most better by 5.00 %")
    stop = panel(page).get_by_role("button", name="Stop")
    go_to(page, stop)
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("button", name="Prove it in the background")).to_be_visible()
    expect(panel(page)).not_to_contain_text("Proving")


@pytest.mark.parametrize("role", ["street-yuqiuhu", None])
def test_who_does_not_plan_has_no_proposals(open_as, role):
    page = open_as(role, at="/?proposal=1")
    expect(page.locator("#more-tools [data-key='measure']")).to_be_visible()
    expect(page.locator("#more-tools [data-key='proposals']")).to_have_count(0)
    expect(panel(page)).to_be_hidden()
