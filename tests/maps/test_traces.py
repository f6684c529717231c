"""A trace as the map asks for it."""

import pytest
from django.utils.translation import gettext as _

from tests.factories import CompoundFactory, NodeFactory, SegmentFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/map/trace/trace.json"


@pytest.fixture
def water():
    CompoundFactory(code="A", name="甲院", at=(110, -20), size=60, household_count=40)
    return {
        "near": SegmentFactory(code="W1", points=((0, 0), (100, 0)), owner="water"),
        "far": SegmentFactory(code="W2", points=((100, 0), (200, 0)), owner="water"),
        "source": NodeFactory(kind="source", at=(0, 0), owner="water"),
        "valve": NodeFactory(code="V1", at=(100, 0), owner="water"),
        "alone": NodeFactory(code="V2", at=(500, 500), owner="water"),
    }


def key(asset):
    return f"{asset._meta.model_name}:{asset.pk}"


def test_what_is_cut_off_is_told_with_its_lines_compounds_and_valves(client_of, water, django_assert_max_num_queries):
    client = client_of("water")
    with django_assert_max_num_queries(12):
        answer = client.get(ADDRESS, {"close": key(water["far"])})
    told = answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    assert (told["network_class"], told["sources"], told["unfed_before"]) == ("JS", 1, 0)
    assert (told["cut"]["metres"], told["cut"]["segments"], len(told["cut"]["lines"])) == (100.0, 1, 1)
    west, east = told["cut"]["lines"][0]
    assert (west[0], west[1]) == pytest.approx((116.2257, 36.859), abs=0.01)
    assert east[0] > west[0]
    (compound,) = told["compounds"]
    assert (compound["code"], compound["name"], compound["households"], compound["metres"]) == ("A", "甲院", 40, 60.0)
    (valve,) = told["isolation"]["valves"]
    assert (valve["key"], valve["code"], valve["metres"], valve["is_needed"]) == (key(water["valve"]), "V1", 0.0, True)
    assert told["closed"][0]["code"] == "W2"


def test_several_may_be_closed_and_one_that_stands_on_no_line_is_told(client_of, water):
    told = client_of("planner").get(ADDRESS, {"close": [key(water["valve"]), key(water["alone"])]}).json()
    assert {each["code"]: each["is_on_line"] for each in told["closed"]} == {"V1": True, "V2": False}
    assert (told["cut"]["metres"], told["isolation"]) == (100.0, None)


def test_a_network_without_a_source_says_so(client_of):
    drain = SegmentFactory(network_class="YS", owner="municipal")
    told = client_of("planner").get(ADDRESS, {"close": key(drain)}).json()
    assert (told["sources"], told["cut"]["segments"], told["compounds"]) == (0, 0, [])


def test_two_classes_at_once_are_refused_in_words(client_of, water):
    gas = SegmentFactory(owner="water", network_class="RQ")
    asked = {"close": [key(gas), key(water["far"])]}
    answer = client_of("water").get(ADDRESS, asked, headers={"accept-language": "en"})
    assert (answer.status_code, answer.json()["error"]) == (422, _("Choose lines and valves of one class."))


@pytest.mark.parametrize("role", ["heat", "street-yuqiuhu", "leader", "nobody"])
def test_it_does_not_exist_for_others(client_of, water, role):
    assert client_of(role).get(ADDRESS, {"close": key(water["far"])}).status_code == 404
