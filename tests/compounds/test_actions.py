"""Recording stages, findings and publication."""
from datetime import date, timedelta

import pytest
from django.utils import timezone

from geo_renovation.accounts.models import Act
from geo_renovation.compounds import actions
from geo_renovation.compounds.actions import judge, publish, record_stage
from geo_renovation.compounds.models import Finding, StageEvent
from tests.factories import CompoundFactory, CountyFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 1)
DATED = {"effective_from": DAY, "effective_to": DAY, "evidence": "报告"}


@pytest.fixture
def compound():
    CountyFactory()
    DistrictFactory(code="371526001")
    return CompoundFactory()


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def test_a_stage_is_recorded_with_its_organisation_and_journalled(compound, planner):
    event = record_stage(compound=compound, stage="surveyed", by=planner, **DATED)
    compound.refresh_from_db()
    assert (compound.stage, event.recorded_by) == ("surveyed", planner.organisation)
    act = Act.objects.get()
    assert (act.verb, act.subject, act.user) == ("recorded_stage", compound.code, planner)


def test_the_same_code_again_answers_the_same_event(compound, planner):
    first = record_stage(compound=compound, stage="surveyed", by=planner, code="one", **DATED)
    again = record_stage(compound=compound, stage="surveyed", by=planner, code="one", **DATED)
    assert first == again
    assert StageEvent.objects.count() == Act.objects.count() == 1


def test_a_form_shown_before_another_change_is_refused(compound, planner):
    record_stage(compound=compound, stage="surveyed", by=planner, **DATED)
    with pytest.raises(actions.ChangedMeanwhile):
        record_stage(compound=compound, stage="surveyed", by=planner, expected_stage="", **DATED)


@pytest.mark.parametrize("stage", ["reported", "handed_over"])
def test_no_stage_is_skipped(compound, planner, stage):
    with pytest.raises(actions.StageSkipped):
        record_stage(compound=compound, stage=stage, by=planner, **DATED)
    assert not StageEvent.objects.exists()


def test_a_stage_needs_evidence(compound, planner):
    with pytest.raises(actions.NoEvidence):
        record_stage(compound=compound, stage="surveyed", by=planner, **(DATED | {"evidence": " "}))


def test_a_stage_cannot_take_effect_in_the_future(compound, planner):
    tomorrow = timezone.localdate() + timedelta(days=1)
    dates = {"effective_from": tomorrow, "effective_to": tomorrow}
    with pytest.raises(actions.StageInFuture):
        record_stage(compound=compound, stage="surveyed", by=planner, **(DATED | dates))


def test_a_stage_cannot_take_effect_before_the_one_before(compound, planner):
    record_stage(compound=compound, stage="surveyed", by=planner, **DATED)
    earlier = {"effective_from": date(2020, 1, 1), "effective_to": date(2020, 1, 1)}
    with pytest.raises(actions.StageBeforePreceding):
        record_stage(compound=compound, stage="reported", by=planner, **(DATED | earlier))


def test_an_open_date_needs_a_reason_and_a_known_range_an_order(compound, planner):
    with pytest.raises(actions.OpenDateWithoutReason):
        record_stage(compound=compound, stage="surveyed", by=planner, evidence="报告")
    backwards = {"effective_from": DAY, "effective_to": date(2021, 4, 1)}
    with pytest.raises(actions.DatesOutOfOrder):
        record_stage(compound=compound, stage="surveyed", by=planner, **(DATED | backwards))


def test_a_correction_moves_the_compound_back_and_keeps_the_old_record(compound, planner):
    record_stage(compound=compound, stage="surveyed", by=planner, **DATED)
    wrong = record_stage(compound=compound, stage="reported", by=planner, **DATED)
    correction = {"corrects": wrong, "correction_reason": "误录"}
    record_stage(compound=compound, stage="surveyed", by=planner, **DATED, **correction)
    compound.refresh_from_db()
    assert compound.stage == "surveyed"
    assert StageEvent.objects.count() == 3
    with pytest.raises(actions.AlreadyCorrected):
        record_stage(compound=compound, stage="surveyed", by=planner, **DATED, **correction)


def test_a_correction_needs_a_reason_and_its_own_compound(compound, planner):
    event = record_stage(compound=compound, stage="surveyed", by=planner, **DATED)
    with pytest.raises(actions.CorrectionWithoutReason):
        record_stage(compound=compound, stage="surveyed", by=planner, corrects=event, **DATED)
    other = CompoundFactory(at=(500, 0))
    correction = {"corrects": event, "correction_reason": "误录"}
    with pytest.raises(actions.CorrectsOtherCompound):
        record_stage(compound=other, stage="surveyed", by=planner, **DATED, **correction)


def test_words_of_a_rule_in_the_evidence_do_not_change_the_refusal(compound, planner):
    tomorrow = timezone.localdate() + timedelta(days=1)
    said = {"effective_from": tomorrow, "effective_to": tomorrow, "evidence": "finding_has_evidence stage_skipped"}
    with pytest.raises(actions.StageInFuture):
        record_stage(compound=compound, stage="surveyed", by=planner, **said)


def test_a_finding_counts_at_once_and_repeating_it_changes_nothing(compound, planner):
    for _ in range(2):
        judge(compound=compound, criterion="willing", answer=True, evidence="问卷", by=planner)
    compound.refresh_from_db()
    assert compound.willing is True
    assert Finding.objects.count() == Act.objects.count() == 1


def test_a_finding_can_be_taken_back_to_not_judged(compound, planner):
    judge(compound=compound, criterion="willing", answer=True, evidence="问卷", by=planner)
    judge(compound=compound, criterion="willing", answer=None, evidence="问卷作废", by=planner)
    compound.refresh_from_db()
    assert compound.willing is None


def test_a_finding_changed_meanwhile_is_not_overwritten_unseen(compound, planner):
    judge(compound=compound, criterion="willing", answer=True, evidence="问卷", by=planner)
    with pytest.raises(actions.ChangedMeanwhile):
        judge(compound=compound, criterion="willing", answer=False, evidence="走访", by=planner, expected=None)


@pytest.mark.parametrize("role", ["street-huixin", "power", "leader", "admin", "nobody", "enforcement"])
def test_who_may_not_change_a_compound_is_refused_in_the_action_too(compound, role):
    user = UserFactory(role=role)
    with pytest.raises(actions.NotYours):
        record_stage(compound=compound, stage="surveyed", by=user, **DATED)
    with pytest.raises(actions.NotYours):
        judge(compound=compound, criterion="willing", answer=True, evidence="问卷", by=user)


def test_a_street_records_in_its_own_district_but_does_not_publish(compound):
    clerk = UserFactory(role="street-yuqiuhu")
    record_stage(compound=compound, stage="surveyed", by=clerk, **DATED)
    with pytest.raises(actions.NotYours):
        publish(compound=compound, by=clerk)


def test_publishing_twice_keeps_the_first_moment(compound, planner):
    first = publish(compound=compound, by=planner).published_at
    assert publish(compound=compound, by=planner).published_at == first
    assert Act.objects.count() == 1
