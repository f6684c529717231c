"""What typed letters may stand for."""

import re

import pytest

from geo_renovation.maps.pinyin import LONGEST, sounding_like


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("gmjsy", "光明家属院"), ("guangmingjsy", "光明家属院"), ("guangmi", "光明"), ("shq", "石化区"), ("xian", "县"),
        ("xian", "西安"), ("lvyuan", "绿苑"), ("lüyuan", "绿苑"), ("zhlu", "中路"), ("cc", "长城"), ("nongh", "农行"),
    ],
)  # fmt: skip
def test_letters_stand_for_the_name(typed, name):
    assert re.fullmatch(sounding_like(typed), name)


@pytest.mark.parametrize("typed", ["", "g", "光明", "12", "ii", "uv", "gi光", "g" * (LONGEST + 1), "..."])
def test_what_spells_nothing_stands_for_nothing(typed):
    assert sounding_like(typed) is None


@pytest.mark.parametrize("typed", ["gu.*", "g[a]", "g(m", "g|m", r"g\m", "g^$"])
def test_what_looks_like_an_expression_is_taken_as_it_is_written(typed):
    expression = sounding_like(typed)
    assert expression is None or not re.search(expression, "光明家属院")


def test_common_characters_sound_as_the_people_of_the_county_say_them():
    assert re.fullmatch(sounding_like("gtxylhjd"), "高唐县鱼邱湖街道") is None
    assert re.fullmatch(sounding_like("gtxyqhjd"), "高唐县鱼邱湖街道")
