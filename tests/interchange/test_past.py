"""What imports did to an object, in its history on the map."""
import pytest

from geo_renovation.interchange.actions import import_layer
from geo_renovation.spatial import drawn
from tests.factories import OrganisationFactory, UserFactory
from tests.factories.shapes import boundary

from .files import compound, geojson, square

pytestmark = pytest.mark.django_db


def entries(client):
    return client.get("/map/history/compound/C1.json").json()["entries"]


@pytest.fixture
def imported(tmp_path, district):
    """C1 added by the street, then moved and its households changed."""
    clerk = UserFactory(role="street-yuqiuhu")
    first = geojson(tmp_path / "first.geojson", (compound(household_count=90), square()))
    second = geojson(tmp_path / "second.geojson", (compound(household_count=120), square(10)))
    assert import_layer(first, "compounds", by=clerk).committed
    assert import_layer(second, "compounds", mode="update", by=clerk).committed


def test_imports_stand_in_the_history_with_what_was_before(imported, client_of):
    change, addition = entries(client_of("planner"))
    assert [change["source"], addition["source"]] == ["import", "import"]
    assert [each["before"] for each in change["changes"]] == ["90"]
    assert drawn.common_area(
        drawn.read(change["shape_before"], ("area",)), drawn.loaded(boundary((0, 0), 100))
    ) == pytest.approx(10_000, abs=1)
    assert (change["reason"], addition["reason"]) == ("second.geojson", "first.geojson")
    assert change["organisation"] == str(OrganisationFactory(code="street-yuqiuhu"))


def test_the_file_is_named_only_to_whom_may_see_the_import(imported, client_of):
    assert [entry["reason"] for entry in entries(client_of("leader"))] == ["", ""]
    assert [entry["reason"] for entry in entries(client_of("street-yuqiuhu"))] == ["second.geojson", "first.geojson"]
