"""Who imported which file when: the same file is recognised, and a run is filled in once."""
import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Delivery, ImportRun
from tests.factories import UserFactory

from .files import compound, geojson, square

pytestmark = pytest.mark.django_db


def test_the_same_file_again_is_told(tmp_path, district):
    planner = UserFactory(role="planner")
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    assert "same_file" not in {w["reason"] for w in import_layer(file, "compounds", by=planner).warnings}
    again = import_layer(file, "compounds", mode="update", by=planner)
    (warning,) = [w for w in again.warnings if w["reason"] == "same_file"]
    assert planner.organisation.name in warning["message"]
    first, second = Delivery.objects.order_by("pk")
    assert first.sha256 == second.sha256


def test_that_another_organisation_sent_the_same_file_is_not_told(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    assert import_layer(file, "compounds", by=UserFactory(role="planner")).committed
    street = UserFactory(role="street-yuqiuhu")
    told = import_layer(file, "compounds", mode="update", by=street)
    assert "same_file" not in {warning["reason"] for warning in told.warnings}
    assert "same_file" in {w["reason"] for w in import_layer(file, "compounds", mode="update").warnings}


def test_a_run_of_the_wizard_is_filled_in_once(tmp_path, district):
    file = geojson(tmp_path / "c.geojson", (compound(), square()))
    run = ImportRun.objects.create(kind="compounds", file_name="小区.geojson", sha256="", state="storing")
    assert import_layer(file, "compounds", run=run).committed
    again = import_layer(file, "compounds", run=run)
    assert (again.committed, again.read) == (True, 1)
    run.refresh_from_db()
    assert (run.state, run.read_count, run.written_count, len(run.sha256)) == ("stored", 1, 1, 64)
    assert run.finished_at
    assert (ImportRun.objects.count(), Compound.objects.count()) == (1, 1)
