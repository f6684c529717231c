"""What hangs on a line that is reshaped on the map, over HTTP."""
import json
import uuid

import pytest

from geo_renovation.utilities.models import Node
from tests.factories import CountyFactory, NodeFactory, SegmentFactory
from tests.factories.drawings import line_json

pytestmark = pytest.mark.django_db


def sent(client, address, **body):
    body = {"request": str(uuid.uuid4())} | body
    return client.post(f"/map/edit/{address}/", json.dumps(body), content_type="application/json")


def changed(client, line, geometry, **more):
    state = client.get(f"/map/edit/segment/{line.pk}.json").json()["state"]
    return sent(client, f"segment/{line.pk}/change", state=state, geometry=geometry, **more)


def test_a_reshaped_line_asks_what_becomes_of_what_hangs_on_it(client_of):
    CountyFactory()
    line, node = SegmentFactory(owner="water", points=((0, 0), (50, 0))), NodeFactory(owner="water", at=(50, 0))
    water = client_of("water")
    asked = changed(water, line, line_json(((0, 0), (50, 20))))
    assert (asked.status_code, asked.json()["where"]["connected"]["nodes"]) == (422, 1)
    number = str(uuid.uuid4())
    for _ in range(2):
        moved = changed(water, line, line_json(((0, 0), (50, 20))), connected="move", request=number).json()
        assert [each["kind"] for each in moved["changed"]] == ["segment", "node"]
        assert moved["object"]["key"] == str(line.pk)
    number = str(uuid.uuid4())
    for _ in range(2):
        assert sent(water, "undo", undone=moved["request"], request=number).json()["object"]["key"] == str(line.pk)
    assert Node.objects.get(pk=node.pk).position == node.position
