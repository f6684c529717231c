"""Handovers over HTTP: chosen from the table, recorded with their papers, listed, taken back."""
import uuid

import pytest

from geo_renovation.utilities.models import Handover
from tests.factories import NodeFactory, OrganisationFactory, SegmentFactory, UserFactory
from tests.factories.bundles import frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db
NEW = "/planning/handovers/new/"


@pytest.fixture
def bundle(client):
    """A frozen bundle over lines of a former unit; the planner is signed in."""
    planner = UserFactory(role="planner")
    row_of_compounds("AB")
    inside = SegmentFactory(code="INSIDE", network_class="RL", owner="finance", points=((10, 10), (90, 10)))
    SegmentFactory(code="PASSING", network_class="RL", owner="finance", points=((10, 20), (10, 2000)))
    SegmentFactory(code="OTHERS", network_class="RL", owner="audit", points=((10, 30), (90, 30)))
    NodeFactory(network_class="RL", owner="finance", at=(20, 20))
    OrganisationFactory(code="heat")
    client.force_login(planner)
    frozen = frozen_of("AB", by=planner)
    return f"bundle={frozen.number}/v{frozen.version}", inside


def papers(**changed):
    return {
        "request": str(uuid.uuid4()), "taker": "heat", "kinds": ["owner"], "day": "2024-05-01", "document": "协议",
        "signed_by": "局长\n经理\n", **changed,
    }  # fmt: skip


def test_from_the_table_to_a_recorded_handover_of_what_lies_inside(client, bundle):
    asked, inside = bundle
    chosen = client.get(f"{NEW}?{asked}")
    assert "network_class=RL&amp;holder=finance" in chosen.content.decode()
    there = f"{NEW}?{asked}&network_class=RL&holder=finance"
    assert client.get(there).context["chosen"]["found"].segments == [inside.pk]
    answer = client.post(there, papers(), headers={"accept": "text/html"})
    made = Handover.objects.get()
    assert answer.headers["Location"] == f"/planning/handovers/{made.pk}/"
    assert (made.signed_by, made.giver.code) == (["局长", "经理"], "finance")
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "INSIDE" in shown
    assert "PASSING" not in shown
    assert client.get("/planning/handovers/").content.decode().count("协议") == 1


def test_a_refusal_stands_beside_its_field_and_nothing_is_recorded(client, bundle):
    there = f"{NEW}?{bundle[0]}&network_class=RL&holder=finance"
    answer = client.post(there, papers(day="1990-01-01"), headers={"accept": "text/html"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["day"]
    assert client.post(there, papers(kinds=["nonsense"]), headers={"accept": "text/html"}).status_code == 422
    assert not Handover.objects.exists()


def test_a_handover_is_taken_back_from_its_page(client, bundle):
    client.post(f"{NEW}?{bundle[0]}&network_class=RL&holder=finance", papers())
    made = Handover.objects.get()
    client.post(f"/planning/handovers/{made.pk}/back/", {"request": str(uuid.uuid4())}, headers={"accept": "text/html"})
    bundle[1].refresh_from_db()
    assert bundle[1].owner.code == "finance"
    assert client.post(f"/planning/handovers/{made.pk}/back/", {"request": "nonsense"}).status_code == 404


def test_a_utility_is_offered_its_own_only(client, bundle):
    SegmentFactory(network_class="RL", owner="heat", points=((10, 40), (90, 40)))
    client.force_login(UserFactory(role="heat"))
    rows = client.get(f"{NEW}?{bundle[0]}").context["rows"]
    assert [row.owner.code for row, _query in rows] == ["heat"]


def test_lists_cost_the_same_however_long(client, bundle, django_assert_max_num_queries):
    for _ in range(4):
        line = SegmentFactory(network_class="RL", owner="finance", points=((20, 60), (80, 60)))
        client.post(f"{NEW}?{bundle[0]}&network_class=RL&holder=finance", papers())
        assert line.pk
    with django_assert_max_num_queries(8):
        client.get("/planning/handovers/")
    with django_assert_max_num_queries(9):
        client.get(f"/planning/handovers/{Handover.objects.first().pk}/")
    with django_assert_max_num_queries(8):
        client.get("/planning/rights/")


def test_who_held_what_is_read_as_a_page_and_as_json(client, bundle):
    client.post(f"{NEW}?{bundle[0]}&network_class=RL&holder=finance", papers())
    for day, expected in (("2024-04-30", []), ("2024-05-01", [("owner", 1, 80.0)])):
        told = client.get("/planning/rights.json", {"date": day, "organisation": "heat"}).json()
        rows = [(r["kind"], r["segments"], r["metres"]) for r in told["rows"]]
        assert rows == expected
        assert [r["nodes"] for r in told["rows"]] == [1] * len(rows)
    assert client.get("/planning/rights/", {"organisation": "heat", "date": "2024-05-01"}).status_code == 200
    assert client.get("/planning/rights.json", {"organisation": "nonsense"}).status_code == 422
