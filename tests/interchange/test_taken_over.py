"""Two people over one import: with whose rights it goes on, is whose import it is."""
import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import Segment
from tests.factories import CompoundFactory, DistrictFactory, SegmentFactory

from .files import compound_file, geojson, line
from .wizard import Sender, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
SECRET = "SECRET-35kV"


@pytest.fixture
def centre(client_of, folder):
    return Sender(client_of("planner"))


@pytest.fixture
def over_others(client_of, folder, tmp_path):
    """An import of a utility over somebody else's line, with its sender: refused to it."""
    SegmentFactory(code="THEIRS", owner="power", network_class="DL", voltage=SECRET, points=((0, 9), (50, 9)))
    row = {"管线编号": "THEIRS", "管类": "DL", "权属单位": "power", "电压": "1kV"}
    water = Sender(client_of("water"))
    delivery = water.deliver(geojson(tmp_path / "s.geojson", (row, line((0, 9), (50, 9)))))
    return water, water.check(water.begin(delivery, "segments"), mode="update")


def test_what_the_centre_finds_in_a_utilitys_file_is_not_told_to_the_utility(over_others, centre):
    water, run = over_others
    assert run.report["counts"]["errors"] == {"not_your_network": 1}
    assert centre.check(run).report["changed"] == 1
    assert SECRET in centre.client.get(f"/imports/runs/{run.pk}/differences/").content.decode()
    for page in ("", "differences/", "preview.json", "report.xlsx", "state.json"):
        assert water.client.get(f"/imports/runs/{run.pk}/{page}").status_code == 404
    assert water.client.get(f"/imports/{run.delivery_id}/").context["layers"][0]["runs"] == []


def test_a_utility_does_not_take_back_what_the_centre_did_with_its_file(over_others, centre):
    water, run = over_others
    assert centre.store(centre.check(run)).state == "stored"
    assert water.post(run, "undo").status_code == 404
    work()
    assert Segment.objects.get().voltage == "1kV"
    assert centre.post(run, "undo").status_code == 200
    work()
    assert Segment.objects.get().voltage == SECRET


def test_each_does_again_what_was_taken_back_in_its_own_name(street, centre, tmp_path):
    run = street.take(compound_file(tmp_path / "a.geojson", "C-0"), kind="compounds")
    street.post(run, "undo")
    work()
    theirs = centre.post(run, "redo").json()["url"]
    ours = street.post(run, "redo").json()["url"]
    assert ours != theirs
    assert street.client.get(ours).status_code == 200


@pytest.fixture
def replacing(street, compounds, tmp_path):
    """A checked import that changes C-0 and ends C-2."""
    street.take(compounds, kind="compounds")
    newer = compound_file(tmp_path / "b.geojson", "C-0", "C-1", 户数=250)
    return street.check(street.begin(street.deliver(newer), "compounds"), mode="replace", ended_on="2026-01-01")


def test_what_nobody_was_shown_is_not_ended(street, replacing):
    CompoundFactory(code="NEW", at=(0, 900))
    run = street.store(replacing)
    assert (run.state, run.report["refused"]["reason"]) == ("refused", "differs_from_check")
    assert not Compound.objects.exclude(ended_on=None).exists()
    assert street.store(street.check(run)).state == "stored"


def test_what_somebody_changed_since_the_check_is_not_overwritten(street, replacing):
    Compound.objects.filter(code="C-0").update(household_count=99)
    assert street.store(replacing).state == "refused"
    assert Compound.objects.get(code="C-0").household_count == 99


def test_what_others_do_elsewhere_holds_no_import_up(street, replacing):
    DistrictFactory(code="371526009", at=(20_000, 0), size=500)
    CompoundFactory(code="ELSEWHERE", at=(20_100, 100))
    assert street.store(replacing).state == "stored"
