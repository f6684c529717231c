"""The course of a compound, held by the database however an event arrives."""
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from geo_renovation.compounds.choices import Stage
from geo_renovation.compounds.models import Compound, StageEvent
from tests.factories import CompoundFactory, FindingFactory, StageEventFactory
from tests.factories.compounds import reach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


def event(compound, stage, **fields):
    with transaction.atomic():
        return StageEventFactory(compound=compound, stage=stage, **fields)


def stage_of(compound):
    compound.refresh_from_db()
    return compound.stage


def as_of(*day):
    return Compound.objects.as_of(date(*day)).get().stage_number_as_of


def test_a_compound_without_events_is_not_yet_surveyed():
    compound = CompoundFactory()
    assert (compound.stage, compound.next_stage) == ("", Stage.SURVEYED)


def test_the_course_runs_through_all_eight_stages():
    compound = CompoundFactory(stage="handed_over")
    assert (compound.stage, compound.next_stage) == ("handed_over", None)


@pytest.mark.parametrize(("reached", "stage"), [(None, "reported"), ("surveyed", "planned"), ("planned", "accepted")])
def test_skipping_a_stage_is_refused(reached, stage):
    compound = CompoundFactory(stage=reached or "")
    with pytest.raises(IntegrityError, match="stage_skipped"):
        event(compound, stage, on=date(2024, 1, 1))


def test_several_events_stored_at_once_are_judged_together():
    compound = CompoundFactory()
    rows = [
        StageEvent(compound=compound, code=s, stage=s, effective_from=date(2021, n, 1), effective_to=date(2021, n, 1))
        for n, s in enumerate(("surveyed", "reported", "planned"), start=1)
    ]
    StageEvent.objects.bulk_create(reversed(rows))
    assert stage_of(compound) == "planned"


def test_a_later_stage_cannot_have_come_into_effect_earlier():
    compound = CompoundFactory(stage="surveyed")
    with pytest.raises(IntegrityError, match="stage_before_preceding"):
        event(compound, "reported", on=date(2010, 1, 1))


def test_the_future_is_refused_by_the_countys_calendar():
    compound = CompoundFactory()
    late_in_utc = datetime(2024, 5, 1, 17, tzinfo=UTC)
    event(compound, "surveyed", on=date(2024, 5, 2), recorded_at=late_in_utc)
    with pytest.raises(IntegrityError, match="stage_in_future"):
        event(compound, "reported", on=date(2024, 5, 3), recorded_at=late_in_utc)
    with pytest.raises(IntegrityError, match="stage_in_future"):
        event(compound, "reported", recorded_at=timezone.now() + timedelta(hours=1))


def test_an_open_date_is_stored_with_its_reason():
    compound = CompoundFactory()
    with pytest.raises(IntegrityError, match="open_date_has_reason"):
        event(compound, "surveyed", effective_from=None)
    event(compound, "surveyed", effective_from=None, effective_to=None, unknown_reason="lost_record")
    assert stage_of(compound) == "surveyed"


def test_events_are_neither_changed_nor_deleted():
    compound = CompoundFactory(stage="surveyed")
    for act in (lambda e: e.update(evidence="x"), lambda e: e.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(StageEvent.objects.filter(compound=compound))
    FindingFactory(compound=compound)
    for act in (lambda f: f.update(answer=False), lambda f: f.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(compound.findings.all())


def test_a_correction_takes_the_place_of_what_it_corrects():
    compound = CompoundFactory()
    surveyed = event(compound, "surveyed", on=date(2022, 1, 1))
    event(compound, "surveyed", on=date(2021, 1, 1), corrects=surveyed, correction_reason="误录")
    event(compound, "reported", on=date(2021, 6, 1))
    assert stage_of(compound) == "reported"
    assert StageEvent.objects.standing().count() == 2


def test_a_correction_cannot_leave_a_gap_in_the_course():
    compound = CompoundFactory(stage="planned")
    reported = compound.stage_events.get(stage="reported")
    with pytest.raises(IntegrityError, match="stage_skipped"):
        event(compound, "surveyed", corrects=reported, correction_reason="误录")


def test_a_move_back_is_the_correction_of_the_last_event():
    compound = CompoundFactory(stage="planned")
    last = compound.stage_events.get(stage="planned")
    event(compound, "reported", on=date(2018, 3, 1), corrects=last, correction_reason="退回")
    assert stage_of(compound) == "reported"


def test_as_of_a_day_counts_from_the_latest_day_it_may_have_taken_effect():
    compound = CompoundFactory()
    event(compound, "surveyed", effective_from=date(2021, 1, 1), effective_to=date(2021, 3, 31))
    assert [as_of(2021, 1, 15), as_of(2021, 3, 30), as_of(2021, 3, 31)] == [0, 0, 1]


def test_as_of_a_day_an_open_date_counts_from_its_record_in_the_countys_calendar():
    open_date = {"effective_from": None, "effective_to": None, "unknown_reason": "verbal_report"}
    event(CompoundFactory(), "surveyed", recorded_at=datetime(2022, 6, 1, 18, tzinfo=UTC), **open_date)
    assert [as_of(2022, 6, 1), as_of(2022, 6, 2)] == [0, 1]


def test_as_of_a_day_tells_the_whole_course():
    reach(CompoundFactory(), "handed_over", first_year=2015)
    assert [as_of(2015 + n, 2, 28) for n in range(1, 10)] == list(range(9))


def test_as_of_a_day_forgets_what_was_corrected():
    compound = CompoundFactory()
    surveyed = event(compound, "surveyed", on=date(2020, 1, 1))
    event(compound, "surveyed", on=date(2022, 1, 1), corrects=surveyed, correction_reason="误录")
    assert [as_of(2021, 1, 1), as_of(2022, 1, 1)] == [0, 1]


def test_a_stage_that_stands_is_not_recorded_twice():
    compound = CompoundFactory(stage="surveyed")
    with pytest.raises(IntegrityError, match="stage_recorded_twice"):
        event(compound, "surveyed", on=date(2022, 1, 1))


def test_corrections_that_lead_back_to_themselves_are_refused():
    compound = CompoundFactory()
    first, second = 910001, 910002
    rows = [
        StageEvent(id=first, compound=compound, code="r1", stage="surveyed", corrects_id=second),
        StageEvent(id=second, compound=compound, code="r2", stage="surveyed", corrects_id=first),
    ]
    for row in rows:
        row.effective_from = row.effective_to = date(2021, 1, 1)
        row.correction_reason = "x"
    with pytest.raises(IntegrityError, match="stage_corrections_come_round"), transaction.atomic():
        StageEvent.objects.bulk_create(rows)
