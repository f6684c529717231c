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


@pytest.mark.parametrize("text", ["", " ", "%", "_", "\\", "\x00", "光\x00明%", "'; --", "x" * 5000, "x.*y", "yz" * 20, "$$", "[a", "a)(", "ü'"])
def test_wildcards_and_odd_characters_find_nothing_and_break_nothing(town, client_of, text):
    assert found(client_of("planner"), text) == []


def test_no_more_than_twenty_are_answered(county, client_of):
    for n in range(25):
        CompoundFactory(name=f"光明{n}里", at=(n * 200, 0))
    assert len(found(client_of("planner"), "光明")) == 20


@pytest.mark.parametrize(
    "typed", ["xghmjsy", "XGHM", "xinguanghuaminjiashuyuan", "xinguangh", "xin guang hua min", "新guang华m", "新ghm"]
)
def test_a_name_is_found_as_it_sounds(town, client_of, typed):
    CompoundFactory(code="GT-003", name="新光华民家属院")
    CompoundFactory(code="GT-004", name="幸福里", at=(600, 0))
    assert found(client_of("planner"), typed) == [("compound", "新光华民家属院")]


def test_initials_find_every_kind(town, client):
    OrganisationFactory(code="bright", name="光明铁塔公司")
    assert found(client, "gm") == [
        ("compound", "光明小区"), ("community", "光明社区居委会"), ("road", "光明路"), ("organisation", "光明铁塔公司"),
    ]  # fmt: skip


def test_both_readings_of_a_character_find_it(town, client_of):
    CompoundFactory(code="GT-003", name="农行家属院")
    planner = client_of("planner")
    assert found(planner, "nhjsy") == found(planner, "nxjsy") == [("compound", "农行家属院")]


def test_an_official_finds_by_the_initials_of_a_former_name_and_a_visitor_does_not(town, client_of, client):
    assert found(client_of("leader"), "fzcjsy") == [("compound", "光明小区")]
    assert found(client, "fzcjsy") == []


def test_letters_and_digits_of_a_name_stand_for_themselves(town, client_of):
    CompoundFactory(code="GT-003", name="光华A区3号院")
    assert found(client_of("planner"), "ghaq3hy") == [("compound", "光华A区3号院")]


def test_the_nearest_name_comes_first(county, client_of):
    for n, name in enumerate(("东gm里", "大光明里", "光明里", "gm里", "GM")):
        CompoundFactory(name=name, at=(n * 200, 0))
    names = [name for _, name in found(client_of("planner"), "gm")]
    assert names == ["GM", "gm里", "光明里", "东gm里", "大光明里"]


def test_one_query_per_kind(town, client, django_assert_num_queries):
    for text in ("光明", "gm"):
        with django_assert_num_queries(4):
            client.get("/map/search.json", {"q": text})
