"""What a later file no longer has ends with a date: gone from every map and list, kept in the county."""
import datetime

import pytest

from geo_renovation.compounds.models import Adjacency, Building, Compound
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.models import Change
from geo_renovation.maps.filters import MapFilter
from geo_renovation.maps.summary import summary
from geo_renovation.planning.models import AnnualPlan, Bundle, PlannedCompound
from geo_renovation.planning.selected import Selection
from geo_renovation.utilities.models import Segment
from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    DistrictFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.bundles import frozen_of, row_of_compounds
from tests.factories.compounds import reach

from .files import compound, geojson, line, pipe, pipes, square
from .stored import DAY, counts

pytestmark = pytest.mark.django_db


def compounds(path, *codes, step=120):
    return geojson(path, *((compound(code), square(step * n)) for n, code in enumerate(codes)))


def standing(model, user=None):
    return set(model.objects.visible_to(user or UserFactory(role="planner")).values_list("code", flat=True))


def ended(model):
    return dict(model.objects.filter(ended_on__isnull=False).values_list("code", "ended_on"))


def reasons(report):
    return {warning["reason"] for warning in report.warnings}


def test_a_later_file_of_the_same_name_ends_what_it_no_longer_has(tmp_path, district):
    CompoundFactory(code="C9", at=(0, 500))
    import_layer(compounds(tmp_path / "c.geojson", "C1", "C2", "C3"), "compounds")
    file = compounds(tmp_path / "c.geojson", "C1", "C2")
    report = import_layer(file, "compounds", mode="replace", ended_on=DAY, dry_run=True)
    assert counts(report) == (0, 0, 2, 1)
    assert [(d["code"], d["status"]) for d in report.differences] == [("C3", "gone")]
    assert not ended(Compound)
    assert import_layer(file, "compounds", mode="replace", ended_on=DAY).committed
    assert ended(Compound) == {"C3": DAY}
    assert standing(Compound) == {"C1", "C2", "C9"}
    assert Change.objects.get().ended


def test_what_ended_is_in_no_list_total_neighbourhood_or_selection(tmp_path, district):
    import_layer(compounds(tmp_path / "c.geojson", "C1", "C2", "C3"), "compounds")
    BuildingFactory(code="B1", compound=Compound.objects.get(code="C3"))
    planner = UserFactory(role="planner")
    import_layer(compounds(tmp_path / "c.geojson", "C1", "C2"), "compounds", mode="replace")
    assert set(Adjacency.objects.values_list("low__code", "high__code")) == {("C1", "C2")}
    assert standing(Building) == set()
    assert Selection(user=planner, codes=["C2", "C3"], plan_year=2027).unknown == ["C3"]
    assert not Compound.objects.editable_by(planner).filter(code="C3").exists()
    assert Compound.objects.visible_to(planner, with_ended=True).filter(code="C3").exists()
    assert "C3" not in str(summary(MapFilter({}, user=planner)))


def test_an_ended_compound_has_no_card_and_no_tile(tmp_path, district, client_of):
    import_layer(compounds(tmp_path / "c.geojson", "C1", "C2"), "compounds")
    import_layer(compounds(tmp_path / "c.geojson", "C1"), "compounds", mode="replace")
    client = client_of("planner")
    assert client.get("/compounds/C1/").status_code == 200
    assert client.get("/compounds/C2/").status_code == 404


def test_a_code_that_comes_back_stands_again(tmp_path, district):
    for codes in (("C1", "C2"), ("C1",)):
        import_layer(compounds(tmp_path / "c.geojson", *codes), "compounds", mode="update" if len(codes) == 2 else "replace")
    report = import_layer(compounds(tmp_path / "c.geojson", "C1", "C2"), "compounds", mode="replace")
    assert counts(report) == (0, 1, 1, 0)
    assert set(report.differences[0]["fields"]) == {"ended_on"}
    assert not ended(Compound)
    assert Adjacency.objects.count() == 1


def test_ended_buildings_no_longer_date_their_compound(tmp_path, district):
    CompoundFactory(code="C1", completion_year=None)
    built = {"compound_code": "C1", "floor_area_m2": 900}
    rows = [
        ({"code": "B0", "completion_year": 1990, **built}, square(0, 0, 20)),
        ({"code": "B1", "completion_year": 1991, **built, "floor_area_m2": 901}, square(30, 0, 20)),
    ]
    import_layer(geojson(tmp_path / "b.geojson", *rows), "buildings")
    assert Compound.objects.values_list("building_count", "building_year").get() == (2, 1991)
    import_layer(geojson(tmp_path / "b.geojson", *rows[:1]), "buildings", mode="replace")
    assert Compound.objects.values_list("building_count", "building_year").get() == (1, 1990)


def test_nothing_new_is_built_on_what_ended(tmp_path, district):
    import_layer(compounds(tmp_path / "c.geojson", "C1", "C2"), "compounds")
    import_layer(compounds(tmp_path / "c.geojson", "C1"), "compounds", mode="replace")
    report = import_layer(geojson(tmp_path / "b.geojson", ({"code": "B1", "compound_code": "C2"}, square(120, 0, 20))), "buildings")
    assert [row["reason"] for row in report.rejected] == ["unknown_reference"]


def test_a_street_ends_only_what_lies_in_its_district(tmp_path, district):
    DistrictFactory(code="371526002", at=(5000, -5000), size=(4000, 10000))
    CompoundFactory(code="C1")
    CompoundFactory(code="C2", at=(300, 0))
    CompoundFactory(code="C9", at=(6000, 0))
    clerk = UserFactory(role="street-yuqiuhu")
    report = import_layer(compounds(tmp_path / "c.geojson", "C1"), "compounds", mode="replace", by=clerk)
    assert report.committed, report.as_json()
    assert set(ended(Compound)) == {"C2"}


def test_a_utility_ends_only_its_own_network(tmp_path, county):
    for code, owner in (("S1", "water"), ("S2", "water"), ("S9", "power")):
        SegmentFactory(code=code, owner=owner, points=((0, 0), (50, 0)))
    engineer = UserFactory(role="water")
    file = geojson(tmp_path / "s.geojson", (pipe("S1"), line((0, 0), (50, 0))))
    report = import_layer(file, "segments", mode="replace", by=engineer)
    assert report.committed, report.as_json()
    assert set(ended(Segment)) == {"S2"}
    assert standing(Segment, engineer) == {"S1"}


def test_a_utility_does_not_end_what_it_only_manages_or_stewards_for_another(tmp_path, county):
    SegmentFactory(code="S1", owner="water", points=((0, 0), (50, 0)))
    SegmentFactory(code="THEIRS", owner="power", manager="water", points=((0, 30), (50, 30)))
    SegmentFactory(code="NOBODYS", owner=None, manager="water", points=((0, 60), (50, 60)))
    file = geojson(tmp_path / "s.geojson", (pipe("S1"), line((0, 0), (50, 0))))
    assert import_layer(file, "segments", mode="replace", by=UserFactory(role="water")).committed
    assert set(ended(Segment)) == {"NOBODYS"}


def test_the_centre_ends_only_what_a_file_of_that_name_brought(tmp_path, county):
    import_layer(pipes(tmp_path / "给水.geojson", pipe("S1"), pipe("S2")), "segments")
    import_layer(geojson(tmp_path / "电力.geojson", (pipe("P1", "power"), line((0, 90), (9, 90)))), "segments")
    import_layer(pipes(tmp_path / "给水.geojson", pipe("S1")), "segments", mode="replace")
    assert set(ended(Segment)) == {"S2"}
    fresh = import_layer(geojson(tmp_path / "新名.geojson", (pipe("P2", "power"), line((0, 95), (9, 95)))), "segments", mode="replace")
    assert fresh.committed
    assert "replaces_nothing" in reasons(fresh)
    assert set(ended(Segment)) == {"S2"}


def test_what_another_file_has_changed_since_is_that_files(tmp_path, county):
    import_layer(pipes(tmp_path / "给水.geojson", pipe("S1"), pipe("S2")), "segments")
    changed = geojson(tmp_path / "更正.geojson", ({"code": "S2", "depth_m": 2}, line((0, 1), (50, 1))))
    assert import_layer(changed, "segments", mode="update").committed
    report = import_layer(pipes(tmp_path / "给水.geojson", pipe("S1")), "segments", mode="replace")
    assert counts(report)[3] == 0


def test_nothing_ends_while_a_row_is_rejected(tmp_path, county):
    import_layer(pipes(tmp_path / "s.geojson", pipe("S1"), pipe("S2")), "segments")
    file = pipes(tmp_path / "s.geojson", pipe("S1"), pipe("S2", depth_m="deep"))
    report = import_layer(file, "segments", mode="replace", good_rows=True)
    assert report.refused["reason"] == "gone_not_told"
    assert report.gone == 0
    assert not ended(Segment)
    assert "gone_not_told" in reasons(import_layer(file, "segments", mode="replace", dry_run=True))


@pytest.mark.parametrize("why", ["bundle", "plan", "works"])
def test_a_compound_in_use_is_never_ended_by_a_file(tmp_path, why):
    planner = UserFactory(role="planner")
    held, *_others = row_of_compounds("A")
    import_layer(compounds(tmp_path / "c.geojson", "C1", "A"), "compounds", mode="update")
    if why == "bundle":
        bundle = frozen_of("A", by=planner)
        number = bundle.number
    elif why == "plan":
        plan = AnnualPlan.objects.create(year=2027, status="adopted", adopted_on=DAY)
        PlannedCompound.objects.create(plan=plan, compound=held)
        number = "2027"
    else:
        reach(held, "building")
        number = "building"
    report = import_layer(compounds(tmp_path / "c.geojson", "C1"), "compounds", mode="replace")
    assert report.refused["reason"] == "cannot_be_ended"
    assert f"A ({number})" in report.refused["message"]
    assert not ended(Compound)


def test_a_frozen_bundle_keeps_its_snapshot_when_its_compound_moves(tmp_path):
    planner = UserFactory(role="planner")
    row_of_compounds("AB")
    snapshot = frozen_of("AB", by=planner).snapshot
    report = import_layer(geojson(tmp_path / "c.geojson", ({"code": "A", "name": "新名"}, square(5, 5))), "compounds", mode="update")
    assert report.committed, report.as_json()
    assert Bundle.objects.get().snapshot == snapshot


def test_kinds_without_an_end_are_not_replaced(tmp_path, county):
    file = geojson(tmp_path / "r.geojson", ({"code": "R1", "rank": "支路"}, line((0, 0), (9, 9))))
    assert import_layer(file, "roads", mode="replace").refused["reason"] == "not_replaceable"


def test_nothing_ends_in_the_future(tmp_path, district):
    file = compounds(tmp_path / "c.geojson", "C1")
    day = datetime.date.today() + datetime.timedelta(days=3)
    assert import_layer(file, "compounds", mode="replace", ended_on=day).refused["reason"] == "ended_in_future"
