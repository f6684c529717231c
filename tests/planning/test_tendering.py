"""Tender checks of a bundle: lines per kind of contract, splitting, overruling, readiness."""
import uuid
from datetime import date

import pytest
from django.db import IntegrityError

from geo_renovation.accounts.models import Act
from geo_renovation.planning.actions import enter_contracts, freeze_bundle, new_version, overrule_warning
from geo_renovation.planning.actions.freezing import selection_of
from geo_renovation.planning.actions.tendering import NoSuchWarning
from geo_renovation.planning.errors import BundleNotDraft, StaleBundle
from geo_renovation.planning.models import AnnualPlan, Contract, PlannedCompound
from geo_renovation.planning.readiness import checklist
from geo_renovation.planning.rules import problems
from geo_renovation.planning.splitting import looks_split
from tests.factories import CompoundFactory, UserFactory
from tests.factories.bundles import ThresholdFactory, draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def contract(kind, amount, name="监理"):
    return {"kind": kind, "name": name, "amount_cny": amount}


def warned(bundle, user):
    return {p.rule: p for p in problems(selection_of(bundle, user)) if p.severity == "warning"}


def overrule(bundle, rule, *, by, **options):
    found = warned(bundle, by)[rule]
    options = {"revision": bundle.revision, "request": uuid.uuid4(), "reason": "分期资金"} | options
    return overrule_warning(bundle=bundle, rule=rule, codes=found.codes, by=by, **options)


def test_contracts_of_one_kind_count_together_against_the_line_of_their_kind(planner):
    row_of_compounds("AB", estimate_cny=1_000_000)
    bundle = draft_of("AB", by=planner)
    assert "tender" not in warned(bundle, planner)
    services = [contract("services", 400_000, "勘察"), contract("services", 600_000, "设计")]
    bundle = enter_contracts(bundle=bundle, revision=1, contracts=[*services, contract("goods", 1_999_999)], by=planner)
    assert warned(bundle, planner).keys() & {"tender", "tender_goods", "tender_services"} == {"tender_services"}
    works = [contract("works", 2_000_000, "东片"), contract("works", 2_000_000, "西片")]
    bundle = enter_contracts(bundle=bundle, revision=2, contracts=works, by=planner)
    assert warned(bundle, planner).keys() & {"tender", "tender_goods", "tender_services"} == {"tender"}


def test_a_later_rule_sets_another_line_from_its_day_on(planner):
    row_of_compounds("AB", estimate_cny=2_500_000)
    bundle = draft_of("AB", by=planner)
    assert "tender" in warned(bundle, planner)
    ThresholdFactory(kind="works", valid_from=date(2026, 1, 1), amount_cny=6_000_000)
    ThresholdFactory(kind="works", valid_from=date(2999, 1, 1), amount_cny=1)
    assert "tender" not in warned(bundle, planner)


def test_contracts_change_with_the_draft_only(planner):
    row_of_compounds("AB")
    bundle = draft_of("AB", by=planner)
    enter_contracts(bundle=bundle, revision=1, contracts=[contract("goods", 5)], by=planner)
    again = enter_contracts(bundle=bundle, revision=1, contracts=[contract("goods", 5)], by=planner)
    assert (again.revision, again.contracts.count()) == (2, 1)
    with pytest.raises(StaleBundle):
        enter_contracts(bundle=bundle, revision=1, contracts=[], by=planner)
    frozen = freeze_bundle(bundle=bundle, revision=2, by=planner)
    with pytest.raises(BundleNotDraft):
        enter_contracts(bundle=frozen, revision=2, contracts=[], by=planner)
    assert frozen.snapshot["contracts"] == [{"kind": "goods", "name": "监理", "amount_cny": 5.0}]
    assert list(new_version(bundle=frozen, by=planner).contracts.values_list("name", flat=True)) == ["监理"]


def test_the_database_itself_keeps_the_contracts_of_a_frozen_bundle(planner):
    row_of_compounds("AB")
    frozen = frozen_of("AB", by=planner)
    with pytest.raises(IntegrityError, match="bundle_immutable"):
        Contract.objects.create(bundle=frozen, kind="goods", name="n")


def test_a_neighbouring_bundle_of_the_year_counts_as_a_whole(planner):
    row_of_compounds("ABCD", estimate_cny=1_200_000)
    frozen_of("CD", by=planner)
    bundle = draft_of("AB", by=planner)
    assert warned(bundle, planner)["splitting"].codes == ["C"]
    CompoundFactory(code="E", at=(480, 0), eligible=True, estimate_cny=9_000_000)
    draft = draft_of("A", by=planner)
    assert "splitting" not in warned(draft, planner)


def test_the_year_in_the_plan_counts_before_the_year_wished_for(planner):
    _a, _b, c = row_of_compounds("ABC", estimate_cny=1_500_000, wished_year=2027)
    bundle = draft_of("AB", by=planner)
    assert "splitting" in warned(bundle, planner)
    PlannedCompound.objects.create(plan=AnnualPlan.objects.create(year=2029), compound=c)
    assert "splitting" not in warned(bundle, planner)


def test_a_year_of_small_works_side_by_side_looks_split(planner):
    rows = row_of_compounds("ABC", estimate_cny=1_500_000)
    plan = AnnualPlan.objects.create(year=2027)
    for compound in rows:
        PlannedCompound.objects.create(plan=plan, compound=compound)
    (found,) = looks_split(plan.entries.all())
    assert (len(found["units"]), found["value"], found["line"]) == (3, 4_500_000, 4_000_000)
    frozen_of("ABC", by=planner)
    assert looks_split(plan.entries.all()) == []


def test_an_overruled_warning_keeps_its_reason_and_is_frozen_with_the_bundle(planner):
    row_of_compounds("ABC", estimate_cny=1_500_000, wished_year=2027)
    bundle, request = draft_of("AB", by=planner), uuid.uuid4()
    said = overrule(bundle, "splitting", by=planner, request=request)
    again = overrule_warning(bundle=bundle, revision=1, rule="splitting", codes=["C"], reason="分期资金", by=planner, request=request)
    assert said.pk == again.pk
    assert warned(bundle, planner)["splitting"].overruled["reason"] == "分期资金"
    with pytest.raises(NoSuchWarning):
        overrule(bundle, "splitting", by=planner)
    frozen = freeze_bundle(bundle=bundle, revision=1, by=planner)
    (kept,) = frozen.snapshot["overruled"]
    assert (kept["rule"], kept["codes"], kept["reason"], kept["by"]) == ("splitting", ["C"], "分期资金", planner.organisation.name)
    assert Act.objects.filter(verb="overruled", subject=str(frozen)).count() == 1


def test_a_warning_about_another_compound_speaks_again(planner):
    row_of_compounds("ABC", estimate_cny=1_500_000, wished_year=2027)
    bundle = draft_of("AB", by=planner)
    overrule(bundle, "splitting", by=planner)
    CompoundFactory(code="D", at=(0, 120), eligible=True, estimate_cny=1_500_000, wished_year=2027)
    assert warned(bundle, planner)["splitting"].overruled is None


def test_an_error_is_not_overruled(planner):
    row_of_compounds("ABC")
    with pytest.raises(NoSuchWarning):
        overrule_warning(
            bundle=draft_of("AC", by=planner), revision=1, rule="connected", codes=["C"], reason="r", by=planner, request=uuid.uuid4()
        )  # fmt: skip


def test_the_checklist_names_what_is_missing(planner):
    rows = row_of_compounds("AB", estimate_cny=1_000_000, name="光明里", stage="designed", published=True)
    bundle = draft_of("AB", by=planner)
    lacking = {item.key: item.missing for item in checklist(selection_of(bundle, planner)) if not item.ok}
    assert lacking.keys() == {"figures", "plan", "contracts", "warnings", "frozen"}
    assert lacking["plan"] == ["光明里", "光明里"]
    plan = AnnualPlan.objects.create(year=2027, status="adopted", adopted_on=date(2026, 1, 9))
    for compound in rows:
        PlannedCompound.objects.create(plan=plan, compound=compound)
    bundle = enter_contracts(
        bundle=bundle, revision=1, contracts=[contract("goods", 0), contract("services", 90_000)], by=planner
    )
    assert {item.key for item in checklist(selection_of(bundle, planner)) if not item.ok} == {"figures", "warnings", "frozen"}


def test_the_page_takes_contracts_and_overrulings(client_of, planner):
    row_of_compounds("ABC", estimate_cny=1_500_000, wished_year=2027)
    bundle, browser = draft_of("AB", by=planner), client_of("planner")
    url = f"/planning/bundles/{bundle.number}/v1/tender/"
    assert 'data-rule="splitting"' in browser.get(url).content.decode()
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 0, "form-0-kind": "services", "form-0-name": "设计", "form-0-amount": "120"}
    rows |= {"form-1-kind": "works", "form-1-name": "", "form-1-amount": ""}
    assert browser.post(f"{url}contracts/", rows | {"revision": 1})["Location"] == url
    (entered,) = Contract.objects.values_list("kind", "name", "amount_cny")
    assert entered == ("services", "设计", 1_200_000)
    sent = {"request": str(uuid.uuid4()), "revision": 2, "rule": "tender_services", "codes": [], "reason": "已批复"}
    answer = browser.post(f"{url}overrule/", sent, content_type="application/json", headers=JSON)
    assert answer.status_code == 200
    assert "已批复" in browser.get(url).content.decode()
    assert client_of("street-yuqiuhu").get(url).status_code == 404
    assert client_of("street-yuqiuhu").post(f"{url}overrule/", sent, headers=JSON).status_code == 404
