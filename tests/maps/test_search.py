"""Finding things by name."""

import pytest

from tests.factories import CommunityFactory, CompoundFactory, DistrictFactory, OrganisationFactory, RoadFactory


@pytest.fixture
def town(county):
    district = DistrictFactory(code="371526001")
    CompoundFactory(code="GT-001", name="光明小区", former_name="纺织厂家属院", published=True)
    CompoundFactory(code="GT-002", name="新光明里", at=(300, 0))
    CommunityFactory(name="光明社区居委会", district=district)
    RoadFactory(name="光明路")


def found(client, text):
    return [(row["kind"], row["name"]) for row in client.get("/map/search.json", {"q": text}).json()]


def test_every_kind_is_found_by_part_of_its_name_beginnings_first(town, client_of):
    assert found(client_of("planner"), "光明") == [
        ("compound", "光明小区"), ("compound", "新光明里"), ("community", "光明社区居委会"), ("road", "光明路"),
    ]  # fmt: skip


def test_a_visitor_finds_published_compounds_only_and_not_by_what_is_hidden(town, client):
    assert ("compound", "新光明里") not in found(client, "光明")
    assert found(client, "纺织厂") == []
    assert found(client, "GT-001") == []


def test_an_official_finds_by_former_name_and_code(town, client_of):
    assert found(client_of("leader"), "纺织厂") == [("compound", "光明小区")]
    assert found(client_of("leader"), "gt-002") == [("compound", "新光明里")]


def test_an_organisation_is_found_and_lies_nowhere(town, client):
    water = OrganisationFactory(code="water")
    (row,) = client.get("/map/search.json", {"q": water.name}).json()
    assert (row["kind"], row["code"], row["lon"]) == ("organisation", "water", None)


def test_a_find_says_where_it_lies(town, client):
    (row,) = client.get("/map/search.json", {"q": "光明小区"}).json()
    west, south, east, north = row["bbox"]
    assert west < row["lon"] < east
    assert south < row["lat"] < north
    assert row["lon"] == pytest.approx(116.2246, abs=1e-3)


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "\x00", "光\x00明%", "'; --", "x" * 5000])
def test_wildcards_and_odd_characters_find_nothing_and_break_nothing(town, client_of, text):
    assert found(client_of("planner"), text) == []


def test_no_more_than_twenty_are_answered(county, client_of):
    for n in range(25):
        CompoundFactory(name=f"光明{n}里", at=(n * 200, 0))
    assert len(found(client_of("planner"), "光明")) == 20


def test_one_query_per_kind(town, client, django_assert_num_queries):
    with django_assert_num_queries(4):
        client.get("/map/search.json", {"q": "光明"})
