"""The centre imports everything, a street its own district, a utility its own network, others nothing."""
import pytest

from geo_renovation.compounds.models import Building, Compound, StageEvent
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.permissions import kinds_for
from geo_renovation.utilities.models import AssetRight, Node, Segment
from tests.factories import BuildingFactory, CompoundFactory, DistrictFactory, NodeFactory, SegmentFactory, UserFactory

from .files import faults, geojson, line, square, table

pytestmark = pytest.mark.django_db
NETWORK, STREET = ["segments", "nodes", "rights"], ["compounds", "buildings", "stages"]


@pytest.fixture
def districts(county):
    """That of street-yuqiuhu in the west, that of street-huixin in the east."""
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(0, 0), size=1000)
    DistrictFactory(code="371526002", name="汇鑫街道", at=(1000, 0), size=1000)


@pytest.fixture
def take(tmp_path):
    """take("street-yuqiuhu", "compounds", ({…}, shape), …): the good rows of a file that a role sends."""

    def taken(role, kind, *features, **options):
        path = tmp_path / f"{kind}.geojson"
        is_table = kind in ("stages", "rights")
        file = table(path.with_suffix(".csv"), features) if is_table else geojson(path, *features)
        by = UserFactory(role=role) if role else None
        return import_layer(file, kind, by=by, good_rows=True, **options)

    return taken


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        ("planner", list(KINDS)), ("street-yuqiuhu", STREET), ("water", NETWORK), ("municipal", NETWORK),
        ("leader", []), ("audit", []), ("enforcement", []), ("admin", []), ("nobody", []),
    ],
)
def test_kinds_follow_from_the_organisation(db, role, kinds):
    assert sorted(kinds_for(UserFactory(role=role))) == sorted(kinds)


def test_the_anonymous_import_nothing(nobody):
    assert kinds_for(nobody) == []


@pytest.mark.parametrize(("role", "kind"), [("street-yuqiuhu", "segments"), ("water", "compounds"), ("leader", "compounds")])
def test_a_kind_of_others_is_refused_before_the_file_is_looked_at(districts, tmp_path, role, kind):
    report = import_layer(tmp_path / "there is none.geojson", kind, by=UserFactory(role=role))
    assert report.refused["reason"] == "not_permitted"


def test_who_runs_the_service_may_import_everything(districts, take):
    features = [({"code": f"C{n}", "name": f"{n}"}, square(400 + 1000 * n)) for n in range(2)]
    assert take(None, "compounds", *features).written == 2


def test_a_street_imports_compounds_of_its_district_only(districts, take):
    shapes = square(400), square(1400), square(940), square(960)
    report = take("street-yuqiuhu", "compounds", *(({"code": f"C{n}", "name": f"{n}"}, s) for n, s in enumerate(shapes)),
                  accepted={"overlap": "同一院落"})
    assert faults(report) == [(2, "geometry", "not_your_district"), (4, "geometry", "not_your_district")]
    assert report.rejected[0]["district"] == "汇鑫街道"
    assert report.counts["errors"] == {"not_your_district": 2}
    assert set(Compound.objects.values_list("code", flat=True)) == {"C0", "C2"}


def test_a_street_neither_takes_nor_changes_a_neighbours_compound(districts, take):
    CompoundFactory(code="OURS", at=(400, 0), household_count=100)
    CompoundFactory(code="THEIRS", at=(1400, 0), household_count=100)
    features = [
        ({"code": "THEIRS", "name": "x", "household_count": 1}, square(600)),
        ({"code": "OURS", "name": "x", "household_count": 90}, square(400)),
    ]
    report = take("street-yuqiuhu", "compounds", *features, mode="update")
    assert faults(report) == [(1, "code", "not_your_district")]
    assert dict(Compound.objects.values_list("code", "household_count")) == {"OURS": 90, "THEIRS": 100}
    report = take("street-yuqiuhu", "compounds", ({"code": "OURS", "name": "x"}, square(1700)), mode="update")
    assert faults(report) == [(1, "geometry", "not_your_district")]


def test_a_street_imports_buildings_of_its_compounds_only(districts, take):
    CompoundFactory(code="OURS", at=(400, 0))
    theirs = CompoundFactory(code="THEIRS", at=(1400, 0))
    BuildingFactory(code="B9", compound=theirs, at=(1410, 10), storeys=5)
    features = [
        ({"code": "B1", "compound_code": "OURS", "storeys": 6}, square(410, 10, 20)),
        ({"code": "B2", "compound_code": "THEIRS", "storeys": 6}, square(1410, 50, 20)),
        ({"code": "B9", "compound_code": "OURS", "storeys": 9}, square(440, 50, 20)),
    ]
    report = take("street-yuqiuhu", "buildings", *features, mode="update")
    assert faults(report) == [(2, "compound_code", "not_your_district"), (3, "code", "not_your_district")]
    assert dict(Building.objects.values_list("code", "storeys")) == {"B1": 6, "B9": 5}


def test_a_street_records_stages_of_its_compounds_in_its_own_name(districts, take):
    CompoundFactory(code="OURS", at=(400, 0))
    CompoundFactory(code="THEIRS", at=(1400, 0))

    def event(code, compound, recorded_by):
        return {
            "event_code": code, "compound_code": compound, "stage": "摸底", "effective_from": "2021-05-01",
            "effective_to": "2021-05-01", "recorded_at": "2021-05-02", "recorded_by": recorded_by, "evidence": "表",
        }

    events = event("E1", "THEIRS", ""), event("E2", "OURS", "centre"), event("E3", "OURS", "street-yuqiuhu")
    report = take("street-yuqiuhu", "stages", *events)
    assert faults(report) == [(1, "compound_code", "not_your_district"), (2, "recorded_by", "not_your_record")]
    assert StageEvent.objects.get().code == "E3"


def pipe(code, **named):
    return {"code": code, "network_class": "JS", "owner": None, "manager": None, "steward": None} | named


def test_a_utility_imports_what_it_owns_manages_or_stewards(districts, take):
    UserFactory(role="municipal")
    rows = [
        pipe("S1", owner="water"), pipe("S2", owner="municipal", manager="water"), pipe("S3", steward="water"),
        pipe("S4", owner="municipal"), pipe("S5"), pipe("S6", owner="不明"),
    ]
    report = take("water", "segments", *((row, line((0, 9 * n), (50, 9 * n))) for n, row in enumerate(rows)))
    assert [row for row, _field, reason in faults(report) if reason == "not_your_network"] == [4, 5, 6]
    assert report.counts["errors"] == {"not_your_network": 3}
    assert set(Segment.objects.values_list("code", flat=True)) == {"S1", "S2", "S3"}


def test_a_utility_updates_no_asset_of_others(districts, take):
    SegmentFactory(code="OURS", owner="water", material="PE", points=((0, 0), (50, 0)))
    SegmentFactory(code="THEIRS", owner="municipal", material="PE", points=((0, 9), (50, 9)))
    NodeFactory(code="NODE", owner="municipal", manager=None, network_class="JS", kind="valve", at=(500, 500))
    features = [
        (pipe("OURS", material="钢"), line((0, 0), (50, 0))),
        (pipe("THEIRS", material="钢"), line((0, 9), (50, 9))),
        (pipe("THEIRS", material="钢", owner="water"), line((0, 9), (50, 9))),
    ]
    report = take("water", "segments", *features[:2], mode="update")
    assert faults(report) == [(2, "owner", "not_your_network")]
    report = take("water", "segments", features[2], mode="update")
    assert report.rejected[0]["reason"] == "not_your_network"
    assert dict(Segment.objects.values_list("code", "material")) == {"OURS": "钢", "THEIRS": "PE"}
    node = ({"code": "NODE", "network_class": "JS", "kind": "manhole", "owner": "water"}, square(500, 500, 1).centroid)
    assert take("water", "nodes", node, mode="update").rejected[0]["reason"] == "not_your_network"
    assert Node.objects.get().kind == "valve"


def test_a_manager_does_not_take_the_ownership(districts, take):
    SegmentFactory(code="S1", owner="municipal", manager="water", points=((0, 0), (50, 0)))
    report = take("water", "segments", (pipe("S1", owner="water"), line((0, 0), (50, 0))), mode="update")
    assert faults(report) == [(1, "owner", "not_your_right")]
    assert Segment.objects.get().owner.code == "municipal"


def test_an_owner_does_not_hand_over_all_it_holds_by_an_import(districts, take):
    UserFactory(role="municipal")
    SegmentFactory(code="S1", owner="water", points=((0, 0), (50, 0)))
    report = take("water", "segments", (pipe("S1", owner="municipal"), line((0, 0), (50, 0))), mode="update")
    assert faults(report) == [(1, "owner", "not_your_network")]


def test_a_utility_records_rights_over_its_own_network_only(districts, take):
    SegmentFactory(code="OURS", owner="water")
    SegmentFactory(code="THEIRS", owner="municipal")
    rights = AssetRight.objects.count()

    def right(code):
        return {"segment_code": code, "kind": "管理", "organisation": "water", "valid_from": "2022-01-01", "basis": "协议"}

    report = take("water", "rights", right("THEIRS"), right("OURS"), right("NOWHERE"))
    assert faults(report) == [(1, "segment_code", "not_your_network"), (3, "segment_code", "not_your_network")]
    assert (report.rejected[0]["message"], AssetRight.objects.count()) == (report.rejected[1]["message"], rights + 1)
