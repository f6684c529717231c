"""Cells become values or name what is wrong with them."""

import datetime
import math

import pytest

from geo_renovation.compounds.choices import Stage
from geo_renovation.interchange import units
from geo_renovation.interchange.kinds.compounds import STAGE_WORDS
from geo_renovation.interchange.refusals import Fault
from geo_renovation.interchange.values import (
    Choice,
    Day,
    Flag,
    Moment,
    Number,
    Text,
    Whole,
    Year,
    is_empty,
)


def fault(convert, cell):
    with pytest.raises(Fault) as caught:
        convert(cell)
    return caught.value.reason


@pytest.mark.parametrize("cell", [None, "", "   ", "\u3000", math.nan])
def test_null_nan_and_blank_are_empty(cell):
    assert is_empty(cell)


@pytest.mark.parametrize("cell", [0, False, "0", 0.0])
def test_zero_is_not_empty(cell):
    assert not is_empty(cell)


def test_text_is_trimmed_and_whole_floats_lose_their_point():
    assert Text(10)(" 高唐 ") == "高唐"
    assert Text(10)(12.0) == "12"
    assert fault(Text(3), "abcd") == "too_long"
    assert fault(Text(30), "a\x00b") == "control_character"


def test_numbers_may_be_full_width_and_must_be_finite_and_in_range():
    assert Number()("１２.５") == 12.5
    assert fault(Number(), "twelve") == "not_a_number"
    assert fault(Number(), "inf") == "not_a_number"
    assert fault(Number(), 10**400) == fault(Number(), "9" * 400) == "not_a_number"
    assert fault(Number(), "1_000") == fault(Number(), "1,200") == "not_a_number"
    assert fault(Number(0), -1) == "out_of_range"


def test_whole_numbers_are_whole():
    assert Whole(0)(12.0) == 12
    assert fault(Whole(0), 12.5) == "not_whole"
    assert fault(Whole(0), 2**40) == "out_of_range"


def test_years_are_plausible_and_past():
    assert Year()("1998") == 1998
    assert fault(Year(1600), 1389) == "out_of_range"
    assert fault(Year(), datetime.date.today().year + 1) == "in_future"
    assert Year(past=False)(2090) == 2090


@pytest.mark.parametrize("cell", ["2021-07-29", "2021/7/29", "2021.7.29", "20210729", "2021年7月29日", "2021-07-29T10:00:00"])
def test_dates_are_read_as_they_are_written(cell):
    assert Day()(cell) == datetime.date(2021, 7, 29)


def test_dates_that_are_none_or_to_come_are_refused():
    assert fault(Day(), "2021-02-30") == "not_a_date"
    assert fault(Day(), "spring") == "not_a_date"
    assert fault(Day(), "2999-01-01") == "in_future"


def test_a_bare_date_is_midnight_in_the_county():
    assert Moment()("2021-07-29").isoformat() == "2021-07-29T00:00:00+08:00"
    assert Moment()("2021-07-29 09:30:00").isoformat() == "2021-07-29T09:30:00+08:00"


@pytest.mark.parametrize(("cell", "answer"), [("是", True), (1, True), ("Y", True), (False, False), ("否", False), (0.0, False)])
def test_yes_and_no_come_in_many_words(cell, answer):
    assert Flag()(cell) is answer


def test_what_is_neither_yes_nor_no_is_refused():
    assert fault(Flag(), "maybe") == "not_yes_or_no"


def test_vocabulary_takes_the_code_or_the_chinese_word():
    stage = Choice(Stage, STAGE_WORDS)
    assert stage("planned") == stage("列入计划") == stage(" Planned ") == "planned"
    assert fault(stage, "done") == "unknown_value"


def test_units_convert_to_the_fields_own():
    assert units.factor("ft2", "m2") == pytest.approx(0.09290304)
    assert units.factor("m", "mm") == pytest.approx(1000)
    assert units.factor("wan", "cny") == 10_000
    assert units.factor("mu", "m2") == pytest.approx(666.667, abs=0.001)
    with pytest.raises(units.UnitMismatch):
        units.factor("ft", "m2")
