"""The same codes again, with records that are dated: findings, rights, stages and plans are added, never overwritten."""
import datetime

import pytest

from geo_renovation.compounds.models import Finding
from geo_renovation.interchange.actions import import_layer
from geo_renovation.utilities.models import AssetRight, Segment
from tests.factories import CompoundFactory, FindingFactory, SegmentFactory

from .files import faults, geojson, pipe, pipes, square, table
from .stored import counts

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today


def test_findings_are_recorded_only_where_the_answer_differs(tmp_path, district):
    held = CompoundFactory(code="C1")
    FindingFactory(compound=held, criterion="residential", answer=True)
    FindingFactory(compound=held, criterion="willing", answer=True)
    named = {"code": "C1", "residential": "是", "willing": "否", "evidence": "2026年复查"}
    report = import_layer(geojson(tmp_path / "c.geojson", (named, square())), "compounds", mode="update")
    assert report.differences[0]["fields"] == {"willing": ["true", "false"]}
    new = Finding.objects.get(evidence="2026年复查")
    assert (new.criterion, new.answer, Finding.objects.count()) == ("willing", False, 3)
    held.refresh_from_db()
    assert (held.residential, held.willing) == (True, False)


def test_another_holder_ends_the_right_and_begins_the_next(tmp_path, county):
    SegmentFactory(code="S1", owner="water", manager="municipal")
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", right_since="2024-05-01", right_basis="移交书", manager="municipal"))
    report = import_layer(file, "segments", mode="update")
    assert report.committed, report.as_json()
    assert set(report.differences[0]["fields"]) == {"owner", "geometry"}
    owners = AssetRight.objects.filter(kind="owner").order_by("valid")
    assert [(r.organisation.code, r.valid.lower, r.valid.upper) for r in owners] == [
        ("water", datetime.date(2000, 1, 1), datetime.date(2024, 5, 1)), ("power", datetime.date(2024, 5, 1), None),
    ]
    assert AssetRight.objects.filter(kind="manager").count() == 1
    assert Segment.objects.get().owner.code == "power"


def test_another_holder_without_a_day_holds_from_today(tmp_path, county):
    SegmentFactory(code="S1", owner="water", laid_year=1999)
    import_layer(pipes(tmp_path / "s.geojson", pipe("S1", "power")), "segments", mode="update")
    assert AssetRight.objects.get(organisation__code="power").valid.lower >= TODAY() - datetime.timedelta(days=1)


def test_a_right_is_never_replaced_by_an_earlier_one(tmp_path, county):
    SegmentFactory(code="S1", owner="water")
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", right_since="1999-01-01"))
    report = import_layer(file, "segments", mode="update")
    assert faults(report) == [(1, "right_since", "right_not_later")]
    assert AssetRight.objects.get().valid.upper is None


def test_a_holder_nobody_knew_before_becomes_known(tmp_path, county):
    file = pipes(tmp_path / "s.geojson", {"code": "S1", "network_class": "JS", "owner": "", "laid_year": 1999})
    assert import_layer(file, "segments").committed
    assert counts(import_layer(file, "segments", mode="update")) == (0, 0, 1, 0)
    known = pipes(tmp_path / "s2.geojson", pipe("S1"))
    assert counts(import_layer(known, "segments", mode="update")) == (0, 1, 0, 0)
    assert Segment.objects.get().owner.code == "water"


def test_records_already_there_word_for_word_are_unchanged_and_others_stay_errors(tmp_path, district):
    CompoundFactory(code="C1")
    row = {
        "event_code": "E1", "compound_code": "C1", "stage": "surveyed", "effective_from": "2021-03-01",
        "effective_to": "2021-03-01", "recorded_at": "2021-03-02", "evidence": "表一",
    }
    assert import_layer(table(tmp_path / "e.csv", [row]), "stages").committed
    april = {"effective_from": "2021-04-01", "effective_to": "2021-04-01", "recorded_at": "2021-04-02"}
    both = table(tmp_path / "e2.csv", [row, row | {"event_code": "E2", "stage": "reported"} | april])
    report = import_layer(both, "stages", mode="update")
    assert report.committed, report.as_json()
    assert counts(report) == (1, 0, 1, 0)
    other = import_layer(table(tmp_path / "e3.csv", [row | {"evidence": "表二"}]), "stages", mode="update")
    assert faults(other) == [(1, "event_code", "exists")]


def test_rights_and_plans_word_for_word_are_unchanged(tmp_path, district):
    SegmentFactory(code="S1")
    CompoundFactory(code="C1")
    right = {"segment_code": "S1", "kind": "owner", "organisation": "water", "valid_from": "2020-01-01", "basis": "证"}
    plan = {"year": 2027, "status": "submitted", "compound_code": "C1", "sequence": 1}
    for kind, row in (("rights", right), ("plans", plan)):
        file = table(tmp_path / f"{kind}.csv", [row])
        assert import_layer(file, kind).committed
        assert counts(import_layer(file, kind, mode="update")) == (0, 0, 1, 0)
    late = table(tmp_path / "late.csv", [plan | {"sequence": 2}])
    assert faults(import_layer(late, "plans", mode="update")) == [(1, "compound_code", "exists")]


def test_a_county_is_never_updated(tmp_path, county):
    file = geojson(tmp_path / "c.geojson", ({"code": "371526", "name": "x"}, square(size=500)))
    assert import_layer(file, "county", mode="update").refused["reason"] == "not_updatable"
