"""Roads of a barring rank stand among the barriers."""

import pytest

from geo_renovation.districts.models import Barrier
from tests.factories import CountyFactory, RoadFactory

pytestmark = pytest.mark.django_db


def test_an_arterial_road_is_a_barrier_and_a_branch_road_is_none():
    CountyFactory()
    RoadFactory(code="A", rank="arterial")
    RoadFactory(code="B", rank="branch")
    assert list(Barrier.objects.values_list("code", "kind")) == [("road:A", "road")]


def test_a_road_that_loses_its_rank_bars_no_more():
    CountyFactory()
    road = RoadFactory(rank="express")
    road.rank = "secondary"
    road.save()
    assert not Barrier.objects.exists()


def test_the_county_decides_which_ranks_bar():
    county = CountyFactory()
    RoadFactory(code="S", rank="secondary")
    county.barrier_ranks = ["secondary"]
    county.save()
    assert Barrier.objects.get().road.code == "S"


def test_deleting_a_road_takes_its_barrier_along():
    CountyFactory()
    RoadFactory(rank="arterial").delete()
    assert not Barrier.objects.exists()
