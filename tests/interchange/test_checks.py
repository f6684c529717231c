"""Compounds, buildings and communities are checked against one another before anything is stored."""
import datetime

import pytest
import shapely

from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.models import TownArea
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.checks import limits
from tests.factories import BuildingFactory, CompoundFactory, DistrictFactory, UserFactory

from .files import at, compound, faults, geojson, square

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(tmp_path):
    """take("compounds", ({…}, shape), …, mode="update"): the report."""

    def taken(kind, *features, **options):
        return import_layer(geojson(tmp_path / f"{kind}.geojson", *features), kind, **options)

    return taken


def box(left, bottom, right, top):
    return shapely.box(*at(left, bottom), *at(right, top))


def told(report):
    return [(warning["row"], warning["reason"]) for warning in report.warnings]


def test_overlapping_compounds_are_refused_at_the_very_spot(take, district):
    report = take("compounds", (compound("C1"), square()), (compound("C2"), box(90, 0, 200, 50)))
    assert faults(report) == [(2, "geometry", "overlap")]
    (entry,) = report.rejected
    assert (entry["code"], entry["other"], entry["area_m2"]) == ("C2", "C1", 500)
    assert box(90, 0, 100, 50).contains(shapely.Point(entry["place"]))


def test_overlapping_a_stored_compound_is_refused_too(take, district):
    CompoundFactory(code="C0", size=100)
    report = take("compounds", (compound("C1"), square(99)), (compound("C2"), square(198.995)))
    assert faults(report) == [(1, "geometry", "overlap")]
    assert not Compound.objects.filter(code="C1").exists()


def test_an_overlap_up_to_the_slack_stands(take, district):
    report = take("compounds", (compound("C1"), square()), (compound("C2"), square(99.995)))
    assert report.committed
    assert report.warnings == []


def test_an_overlap_is_accepted_with_a_reason_and_the_reason_is_kept(take, district):
    features = (compound("C1"), square()), (compound("C2"), square(90))
    report = take("compounds", *features, accepted={"overlap": "双方确认"})
    assert (report.committed, Compound.objects.count()) == (True, 2)
    assert [(w["reason"], w["accepted_because"]) for w in report.warnings] == [("overlap", "双方确认")]


def test_what_has_ended_is_overlapped_by_nothing(take, district):
    old = CompoundFactory(code="C0")
    Compound.objects.filter(pk=old.pk).update(ended_on=datetime.date(2024, 1, 1))
    assert take("compounds", (compound("C1"), square())).committed


def test_a_compound_that_the_file_moves_away_makes_room(take, district):
    CompoundFactory(code="C0")
    features = (compound("C0"), square(500)), (compound("C1"), square())
    assert take("compounds", *features, mode="update").committed


def test_a_compound_updated_in_place_does_not_overlap_itself(take, district):
    CompoundFactory(code="C0")
    report = take("compounds", (compound("C0", household_count=90), square(1)), mode="update")
    assert report.committed, report.as_json()


def test_the_same_outline_many_times_names_few_and_says_so(take, district):
    report = take("compounds", *((compound(f"C{n:02d}"), square()) for n in range(15)))
    named = [problem.reason for problem in report.problems if problem.row == 15]
    assert named.count("overlap") == limits.OVERLAPS_NAMED
    assert named.count("overlaps_many") == 1
    assert len(report.rejected) == 14


def test_outlines_too_detailed_to_be_compared_are_named(take, district, monkeypatch):
    monkeypatch.setattr("geo_renovation.interchange.checks.overlaps.CROSSINGS", 20)
    report = take("compounds", (compound("C1"), square()), (compound("C2"), square(50)))
    assert faults(report) == [(2, "geometry", "too_detailed")]


@pytest.mark.parametrize(("role", "area"), [(None, "鱼邱湖街道"), ("street-yuqiuhu", "鱼邱湖街道"), (None, "县城区")])
def test_an_outline_too_detailed_to_be_placed_is_named(take, county, monkeypatch, role, area):
    TownArea.objects.exclude(name=area).delete()
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(0, 0), size=1000)
    monkeypatch.setattr("geo_renovation.interchange.checks.places.CROSSINGS", 40)
    features = (compound("C1"), square(600)), (compound("C2"), box(-50, 10, 50, 110).segmentize(10))
    report = take("compounds", *features, by=UserFactory(role=role) if role else None)
    assert faults(report) == [(2, "geometry", "too_detailed_to_place")]
    assert report.rejected[0]["other"] == area


def test_slivers_are_refused(take, district):
    strip, speck, narrow = box(0, 0, 90, 0.9), box(200, 0, 203, 3), box(400, 0, 450, 2.5)
    report = take("compounds", *((compound(f"C{n}"), shape) for n, shape in enumerate((strip, speck, narrow))))
    assert faults(report) == [(1, "geometry", "sliver"), (2, "geometry", "sliver")]
    assert report.rejected[0]["width_m"] == pytest.approx(0.89)


def test_a_sliver_left_beside_a_sound_outline_is_told(take, district):
    shape = shapely.MultiPolygon([square(), box(300, 0, 340, 0.5)])
    report = take("compounds", (compound(), shape))
    assert (report.committed, told(report)) == (True, [(1, "sliver_part")])
    assert report.warnings[0]["place"][0] == pytest.approx(at(320, 0)[0], abs=20)


def test_a_compound_beyond_its_district_is_told(take, county):
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(0, 0), size=1000)
    report = take("compounds", (compound("C1"), box(-30, 10, 70, 110)), (compound("C2"), box(0, 200, 100, 300)))
    assert told(report) == [(1, "across_districts")]
    assert (report.warnings[0]["area_m2"], report.warnings[0]["district"]) == (3000, "鱼邱湖街道")


def test_a_strip_before_the_border_is_told(take, county):
    DistrictFactory(code="371526001", at=(0, 0), size=1000)
    shapes = box(0.5, 10, 100, 110), box(0, 200, 100, 300), box(3, 400, 100, 500), box(0.005, 600, 100, 700)
    report = take("compounds", *((compound(f"C{n}"), shape) for n, shape in enumerate(shapes)))
    assert told(report) == [(1, "strip_to_district")]
    assert report.warnings[0]["gap_m"] == 0.5


def test_the_same_name_in_one_district_is_told(take, county):
    DistrictFactory(code="371526001", at=(0, 0), size=1000)
    DistrictFactory(code="371526002", at=(1000, 0), size=1000)
    CompoundFactory(code="C0", name="光明里", at=(10, 10))
    shapes = {"C1": square(200, 10), "C2": square(1200, 10), "C3": square(1400, 10), "C4": square(600, 10)}
    features = [({"code": code, "name": "光明里" if code < "C4" else "新华里"}, shape) for code, shape in shapes.items()]
    report = take("compounds", *features)
    assert [(w["row"], w["reason"], w["other"]) for w in report.warnings] == [
        (1, "name_twice", "C0"), (3, "name_twice", "C2"),
    ]


def test_floor_area_and_households_must_fit(take, district):
    features = (
        (compound("C1", household_count=100, floor_area_m2=9000), square()),
        (compound("C2", household_count=100, floor_area_m2=90), square(200)),
        (compound("C3", household_count=0, floor_area_m2=90), square(400)),
        (compound("C4", floor_area_m2=90), square(600)),
    )
    report = take("compounds", *features)
    assert [(w["row"], w["reason"], w["per_household_m2"]) for w in report.warnings] == [(2, "floor_area_per_household", 0.9)]


def building(code="B1", **named):
    return {"code": code, "compound_code": "C1", **named}


def test_a_building_stands_in_its_compound(take, district):
    CompoundFactory(code="C1")
    shapes = box(10, 10, 30, 20), box(90, 30, 105, 40), box(95, 60, 110, 70), box(300, 0, 320, 10)
    report = take("buildings", *((building(f"B{n}"), shape) for n, shape in enumerate(shapes)))
    assert faults(report) == [(3, "geometry", "outside_compound"), (4, "geometry", "outside_compound")]
    assert [entry["percent"] for entry in report.rejected] == [67, 100]
    assert [(w["row"], w["reason"], w["percent"]) for w in report.warnings] == [(2, "partly_outside_compound", 33)]


def test_a_building_outside_its_compound_may_be_accepted(take, district):
    CompoundFactory(code="C1")
    report = take("buildings", (building(), square(300, 0, 20)), accepted={"outside_compound": "门卫室在路对面"})
    assert (report.committed, Building.objects.count()) == (True, 1)


def test_a_building_moved_by_an_update_is_held_to_the_compound_it_has(take, district):
    stored = BuildingFactory(code="B1", compound=CompoundFactory(code="C1"))
    report = take("buildings", ({"code": "B1", "compound_code": None}, square(300, 0, 20)), mode="update")
    assert faults(report) == [(1, "geometry", "outside_compound")]
    assert Building.objects.get().footprint == stored.footprint


def test_buildings_do_not_stand_on_one_another(take, district):
    CompoundFactory(code="C1")
    BuildingFactory(code="B0", compound=Compound.objects.get(), at=(10, 10), size=(60, 12))
    features = (building("B1"), box(10, 21, 70, 30)), (building("B2"), box(60, 25, 90, 35))
    report = take("buildings", *features)
    assert [(entry["row"], entry["reason"], entry["other"]) for entry in report.rejected] == [
        (1, "buildings_overlap", "B0"), (2, "buildings_overlap", "B1"),
    ]


def test_a_building_younger_than_its_compound_or_overfull_is_told(take, district):
    CompoundFactory(code="C1", completion_year=1995)
    features = (
        (building("B1", completion_year=2001), box(10, 10, 30, 20)),
        (building("B2", completion_year=1995, storeys=5, unit_count=2, household_count=130), box(10, 30, 30, 40)),
    )
    assert told(take("buildings", *features)) == [(1, "building_after_compound"), (2, "households_per_staircase")]


def community(number, **named):
    return {"code": f"371526001{number:03d}", "name": f"第{number}社区", **named}


def test_communities_leave_no_gap_and_miss_no_ground(take, county):
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(0, 0), size=1000)
    shapes = box(0, 0, 500, 1000), box(500.6, 0, 1000, 500), box(500, 500, 800, 1000)
    report = take("communities", *((community(n + 1), shape) for n, shape in enumerate(shapes)))
    assert report.committed, report.as_json()
    gap, uncovered = report.warnings
    assert (gap["reason"], gap["row"], gap["codes"]) == ("coverage_gap", 3, "371526001001, 371526001002, 371526001003")
    assert gap["area_m2"] == pytest.approx(300, abs=1)
    assert (uncovered["reason"], uncovered["area_m2"]) == ("district_uncovered", 100_300)
    assert box(800, 500, 1000, 1000).contains(shapely.Point(uncovered["place"]))


def test_communities_that_share_their_borders_are_fine(take, county):
    DistrictFactory(code="371526001", at=(0, 0), size=1000)
    shapes = box(0, 0, 500, 1000), box(500, 0, 1000, 500), box(500, 500, 1000, 1000)
    report = take("communities", *((community(n + 1), shape) for n, shape in enumerate(shapes)))
    assert (report.committed, report.warnings) == (True, [])


def test_overlapping_communities_are_refused(take, county):
    DistrictFactory(code="371526001", at=(0, 0), size=1000)
    report = take("communities", (community(1), box(0, 0, 500, 1000)), (community(2), box(480, 0, 1000, 1000)))
    assert faults(report) == [(2, "geometry", "overlap")]


def test_gaps_are_not_looked_for_among_too_many_corners_and_that_is_told(take, county, monkeypatch):
    monkeypatch.setattr("geo_renovation.interchange.checks.coverage.COVERAGE_VERTICES", 3)
    DistrictFactory(code="371526001", at=(0, 0), size=1000)
    report = take("communities", (community(1), box(0, 0, 500, 1000)))
    assert [w["reason"] for w in report.warnings] == ["coverage_unchecked"]
