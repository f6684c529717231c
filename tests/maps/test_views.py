"""The map page, its start-up data and the health answer."""

import json
import re

import pytest
from django.db import OperationalError, connection

from tests.factories import CompoundFactory, CountyFactory, DistrictFactory, SegmentFactory


@pytest.fixture
def town(county):
    DistrictFactory(code="371526001", name="鱼邱湖街道")
    CompoundFactory(stage="surveyed")


def boot(client, **query):
    page = client.get("/", query)
    assert page.status_code == 200
    found = re.search(r'<script id="boot" type="application/json"[^>]*>(.*?)</script>', page.content.decode(), re.S)
    return json.loads(found[1])


def test_the_map_opens_to_a_visitor_without_networks(town, client):
    found = boot(client)
    assert found["user"] is None
    assert found["can"] == {"select": False, "plan": False, "network": False, "draw": False}
    assert not {"segments", "nodes"} & {layer["key"] for layer in found["catalogue"]}
    assert found["data_date"] is None


def test_the_planner_is_told_all_layers_words_and_places(town, client_of):
    found = boot(client_of("planner"))
    assert {"segments", "nodes", "compounds"} <= {layer["key"] for layer in found["catalogue"]}
    assert (found["layers"]["segments"], found["layers"]["nodes"]) == (13, 17)
    assert found["can"] == {"select": True, "plan": True, "network": True, "draw": True}
    assert [stage["number"] for stage in found["vocabulary"]["stages"]] == list(range(1, 9))
    assert found["districts"][0]["name"] == "鱼邱湖街道"
    (south, west), (north, east) = found["county"]["bounds"]
    assert south < 36.86 < north
    assert west < 116.224 < east


def test_the_centre_and_streets_select(town, client_of):
    roles = ("planner", "street-yuqiuhu", "leader", "water", "enforcement")
    assert [role for role in roles if boot(client_of(role))["can"]["select"]] == ["planner", "street-yuqiuhu"]


def test_only_the_centre_plans(town, client_of):
    assert {role: boot(client_of(role))["can"]["plan"] for role in ("leader", "water", "street-yuqiuhu")} == {
        "leader": False, "water": False, "street-yuqiuhu": False,
    }  # fmt: skip


def test_the_page_opens_before_any_data_is_there(client, db):
    assert boot(client)["county"] is None


def test_the_page_keeps_its_query_budget(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    boot(planner)
    with django_assert_max_num_queries(11):
        boot(planner)


def test_the_page_follows_the_language(town, client):
    client.cookies["django_language"] = "en"
    assert boot(client)["vocabulary"]["stages"][0]["label"] == "Surveyed"


def test_a_link_is_opened_by_what_of_its_filter_is_understood_and_allowed(town, client_of, client):
    link = {"stage": "gone,planned", "district": "nowhere", "owner": "water"}
    asked = boot(client_of("planner"), **link)["asked"]
    assert (asked["query"], set(asked["errors"])) == ("stage=planned&owner=water", {"stage", "district"})
    assert boot(client, **link)["asked"]["query"] == "stage=planned"


def test_health_is_one_query_and_no_session(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert not answer.cookies


def test_health_fails_under_another_srid_and_says_nothing_more(client, db, settings):
    settings.COUNTY_SRID = 4547
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_health_fails_without_a_database(client, db):
    def gone(execute, sql, params, many, context):
        raise OperationalError("could not connect to SECRET7")

    with connection.execute_wrapper(gone):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert b"SECRET7" not in answer.content


def test_nothing_is_changed_by_asking(town, client_of):
    SegmentFactory(owner="water")
    planner = client_of("planner")
    for address in ("map/summary.json", "map/search.json", "map/features/districts.geojson", "tiles/roads/1/1/1.mvt"):
        assert planner.post(f"/{address}").status_code == 405


def test_a_county_is_not_needed_twice(county):
    assert CountyFactory() == county
