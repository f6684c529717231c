"""Drafting, freezing, new versions, dissolving."""

import json

import pytest
from django.db import IntegrityError, transaction

from geo_renovation.accounts.models import Act
from geo_renovation.planning.actions import (
    create_draft,
    dissolve_bundle,
    freeze_bundle,
    new_version,
    save_draft,
)
from geo_renovation.planning.actions.freezing import digest
from geo_renovation.planning.errors import (
    BundleNotDraft,
    CompoundAlreadyClaimed,
    ReasonMissing,
    RulesBroken,
    StaleBundle,
    UnableToEditBundle,
    UnknownCompounds,
)
from geo_renovation.planning.models import Bundle, BundleMember
from tests.factories import CompoundFactory, SegmentFactory, UserFactory
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def test_numbers_of_a_year_follow_each_other(planner):
    row_of_compounds("ABCD")
    numbers = [draft_of(codes, by=planner).number for codes in ("AB", "CD", "BC")]
    assert numbers == ["2027-001", "2027-002", "2027-003"]
    assert draft_of("AB", by=planner, plan_year=2028).number == "2028-001"


def test_a_double_click_on_create_makes_one_draft(planner):
    row_of_compounds()
    assert draft_of("AB", by=planner) == draft_of("BA", by=planner)
    assert Bundle.objects.count() == 1


def test_drafts_may_overlap(planner):
    row_of_compounds()
    assert draft_of("AB", by=planner) != draft_of("BC", by=planner)


def test_nobody_but_the_centre_drafts(planner):
    row_of_compounds()
    for role in ("street-yuqiuhu", "leader", "water", "admin", "enforcement"):
        with pytest.raises(UnableToEditBundle):
            draft_of("AB", by=UserFactory(role=role))
        with pytest.raises(UnableToEditBundle):
            freeze_bundle(bundle=draft_of("AB", by=planner), revision=1, by=UserFactory(role=role))


def test_an_unknown_code_makes_no_draft(planner):
    row_of_compounds()
    with pytest.raises(UnknownCompounds, match="Z"):
        draft_of("AZ", by=planner)


def test_saving_replaces_the_members_and_counts_the_revision(planner):
    row_of_compounds()
    draft = draft_of("AB", by=planner)
    saved = save_draft(bundle=draft, revision=1, codes=["B", "C"], name="东片", by=planner)
    assert (saved.revision, saved.name) == (2, "东片")
    assert sorted(saved.members.values_list("compound__code", flat=True)) == ["B", "C"]


def test_saving_an_older_revision_is_refused_and_changes_nothing(planner):
    row_of_compounds()
    draft = draft_of("AB", by=planner)
    save_draft(bundle=draft, revision=1, codes=["B", "C"], by=planner)
    with pytest.raises(StaleBundle) as refused:
        save_draft(bundle=draft, revision=1, codes=["A"], by=planner)
    assert refused.value.where == {"revision": 2}
    assert sorted(draft.members.values_list("compound__code", flat=True)) == ["B", "C"]
    with pytest.raises(StaleBundle):
        freeze_bundle(bundle=draft, revision=1, by=planner)


def test_a_draft_moved_to_another_year_is_numbered_there(planner):
    row_of_compounds()
    moved = save_draft(bundle=draft_of("AB", by=planner), revision=1, codes=["A", "B"], plan_year=2029, by=planner)
    assert (moved.number, moved.name) == ("2029-001", "2029-001")
    assert set(moved.members.values_list("plan_year", flat=True)) == {2029}


def test_freezing_keeps_members_boundaries_totals_and_lines(planner):
    compounds = row_of_compounds("AB")
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water")
    frozen = frozen_of("AB", by=planner)
    frozen.refresh_from_db()
    shown = frozen.snapshot
    assert [m["code"] for m in shown["members"]] == ["A", "B"]
    assert shown["totals"]["households"] == 200
    assert shown["totals"]["estimate_cny"] == 4_000_000
    assert shown["lines"] == [
        {"network_class": "JS", "owner": "water", "owner_name": "县水务集团", "metres": 150.0, "count": 1}
    ]
    assert shown["links"] == [["A", "B"]]
    assert shown["frozen_by"] == planner.username
    member = frozen.members.get(compound__code="A")
    assert member.boundary.equals_exact(compounds[0].boundary)
    assert member.figures["household_count"] == 100
    assert member.is_live
    assert frozen.frozen_by == planner
    act = Act.objects.get(verb="froze")
    assert (act.subject, act.details["digest"]) == ("2027-001 v1", frozen.digest)


def test_the_digest_can_be_computed_again_from_what_is_stored(planner):
    row_of_compounds()
    frozen = frozen_of("AB", by=planner)
    stored = Bundle.objects.get(pk=frozen.pk)
    assert digest(stored.snapshot) == stored.digest == digest(json.loads(json.dumps(stored.snapshot)))


def test_a_second_click_on_freeze_answers_the_frozen_bundle(planner):
    row_of_compounds()
    draft = draft_of("AB", by=planner)
    first = freeze_bundle(bundle=draft, revision=1, by=planner)
    again = freeze_bundle(bundle=draft, revision=1, by=planner)
    assert (again.pk, again.digest, again.frozen_at) == (first.pk, first.digest, first.frozen_at)
    assert Act.objects.filter(verb="froze").count() == 1
    with pytest.raises(BundleNotDraft):
        freeze_bundle(bundle=draft, revision=1, by=UserFactory(role="planner"))


def test_a_bundle_that_breaks_a_rule_is_not_frozen(planner):
    row_of_compounds("AB")
    CompoundFactory(code="X", at=(900, 900), eligible=True)
    with pytest.raises(RulesBroken) as refused:
        frozen_of("ABX", by=planner)
    assert [p["rule"] for p in refused.value.where["problems"]] == ["connected"]
    assert Bundle.objects.get().is_draft


def test_a_compound_is_in_one_live_bundle_of_a_year(planner):
    row_of_compounds()
    frozen_of("AB", by=planner)
    with pytest.raises(CompoundAlreadyClaimed) as refused:
        frozen_of("BC", by=planner)
    assert "2027-001" in str(refused.value)
    assert frozen_of("BC", by=planner, plan_year=2028).is_live


def test_the_database_refuses_a_second_claim_whatever_asks(planner):
    row_of_compounds()
    frozen = frozen_of("AB", by=planner)
    draft = draft_of("BC", by=planner)
    with pytest.raises(IntegrityError, match="one_live_bundle_per_compound_and_year"), transaction.atomic():
        Bundle.objects.filter(pk=draft.pk).update(
            status="frozen", frozen_at=frozen.frozen_at, frozen_by=planner, snapshot=frozen.snapshot
        )
    with pytest.raises(IntegrityError, match="bundle_immutable"), transaction.atomic():
        BundleMember.objects.filter(bundle=frozen).first().delete()


@pytest.mark.parametrize(
    "change",
    [
        lambda b: Bundle.objects.filter(pk=b.pk).update(name="x"),
        lambda b: Bundle.objects.filter(pk=b.pk).update(snapshot={}),
        lambda b: Bundle.objects.filter(pk=b.pk).update(status="draft"),
        lambda b: Bundle.objects.filter(pk=b.pk).delete(),
        lambda b: BundleMember.objects.filter(bundle=b).delete(),
        lambda b: BundleMember.objects.filter(bundle=b).update(figures={}),
        lambda b: BundleMember.objects.filter(bundle=b).update(plan_year=2030, figures={}),
        lambda b: BundleMember.objects.create(bundle=b, compound=CompoundFactory(), plan_year=2027),
        lambda b: BundleMember.objects.filter(bundle=b).update(bundle=draft_of("C", by=b.frozen_by)),
    ],
)
def test_a_frozen_bundle_cannot_be_changed_in_the_database(planner, change):
    row_of_compounds()
    frozen = frozen_of("AB", by=planner)
    with pytest.raises(Exception, match="bundle_immutable|Cannot"), transaction.atomic():
        change(frozen)
    assert frozen.members.count() == 2


def test_no_claim_can_be_made_or_dropped_by_hand(planner):
    row_of_compounds()
    frozen, draft = frozen_of("AB", by=planner), draft_of("BC", by=planner)
    BundleMember.objects.update(is_live=False)
    assert set(frozen.members.values_list("is_live", flat=True)) == {True}
    BundleMember.objects.filter(bundle=draft, compound__code="C").update(is_live=True)
    assert set(draft.members.values_list("is_live", flat=True)) == {False}


def test_version_two_supersedes_version_one(planner):
    row_of_compounds()
    first = frozen_of("AB", by=planner)
    second = new_version(bundle=first, by=planner)
    assert (second.number, second.version, second.status) == ("2027-001", 2, "draft")
    assert new_version(bundle=first, by=planner) == second
    second = save_draft(bundle=second, revision=1, codes=["A", "B", "C"], by=planner)
    second = freeze_bundle(bundle=second, revision=2, by=planner)
    first.refresh_from_db()
    assert (first.status, second.status, first.ended_by) == ("superseded", "frozen", planner)
    assert BundleMember.objects.filter(is_live=True).count() == 3
    assert set(first.members.values_list("is_live", flat=True)) == {False}
    assert first.snapshot["totals"]["compounds"] == 2


def test_a_refused_version_two_leaves_version_one_live(planner):
    row_of_compounds()
    first = frozen_of("AB", by=planner)
    frozen_of("C", by=planner)
    second = new_version(bundle=first, by=planner)
    save_draft(bundle=second, revision=1, codes=["A", "B", "C"], by=planner)
    with pytest.raises(CompoundAlreadyClaimed):
        freeze_bundle(bundle=second, revision=2, by=planner)
    first.refresh_from_db()
    assert first.is_live


def test_dissolving_frees_the_members_and_says_why(planner):
    row_of_compounds()
    frozen = frozen_of("AB", by=planner)
    with pytest.raises(ReasonMissing):
        dissolve_bundle(bundle=frozen, reason="  ", by=planner)
    dissolved = dissolve_bundle(bundle=frozen, reason="资金未落实", by=planner)
    assert (dissolved.status, dissolved.ended_reason) == ("dissolved", "资金未落实")
    assert dissolve_bundle(bundle=frozen, reason="资金未落实", by=planner) == dissolved
    assert frozen_of("BC", by=planner).is_live
    assert Act.objects.get(verb="dissolved").details == {"reason": "资金未落实"}


def test_a_saved_draft_cannot_be_saved_once_frozen(planner):
    row_of_compounds()
    frozen = frozen_of("AB", by=planner)
    with pytest.raises(BundleNotDraft):
        save_draft(bundle=frozen, revision=1, codes=["A"], by=planner)


def test_an_emptied_draft_needs_a_district_only(planner):
    row_of_compounds()
    assert create_draft(codes=[], plan_year=2027, name="空", by=planner).members.count() == 0
