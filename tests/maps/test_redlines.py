"""Marks on wrong lines over HTTP: the queue, the card, the answers, and how little of a line they tell."""
import json
import uuid

import pytest
from django.utils.translation import gettext as _

from geo_renovation.utilities.models import DisclosureArea, Redline, Segment
from tests.factories import (
    CountyFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    RedlineFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.drawings import line_json
from tests.factories.shapes import line as route

pytestmark = pytest.mark.django_db
DATA = {"accept": "application/json"}


@pytest.fixture
def line():
    CountyFactory()
    DistrictFactory(code="371526001")
    DisclosureAreaFactory()
    return SegmentFactory(code="W-SECRET", owner="water", material="SECRET", points=((-500, 50), (500, 50)))


def sent(client, address, **body):
    body = {"request": str(uuid.uuid4())} | body
    return client.post(f"/map/redlines/{address}/", json.dumps(body), content_type="application/json")


def marked(client, line, **more):
    body = {"kind": "position", "text": "在路北", "geometry": line_json(((0, 60), (90, 60)))} | more
    return sent(client, f"on/{line.pk}", **body)


def test_a_street_marks_a_line_and_its_owner_declines_with_a_reason_that_the_street_reads(line, client_of):
    street, water = client_of("street-yuqiuhu", post="街道"), client_of("water", post="管网科")
    mark = marked(street, line).json()
    assert (mark["made"]["who"], mark["can"]) == ("街道", {"answer": False, "withdraw": True, "correct": False})
    assert street.get(f"/map/cards/segment/{line.pk}.json").json()["marks"] == 1
    (queued,) = water.get("/map/redlines/", headers=DATA).json()["redlines"]
    assert (queued["id"], queued["can"]["answer"], queued["line"]["title"]) == (mark["id"], True, "给水 · W-SECRET")
    assert "在路北" in water.get("/map/redlines/").content.decode()
    assert water.get("/planning/mine/").context["marks"] == 1
    unreasoned = sent(water, f"{mark['id']}/decline")
    assert (unreasoned.status_code, set(unreasoned.json()["errors"])) == (422, {"reason"})
    assert sent(water, f"{mark['id']}/decline", reason="已复测").json()["state"] == "declined"
    answer = street.get(f"/map/redlines/{mark['id']}/").content.decode()
    assert "已复测" in answer
    assert "SECRET" not in answer
    late = sent(client_of("water"), f"{mark['id']}/accept")
    assert (late.status_code, late.json()["where"]["redline"]["state"]) == (409, "declined")


def test_accepting_on_the_page_leads_to_the_line_on_the_map_and_says_when_it_was_corrected(line, client_of):
    water = client_of("water")
    mark = marked(client_of("planner"), line).json()
    went = water.post(f"/map/redlines/{mark['id']}/accept/", {"request": str(uuid.uuid4())})
    assert went.status_code == 302
    assert f"card=segment:{line.pk}#redline={mark['id']}" in went.url
    assert water.get(f"/map/redlines/{mark['id']}/", headers=DATA).json()["line"]["corrected"] is False
    opened = water.get(f"/map/edit/segment/{line.pk}.json").json()
    values = opened["values"] | {"material": "PE"}
    changed = water.post(
        f"/map/edit/segment/{line.pk}/change/",
        json.dumps({"request": str(uuid.uuid4()), "state": opened["state"], "values": values}),
        content_type="application/json",
    )
    assert changed.status_code == 200
    assert water.get(f"/map/redlines/{mark['id']}/", headers=DATA).json()["line"]["corrected"] is True
    history = water.get(f"/map/history/segment/{line.pk}.json").json()["entries"]
    assert [entry["source"] for entry in history] == ["map", "redline", "redline"]
    assert [entry["verb"] for entry in history[1:]] == [_("accepted a mark"), _("marked as wrong")]


def test_a_mark_tells_no_more_of_the_line_than_its_reader_sees(line, client_of):
    power = client_of("power")
    mark = marked(power, line).json()
    assert (mark["line"]["title"], mark["line"]["corrected"]) == ("给水", False)
    DisclosureArea.objects.all().delete()
    again = power.get(f"/map/redlines/{mark['id']}/", headers=DATA).json()
    assert (again["text"], again["line"]) == ("在路北", None)
    assert power.get("/map/redlines/").status_code == power.get(f"/map/redlines/{mark['id']}/").status_code == 200
    assert power.get(f"/map/redlines/on/{line.pk}/").status_code == 404
    assert marked(power, line).status_code == 404


def test_a_mark_on_a_line_that_ended_tells_only_its_owner_that_it_did(line, client_of):
    power = client_of("power")
    mark = marked(power, line).json()
    Segment.objects.filter(pk=line.pk).update(ended_on="2026-01-01", route=route(((0, 50), (90, 50))))
    assert power.get(f"/map/redlines/{mark['id']}/", headers=DATA).json()["line"] is None
    assert client_of("water").get(f"/map/redlines/{mark['id']}/", headers=DATA).json()["line"]["stands"] is False


@pytest.mark.parametrize("key", [999_999_999, "9" * 40])
def test_marks_of_what_does_not_exist_are_not_found(line, client_of, key):
    planner = client_of("planner")
    for address in (f"{key}/", f"on/{key}/"):
        assert planner.get(f"/map/redlines/{address}", headers=DATA).status_code == 404
    assert sent(planner, f"on/{key}", kind="gone", text="x").status_code == 404
    assert sent(planner, f"{key}/accept").status_code == 404


@pytest.mark.parametrize(
    "body", [{"request": "no"}, {"kind": 5}, {"text": ["x"]}, {"geometry": "LINESTRING"}, {"geometry": {"type": "Point"}}]
)
def test_parts_that_cannot_be_read_are_refused(line, client_of, body):
    assert marked(client_of("planner"), line, **body).status_code in (400, 422)
    assert not Redline.objects.exists()


def test_the_queue_keeps_its_query_budget(line, client_of, django_assert_max_num_queries):
    author = UserFactory(role="power")
    for n in range(12):
        segment = SegmentFactory(owner="water", points=((0, n), (90, n)))
        RedlineFactory.create_batch(5, segment=segment, made_by=author)
    water = client_of("water")
    water.get("/map/redlines/")
    with django_assert_max_num_queries(10):
        page = water.get("/map/redlines/").content.decode()
    assert (page.count("<tr>"), "1 / 2" in page) == (51, True)
    with django_assert_max_num_queries(9):
        assert len(water.get(f"/map/redlines/on/{segment.pk}/").json()["redlines"]) == 5
