"""Each rule of joint renovation, and what it proposes."""

from datetime import date

import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.planning.selection import weigh
from tests.factories import BarrierFactory, CompoundFactory, DistrictFactory, UserFactory, judge, reach
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def broken(user, codes, year=2027, **options):
    found = weigh(user, list(codes), year, **options)["problems"]
    return {p["rule"]: p for p in found if not p["rule"].startswith("missing_")}


def test_two_eligible_neighbours_break_no_rule(planner):
    row_of_compounds("AB", estimate_cny=1_000_000)
    assert broken(planner, "AB") == {}


def test_a_compound_out_of_scope_is_named_with_its_reasons(planner):
    row_of_compounds("AB")
    judge(Compound.objects.get(code="B"), willing=False)
    problem = broken(planner, "AB")["ineligible"]
    assert (problem["codes"], problem["severity"]) == (["B"], "error")


def test_a_compound_not_yet_judged_is_named(planner):
    row_of_compounds("A")
    CompoundFactory(code="B", at=(120, 0))
    assert broken(planner, "AB")["unjudged"]["codes"] == ["B"]


def test_a_gap_names_the_compound_that_would_close_it(planner):
    row_of_compounds("ABC", name="小区")
    Compound.objects.filter(code="B").update(name="桥小区")
    problem = broken(planner, "AC")["connected"]
    assert problem["severity"] == "error"
    assert "桥小区" in problem["repair"]
    assert broken(planner, "ABC").keys() <= {"tender"}


def test_a_gap_that_no_neighbour_closes_names_what_to_remove(planner):
    row_of_compounds("AB")
    CompoundFactory(code="X", name="远小区", at=(900, 900), eligible=True)
    problem = broken(planner, "ABX")["connected"]
    assert (problem["codes"], "远小区" in problem["repair"]) == (["X"], True)


def test_a_river_between_neighbours_separates_them(planner):
    row_of_compounds("AB")
    BarrierFactory(points=((110, -500), (110, 500)))
    assert "connected" in broken(planner, "AB")


def test_crossing_a_district_needs_a_reason(planner):
    row_of_compounds("AB")
    DistrictFactory(code="371526002", name="汇鑫", at=(235, -4000), size=(4000, 8000))
    CompoundFactory(code="C", at=(240, 0), eligible=True)
    Compound.objects.filter(code="C").update(district=DistrictFactory(code="371526002"))
    assert broken(planner, "ABC")["district"]["severity"] == "error"
    assert broken(planner, "ABC")["district"]["codes"] == ["C"]
    allowed = broken(planner, "ABC", exception_reason="同一供热管网")["district"]
    assert (allowed["severity"], "同一供热管网" in allowed["repair"]) == ("warning", True)


def test_a_compound_outside_every_district_is_named(planner):
    row_of_compounds("AB")
    Compound.objects.filter(code="B").update(district=None)
    assert broken(planner, "AB")["no_district"]["codes"] == ["B"]


def test_a_compound_of_another_live_bundle_is_named_with_its_number(planner):
    row_of_compounds("ABC")
    frozen = frozen_of("AB", by=planner)
    problem = broken(planner, "BC")["claimed"]
    assert (problem["codes"], frozen.number in problem["message"]) == (["B"], True)
    assert "claimed" not in broken(planner, "BC", year=2028)
    assert "claimed" not in broken(planner, "ABC", bundle=frozen)


def test_a_draft_claims_nothing(planner):
    row_of_compounds("ABC")
    draft_of("AB", by=planner)
    assert "claimed" not in broken(planner, "BC")


def test_what_is_tendered_already_cannot_be_tendered_again(planner):
    row_of_compounds("AB")
    reach(Compound.objects.get(code="A"), "tendered")
    problem = broken(planner, "AB")["begun"]
    assert (problem["codes"], problem["severity"]) == (["A"], "error")


def test_a_design_of_its_own_is_a_warning(planner):
    row_of_compounds("AB")
    reach(Compound.objects.get(code="A"), "designed")
    assert broken(planner, "AB")["designed"]["severity"] == "warning"


def test_one_compound_alone_is_a_warning(planner):
    row_of_compounds("AB")
    assert broken(planner, "A")["single"]["severity"] == "warning"


def test_an_estimate_at_the_line_must_be_tendered_openly(planner):
    row_of_compounds("AB", estimate_cny=2_000_000)
    assert broken(planner, "AB")["tender"]["severity"] == "warning"
    Compound.objects.filter(code="A").update(estimate_cny="1999999.99")
    assert "tender" not in broken(planner, "AB")


def test_neighbours_of_the_same_year_left_apart_under_the_line_look_like_splitting(planner):
    row_of_compounds("ABC", estimate_cny=1_500_000, wished_year=2027)
    assert broken(planner, "AB")["splitting"]["codes"] == ["C"]
    assert "splitting" not in broken(planner, "ABC")
    assert "splitting" not in broken(planner, "AB", year=2028)


def test_a_wish_for_another_year_is_a_warning(planner):
    row_of_compounds("AB", wished_year=2026)
    assert broken(planner, "AB")["wished_year"]["codes"] == ["A", "B"]


def test_a_place_in_another_years_plan_is_a_warning(planner):
    a, _b = row_of_compounds("AB")
    plan = AnnualPlan.objects.create(year=2026, status="adopted", adopted_on=date(2026, 1, 9))
    PlannedCompound.objects.create(plan=plan, compound=a)
    assert broken(planner, "AB")["planned_year"]["codes"] == ["A"]


def test_a_code_that_is_not_in_the_register_is_named(planner):
    row_of_compounds("AB")
    assert broken(planner, ["A", "B", "Z"])["unknown"]["codes"] == ["Z"]
