"""Adjacency is stored, and must be what the boundaries, barriers and settings of this moment say."""
import threading
from itertools import combinations
from pathlib import Path

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection, transaction

from geo_renovation.compounds.models import Adjacency, Compound
from geo_renovation.districts.models import Barrier, County, Road
from tests.factories import BarrierFactory, CompoundFactory, CountyFactory, RoadFactory
from tests.factories.shapes import boundary, line

PARCELS = Path(__file__).parents[3] / "shared/data/cambridge/parcels_fy2014.gpkg"
BETWEEN = ((105, -500), (105, 500))


def stored():
    return {(low, high) for low, high in Adjacency.objects.values_list("low__code", "high__code")}


def free():
    return {(low, high) for low, high in Adjacency.objects.free().values_list("low__code", "high__code")}


def by_shapely(gap_m=30.0):
    shapes = {c.code: shapely.from_wkb(bytes(c.boundary.wkb)) for c in Compound.objects.all()}
    return {pair for pair in combinations(sorted(shapes), 2) if shapes[pair[0]].distance(shapes[pair[1]]) <= gap_m}


def move(code, at):
    compound = Compound.objects.get(code=code)
    compound.boundary = boundary(at, 100)
    compound.save()


@pytest.fixture
def pair(db):
    """A and B, ten metres apart, the lower code to the right."""
    CountyFactory()
    CompoundFactory(code="B", at=(0, 0))
    CompoundFactory(code="A", at=(110, 0))


def test_the_gap_is_measured_between_boundaries_from_the_lower_code_to_the_higher(pair):
    link = Adjacency.objects.select_related("low", "high").get()
    assert (link.low.code, link.high.code) == ("A", "B")
    assert link.gap_m == pytest.approx(10)
    assert link.link.length == pytest.approx(10)
    assert link.low.boundary.distance(GEOSGeometry(f"SRID=4548;POINT({link.link[0][0]} {link.link[0][1]})")) < 1e-6


@pytest.mark.parametrize(("x", "linked"), [(130, True), (130.001, False), (100, True), (95, True)])
def test_up_to_the_gap_and_no_further(pair, x, linked):
    move("A", (x, 0))
    assert stored() == by_shapely() == ({("A", "B")} if linked else set())


def test_moving_a_neighbour_unlinks_it_here_and_links_it_there(pair):
    CompoundFactory(code="C", at=(0, 2000))
    move("A", (0, 2120))
    assert stored() == by_shapely() == {("A", "C")}
    Compound.objects.get(code="A").delete()
    assert stored() == set()


def test_a_new_code_can_turn_a_link_round(pair):
    Compound.objects.filter(code="A").update(code="C")
    assert stored() == {("B", "C")}


def test_a_barrier_bars_while_it_stands_where_it_stands(pair):
    barrier = BarrierFactory(points=BETWEEN)
    assert (stored(), free()) == ({("A", "B")}, set())
    assert not Compound.objects.adjacent_to(Compound.objects.filter(code="A")).exists()
    barrier.shape = line(((1000, 0), (1000, 10)))
    barrier.save()
    assert free() == {("A", "B")}
    barrier.shape = line(BETWEEN)
    barrier.save()
    assert free() == set()
    barrier.delete()
    assert free() == {("A", "B")}
    assert [c.code for c in Compound.objects.adjacent_to(Compound.objects.filter(code="A"))] == ["B"]


def test_of_two_barriers_the_second_still_bars_when_the_first_goes(pair):
    first, _second = BarrierFactory(points=BETWEEN), BarrierFactory(points=((107, -500), (107, 500)))
    first.delete()
    assert free() == set()


def test_a_road_bars_by_its_rank(pair):
    road = RoadFactory(rank="branch", points=BETWEEN)
    assert free() == {("A", "B")}
    road.rank = "arterial"
    road.save()
    assert free() == set()
    County.objects.update(barrier_ranks=["express"])
    assert free() == {("A", "B")}
    County.objects.update(barrier_ranks=["express", "arterial"])
    assert free() == set()
    Road.objects.all().delete()
    assert (free(), Barrier.objects.count()) == ({("A", "B")}, 0)


def test_the_gap_is_a_setting_of_the_county(pair):
    CompoundFactory(code="C", at=(0, 160))
    for gap_m in (5, 10, 59.9, 60, 30):
        County.objects.update(gap_m=gap_m)
        assert stored() == by_shapely(gap_m)


def test_what_is_stored_at_once_is_linked_as_if_stored_one_by_one(db):
    CountyFactory()
    rows = [
        Compound(code=f"K{n:02d}", name=str(n), boundary=boundary((n % 7 * 115, n // 7 * 131), 100)) for n in range(49)
    ]
    Compound.objects.bulk_create(rows)
    assert stored() == by_shapely()
    Compound.objects.filter(code__in=["K10", "K11", "K24"]).update(boundary=boundary((-130, 0), 100))
    assert stored() == by_shapely()


def in_thread(work, failures):
    def run():
        try:
            work()
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    return threading.Thread(target=run)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_neighbours_at_once_do_not_miss_each_other():
    CountyFactory()
    for n, code in enumerate("ABCD"):
        CompoundFactory(code=code, at=(n * 1000, 0))
    moved, failures = threading.Event(), []

    def first():
        with transaction.atomic():
            move("A", (5000, 0))
            moved.set()
            threading.Event().wait(0.4)

    def second():
        moved.wait(5)
        move("B", (5110, 0))

    threads = [in_thread(first, failures), in_thread(second, failures)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert not failures
    assert stored() == by_shapely() == {("A", "B")}


@pytest.mark.django_db(transaction=True)
def test_many_people_moving_many_neighbours_leave_no_link_wrong():
    CountyFactory()
    for n in range(8):
        CompoundFactory(code=f"K{n}", at=(n * 1000, 0))
    failures = []

    def shuffle(n):
        def work():
            for step in range(6):
                move(f"K{n}", (n * 110 + step % 2 * (n % 3) * 120, step % 3 * 115))

        return work

    threads = [in_thread(shuffle(n), failures) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    assert stored() == by_shapely()


@pytest.mark.django_db
@pytest.mark.skipif(not PARCELS.exists(), reason="the Cambridge parcels are not on this machine")
def test_real_parcels_are_linked_as_shapely_links_them_away_from_the_threshold():
    """Real outlines, read as plain metres; pairs within a millimetre of the gap may differ."""
    import geopandas

    CountyFactory()
    County.objects.update(gap_m=15)
    parcels = geopandas.read_file(PARCELS, rows=900).to_crs(26986)
    parcels = parcels[parcels.geometry.is_valid & ~parcels.geometry.is_empty]
    shapes = [shapely.multipolygons([g]) if g.geom_type == "Polygon" else g for g in parcels.geometry.force_2d()]
    Compound.objects.bulk_create(
        Compound(code=f"P{n:04d}", name=str(n), boundary=GEOSGeometry(memoryview(shape.wkb), srid=4548))
        for n, shape in enumerate(shapes)
    )
    tree = shapely.STRtree(shapes)

    def linked(gap_m):
        left, right = tree.query(shapes, predicate="dwithin", distance=gap_m)
        return {(f"P{a:04d}", f"P{b:04d}") for a, b in zip(left, right, strict=True) if a < b}

    assert len(linked(15)) > 500
    assert linked(14.999) <= stored() <= linked(15.001)
