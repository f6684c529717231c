"""Columns are found as told, else guessed from Chinese or English headings, cut ones included."""

import pytest

from geo_renovation.interchange.headings import sources
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.refusals import Refused


def found(kind, headings, cut=(), mapping=None, constants=None):
    header = {"headings": list(headings), "cut_headings": list(cut)}
    told = sources(
        KINDS[kind], header, mapping=mapping or {}, constants=constants or {}, value_maps={}
    )
    return {source.field.name: source for source in told}


def positions(*arguments, **options):
    return {name: source.position for name, source in found(*arguments, **options).items()}


def test_english_headings_are_guessed():
    assert positions("districts", ["NAME", "Code"]) == {"code": 1, "name": 0}


def test_chinese_headings_of_three_characters_are_guessed():
    guessed = positions("compounds", ["编号", "名称", "建成年", "户数"])
    assert guessed == {"code": 0, "name": 1, "completion_year": 2, "household_count": 3}


def test_headings_cut_at_ten_bytes_are_guessed():
    guessed = positions("compounds", ["小区编", "小区名", "建筑面", "占地面"], cut=["小区编", "小区名", "建筑面", "占地面"])
    assert guessed["floor_area_m2"] == 2
    assert guessed["land_area_m2"] == 3


def test_a_cut_heading_that_could_be_two_is_left_alone():
    header = ["小区编", "小区编", "name"]
    with pytest.raises(Refused) as refusal:
        positions("compounds", header, cut=["小区编", "小区编"])
    assert refusal.value.reason == "field_missing"


def test_what_is_told_wins_over_the_guess():
    assert positions("districts", ["code", "name", "id"], mapping={"code": "id"})["code"] == 2


def test_a_unit_follows_the_heading():
    source = found("compounds", ["code", "sqft"], mapping={"floor_area_m2": "sqft:ft2"})["floor_area_m2"]
    assert (source.position, source.factor) == (1, pytest.approx(0.09290304))


def test_a_heading_that_holds_a_colon_is_taken_whole():
    source = found("compounds", ["code", "a:ft2"], mapping={"floor_area_m2": "a:ft2"})["floor_area_m2"]
    assert (source.position, source.factor) == (1, 1.0)


def test_a_constant_is_not_mixed_with_a_guess():
    source = found("districts", ["code", "name"], constants={"name": "街道"})["name"]
    assert (source.position, source.constant) == (None, "街道")


def test_a_compound_without_name_goes_by_its_code():
    assert positions("compounds", ["code"])["name"] == 0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"mapping": {"colour": "name"}}, "unknown_field"),
        ({"mapping": {"name": "nom"}}, "heading_missing"),
        ({"mapping": {"name": "name:parsec"}}, "unit_unknown"),
        ({}, "field_missing"),
    ],
)
def test_what_cannot_be_found_is_named(options, reason):
    with pytest.raises(Refused) as refusal:
        positions("districts", ["name"], **options)
    assert refusal.value.reason == reason
