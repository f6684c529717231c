"""An import is taken back whole while nothing was built on it."""
import threading

import pytest
from django.db import connection

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Adjacency, Building, Compound, Finding
from geo_renovation.interchange.models import Change, ImportRun, Undo
from geo_renovation.interchange.undoing import UnableToUndo, obstacle, undo
from geo_renovation.utilities.models import AssetRight, DisclosureArea, Segment
from tests.factories import (
    CompoundFactory,
    CountyFactory,
    FindingFactory,
    OrganisationFactory,
    SegmentFactory,
    UserFactory,
)

from . import every_kind
from .files import compound, geojson, pipe, pipes, square
from .stored import DAY, MODELS, done, everything

pytestmark = pytest.mark.django_db


def test_what_was_added_is_gone_with_its_findings_and_neighbours(tmp_path, district):
    planner = UserFactory(role="planner")
    CompoundFactory(code="C0", at=(120, 0))
    before = everything(Compound)
    run = done(geojson(tmp_path / "c.geojson", (compound(residential=1, willing=0), square())), "compounds", by=planner)
    assert Adjacency.objects.count() == 1
    assert undo(run, by=planner).state == "undone"
    assert everything(Compound) == before
    assert not any(model.objects.exists() for model in (Finding, Adjacency, Undo))
    act = Act.objects.get(verb="took_back")
    assert (act.user, act.details) == (planner, {"run": run.pk, "removed": 1, "restored": 0})


def test_what_was_changed_is_as_it_was_to_the_last_digit(tmp_path, district):
    held = CompoundFactory(
        code="C1", floor_area_m2=0.1 + 0.2, estimate_cny="12345678.90", published=True, owner_unit="棉'纺\"厂", at=(1 / 3, 2 / 3)
    )
    CompoundFactory(code="C2", at=(120, 0))
    FindingFactory(compound=held, criterion="willing", answer=True)
    before, gap_m = everything(Compound), Adjacency.objects.get().gap_m
    named = compound(floor_area_m2=5, estimate_cny=1, owner_unit="x", published_on="2020-01-01", willing=0, state_land=1)
    run = done(geojson(tmp_path / "c.geojson", (named, square(-400))), "compounds", mode="update")
    assert not Adjacency.objects.exists()
    undo(run, by=None)
    assert everything(Compound) == before
    assert Finding.objects.get().answer is True
    assert Adjacency.objects.get().gap_m == gap_m


def test_what_was_ended_stands_again_and_what_came_back_ends_again(tmp_path, district):
    both = [(compound("C1"), square()), (compound("C2"), square(120))]
    done(geojson(tmp_path / "c.geojson", *both), "compounds")
    ending = done(geojson(tmp_path / "c.geojson", both[0]), "compounds", mode="replace", ended_on=DAY)
    undo(ending, by=None)
    assert not Compound.objects.filter(ended_on__isnull=False).exists()
    assert Adjacency.objects.count() == 1
    done(geojson(tmp_path / "c.geojson", both[0]), "compounds", mode="replace", ended_on=DAY)
    back = done(geojson(tmp_path / "c.geojson", *both), "compounds", mode="update")
    assert Adjacency.objects.count() == 1
    undo(back, by=None)
    assert Compound.objects.get(code="C2").ended_on == DAY
    assert not Adjacency.objects.exists()


def test_rights_go_back_to_who_held_them(tmp_path, county):
    SegmentFactory(code="S1", owner="water", manager="municipal")
    rights, segments = everything(AssetRight), everything(Segment)
    file = pipes(tmp_path / "s.geojson", pipe("S1", "power", manager="water", right_since="2024-05-01"), pipe("S2"))
    run = done(file, "segments", mode="update")
    assert AssetRight.objects.count() == 5
    undo(run, by=None)
    assert everything(Segment) == segments
    assert sorted(everything(AssetRight)) == sorted(rights)


@pytest.mark.parametrize("kind", every_kind.KINDS)
def test_every_kind_is_taken_back(tmp_path, district, kind):
    every_kind.lay_ground()
    before = [everything(model) for model in MODELS]
    run = done(every_kind.file_of(tmp_path, kind), kind)
    assert [everything(model) for model in MODELS] != before
    undo(run, by=None)
    assert [everything(model) for model in MODELS] == before
    assert not DisclosureArea.objects.exists()


def test_only_who_may_import_there_takes_back(tmp_path, district):
    clerk, engineer = UserFactory(role="street-yuqiuhu"), UserFactory(role="water")
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds", by=clerk)
    for stranger in (engineer, UserFactory(role="street-renhe"), UserFactory(role="leader"), UserFactory(role="nobody")):
        with pytest.raises(UnableToUndo) as caught:
            undo(run, by=stranger)
        assert caught.value.reason == "not_yours"
    assert undo(run, by=clerk).state == "undone"


def test_taken_back_twice_is_taken_back_once(tmp_path, district):
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds")
    undo(run, by=None)
    assert undo(run, by=None).state == "undone"
    assert Act.objects.filter(verb="took_back").count() == 1


def test_what_was_never_stored_is_not_taken_back(db):
    run = ImportRun.objects.create(kind="compounds", file_name="x", sha256="")
    with pytest.raises(UnableToUndo) as caught:
        undo(run, by=None)
    assert caught.value.reason == "not_stored"
    run.state = "stored"
    run.save()
    assert obstacle(run).reason == "nothing_kept"


@pytest.mark.django_db(transaction=True)
def test_two_who_take_it_back_at_once_take_it_back_once(tmp_path):
    CountyFactory()
    OrganisationFactory(code="water")
    run = done(pipes(tmp_path / "s.geojson", *(pipe(f"S{n}") for n in range(50))), "segments")
    begin, answers = threading.Barrier(2), []

    def take_back():
        begin.wait()
        try:
            answers.append(undo(run, by=None).state)
        finally:
            connection.close()

    both = [threading.Thread(target=take_back) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert answers == ["undone", "undone"]
    assert not any(model.objects.exists() for model in (Segment, AssetRight, Change))
    assert Act.objects.filter(verb="took_back").count() == 1


def test_imports_are_taken_back_one_after_the_other(tmp_path, district):
    """Each leaves the rows of the one before as they were, though the database wrote them anew."""
    steps = [
        done(geojson(tmp_path / "c.geojson", (compound(willing=1), square())), "compounds"),
        done(geojson(tmp_path / "c.geojson", (compound(household_count=5, willing=0), square(2))), "compounds", mode="update"),
        done(geojson(tmp_path / "b.geojson", ({"code": "B1", "compound_code": "C1"}, square(5, 5, 20))), "buildings"),
        done(pipes(tmp_path / "s.geojson", pipe("S1", laid_year=1999)), "segments"),
        done(pipes(tmp_path / "s.geojson", pipe("S1", "power")), "segments", mode="update"),
        done(pipes(tmp_path / "s2.geojson", pipe("S1", "power", manager="water")), "segments", mode="update"),
    ]
    assert AssetRight.objects.count() == 3
    for run in reversed(steps):
        undo(run, by=None)
    for model in (Compound, Building, Segment, AssetRight, Finding, Adjacency):
        assert not model.objects.exists(), model
