"""What lies under each compound is kept by change, and adds up to what a direct measurement finds."""

import random
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
import shapely
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Sum

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.actions import measure_stretches
from geo_renovation.planning.lines import ground_of, measure
from geo_renovation.planning.models import NodePlace, Stretch
from geo_renovation.utilities.models import Segment
from tests.factories import (
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.shapes import boundary
from tests.planning.changes import Changes

pytestmark = pytest.mark.django_db
ROLES = ("planner", "leader", "street-yuqiuhu", "water", "heat", "enforcement", "nobody")


def kept():
    """Every row, to the millimetre."""
    figures = ("metres", "district_metres", "disclosed_metres")
    lines = Stretch.objects.values_list("compound_id", "other_id", "segment_id", *figures)
    points = NodePlace.objects.values_list("compound_id", "node_id", "is_in_district", "is_disclosed")
    rounded = [(*row[:3], *(round(metres, 3) + 0.0 for metres in row[3:])) for row in lines]
    return sorted(rounded, key=str), sorted(points)


def seen_metres(user, compounds):
    total = Stretch.objects.visible_to(user).under([c.pk for c in compounds]).aggregate(m=Sum("seen_metres"))["m"]
    return total or 0


def measured_metres(user, compounds):
    return measure(ground_of([c.boundary for c in compounds]), user).metres


def test_a_line_is_cut_at_the_boundary_of_each_compound():
    a, b = CompoundFactory(at=(0, 0)), CompoundFactory(at=(120, 0))
    SegmentFactory(points=((-50, 50), (150, 50)))
    found = dict(Stretch.objects.values_list("compound_id", "metres"))
    assert found == {a.pk: pytest.approx(100), b.pk: pytest.approx(30)}


def test_indoor_and_ended_lines_and_ended_compounds_have_no_stretch():
    CompoundFactory(at=(0, 0), ended_on=date(2024, 1, 1))
    CompoundFactory(at=(120, 0))
    SegmentFactory(points=((-50, 50), (300, 50)), beyond_entry=True)
    SegmentFactory(points=((-50, 60), (300, 60)), ended_on=date(2024, 1, 1))
    NodeFactory(at=(130, 50), ended_on=date(2024, 1, 1))
    assert kept() == ([], [])


def test_a_line_on_a_common_border_counts_once_in_the_sum_of_both():
    planner = UserFactory(role="planner")
    a, b = CompoundFactory(at=(0, 0)), CompoundFactory(at=(100, 0))
    SegmentFactory(points=((100, 10), (100, 90)))
    assert seen_metres(planner, [a]) == pytest.approx(80)
    assert seen_metres(planner, [b]) == pytest.approx(80)
    assert seen_metres(planner, [a, b]) == pytest.approx(80)


def test_a_line_under_a_small_overlap_counts_once_in_the_sum_of_both():
    planner = UserFactory(role="planner")
    a, b = CompoundFactory(at=(0, 0)), CompoundFactory(at=(99.9, 0))
    SegmentFactory(points=((0, 50), (199, 50)))
    assert seen_metres(planner, [a, b]) == pytest.approx(199)
    assert seen_metres(planner, [a]) + seen_metres(planner, [b]) == pytest.approx(199.1)


def test_who_reads_what_of_a_stretch_is_what_the_map_shows_them():
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(4060, 8000))
    DistrictFactory(code="371526002", at=(60, -4000), size=(4000, 8000))
    compound = CompoundFactory(at=(0, 0))
    SegmentFactory(points=((0, 50), (100, 50)), owner="water")
    DisclosureAreaFactory(at=(0, 0), size=(25, 100))
    found = {role: seen_metres(UserFactory(role=role), [compound]) for role in ROLES}
    whole = {"planner": 100, "leader": 100, "water": 100}
    assert found == {
        **whole,
        "street-yuqiuhu": pytest.approx(60),
        "heat": pytest.approx(25),
        "enforcement": 0,
        "nobody": 0,
    }


def test_a_street_reads_nothing_of_a_compound_of_another_district():
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(4000, 8000))
    DistrictFactory(code="371526002", at=(0, -4000), size=(4000, 8000))
    compound = CompoundFactory(at=(10, 0))
    SegmentFactory(points=((10, 50), (100, 50)))
    NodeFactory(at=(20, 20))
    street = UserFactory(role="street-yuqiuhu")
    assert seen_metres(street, [compound]) == 0
    assert not NodePlace.objects.visible_to(street).exists()


def test_points_are_seen_as_the_map_shows_them():
    CompoundFactory(at=(0, 0))
    NodeFactory(at=(20, 20), owner="water")
    NodeFactory(at=(90, 20), owner="water")
    DisclosureAreaFactory(at=(0, 0), size=(25, 100))
    seen = {role: NodePlace.objects.visible_to(UserFactory(role=role)).count() for role in ROLES}
    assert seen == {
        "planner": 2, "leader": 2, "street-yuqiuhu": 0, "water": 2, "heat": 1, "enforcement": 0, "nobody": 0,
    }  # fmt: skip


def test_a_change_of_owner_leaves_every_stretch_as_it_is():
    CompoundFactory(at=(0, 0))
    segment = SegmentFactory(points=((0, 50), (100, 50)), owner="water")
    before = Stretch.objects.values_list("pk").get()
    segment.material = "PE"
    segment.save()
    segment.rights.all().delete()
    assert Stretch.objects.values_list("pk").get() == before


def test_the_command_measures_everything_anew():
    CompoundFactory(at=(0, 0))
    SegmentFactory(points=((0, 50), (100, 50)))
    NodeFactory(at=(20, 20))
    before = kept()
    Stretch.objects.all().delete()
    NodePlace.objects.update(is_disclosed=True)
    call_command("measure_stretches", stdout=open("/dev/null", "w"))
    assert kept() == before


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_any_changes_what_is_kept_is_what_measuring_anew_finds(seed):
    changes = Changes(seed)
    for _ in range(12):
        for _ in range(5):
            changes.one()
        before = kept()
        measure_stretches()
        assert kept() == before


@pytest.mark.parametrize("seed", [4, 5])
def test_after_any_changes_each_stretch_is_as_long_as_an_independent_library_says(seed):
    changes = Changes(seed)
    for _ in range(40):
        changes.one()
    compounds = {c.pk: shapely.from_wkb(bytes(c.boundary.wkb)) for c in Compound.objects.standing()}
    routes = {s.pk: shapely.from_wkb(bytes(s.route.wkb)) for s in Segment.objects.standing().counted()}
    expected = {
        (c, s): pytest.approx(area.intersection(route).length)
        for c, area in compounds.items() for s, route in routes.items() if area.intersection(route).length > 1e-9
    }  # fmt: skip
    alone = Stretch.objects.filter(other=None).values_list("compound_id", "segment_id", "metres")
    assert {(c, s): metres for c, s, metres in alone if metres > 1e-9} == expected
    assert expected


@pytest.mark.parametrize("role", ["planner", "water", "heat"])
def test_any_compounds_that_overlap_in_pairs_add_up_to_what_a_direct_measurement_finds(role):
    user, chance = UserFactory(role=role), random.Random(role)
    DistrictFactory(code="371526001")
    row = [CompoundFactory(at=(90 * i, 0), size=100) for i in range(8)]
    for _ in range(60):
        start, end = (
            (chance.randrange(-20, 740), chance.randrange(-20, 120)),
            (chance.randrange(-20, 740), chance.randrange(0, 100)),
        )
        SegmentFactory(points=(start, end), owner=chance.choice(("water", None)))
    SegmentFactory(points=((90, 0), (90, 100)))
    DisclosureAreaFactory(at=(35, -50), size=(300, 120))
    for _ in range(5):
        some = chance.sample(row, chance.randrange(1, 8))
        assert seen_metres(user, some) == pytest.approx(measured_metres(user, some), abs=1e-3)


def move(compound):
    compound.boundary = boundary((0, 0), 100)
    compound.save()


def lay():
    SegmentFactory(points=((0, 50), (100, 50)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["the line", "the boundary"])
def test_a_line_and_a_boundary_that_change_at_once_find_each_other(first):
    compound = CompoundFactory(at=(1000, 0))
    acts = [lay, lambda: move(compound)]
    mine, other = acts if first == "the line" else reversed(acts)

    def elsewhere():
        try:
            other()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            mine()
            meanwhile = pool.submit(elsewhere)
            wait([meanwhile], timeout=0.5)
        meanwhile.result(timeout=30)
    assert [round(row.metres) for row in Stretch.objects.all()] == [100]
