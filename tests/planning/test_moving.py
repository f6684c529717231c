"""Compounds moved between years: what follows, what is refused, what can be taken back."""
import uuid

import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.actions import take_back_move
from geo_renovation.planning.models import AnnualPlan, PlanMove, PlannedCompound, PlanVersion
from geo_renovation.planning.plan_errors import (
    AdoptedIsTheCentres,
    AlreadyTendered,
    InLiveBundle,
    NotEligible,
    NothingToTakeBack,
    NotSubmittedYet,
    PlanChangedMeanwhile,
    ReasonNeeded,
    SubmittedAlready,
    UnableToPlan,
    YearOver,
)
from geo_renovation.utilities.models import DisclosureArea
from tests.factories import SegmentFactory, UserFactory, judge, reach
from tests.factories.bundles import frozen_of

from .plans import EAST, WEST, YEAR, adopt, adopted, move, order, revisions, submit, two_districts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county():
    two_districts(estimate_cny=1_500_000, household_count=100, completion_year=1995)


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def street():
    return UserFactory(role="street-yuqiuhu")


def test_a_move_puts_a_compound_at_its_place_and_says_what_it_comes_to(planner):
    SegmentFactory(points=((0, 50), (100, 50)), owner="water")
    move("A", YEAR, by=planner)
    move("C", YEAR, by=planner)
    _made, effect = move("B", YEAR, by=planner, before="C")
    assert order(YEAR) == "ABC"
    (year,) = effect["years"]
    assert (year["year"], year["before"]["compounds"], year["after"]["compounds"]) == (YEAR, 2, 3)
    assert (year["before"]["estimate_cny"], year["after"]["estimate_cny"]) == (3_000_000, 4_500_000)
    assert (year["after"]["households"], year["after"]["metres"], year["after"]["organisations"]) == (300, 100, 1)
    first = effect["targets"][0]
    assert (first["before"]["planned"], first["after"]["planned"], first["after"]["short"]) == (2, 3, 2)


def test_a_target_is_met_in_the_year_that_brings_the_last_compound_needed(planner):
    move("ABC", YEAR, by=planner)
    _made, effect = move("XY", YEAR + 2, by=planner)
    was, now = effect["targets"][0]["before"], effect["targets"][0]["after"]
    assert (was["met_in"], was["short"]) == (None, 2)
    assert (now["met_in"], now["short"], now["years_over"]) == (YEAR + 2, 0, YEAR + 2 - 2025)
    _made, effect = move("XY", YEAR + 1, by=planner)
    assert effect["targets"][0]["after"]["met_in"] == YEAR + 1
    assert [pair["year"] for pair in effect["years"]] == [YEAR + 1, YEAR + 2]


def test_the_same_request_again_moves_nothing_more(planner):
    request = uuid.uuid4()
    first, _effect = move("A", YEAR, by=planner, request=request)
    again, _effect = move("A", YEAR, by=planner, request=request)
    assert first.pk == again.pk
    assert (PlanMove.objects.count(), revisions()) == (1, {YEAR: 2})


def test_who_looked_at_an_older_plan_is_told(planner):
    move("A", YEAR, by=planner)
    seen = revisions()
    move("B", YEAR, by=UserFactory(role="planner"))
    with pytest.raises(PlanChangedMeanwhile):
        move("C", YEAR, by=planner, revisions=seen)
    with pytest.raises(PlanChangedMeanwhile):
        move("A", YEAR + 1, by=planner, revisions={})
    assert order(YEAR) == "AB"


def test_what_may_not_be_in_a_plan_is_refused_with_its_reason(planner, street):
    judge(Compound.objects.get(code="A"), willing=False)
    with pytest.raises(NotEligible, match="A|小区"):
        move("A", YEAR, by=planner)
    reach(Compound.objects.get(code="B"), "tendered")
    with pytest.raises(AlreadyTendered):
        move("B", YEAR, by=planner)
    with pytest.raises(YearOver):
        move("C", YEAR - 2, by=planner)
    for code in ("X", "missing"):
        with pytest.raises(UnableToPlan):
            move([code], YEAR, by=street)
    with pytest.raises(UnableToPlan):
        move("C", YEAR, by=UserFactory(role="water"))
    assert not PlannedCompound.objects.exists()


def test_a_live_bundle_comes_whole_into_its_year_and_goes_to_no_other(planner):
    frozen_of("AB", by=planner, plan_year=YEAR)
    PlannedCompound.objects.all().delete()  # as it was with bundles frozen before plans were kept here
    with pytest.raises(InLiveBundle, match=f"{YEAR}-001"):
        move("A", YEAR + 1, by=planner)
    move("A", YEAR, by=planner)
    assert order(YEAR) == "AB"
    with pytest.raises(InLiveBundle):
        move("B", None, by=planner)
    move("B", YEAR, by=planner, before="A")
    assert order(YEAR) == "BA"


def test_the_last_moves_are_taken_back_one_after_the_other(planner):
    move("ABC", YEAR, by=planner)
    move("C", YEAR, by=planner, before="A")
    move("B", YEAR + 1, by=planner)
    take_back_move(by=planner, request=uuid.uuid4())
    assert (order(YEAR), order(YEAR + 1)) == ("CAB", "")
    take_back_move(by=planner, request=uuid.uuid4())
    assert order(YEAR) == "ABC"
    take_back_move(by=planner, request=uuid.uuid4())
    assert not PlannedCompound.objects.exists()
    with pytest.raises(NothingToTakeBack):
        take_back_move(by=planner, request=uuid.uuid4())


def test_what_somebody_has_moved_since_is_not_taken_back(planner):
    move("A", YEAR, by=planner)
    move("A", YEAR + 1, by=UserFactory(role="planner"))
    with pytest.raises(NothingToTakeBack):
        take_back_move(by=planner, request=uuid.uuid4())
    assert order(YEAR + 1) == "A"


def test_a_street_plans_its_own_until_it_has_submitted(planner, street):
    move("AB", YEAR, by=street)
    submit(YEAR, WEST, by=street)
    with pytest.raises(SubmittedAlready):
        move("C", YEAR, by=street)
    with pytest.raises(SubmittedAlready):
        move("A", YEAR + 1, by=street)
    move("C", YEAR, by=planner)
    assert order(YEAR) == "ABC"


def test_disclosure_follows_from_the_day_that_every_street_has_submitted(planner, street):
    move("A", YEAR, by=street)
    move("X", YEAR, by=planner)
    submit(YEAR, WEST, by=street)
    assert (AnnualPlan.objects.get().status, DisclosureArea.objects.count()) == ("draft", 0)
    submit(YEAR, EAST, by=planner)
    assert (AnnualPlan.objects.get().status, DisclosureArea.objects.count()) == ("submitted", 2)
    move("X", None, by=planner)
    assert DisclosureArea.objects.count() == 1


def test_an_adopted_plan_is_adjusted_by_the_centre_with_a_reason_and_a_version(planner, street):
    adopted(YEAR, "AB", by=planner)
    with pytest.raises(AdoptedIsTheCentres):
        move("C", YEAR, by=street, reason="居民意愿")
    with pytest.raises(ReasonNeeded):
        move("C", YEAR, by=planner)
    move("C", YEAR, by=planner, reason="居民意愿")
    plan = AnnualPlan.objects.get(year=YEAR)
    last = PlanVersion.objects.filter(plan=plan).last()
    assert (plan.status, last.kind, last.reason, len(last.entries)) == ("adopted", "adjusted", "居民意愿", 3)
    move("C", YEAR + 1, by=planner, reason="资金未落实")
    take_back_move(by=planner, request=uuid.uuid4())
    assert [len(v.entries) for v in PlanVersion.objects.filter(plan=plan, kind="adjusted")] == [3, 2, 3]


def test_a_plan_waits_for_every_street_before_it_is_adopted(planner):
    move("AX", YEAR, by=planner)
    submit(YEAR, WEST, by=planner)
    with pytest.raises(NotSubmittedYet, match="东街"):
        adopt(YEAR, by=planner)


def test_freezing_a_bundle_gives_its_members_the_plan_year(planner):
    move("A", YEAR + 1, by=planner)
    frozen_of("AB", by=planner, plan_year=YEAR)
    assert (order(YEAR), order(YEAR + 1)) == ("AB", "")
    with pytest.raises(NothingToTakeBack):
        take_back_move(by=planner, request=uuid.uuid4())


def test_a_bundle_frozen_into_an_adopted_plan_adjusts_it_and_says_so(planner):
    adopted(YEAR, "C", by=planner)
    bundle = frozen_of("AB", by=planner, plan_year=YEAR)
    last = PlanVersion.objects.last()
    assert (last.kind, len(last.entries), str(bundle) in last.reason) == ("adjusted", 3, True)
