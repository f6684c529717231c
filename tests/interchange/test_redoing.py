"""What was taken back is stored once more, as it was."""
import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.models import ImportRun
from geo_renovation.interchange.undoing import UnableToUndo, redo, undo
from tests.factories import CompoundFactory, UserFactory

from . import every_kind
from .files import compound, geojson, square
from .stored import MODELS, done, everything

pytestmark = pytest.mark.django_db
# Made anew with the rows: their numbers, and when they were recorded.
NEW_EACH_TIME = {"id", "recorded_at", "segment_id", "node_id", "compound_id", "plan_id", "road_id"}
AGAIN = [
    *((kind, "add") for kind in every_kind.KINDS),
    *((kind, "update") for kind in every_kind.SHAPES),
    *((kind, "replace") for kind in every_kind.ENDING),
]


def take_back(run, *options):
    call_command("take_back", str(run.pk), *options)


def contents():
    """All rows of each model, but for what is new each time."""
    found = {}
    for model in MODELS:
        rows = [json.loads(row) for row, _text in everything(model)]
        kept = ({name: row[name] for name in row.keys() - NEW_EACH_TIME} for row in rows)
        found[model.__name__] = sorted(json.dumps(row, sort_keys=True) for row in kept)
    return found


@pytest.mark.parametrize(("kind", "mode"), AGAIN)
def test_every_kind_is_taken_back_and_stored_again(tmp_path, district, kind, mode):
    every_kind.lay_ground()
    if mode == "add":
        file = every_kind.file_of(tmp_path, kind)
    else:
        done(every_kind.file_of(tmp_path, kind), kind)
        file = every_kind.later_file_of(tmp_path, kind)
    before = contents()
    run = done(file, kind, mode=mode)
    after = contents()
    assert after != before
    take_back(run)
    assert contents() == before
    take_back(run, "--redo")
    assert contents() == after
    again = ImportRun.objects.latest("pk")
    assert (again.state, again.mode, again.delivery) == ("stored", mode, run.delivery)
    run.refresh_from_db()
    assert run.state == "undone"


def test_an_import_stored_again_is_taken_back_again(tmp_path, district):
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds")
    take_back(run)
    take_back(run, "--redo")
    again = ImportRun.objects.latest("pk")
    take_back(again)
    assert not Compound.objects.exists()
    take_back(again, "--redo")
    assert Compound.objects.get().code == "C1"


def test_redo_makes_one_new_run_of_the_same_original(tmp_path, district):
    planner = UserFactory(role="planner")
    file = geojson(tmp_path / "c.geojson", ({"编": "C1", "name": "一"}, square()))
    run = done(file, "compounds", mapping={"code": "编"}, mode="update", by=planner)
    with pytest.raises(UnableToUndo) as caught:
        redo(run, by=planner)
    assert caught.value.reason == "not_undone"
    undo(run, by=planner)
    again = redo(run, by=planner)
    assert (again.state, again.mode, again.delivery, again.user) == ("draft", "update", run.delivery, planner)
    assert again.instructions["mapping"] == {"code": "编"}
    assert redo(run, by=planner) == again
    run.refresh_from_db()
    assert run.state == "undone"


def test_what_contradicts_it_meanwhile_refuses_the_redo_and_nothing_is_stored(tmp_path, district, capsys):
    run = done(geojson(tmp_path / "c.geojson", (compound(), square()), (compound("C2"), square(300))), "compounds")
    take_back(run)
    CompoundFactory(code="C1", name="别人的", at=(0, 900))
    with pytest.raises(SystemExit) as left:
        take_back(run, "--redo")
    assert left.value.code == 2
    assert "C1" in capsys.readouterr().out
    assert Compound.objects.get().name == "别人的"


def test_the_command_says_why_not(tmp_path, district):
    clerk, engineer = UserFactory(role="street-yuqiuhu"), UserFactory(role="water")
    run = done(geojson(tmp_path / "c.geojson", (compound(), square())), "compounds", by=clerk)
    for arguments, sentence in (
        (("9999999",), "There is no such import."),
        ((str(run.pk), "--user", engineer.username), "There is no such import."),
        ((str(run.pk), "--redo"), "This import was not taken back: there is nothing to do again."),
        ((str(run.pk), "--user", "nobody-of-that-name"), "There is no account nobody-of-that-name."),
    ):
        with translation.override("en"), pytest.raises(CommandError, match=sentence):
            call_command("take_back", *arguments)
    assert Compound.objects.exists()
    call_command("take_back", str(run.pk), "--user", clerk.username)
    assert Act.objects.get(verb="took_back").user == clerk
