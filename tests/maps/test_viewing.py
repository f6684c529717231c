"""Everything that shows a network exactly leaves one row a minute in the journal, and nothing else does."""

from datetime import timedelta

import pytest

from geo_renovation.accounts import viewing
from geo_renovation.accounts.models import Viewing
from geo_renovation.maps.viewing import areas_of
from geo_renovation.utilities.models import Node
from tests.factories import CompoundFactory, DisclosureAreaFactory, NodeFactory, RoadFactory, SegmentFactory
from tests.factories.shapes import EAST, NORTH

from .tiles import get, tile_at, to_degrees, url


@pytest.fixture
def line(county):
    """Water's main under a compound, with a source and a valve."""
    CompoundFactory(code="C1", at=(0, 0), published=True)
    RoadFactory(points=((-300, 40), (300, 40)))
    DisclosureAreaFactory(at=(0, 0), size=100)
    NodeFactory(code="N1", at=(-50, 50), kind="source", owner="water")
    NodeFactory(code="N2", at=(50, 50), kind="valve", owner="water")
    return SegmentFactory(code="S1", owner="water", points=((-50, 50), (50, 50)))


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """A clock that stands, and goes on by a minute when told."""
    clock = [viewing.timezone.now().replace(second=0)]
    monkeypatch.setattr(viewing.timezone, "now", lambda: clock[0])

    def _later():
        clock[0] += timedelta(minutes=1)

    return _later


def area(at=(50, 50)):
    return "14/{1}/{2}".format(*tile_at(14, at))


def rows():
    return sorted(Viewing.objects.values_list("seen", "area"))


def lonlat(at):
    return "{},{}".format(*to_degrees.transform(EAST + at[0], NORTH + at[1]))


def test_many_tiles_of_a_minute_are_one_row_for_each_layer_and_area(line, client_of):
    client = client_of("power")
    for z in (15, 16, 17, 18, 19, 22):
        for at in ((50, 50), (10, 50)):
            assert get(client, "segments,nodes", z, at).status_code == 200
            get(client, "roads,segments", z, at)
    assert rows() == [("nodes", area()), ("segments", area())]


def test_the_whole_town_at_once_is_one_row_of_a_larger_area(line, client_of):
    client = client_of("planner")
    for z in (13, 14):
        for at in ((50, 50), (-2500, 50)):
            get(client, "segments,nodes", z, at)
    assert rows() == [("segments", "11/{1}/{2}".format(*tile_at(11)))]


def test_a_copy_that_the_browser_still_holds_is_looked_at_too(line, client_of, later):
    client = client_of("water")
    held = get(client, "segments", 17).headers["ETag"]
    later()
    assert get(client, "segments", 17, **{"if-none-match": held}).status_code == 304
    assert rows() == [("segments", area())] * 2


def test_one_minute_of_tiles_is_written_once_and_asks_the_database_once(
    line, client_of, django_capture_on_commit_callbacks, django_assert_max_num_queries
):
    client = client_of("water")
    with django_capture_on_commit_callbacks(execute=True):
        get(client, "segments", 17)
    with django_assert_max_num_queries(3) as asked:
        get(client, "segments", 18)
    assert not any("accounts_viewing" in query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize(
    ("address", "seen"),
    [
        ("/map/cards/segment/{line}.json", "segment"),
        ("/map/cards/node/{valve}.json", "node"),
        ("/map/trace/trace.json?close=node:{valve}", "trace"),
        ("/map/section.json?at={at}", "section"),
        ("/map/history/segment/{line}.json", "history"),
        ("/map/edit/segment/{line}.json", "drawing"),
        ("/map/edit/near.json?kinds=segment,node&bbox={box}", "drawing"),
        ("/map/table/segments.json", "table"),
    ],
)
def test_whatever_else_shows_a_line_exactly_is_one_row(line, client_of, address, seen):
    client, valve = client_of("water"), Node.objects.get(code="N2")
    west, north = lonlat((-100, 100)).split(",")
    east, south = lonlat((100, -100)).split(",")
    given = {"line": line.pk, "valve": valve.pk, "at": lonlat((10, 42)), "box": f"{west},{south},{east},{north}"}
    for _ in range(2):
        answer = client.get(address.format(**given))
        assert answer.status_code == 200
    assert rows() == [(seen, "" if seen == "table" else area())], answer.content[:300]


@pytest.mark.parametrize(
    "address",
    [
        "/tiles/roads,compounds/16/{x}/{y}.mvt", "/tiles/segments/16/0/0.mvt", "/map/table/compounds.json",
        "/map/cards/compound/C1.json", "/map/summary.json", "/map/section.json?at=0,0", "/map/cards/segment/999.json",
        "/map/edit/near.json?kinds=compound&bbox=116.2,36.84,116.23,36.88", "/planning/responsibility/",
    ],
)  # fmt: skip
def test_what_shows_no_line_is_not_in_the_journal(line, client_of, address):
    _z, x, y = tile_at(16)
    client_of("planner").get(address.format(x=x, y=y))
    assert rows() == []


def test_who_may_see_no_network_leaves_no_row(line, client, client_of):
    for visitor in (client, client_of("admin"), client_of("enforcement")):
        for address in (url("segments", 17), f"/map/cards/segment/{line.pk}.json", "/map/table/segments.json"):
            assert visitor.get(address).status_code == 404
    assert rows() == []


def test_areas_hold_every_corner():
    corners = [[116.31, 36.85], [116.31001, 36.85001], [116.34, 36.85]]
    assert areas_of(corners) == areas_of(corners[:1]) | areas_of(corners[2])
    assert len(areas_of(corners)) == 2
    assert areas_of([116.224, 36.8594]) == {"14/13481/6385"}
