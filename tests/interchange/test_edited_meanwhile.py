"""Somebody works on the map while a file about the same compounds is stored: nobody's work is lost."""
import datetime

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction

from geo_renovation.compounds.actions import record_stage
from geo_renovation.compounds.models import Compound, StageEvent
from geo_renovation.interchange import comparing, ending
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Change, ImportRun
from tests.factories import CompoundFactory, CountyFactory, DistrictFactory, UserFactory

from .files import compound, geojson, square, table
from .meanwhile import Meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = square(7, 7)


@pytest.fixture
def stored():
    """C1 and C2, which a file will change."""
    CountyFactory()
    DistrictFactory(code="371526001")
    return CompoundFactory(code="C1"), CompoundFactory(code="C2", at=(300, 0))


@pytest.fixture
def file(tmp_path):
    """Another outline and number of households for both."""
    rows = [({"code": code, "household_count": 70}, square(x)) for code, x in (("C1", 3), ("C2", 303))]
    return geojson(tmp_path / "c.geojson", *rows)


def take(file, kind="compounds", mode="update", **more):
    return import_layer(file, kind, mode=mode, **more)


def move():
    """What drawing does: the row is held, then written."""
    with transaction.atomic():
        held = Compound.objects.select_for_update(of=("self",)).get(code="C1")
        held.boundary = GEOSGeometry(shapely.MultiPolygon([ELSEWHERE]).wkb_hex, srid=held.boundary.srid)
        held.save()
    return "moved"


def outline(code="C1"):
    return shapely.from_wkb(bytes(Compound.objects.get(code=code).boundary.wkb))


def households():
    return set(Compound.objects.values_list("household_count", flat=True))


def test_an_outline_moved_since_the_check_is_not_overwritten_and_the_sender_is_told(stored, file):
    before, meanwhile = households(), Meanwhile(move)
    report = take(file, watch=meanwhile)
    assert meanwhile.ended() == "moved"
    assert report.refused["reason"] == "differs_from_check"
    assert shapely.equals(outline(), ELSEWHERE)
    assert households() == before
    assert not Change.objects.exists()
    assert not ImportRun.objects.exists()
    assert take(file).committed
    assert shapely.equals(outline(), square(3))


def just_before(monkeypatch, module, name, act):
    """Has `act` done by somebody else right before the module's function works."""
    meanwhile, told = Meanwhile(act), getattr(module, name)
    monkeypatch.setattr(module, name, lambda run: meanwhile.look(run) or told(run))
    return meanwhile


def test_an_outline_moved_right_after_the_comparison_is_not_overwritten(stored, file, monkeypatch):
    before, meanwhile = households(), just_before(monkeypatch, comparing, "sample", move)
    report = take(file)
    assert meanwhile.ended() == "moved"
    assert report.refused["reason"] == "differs_from_check"
    assert shapely.equals(outline(), ELSEWHERE)
    assert households() == before


def test_a_row_deleted_right_after_the_comparison_is_not_counted_as_changed(stored, file, monkeypatch):
    meanwhile = just_before(monkeypatch, comparing, "sample", lambda: Compound.objects.filter(code="C2").delete()[0])
    report = take(file)
    assert meanwhile.ended()
    assert report.refused["reason"] == "differs_from_check"
    assert not ImportRun.objects.exists()


def test_the_day_on_which_somebody_ends_a_row_during_the_checks_stands(stored, tmp_path, monkeypatch):
    both = [(compound(code), square(x)) for code, x in (("C3", 600), ("C4", 900))]
    assert take(geojson(tmp_path / "d.geojson", *both), mode="add").committed
    day = datetime.date(2020, 1, 1)
    end = Compound.objects.filter(code="C4").update
    meanwhile = just_before(monkeypatch, ending, "check_gone", lambda: end(ended_on=day))
    report = take(geojson(tmp_path / "d.geojson", both[0]), mode="replace")
    assert meanwhile.ended() == 1
    assert report.refused["reason"] == "differs_from_check"
    assert Compound.objects.get(code="C4").ended_on == day


def test_an_outline_moved_while_it_is_stored_comes_after_the_file(stored, file):
    meanwhile = Meanwhile(lambda: waiting_long(move), at="reporting")
    assert take(file, watch=meanwhile).committed
    assert meanwhile.ended() == "moved"
    assert shapely.equals(outline(), ELSEWHERE)
    assert shapely.equals(outline("C2"), square(303))
    assert households() == {70}


def test_a_row_that_the_file_would_end_is_not_ended_once_somebody_has_changed_it(stored, tmp_path):
    both = [({"code": code, "household_count": 70}, square(x)) for code, x in (("C3", 600), ("C4", 900))]
    named = [({"name": "小区", **facts}, shape) for facts, shape in both]
    assert take(geojson(tmp_path / "d.geojson", *named), mode="add").committed

    def edit():
        Compound.objects.filter(code="C4").update(owner_unit="刚刚查明")

    meanwhile = Meanwhile(edit)
    report = take(geojson(tmp_path / "d.geojson", both[0]), mode="replace", watch=meanwhile)
    meanwhile.ended()
    assert report.refused["reason"] == "differs_from_check"
    assert not Compound.objects.exclude(ended_on=None).exists()


def waiting_long(act):
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SET statement_timeout = 0")
    return act()


def recording(planner, code="X1"):
    """Records that C1 was surveyed."""
    compound = Compound.objects.get(code="C1")
    return lambda: record_stage(compound=compound, stage="surveyed", evidence="现场", by=planner, code=code, **DAYS).code


DAYS = {"effective_from": datetime.date(2026, 3, 1), "effective_to": datetime.date(2026, 3, 1)}


@pytest.mark.parametrize("at", [None, "storing", "reporting"])
def test_a_stage_recorded_meanwhile_and_what_the_file_says_both_stand(stored, file, at):
    record = recording(UserFactory(role="planner"))
    meanwhile = Meanwhile(lambda: waiting_long(record), at)
    assert take(file, watch=meanwhile).committed
    assert meanwhile.ended() == "X1"
    assert Compound.objects.get(code="C1").stage == "surveyed"
    assert households() == {70}
    assert shapely.equals(outline(), square(3))


def test_whoever_does_not_wait_is_told_so_on_the_page_and_may_try_again(stored, file, client_of):
    client = client_of("planner")
    posted = {
        "stage": "surveyed", "expected_stage": "", "effective_from": "2026-03-01", "effective_to": "2026-03-01",
        "evidence": "现场踏勘", "code": "0b0b7e7e-1111-4222-8333-444455556666",
    }

    def post():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return client.post("/compounds/C1/stages/", posted, headers={"accept": "text/html"})

    meanwhile = Meanwhile(post, at="reporting")
    assert take(file, watch=meanwhile).committed
    answer = meanwhile.ended()
    assert answer.status_code == 503
    assert "现场踏勘" in answer.content.decode()
    assert not StageEvent.objects.exists()
    assert client.post("/compounds/C1/stages/", posted).status_code == 200
    assert Compound.objects.get(code="C1").stage == "surveyed"
    assert households() == {70}


def test_a_stage_recorded_meanwhile_is_not_recorded_again_by_a_file(stored, tmp_path):
    row = {
        "event_code": "F1", "compound_code": "C1", "stage": "surveyed", "effective_from": "2026-02-01",
        "effective_to": "2026-02-01", "recorded_at": "2026-02-02",
    }
    meanwhile = Meanwhile(recording(UserFactory(role="planner")))
    report = take(table(tmp_path / "e.csv", [row]), "stages", mode="add", watch=meanwhile)
    assert meanwhile.ended() == "X1"
    assert not report.committed
    assert report.refused["message"]
    assert [event.code for event in StageEvent.objects.all()] == ["X1"]


def test_a_code_taken_meanwhile_is_not_taken_twice(stored, tmp_path):
    new = geojson(tmp_path / "n.geojson", ({"code": "C9", "name": "新"}, square(600)), ({"code": "C8", "name": "新"}, square(900)))
    meanwhile = Meanwhile(lambda: CompoundFactory(code="C9", name="画的", at=(600, 600)).name)
    report = take(new, mode="add", watch=meanwhile)
    assert meanwhile.ended() == "画的"
    assert not report.committed
    assert report.refused["message"]
    assert dict(Compound.objects.values_list("code", "name"))["C9"] == "画的"
    assert not Compound.objects.filter(code="C8").exists()
