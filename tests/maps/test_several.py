"""Several lines changed or ended at once, over HTTP."""
import json
import uuid

import pytest

from geo_renovation.accounts.models import Act, Revision
from geo_renovation.utilities.models import Segment
from geo_renovation.utilities.several import MOST_LINES
from tests.factories import CountyFactory, DisclosureAreaFactory, SegmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    CountyFactory()
    DisclosureAreaFactory()
    materials = ("PE", "灰口铸铁", "灰口铸铁")
    return [SegmentFactory(owner="water", material=name, points=((0, n), (90, n))) for n, name in enumerate(materials)]


def sent(client, address, **body):
    body = {"request": str(uuid.uuid4())} | body
    return client.post(f"/map/edit/{address}/", json.dumps(body), content_type="application/json")


def chosen(client, rows):
    told = client.get("/map/edit/lines.json?keys=" + ",".join(str(row.pk) for row in rows)).json()
    return {line["key"]: line["state"] for line in told["lines"]}


def held(rows, name):
    return [getattr(row, name) for row in Segment.objects.filter(pk__in=[row.pk for row in rows]).order_by("pk")]


def test_a_change_of_several_is_previewed_recorded_line_by_line_and_taken_back_as_one(client_of, lines):
    water = client_of("water")
    states = chosen(water, lines)
    values = {"material": "PE", "diameter_mm": "", "laid_year": "1998"}
    told = sent(water, "lines/preview", lines=states, values=values).json()
    assert told == {"lines": 3, "changed": 3, "by_attribute": {"material": 2, "diameter_mm": 3, "laid_year": 3}}
    assert not Revision.objects.exists()
    body = {"request": str(uuid.uuid4()), "lines": states, "values": values, "reason": "普查"}
    first, again = (sent(water, "lines/change", **body).json() for _ in range(2))
    assert first == again == {"changed": 3, "request": body["request"]}
    assert (held(lines, "material"), held(lines, "diameter_mm"), held(lines, "laid_year")) == (["PE"] * 3, [None] * 3, [1998] * 3)
    assert held(lines, "depth_m") == [1.2] * 3
    assert sorted(Revision.objects.values_list("object_id", flat=True)) == [row.pk for row in lines]
    assert Act.objects.filter(verb="changed").count() == 1
    undone = sent(water, "undo", undone=first["request"])
    assert undone.status_code == 200
    assert held(lines, "material") == ["PE", "灰口铸铁", "灰口铸铁"]
    assert held(lines, "diameter_mm") == [200.0] * 3


def test_what_colleagues_changed_or_ended_meanwhile_is_told_and_nothing_recorded(client_of, lines):
    water = client_of("water")
    states = chosen(water, lines)
    colleague = client_of("water")
    sent(colleague, "lines/change", lines={str(lines[0].pk): states[str(lines[0].pk)]}, values={"material": "钢"})
    sent(colleague, "lines/end", lines={str(lines[1].pk): states[str(lines[1].pk)]}, ended_on="2026-01-31")
    for act in ("preview", "change", "end"):
        refused = sent(water, f"lines/{act}", lines=states, values={"status": "abandoned"})
        assert refused.status_code == 409
        where = refused.json()["where"]
        assert [(line["key"], line["values"]["material"]) for line in where["stale"]] == [(str(lines[0].pk), "钢")]
        assert where["gone"] == [str(lines[1].pk)]
    assert held(lines, "status") == ["in_use"] * 3
    going_on = {str(lines[2].pk): states[str(lines[2].pk)], where["stale"][0]["key"]: where["stale"][0]["state"]}
    assert sent(water, "lines/change", lines=going_on, values={"status": "abandoned"}).json()["changed"] == 2


def test_several_lines_end_on_one_day_and_come_back_as_one(client_of, lines):
    water = client_of("water")
    body = {"lines": chosen(water, lines), "reason": "报废"}
    assert set(sent(water, "lines/end", ended_on="2999-01-01", **body).json()["errors"]) == {"ended_on"}
    ended = sent(water, "lines/end", ended_on="2026-01-31", **body).json()
    assert {str(day) for day in held(lines, "ended_on")} == {"2026-01-31"}
    assert sent(water, "undo", undone=ended["request"]).status_code == 200
    assert held(lines, "ended_on") == [None] * 3


def test_others_lines_are_left_out_of_the_list_and_refused_in_the_act(client_of, lines):
    power = SegmentFactory(owner="power", points=((0, 50), (90, 50)))
    managed = SegmentFactory(owner="power", manager="water", points=((0, 60), (90, 60)))
    water = client_of("water")
    assert set(chosen(water, [*lines, power])) == {str(row.pk) for row in lines}
    refused = sent(water, "lines/change", lines={str(power.pk): "x"}, values={"material": "PE"})
    assert (refused.status_code, refused.json()["where"]) == (409, {"stale": [], "gone": [str(power.pk)]})
    assert sent(water, "lines/preview", lines=chosen(water, [managed]), ends=True).status_code == 422
    ended = sent(water, "lines/end", lines=chosen(water, [managed]))
    assert (ended.status_code, Segment.objects.get(pk=managed.pk).ended_on) == (422, None)
    assert client_of("street-yuqiuhu").get(f"/map/edit/lines.json?keys={power.pk}").status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"lines": {}}, 422), ({"lines": []}, 400), ({"lines": {"x": "y"}}, 400), ({"lines": {"1": 5}}, 400),
        ({"lines": {"9" * 19: "x"}, "values": {"material": "PE"}}, 400), ({"values": {}}, 422),
        ({"values": {"code": "X"}}, 422), ({"values": {"laid_year": "2999"}}, 422), ({"values": {"status": ""}}, 422),
        ({"lines": {str(n): "x" for n in range(1, MOST_LINES + 2)}, "values": {"material": "PE"}}, 422),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused(client_of, lines, body, status):
    water = client_of("water")
    body = {"lines": chosen(water, lines)} | body
    assert sent(water, "lines/change", **body).status_code == status
    assert not Revision.objects.exists()


def test_the_list_keeps_its_query_budget(client_of, lines, django_assert_max_num_queries):
    water = client_of("water")
    keys = ",".join(str(row.pk) for row in lines)
    with django_assert_max_num_queries(7):
        told = water.get(f"/map/edit/lines.json?keys={keys}").json()
    assert [field["name"] for field in told["fields"]][:2] == ["material", "diameter_mm"]
