"""Two imports at work at the same time: neither stores what the other has made impossible."""
import threading

import pytest
from django.db import connection

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.actions import Unwatched, import_layer
from geo_renovation.interchange.models import ImportRun
from geo_renovation.interchange.undoing import undo
from tests.factories import CountyFactory, DistrictFactory

from .files import geojson, square
from .test_updating import compound

pytestmark = pytest.mark.django_db(transaction=True)


class Meanwhile(Unwatched):
    """Has something else done, in a connection of its own, when the import has been checked."""

    def __init__(self, act):
        self.thread = threading.Thread(target=self._run, args=[act])

    def _run(self, act):
        try:
            self.answer = act()
        finally:
            connection.close()

    def look(self, run):
        self.thread.start()
        self.thread.join(2)

    def ended(self):
        self.thread.join(30)
        return self.answer


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
