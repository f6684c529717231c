"""Two imports at work at the same time: neither stores what the other has made impossible."""
import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import ImportRun
from geo_renovation.interchange.undoing import undo
from tests.factories import CountyFactory, DistrictFactory

from .files import compound, geojson, square
from .meanwhile import Meanwhile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ground():
    CountyFactory()
    DistrictFactory(code="371526001")


def one(path, code, *at, **more):
    return geojson(path, ({**compound(code), **more}, square(*at)))


def test_two_files_do_not_lay_compounds_on_one_another(ground, tmp_path):
    one(tmp_path / "b.geojson", "B", 20)
    meanwhile = Meanwhile(lambda: import_layer(tmp_path / "b.geojson", "compounds"))
    assert import_layer(one(tmp_path / "a.geojson", "A", 0), "compounds", watch=meanwhile).committed
    assert meanwhile.ended().counts["errors"] == {"overlap": 1}
    assert Compound.objects.get().code == "A"


def test_a_row_is_not_taken_back_while_a_file_changes_it(ground, tmp_path):
    assert import_layer(one(tmp_path / "a.geojson", "A", 0), "compounds").committed
    first = ImportRun.objects.get()
    meanwhile = Meanwhile(lambda: why_not(first))
    newer = one(tmp_path / "b.geojson", "A", 0, household_count=7)
    report = import_layer(newer, "compounds", mode="update", watch=meanwhile)
    assert (report.committed, report.changed) == (True, 1)
    assert meanwhile.ended() == "changed_since"
    assert Compound.objects.get().household_count == 7


def why_not(run):
    try:
        undo(run, by=None)
    except Exception as refusal:
        return refusal.reason
