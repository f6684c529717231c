"""The report counts exactly and remembers the first of everything."""
import json

import pytest
from django.utils import translation

from geo_renovation.interchange import report as module
from geo_renovation.interchange.refusals import Refused
from geo_renovation.interchange.report import Report

WHY = "2020年实测，双方确认"


@pytest.fixture
def few(monkeypatch):
    """Details of three findings of each reason."""
    monkeypatch.setattr(module, "DETAILED", 3)


def test_a_problem_has_its_row_field_value_place_and_what_to_do():
    report = Report(read=1)
    assert report.reject(1, "geometry", "C1", "overlap", (1.0, 2.0), code="C1", other="C2", area_m2=3.5)
    (problem,) = report.problems
    assert (problem.row, problem.field, problem.value, problem.place) == (1, "geometry", "C1", (1.0, 2.0))
    assert (problem.severity, problem.reason, problem.details["other"]) == ("error", "overlap", "C2")
    with translation.override("en"):
        assert problem.message == "C1 overlaps C2 by 3.5 m²"
        assert problem.mend.startswith("Correct one of the two")
    (entry,) = report.rejected
    assert (entry["row"], entry["place"], entry["area_m2"]) == (1, (1.0, 2.0), 3.5)


def test_a_row_with_several_problems_is_rejected_once():
    report = Report(read=2)
    report.reject(2, "a", None, "required")
    report.reject(2, "b", "x", "not_a_number")
    assert (len(report.rejected), report.written, report.rejected_rows) == (1, 1, [2])
    assert [more["reason"] for more in report.rejected[0]["also"]] == ["not_a_number"]
    assert report.counts["errors"] == {"required": 1, "not_a_number": 1}


def test_an_accepted_error_is_a_warning_that_carries_why():
    report = Report(read=1)
    report.accept({"overlap": f" {WHY} "})
    assert not report.reject(1, "geometry", "C1", "overlap", code="C1", other="C2", area_m2=2)
    assert (report.written, report.counts["errors"], report.counts["accepted"]) == (1, {}, {"overlap": 1})
    (problem,) = report.problems
    assert (problem.severity, problem.accepted_because) == ("warning", WHY)
    assert report.warnings[0]["accepted_because"] == WHY


@pytest.mark.parametrize(
    ("accepted", "reason"),
    [({"duplicate": WHY}, "not_acceptable"), ({"no such": WHY}, "not_acceptable"), ({"overlap": " "}, "acceptance_without_reason")],
)
def test_only_what_may_stand_is_accepted_and_only_with_a_reason(accepted, reason):
    with pytest.raises(Refused) as refused:
        Report().accept(accepted)
    assert refused.value.reason == reason


def test_every_rejected_row_is_there_though_details_are_capped(few):
    report = Report(read=20_000)
    for row in range(1, 10_001):
        report.reject(row, "code", f"C{row}", "exists")
    assert (len(report.rejected), report.written) == (10_000, 10_000)
    assert report.counts["errors"] == {"exists": 10_000}
    entries = list(report.rejected)
    assert [entry["row"] for entry in entries] == list(range(1, 10_001))
    assert {(entry["field"], entry["reason"]) for entry in entries} == {("code", "exists")}
    assert [entry["value"] for entry in entries[:4]] == ["C1", "C2", "C3", None]


def test_one_noisy_reason_does_not_hide_another(few):
    report = Report(read=100)
    for row in range(1, 51):
        report.warn("shallow", row, "depth_m", 0.1, limit=0.6)
    report.warn("lonely_node", 51, "geometry")
    assert report.counts["warnings"] == {"shallow": 50, "lonely_node": 1}
    assert [warning["reason"] for warning in report.warnings] == ["shallow"] * 3 + ["lonely_node"]


def test_a_million_rejected_rows_take_little_memory(few):
    import tracemalloc

    report = Report(read=1_000_000)
    tracemalloc.start()
    for row in range(1, 1_000_001):
        report.reject(row, "geometry", None, "outside_county")
        if row % 10_000 == 0:
            report.newly_rejected()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(report.rejected) == 1_000_000
    assert peak < 20_000_000


def test_a_sentence_may_name_the_field_and_the_value():
    report = Report(read=1)
    report.warn("heading_left", field="household_count", headings="户数, 总户数")
    assert "household_count" in report.warnings[0]["message"]


def test_rows_are_dropped_once():
    report = Report(read=9)
    report.reject(4, "a", None, "required")
    report.reject(2, "a", None, "required")
    report.reject(4, "b", None, "required")
    assert (report.newly_rejected(), report.newly_rejected()) == ([4, 2], [])


def test_it_becomes_json_with_the_lists_cut_to_a_limit():
    report = Report(file="f", kind="compounds", read=9)
    for row in (1, 2, 3):
        report.reject(row, "published_on", object(), "not_a_date", (1.5, 2.5))
        report.repair(row + 3, 0.0005)
    shown = json.loads(json.dumps(report.as_dict(limit=2)))
    assert [entry["row"] for entry in shown["rejected"]] == [1, 2]
    assert shown["repaired"] == [{"row": 4, "area_change": 0.0005}, {"row": 5, "area_change": 0.0005}]
    assert (shown["read"], shown["written"], shown["counts"]["errors"]) == (9, 6, {"not_a_date": 3})
    whole = json.loads(report.as_json())
    assert whole["read"] == whole["written"] + len(whole["rejected"])


def test_a_refused_file_says_what_to_do():
    report = Report(read=3)
    report.refuse(Refused("too_deep", limit=30))
    with translation.override("en"):
        report.refuse(Refused("too_deep", limit=30))
    assert "30" in report.refused["message"]
    assert report.refused["mend"]
    assert not report.may_be_stored


def test_of_very_many_errors_the_later_ones_have_a_sentence_too(few):
    report = Report(read=5)
    for row in range(1, 6):
        report.reject(row, "geometry", "C", "overlap", code="C", other="D", area_m2=2)
    with translation.override("en"):
        said = [entry["message"] for entry in report.as_dict()["rejected"]]
    assert said == ["C overlaps D by 2 m²"] * 3 + ["… overlaps … by … m²"] * 2
