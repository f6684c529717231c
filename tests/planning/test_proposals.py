"""Proposed bundles over HTTP: a plan with its reasons, locks, adoption, and what is asked anew."""

import uuid

import pytest
from django.utils.translation import override

from geo_renovation.districts.models import County
from geo_renovation.planning.actions import dissolve_bundle, freeze_bundle, proposing
from geo_renovation.planning.models import Adoption, AnnualPlan, Bundle, PlannedCompound, Proposal, UnitPrice
from geo_renovation.planning.proposing import solving
from geo_renovation.planning.selected import Selection
from geo_renovation.planning.selection import figures
from tests.factories import CompoundFactory, DistrictFactory, SegmentFactory, UserFactory
from tests.factories.bundles import frozen_of
from tests.factories.compounds import judge

from .proposals import ask, ground, members, post, relock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with override("en"):
        yield


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def browser(client, planner):
    client.force_login(planner)
    return client


def whys(rows):
    return {row["code"]: row["why"] for row in rows}


def test_a_plan_at_once_with_its_reasons_totals_and_what_no_plan_can_beat(browser):
    ground()
    answer = ask(browser)
    assert answer.status_code == 201
    proposal = answer.json()
    assert members(proposal) == ["ABC", "DEF"]
    assert (proposal["state"], proposal["gap"], proposal["says"]) == ("proved", 0, "No plan can be better.")
    # Sides of 100 m, 20 m apart: each neighbour's 100 m and twice 10 m around the corners lie within 30 m.
    assert proposal["bundles"][0]["why"] == [
        "They share 240 m of boundary.", "Costs 600 of 300 to 600 (10,000 CNY).", "All meant for 2027.", "All in 街道371526001.",
    ]  # fmt: skip
    totals = proposal["totals"]
    assert (totals["compounds"], totals["cost"], totals["households"]) == (6, 12_000_000, 600)
    assert (totals["weight"], totals["shared_m"], totals["fees"]) == (480, 480, 200)
    # α for each, the weight, β twice.
    assert proposal["value"] == 6 * 1000 + 480 - 200 == proposal["bound"]
    assert proposal["limits"] == ["2 bundles have the largest size."]
    (row,) = browser.get("/planning/proposals/").json()["proposals"]
    assert row["totals"] == totals
    assert browser.get(f"/planning/proposals/{proposal['id']}/").json() == proposal


def test_who_is_left_alone_and_why(browser):
    ground("AB")
    far = {"wished_year": 2027, "eligible": True}
    CompoundFactory(code="alone", at=(0, -400), **far)
    CompoundFactory(code="dear", at=(0, -800), **far | {"estimate_cny": 9_000_000})
    CompoundFactory(code="heavy1", at=(0, -1200), **far | {"estimate_cny": 5_000_000})
    CompoundFactory(code="cheap1", at=(0, -1600), **far | {"estimate_cny": 500_000})
    CompoundFactory(code="cheap2", at=(0, -1720), **far | {"estimate_cny": 500_000})
    CompoundFactory(code="old1", at=(0, -2200), **far)
    CompoundFactory(code="old2", at=(0, -2320), **far | {"wished_year": 2030})
    proposal = ask(browser, years=[2027, 2030]).json()
    assert members(proposal) == ["AB", "heavy1"]
    assert whys(proposal["left_alone"]) == {
        "alone": "No adjacent compound takes part.",
        "dear": "Its estimate alone is over the highest cost of a bundle: it stands alone.",
        "cheap1": "Even with its neighbours the lowest cost of a bundle is not reached.",
        "cheap2": "Even with its neighbours the lowest cost of a bundle is not reached.",
        "old1": "The years of its neighbours lie too far from its own.",
        "old2": "The years of its neighbours lie too far from its own.",
    }
    assert proposal["limits"] == [
        "2 compounds are left alone because even with their neighbours the lowest cost is not reached.",
        "2 compounds are left alone because of the year spread.",
        "1 compound is left alone for lack of a neighbour that takes part.",
        "1 compound alone costs more than a bundle may.",
    ]
    assert proposal["totals"]["left_alone"] == 6
    assert relock(browser, proposal, outside=["alone"]).json()["totals"]["left_alone"] == 5


def test_who_is_left_out_and_why(browser, planner):
    ground("AB")
    far = {"wished_year": 2027, "eligible": True}
    judge(CompoundFactory(code="unjudged", at=(0, -2700), wished_year=2027), willing=None)
    judge(CompoundFactory(code="ineligible", at=(0, -2300), wished_year=2027), state_land=False)
    CompoundFactory(code="tendered", at=(0, 1000), **far, stage="tendered")
    CompoundFactory(code="unpriced", at=(0, 1400), **far | {"estimate_cny": None})
    CompoundFactory(code="yearless", at=(0, 1800), **far | {"wished_year": None})
    CompoundFactory(code="later", at=(800, 0), **far | {"wished_year": 2029})
    plan = AnnualPlan.objects.create(year=2028)
    PlannedCompound.objects.create(plan=plan, compound=CompoundFactory(code="planned", at=(1200, 0), **far))
    live = frozen_of([CompoundFactory(code="live", at=(1600, 0), **far).code], by=planner)
    DistrictFactory(code="371526009", at=(0, 30_000))
    proposal = ask(browser).json()
    assert members(proposal) == ["AB"]
    assert whys(proposal["left_out"]) == {
        "unjudged": "Not yet judged: Residents strongly willing.",
        "ineligible": "Not eligible: On state-owned land.",
        "tendered": "Already tendered or further.",
        "unpriced": "Without an estimate.",
        "yearless": "Neither a wished year nor a plan year.",
        "later": "Meant for 2029.",
        "planned": "Meant for 2028.",
        "live": f"Already in bundle {live.number}.",
    }
    none = ask(browser, districts=["371526009"]).json()
    assert (none["bundles"], none["says"]) == ([], "No bundle is possible with these settings.")


def test_a_changed_lock_solves_only_the_piece_it_touches_anew(browser, monkeypatch):
    ground("ABCDEF")
    ground("GHIJ", y=1000)
    proposal = ask(browser).json()
    solved = []
    at_once = solving.solve_at_once
    monkeypatch.setattr(solving, "solve_at_once", lambda todo, rules: solved.extend(todo) or at_once(todo, rules))
    apart = relock(browser, proposal, apart=[["C", "B"]], inside=["G"]).json()
    assert [piece.n for piece in solved] == [6, 4]
    assert ("AB" in members(apart), apart["revision"]) == (True, 2)
    solved.clear()
    locked = relock(browser, apart, apart=[["B", "C"]], inside=["G"], outside=["E"], together=[["C", "D"]]).json()
    assert [piece.n for piece in solved] == [4, 1]  # A–D, and F beside nobody
    assert members(locked)[:2] == ["AB", "CD"]
    assert locked["locks"] == {"together": [["C", "D"]], "apart": [["B", "C"]], "inside": ["G"], "outside": ["E"]}
    assert whys(locked["left_out"])["E"] == "Locked out of the plan."
    assert "Locked together by you." in locked["bundles"][1]["why"]
    solved.clear()
    back = relock(browser, locked).json()
    assert solved == []  # all as it was at first
    assert back["bundles"] == proposal["bundles"]
    unmet = relock(browser, back, inside=["G", "F"], together=[["A", "F"]]).json()
    assert unmet["limits"][0] == "Locked in, yet in no bundle that keeps the rules: A, F."


def test_locks_nobody_can_keep_stale_ones_and_repeated_ones(browser, planner):
    ground("ABCD")
    CompoundFactory(code="unpriced", at=(0, 800), eligible=True, wished_year=2027, estimate_cny=None, name="无估算")
    proposal = ask(browser).json()
    wrong = {"together": [["A", "B"]], "apart": [["A", "B"]], "inside": ["unpriced", "X"], "outside": ["A"]}
    refused = relock(browser, proposal, **wrong)
    assert refused.status_code == 422
    assert refused.json()["where"]["problems"] == [
        "X takes no part in this proposal.",
        "无估算 takes no part: Without an estimate.",
        "A is locked into the plan and out of it.",
        "A and B are to be together and apart.",
    ]
    assert ask(browser, locks=wrong).status_code == 422
    for broken in ({"apart": [["A"]]}, {"aside": []}, {"inside": [["A"]]}, []):
        assert post(browser, f"{proposal['id']}/locks/", request=str(uuid.uuid4()), revision=1, locks=broken or [1]).status_code == 422
    said = {"request": str(uuid.uuid4()), "revision": 1, "locks": {"outside": ["A"]}}
    first = post(browser, f"{proposal['id']}/locks/", **said).json()
    assert (first["revision"], members(first)) == (2, ["BCD"])
    assert post(browser, f"{proposal['id']}/locks/", **said).json() == first
    stale = relock(browser, proposal, outside=["B"])
    assert (stale.status_code, stale.json()["where"]["theirs"]) == (409, first)
    assert Proposal.objects.count() == 1


def test_the_same_request_twice_is_one_proposal_and_wrong_settings_are_named(browser):
    ground("AB")
    once = str(uuid.uuid4())
    first, second = ask(browser, request=once), ask(browser, request=once)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    wrong = {"years": ["2027"], "districts": ["nowhere"], "cmin": 7, "cmax": 6, "max_members": 0, "beta": -1, "weight": "names"}
    refused = ask(browser, **wrong)
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"years", "districts", "cmin", "max_members", "beta", "weight"}
    assert ask(browser, request="1").status_code == 422
    assert Proposal.objects.count() == 1


def test_weights_are_metres_of_trench_or_money_by_the_price_of_the_day(browser, planner):
    ground("ABC")
    SegmentFactory(points=((-50, 50), (170, 50)), owner="water")  # from A into B
    refused = ask(browser, weight="money")
    assert (refused.status_code, refused.json()["error"][:26]) == (422, "There is no unit price on ")
    for kind, day, price in (("trench", "2020-01-01", 9), ("trench", "2021-01-01", 10), ("trench", "2990-01-01", 99), ("boundary", "2021-01-01", 1)):
        UnitPrice.objects.create(kind=kind, price_cny=price, valid_from=day, source=f"询价 {day}")
    window = {"max_members": 2}
    trench = ask(browser, weight="trench", **window).json()
    # Between A and B both reaches of 15 m overlap over 10 m; elsewhere there is no line.
    assert [(b["members"], b["weight"], b["weight_unit"]) for b in trench["bundles"]] == [(["A", "B"], 10, "m")]
    assert "One trench serves both sides over 10 m of lines." in trench["bundles"][0]["why"]
    money = ask(browser, weight="money", **window).json()
    assert [(b["members"], b["weight"], b["shared_m"]) for b in money["bundles"]] == [(["A", "B"], 10 * 10 + 120, 130)]
    assert "Metre of shared trench: CNY 10.00 since 2021-01-01 (询价 2021-01-01)." in money["basis"]
    # Farther apart than both reaches, where the county lets such be neighbours: nothing is shared.
    CompoundFactory(code="D", at=(380, 0), eligible=True, wished_year=2027)
    County.objects.update(gap_m=60)
    wide = ask(browser, weight="trench", max_members=4, cmax=8_000_000).json()
    assert [(b["members"], b["weight"]) for b in wide["bundles"]] == [(["A", "B", "C", "D"], 10)]
    # As a selection of the same compounds counts them.
    chosen = figures(Selection(planner, ["A", "B"], 2027))
    assert trench["totals"]["organisations"] == chosen["totals"]["organisations"] == 2


def test_bundles_are_adopted_as_drafts_once_and_remember_where_they_come_from(browser, planner):
    ground("ABCDEF")
    proposal = ask(browser).json()
    said = {"request": str(uuid.uuid4()), "revision": 1, "bundles": [1]}
    adopted = post(browser, f"{proposal['id']}/adopt/", **said).json()
    draft = Bundle.objects.get()
    assert adopted["bundles"][0] | {"url": ""} == {"number": "2027-001", "version": 1, "url": "", "status": "draft", "plan_year": 2027}
    assert adopted["proposal"]["bundles"][1]["adopted"] == adopted["bundles"][0]
    assert post(browser, f"{proposal['id']}/adopt/", **said).json() == adopted
    assert post(browser, f"{proposal['id']}/adopt/", **said | {"request": str(uuid.uuid4())}).status_code == 409
    whole = {"request": str(uuid.uuid4()), "revision": 2, "bundles": [0, 1]}
    both = post(browser, f"{proposal['id']}/adopt/", **whole).json()["bundles"]
    assert [bundle["number"] for bundle in both] == ["2027-002", "2027-001"]
    assert post(browser, f"{proposal['id']}/adopt/", **whole | {"revision": 3, "bundles": [2]}).status_code == 409
    adoption = Adoption.objects.get(bundle=draft)
    assert (adoption.settings["cmax"], adoption.gap, adoption.value) == (6_000_000, 0, proposal["value"])
    page = browser.get(f"/planning/bundles/{draft.number}/v1/", headers={"Accept": "text/html"}).content.decode()
    assert "2027 东片" in page
    frozen = freeze_bundle(bundle=draft, revision=1, by=planner)
    assert frozen.snapshot["proposal"] == {
        "id": proposal["id"], "name": "2027 东片", "gap": 0, "gap_on_weight": 0, "value": proposal["value"],
        "settings": adoption.settings,
    }  # fmt: skip
    dissolve_bundle(bundle=frozen, reason="资金未落实", by=planner)
    again = {"request": str(uuid.uuid4()), "revision": 3, "bundles": [1]}
    assert post(browser, f"{proposal['id']}/adopt/", **again).json()["bundles"][0]["number"] == "2027-003"


def test_a_selection_by_hand_is_measured_as_the_proposal_is(browser):
    ground("ABCDEF")
    proposal = ask(browser).json()
    same = post(browser, f"{proposal['id']}/against/", groups=[["A", "B", "C"], ["D", "E", "F"]]).json()
    assert (same["totals"], same["value"], same["faults"]) == (proposal["totals"], proposal["value"], [])
    worse = post(browser, f"{proposal['id']}/against/", groups=[["A", "C", "X"], ["D"], ["B", "E", "F", "D"]]).json()
    assert worse["faults"] == [
        "X takes no part in this proposal.",
        "第0小区、第2小区: not one connected piece.",
        "第3小区: outside the cost window.",
        "第1小区、第4小区、第5小区、第3小区: more than 3 compounds.",
    ] or len(worse["faults"]) == 6
    assert post(browser, f"{proposal['id']}/against/", groups=["A"]).status_code == 422


def test_nothing_wrong_is_stored_where_the_checker_speaks_up(browser, monkeypatch):
    ground("ABCDEF")
    proposal = ask(browser).json()
    plan_of = solving.plan_of

    def lying(*about):
        plan = plan_of(*about)
        plan.bundles[0].append(plan.bundles[1][0])
        return plan

    monkeypatch.setattr(solving, "plan_of", lying)
    failed = relock(browser, proposal, outside=["F"]).json()
    assert (failed["state"], failed["failure"][:22]) == ("failed", "The plan broke a rule ")
    assert Proposal.objects.get().result["value"] == proposal["value"]
    monkeypatch.undo()
    assert relock(browser, failed, outside=["F"]).json()["state"] == "proved"


def test_a_proposal_costs_a_few_queries_however_many_compounds_take_part(browser, django_assert_max_num_queries):
    ground("ABCDEFGHIJKLMNOPQRST")
    with django_assert_max_num_queries(32):
        proposal = ask(browser).json()
    with django_assert_max_num_queries(5):
        browser.get(f"/planning/proposals/{proposal['id']}/")
    with django_assert_max_num_queries(4):
        browser.get("/planning/proposals/")
    with django_assert_max_num_queries(14):
        relock(browser, proposal, outside=["C"])


@pytest.mark.parametrize("role", ["leader", "street-yuqiuhu", "water", "admin", "nobody"])
def test_only_the_centre_learns_of_proposals(client, browser, role):
    ground("ABC")
    pk = ask(browser).json()["id"]
    client.force_login(UserFactory(role=role))
    asked = [client.get("/planning/proposals/"), client.get(f"/planning/proposals/{pk}/"), ask(client)]
    asked += [post(client, f"{pk}/{step}/") for step in ("locks", "prove", "cancel", "adopt", "against")]
    assert {answer.status_code for answer in asked} == {404}
    assert proposing.WHILE_WAITING
