"""What a cut across a street meets, and how much of it each viewer is told."""

import pytest

from tests.factories import DisclosureAreaFactory, DistrictFactory, RoadFactory, SegmentFactory
from tests.factories.shapes import point

pytestmark = pytest.mark.django_db


@pytest.fixture
def street(county):
    """A street to the east, 20 m wide; a water main 4 m north of its axis, gas 3 m south, a cable overhead, one across."""
    RoadFactory(name="官道街", points=((200, 0), (-200, 0)), width_m=20)
    held = {"accuracy": "surveyed", "points": ((-200, 4), (200, 4))}
    SegmentFactory(code="W", owner="water", depth_m=1.3, diameter_mm=200, **held)
    SegmentFactory(code="G", owner="gas-tianma", network_class="RQ", depth_m=0.9, points=((-200, -3), (200, -3)))
    SegmentFactory(code="T", owner="unicom", network_class="TX", depth_m=None, placement="JK", points=((-200, 6), (200, 6)))
    SegmentFactory(code="FAR", owner="water", points=((-200, 90), (200, 90)))


def asked(client, at):
    longitude, latitude = point(at).transform(4326, clone=True).coords
    return client.get("/map/section.json", {"at": f"{longitude},{latitude}"})


def test_lines_are_told_from_left_to_right_with_depth_and_size(client_of, street, django_assert_max_num_queries):
    client = client_of("planner")
    with django_assert_max_num_queries(9):
        told = asked(client, (20, 5)).json()
    assert (told["street"], told["width_m"], told["half_m"]) == ("官道街", 20, 20)
    # Looking east along the street, north is on the left.
    assert [(each["code"], each["offset_m"]) for each in told["lines"]] == [("T", -6.0), ("W", -4.0), ("G", 3.0)]
    water = told["lines"][1]
    assert (water["depth_m"], water["diameter_mm"], water["network_class"]) == (1.3, 200.0, "JS")
    assert told["lines"][0]["placement"] == "JK"
    (_, south), (_, north) = sorted(told["cut"], key=lambda at: at[1])
    assert (north - south) * 110_990 == pytest.approx(40, rel=0.01)


def test_a_wide_street_is_cut_to_beyond_its_edges(client_of, county):
    RoadFactory(points=((-200, 0), (200, 0)), width_m=50)
    assert asked(client_of("planner"), (0, 1)).json()["half_m"] == 30


def test_away_from_streets_the_nearest_line_is_crossed(client_of, street):
    told = asked(client_of("planner"), (20, 92)).json()
    assert (told["street"], told["width_m"]) == ("", None)
    assert [(each["code"], each["offset_m"]) for each in told["lines"]] == [("FAR", 0.0)]


def test_a_utility_is_told_depths_of_others_in_disclosure_areas_only_and_no_sizes(client_of, street):
    client = client_of("water")
    assert [each["code"] for each in asked(client, (20, 0)).json()["lines"]] == ["W"]
    DisclosureAreaFactory(at=(0, -50), size=100)
    gas = asked(client, (20, 0)).json()["lines"][2]
    assert (gas["network_class"], gas["depth_m"]) == ("RQ", 0.9)
    assert {gas[name] for name in ("code", "diameter_mm", "material", "placement", "accuracy")} == {None}
    assert [each["network_class"] for each in asked(client, (-20, 0)).json()["lines"]] == ["JS"]


@pytest.mark.parametrize("role", ["street-yuqiuhu", "leader"])
def test_a_street_office_and_a_leader_are_told_no_depth(client_of, street, role):
    DistrictFactory(code="371526001", at=(-300, -300), size=(600, 600))
    lines = asked(client_of(role), (20, 0)).json()["lines"]
    assert [each["network_class"] for each in lines] == ["TX", "JS", "RQ"]
    assert {(each["depth_m"], each["diameter_mm"], each["code"]) for each in lines} == {(None, None, None)}


@pytest.mark.parametrize("role", ["nobody", "enforcement", "admin"])
def test_it_does_not_exist_for_who_sees_no_network(client_of, street, role):
    assert asked(client_of(role), (20, 0)).status_code == 404


def test_where_nothing_is_the_answer_is_empty_and_no_place_is_refused(client_of, street):
    client = client_of("planner")
    assert asked(client, (20, 500)).json() == {}
    # A line that one may not see is no line.
    assert asked(client_of("heat"), (20, 92)).json() == {}
    for at in ("", "1", "a,b", "nan,nan", "999,999", "1,2,3"):
        assert client.get("/map/section.json", {"at": at}).status_code == 400
