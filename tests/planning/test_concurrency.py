"""What two people at once may not break."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.planning.actions import create_draft, freeze_bundle, new_version, save_draft
from geo_renovation.planning.errors import BundleBusy, BundleRefused, CompoundAlreadyClaimed, StaleBundle
from geo_renovation.planning.models import Bundle, BundleMember
from tests.factories import UserFactory
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls):
    """Starts every call at the same moment, each on a connection of its own; answers results and refusals."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait(10)
            return call()
        except BundleRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(results):
    return [result for result in results if isinstance(result, BundleRefused)]


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def freezing(draft, by):
    return lambda: freeze_bundle(bundle=draft, revision=draft.revision, by=by)


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_overlapping_bundles_frozen_at_once_exactly_one_wins(planner, attempt):
    row_of_compounds("ABCDE")
    drafts = [draft_of(codes, by=planner) for codes in ("ABC", "CDE")]
    results = at_once(*(freezing(draft, planner) for draft in drafts))
    (refused,) = refusals(results)
    assert isinstance(refused, CompoundAlreadyClaimed)
    assert Bundle.objects.live().count() == 1
    assert BundleMember.objects.filter(is_live=True, compound__code="C").count() == 1
    assert Act.objects.filter(verb="froze").count() == 1


def test_of_eight_bundles_around_one_compound_exactly_one_wins(planner):
    row_of_compounds("ABC")
    drafts = [draft_of("ABC", by=planner, name=f"第{n}稿") for n in range(8)]
    results = at_once(*(freezing(draft, planner) for draft in drafts))
    assert len(refusals(results)) == 7
    assert Bundle.objects.live().count() == 1


def test_bundles_that_share_nothing_are_frozen_side_by_side(planner):
    row_of_compounds("ABCDEF")
    drafts = [draft_of(codes, by=planner) for codes in ("AB", "CD", "EF")]
    assert refusals(at_once(*(freezing(draft, planner) for draft in drafts))) == []
    assert Bundle.objects.live().count() == 3


def test_two_clicks_on_freeze_at_once_make_one_frozen_bundle(planner):
    row_of_compounds("AB")
    draft = draft_of("AB", by=planner)
    results = at_once(*[freezing(draft, planner)] * 4)
    assert refusals(results) == []
    assert len({bundle.digest for bundle in results}) == 1
    assert Act.objects.filter(verb="froze").count() == 1


def test_of_two_saves_at_once_one_is_stale(planner):
    row_of_compounds("ABC")
    draft = draft_of("AB", by=planner)
    results = at_once(
        lambda: save_draft(bundle=draft, revision=1, codes=["A"], by=planner),
        lambda: save_draft(bundle=draft, revision=1, codes=["B", "C"], by=planner),
    )
    assert [type(refused) for refused in refusals(results)] == [StaleBundle]
    draft.refresh_from_db()
    assert draft.revision == 2


def test_a_save_and_a_freeze_at_once_never_freeze_unseen_members(planner):
    row_of_compounds("ABC")
    draft = draft_of("AB", by=planner)
    at_once(freezing(draft, planner), lambda: save_draft(bundle=draft, revision=1, codes=["B", "C"], by=planner))
    draft.refresh_from_db()
    members = sorted(draft.members.values_list("compound__code", flat=True))
    if draft.is_live:
        assert members == [m["code"] for m in draft.snapshot["members"]] == ["A", "B"]
    else:
        assert members == ["B", "C"]


def test_a_freeze_that_must_wait_too_long_says_so(planner):
    row_of_compounds("AB")
    draft = draft_of("AB", by=planner)
    held, done = Barrier(2), Barrier(2)

    def hold_a_member():
        with transaction.atomic():
            Compound.objects.select_for_update().get(code="A")
            held.wait(10)
            done.wait(10)

    def freeze_impatiently():
        held.wait(10)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'")
            return freeze_bundle(bundle=draft, revision=1, by=planner)
        finally:
            done.wait(10)

    _, busy = at_once(hold_a_member, freeze_impatiently)
    assert isinstance(busy, BundleBusy)
    assert freeze_bundle(bundle=draft, revision=1, by=planner).is_live


def test_numbers_given_at_once_are_all_different(planner):
    row_of_compounds("ABCDEF")
    results = at_once(
        *(lambda c=code: create_draft(codes=[c], plan_year=2027, name="", by=planner) for code in "ABCDEF")
    )
    assert sorted(bundle.number for bundle in results) == [f"2027-00{n}" for n in range(1, 7)]


def test_two_new_versions_at_once_are_the_same_draft(planner):
    row_of_compounds("AB")
    frozen = frozen_of("AB", by=planner)
    results = at_once(*[lambda: new_version(bundle=frozen, by=planner)] * 3)
    assert refusals(results) == []
    assert Bundle.objects.filter(number=frozen.number).count() == 2


def test_a_member_written_past_the_actions_waits_for_the_freeze_and_is_refused(planner):
    compounds = row_of_compounds("ABC")
    draft = draft_of("AB", by=planner)
    frozen, tried = Barrier(2), Barrier(2)

    def freeze_slowly():
        with transaction.atomic():
            freeze_bundle(bundle=draft, revision=1, by=planner)
            frozen.wait(10)
            tried.wait(10)

    def slip_in():
        frozen.wait(10)
        tried.wait(10)
        try:
            BundleMember.objects.create(bundle=draft, compound=compounds[2], plan_year=2027)
        except Exception as error:
            return str(error)
        return "stored"

    _, said = at_once(freeze_slowly, slip_in)
    assert "bundle_immutable" in said
    assert draft.members.count() == 2
