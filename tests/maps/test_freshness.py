"""When a browser's copy of a tile is still good, and whose it is."""

import pytest
from django.db import connection, transaction

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import Segment
from tests.factories import CompoundFactory, DisclosureAreaFactory, DistrictFactory, RoadFactory, SegmentFactory

from .tiles import features, get


@pytest.fixture
def town(county):
    """A published and an unpublished compound, water's main through both, disclosed under the first."""
    DistrictFactory(code="371526001")
    CompoundFactory(code="C1", at=(0, 0), published=True)
    CompoundFactory(code="C2", at=(150, 0))
    RoadFactory(rank="arterial")
    DisclosureAreaFactory(at=(0, 0), size=100)
    SegmentFactory(owner="water", points=((-50, 50), (250, 50)))


def test_an_unchanged_tile_is_304_without_its_sql(town, client_of, django_assert_max_num_queries):
    client = client_of("power")
    etag = get(client, "segments", 18).headers["ETag"]
    with django_assert_max_num_queries(4) as asked:
        response = get(client, "segments", 18, if_none_match=etag)
    assert response.status_code == 304
    assert response.headers["ETag"] == etag
    assert not any("utilities_segment" in query["sql"] for query in asked.captured_queries)


def test_answers_are_private_and_asked_for_again(town, client):
    response = get(client, "roads", 14)
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response.headers["Vary"]
    assert response.headers["Content-Type"] == "application/vnd.mapbox-vector-tile"


def test_two_viewers_never_share_a_tag(town, client, client_of):
    roles = ("planner", "leader", "water", "power", "street-yuqiuhu", "street-huixin")
    tags = [get(client_of(role), "segments", 18).headers["ETag"] for role in roles]
    assert len(set(tags)) == len(roles)
    published, every = get(client, "compounds", 16), get(client_of("planner"), "compounds", 16)
    assert published.headers["ETag"] != every.headers["ETag"]


def test_a_tag_of_another_viewer_is_no_304(town, client, client_of):
    etag = get(client_of("planner"), "compounds", 16).headers["ETag"]
    assert get(client, "compounds", 16, if_none_match=etag).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_commit_moves_the_tag_and_what_is_not_committed_is_never_seen(client, other_connection):
    CompoundFactory(code="C1", published=True)
    first = get(client, "compounds", 16)
    with transaction.atomic():
        Compound.objects.update(name="改名")
        before_commit = other_connection(lambda: get(client, "compounds", 16, if_none_match=first.headers["ETag"]))
    assert before_commit.status_code == 304
    after = get(client, "compounds", 16, if_none_match=first.headers["ETag"])
    assert after.status_code == 200
    assert features(after)["compounds"][0]["name"] == "改名"


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_moves_nothing(client):
    CompoundFactory(code="C1", published=True)
    etag = get(client, "compounds", 16).headers["ETag"]
    with transaction.atomic():
        Compound.objects.update(name="改名")
        transaction.set_rollback(True)
    assert get(client, "compounds", 16, if_none_match=etag).status_code == 304


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [lambda: SegmentFactory(owner="heat"), lambda: DisclosureAreaFactory(at=(100, 0)),
     lambda: DistrictFactory(at=(9000, 9000)), lambda: Segment.objects.all().delete()],
)  # fmt: skip
def test_a_network_tile_is_stale_after_whatever_decides_it(client_of, change):
    SegmentFactory(owner="water")
    client = client_of("power")
    etag = get(client, "segments", 18).headers["ETag"]
    assert get(client, "segments", 18, if_none_match=etag).status_code == 304
    change()
    assert get(client, "segments", 18, if_none_match=etag).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_tag_never_promises_newer_rows_than_the_tile_holds(client, other_connection):
    """A change committed while the tile is being made leaves the tag of the older rows."""
    CompoundFactory(code="C1", published=True)

    def overtaken(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if "ST_AsMVT" in sql:
            other_connection(lambda: Compound.objects.update(name="改名"))
        return answer

    with connection.execute_wrapper(overtaken):
        stale = get(client, "compounds", 16)
    assert features(stale)["compounds"][0]["name"] != "改名"
    again = get(client, "compounds", 16, if_none_match=stale.headers["ETag"])
    assert features(again)["compounds"][0]["name"] == "改名"
