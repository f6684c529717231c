"""Planned lines lie over the live network: seen by the centre and whose own they are, counted nowhere until they are laid."""

import pytest

from geo_renovation.planning.models import Stretch
from geo_renovation.utilities.models import Segment
from tests.factories import (
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    RoadFactory,
    SegmentFactory,
)
from tests.factories.shapes import EAST, NORTH
from tests.maps.tiles import features, get, to_degrees


@pytest.fixture
def planned(county):
    """A live main with a planned one beside it, both disclosed."""
    DistrictFactory(code="371526001")
    CompoundFactory(code="C1", at=(0, 0))
    RoadFactory(points=((-300, 45), (300, 45)))
    DisclosureAreaFactory(at=(-100, -100), size=300)
    SegmentFactory(code="LIVE", owner="water", points=((0, 50), (100, 50)))
    NodeFactory(code="PLANT", owner="water", kind="source", at=(0, 50))
    return SegmentFactory(code="PLANNED", owner="water", status="planned", points=((0, 50), (100, 55)))


def seen(client, z=18):
    return {line["id"] for line in features(get(client, "segments", z)).get("segments", [])}


@pytest.mark.parametrize("role", ["power", "leader", "street-yuqiuhu"])
def test_others_are_not_told_of_what_is_only_planned(planned, client_of, role):
    client = client_of(role)
    assert planned.pk not in seen(client)
    assert len(seen(client)) == 1
    assert client.get(f"/map/cards/segment/{planned.pk}.json").status_code == 404


@pytest.mark.parametrize("role", ["water", "planner"])
def test_its_owner_and_the_centre_see_it_as_planned(planned, client_of, role):
    lines = features(get(client_of(role), "segments", 18))["segments"]
    assert {line["id"]: line["status"] for line in lines}[planned.pk] == "planned"


def test_far_out_where_lines_are_merged_it_is_left_out(planned, client_of):
    Segment.objects.filter(code="LIVE").delete()
    assert features(get(client_of("planner"), "segments", 14)) == {}
    Segment.objects.update(status="in_use")
    assert len(features(get(client_of("planner"), "segments", 14))["segments"]) == 1


def test_nothing_counts_it_until_it_is_laid(planned, client_of):
    client = client_of("planner")

    def counted():
        length = sum(row["metres"] for row in client.get("/map/summary.json").json()["segments"])
        total = client.get("/map/table/segments.json").json()["total"]
        section = client.get("/map/section.json", {"at": "{},{}".format(*to_degrees.transform(EAST + 50, NORTH + 46))})
        crossed = len(section.json()["lines"])
        table = client.get("/planning/responsibility.json").json()["totals"]["metres"]
        return round(length), total, crossed, round(table), Stretch.objects.count()

    assert counted() == (100, 1, 1, 100, 1)
    Segment.objects.filter(pk=planned.pk).update(status="in_use")
    assert counted() == (200, 2, 2, 200, 2)
    Segment.objects.filter(pk=planned.pk).update(status="planned")
    assert counted() == (100, 1, 1, 100, 1)


def test_nothing_runs_through_it(planned, client_of):
    client = client_of("water")
    answer = client.get("/map/trace/trace.json", {"close": f"segment:{planned.pk}"})
    assert answer.status_code == 422
    live = Segment.objects.get(code="LIVE")
    cut = client.get("/map/trace/trace.json", {"close": f"segment:{live.pk}"}).json()["cut"]
    assert cut["segments"] == 1
