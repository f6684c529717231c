"""Stage events that would break a compound's course are named row by row."""

import pytest

from geo_renovation.compounds.models import Compound, StageEvent
from geo_renovation.interchange.actions import import_layer
from tests.factories import CompoundFactory, DistrictFactory, reach

from .files import table

pytestmark = pytest.mark.django_db
HEADINGS = (
    "event_code", "compound_code", "stage", "effective_from", "effective_to", "unknown_reason",
    "recorded_at", "recorded_by", "evidence", "corrects", "correction_reason",
)


@pytest.fixture
def compounds(county):
    DistrictFactory(code="371526001")
    return [CompoundFactory(code=code, at=(300 * n, 0)) for n, code in enumerate("AB")]


@pytest.fixture
def take(tmp_path):
    def taken(*rows, **options):
        rows = [dict(zip(HEADINGS, [*row, *[""] * (11 - len(row))], strict=True)) for row in rows]
        return import_layer(table(tmp_path / "stages.csv", rows), "stages", **options)

    return taken


def faults(report):
    return [(row["row"], row["field"], row["reason"]) for row in report.rejected]


def event(code, compound, stage, day, recorded="2022-01-01", **more):
    tail = [more.get(name, "") for name in HEADINGS[7:]]
    return [code, compound, stage, more.get("start", day), more.get("end", day), more.get("reason", ""), recorded, *tail]


def test_a_course_may_come_in_any_order_of_rows(compounds, take):
    report = take(
        event("e3", "A", "列入计划", "2021-05-01", recorded_by="centre"),
        event("e1", "A", "摸底", "2021-03-01"),
        event("e2", "A", "reported", "2021-04-01"),
    )
    assert report.committed, report.as_json()
    assert Compound.objects.get(code="A").stage == "planned"
    assert StageEvent.objects.get(code="e3").recorded_by.code == "centre"


def test_a_skipped_stage_is_rejected(compounds, take):
    report = take(event("e1", "A", "surveyed", "2021-03-01"), event("e3", "A", "planned", "2021-05-01"), good_rows=True)
    assert faults(report) == [(2, "stage", "stage_skipped")]
    assert Compound.objects.get(code="A").stage == "surveyed"


def test_a_date_before_the_preceding_stage_is_rejected_and_what_builds_on_it(compounds, take):
    report = take(
        event("e1", "A", "surveyed", "2021-03-01"),
        event("e2", "A", "reported", "2021-02-01"),
        event("e3", "A", "planned", "2021-05-01"),
        good_rows=True,
    )
    assert faults(report) == [(2, "effective_from", "stage_before_preceding"), (3, "stage", "stage_skipped")]
    assert Compound.objects.get(code="A").stage == "surveyed"


def test_open_dates_need_a_reason_and_order(compounds, take):
    report = take(
        event("e1", "A", "surveyed", "", reason="档案遗失"),
        event("e2", "A", "reported", "", start="2021-04-01"),
        event("e3", "B", "surveyed", "", start="2021-04-02", end="2021-04-01"),
        good_rows=True,
    )
    assert faults(report) == [(2, "effective_from", "date_or_reason"), (3, "effective_to", "range_order")]
    assert StageEvent.objects.get().unknown_reason == "lost_record"


def test_nothing_happens_after_its_own_record_or_in_the_future(compounds, take):
    report = take(
        event("e1", "A", "surveyed", "2021-03-01", recorded="2021-02-01"),
        event("e2", "B", "surveyed", "2021-03-01", recorded="2999-02-01"),
    )
    assert faults(report) == [(1, "effective_from", "after_record"), (2, "recorded_at", "in_future")]


def test_a_correction_in_the_same_file_takes_the_place_of_what_it_corrects(compounds, take):
    report = take(
        event("e1", "A", "surveyed", "2021-06-01"),
        event("e2", "A", "reported", "2021-05-01"),
        event("e1b", "A", "surveyed", "2021-04-01", corrects="e1", correction_reason="抄错月份"),
    )
    assert report.committed, report.as_json()
    assert StageEvent.objects.get(code="e1b").corrects.code == "e1"


def test_unsound_corrections_are_rejected(compounds, take):
    report = take(
        event("a1", "A", "surveyed", "2021-03-01"),
        event("b1", "B", "surveyed", "2021-03-01", corrects="a1", correction_reason="x"),
        event("a2", "A", "surveyed", "2021-03-02", corrects="a9", correction_reason="x"),
        event("a3", "A", "surveyed", "2021-03-02", corrects="a1", correction_reason=""),
        event("a4", "A", "surveyed", "2021-03-02", corrects="a1", correction_reason="x"),
        event("a5", "A", "surveyed", "2021-03-02", corrects="a1", correction_reason="x"),
        good_rows=True,
    )
    assert faults(report) == [
        (2, "corrects", "corrects_other_compound"),
        (3, "corrects", "unknown_reference"),
        (4, "correction_reason", "required"),
        (6, "corrects", "already_corrected"),
    ]


def test_events_follow_those_already_stored(compounds, take):
    reach(compounds[0], "reported")
    stored = StageEvent.objects.order_by("id").last()
    report = take(
        event("n1", "A", "planned", "2001-01-01"),
        event("n2", "A", "designed", "2022-01-01", recorded="2025-01-01"),
        good_rows=True,
    )
    assert faults(report)[0] == (1, "effective_from", "stage_before_preceding")
    again = take([stored.code, *event("x", "A", "reported", "2021-01-01")[1:]])
    assert faults(again) == [(1, "event_code", "exists")]


def test_corrections_that_lead_back_to_themselves_are_rejected(compounds, take):
    report = take(
        event("c1", "A", "surveyed", "2021-03-01", corrects="c2", correction_reason="x"),
        event("c2", "A", "accepted", "2021-03-01", corrects="c1", correction_reason="x"),
    )
    assert faults(report) == [(1, "corrects", "unknown_reference"), (2, "corrects", "unknown_reference")]


def test_a_stage_that_already_stands_is_rejected_unless_it_corrects(compounds, take):
    reach(compounds[0], "surveyed")
    report = take(
        event("t1", "A", "surveyed", "2021-03-01"),
        event("t2", "B", "surveyed", "2021-03-01"),
        event("t3", "B", "surveyed", "2021-03-02"),
        good_rows=True,
    )
    assert faults(report) == [(1, "stage", "stage_twice"), (3, "stage", "stage_twice")]
