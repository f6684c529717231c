"""A batch of cells becomes what each cell alone would become, and its rows are numbered as in the file."""

import math
import random
from dataclasses import dataclass

import pytest

from geo_renovation.interchange.headings import Source
from geo_renovation.interchange.kinds.declaring import Field, Kind
from geo_renovation.interchange.kinds.utilities import CLASS_WORDS
from geo_renovation.interchange.refusals import Fault
from geo_renovation.interchange.report import Report
from geo_renovation.interchange.validation import Column, Rows
from geo_renovation.interchange.values import Choice, Day, Flag, Moment, Number, Text, Whole, Year, is_empty
from geo_renovation.utilities.choices import NetworkClass
from geo_renovation.utilities.models import Segment

TYPES = (
    Text(6), Number(), Number(-20, 200, "m"), Whole(0), Year(1850), Day(), Moment(), Flag(), Choice(NetworkClass, CLASS_WORDS),
)  # fmt: skip
TEXTS = [
    "", " ", "\u3000", "1", "１２", "1,200", "12.0", "1e3", "inf", "nan", "-0", "０．５", "true", "True", "是", "否", "JS", "给水",
    "2021-07-29", "２０２１-07-29", "20210729", "2999-01-01", "a\x00b", "a\tb", "\\N", "a\\b", "abcdefg", " 高唐 ", "1_000", "٣",
]  # fmt: skip
WHOLE = [0, 1, -1, 12, 2021, 3000, 2**31, 2**53 + 1, 2**70, 10**400]
FLOATS = [0.0, 1.0, 12.0, 12.5, -0.5, 1e300, 2.0**60, math.nan, math.inf]
FLAGS = [True, False]
FAULTY = [{"undecodable": "锟斤"}, {"overfull": "x"}, [1, 2], ["1"]]
ALL = [TEXTS, WHOLE, FLOATS, FLAGS, FAULTY]


def alone(field, cell):
    """What one cell becomes by itself."""
    if not isinstance(cell, (dict, list)) and is_empty(cell):
        if field.default is None and field.required:
            return "required"
        return type(field.default), field.default
    try:
        value = field.type(cell)
    except Fault as fault:
        return fault.reason
    return type(value), value


def together(column, cells):
    return [v.reason if isinstance(v, Fault) else (type(v), v) for v in column.values(cells)]


@pytest.mark.parametrize("kind", TYPES, ids=repr)
@pytest.mark.parametrize("told", [{}, {"required": True}, {"default": "x"}], ids=str)
def test_a_batch_becomes_what_its_cells_become_one_by_one(kind, told, monkeypatch):
    monkeypatch.setattr(Column, "REMEMBERED", 12)
    rng, field = random.Random(2021), Field("it", kind, **told)
    column = Column(field, None)
    for _ in range(60):
        pools = rng.sample(ALL, rng.choice([1, 1, 2, 5]))
        cells = rng.choices([None, *(cell for pool in pools for cell in pool)], k=20)
        assert together(column, cells) == [alone(field, cell) for cell in cells]


def test_what_is_remembered_of_one_type_is_not_taken_for_another():
    column = Column(Field("it", Text(9)), None)
    answers = [column.values([cell])[0] for cell in (1, True, "1", 1.0, False, 0, "0", 0.0)]
    assert answers == ["1", "True", "1", "1", "False", "0", "0", "0"]


def test_it_remembers_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(Column, "REMEMBERED", 100)
    column = Column(Field("it", Text(9)), None)
    for start in range(0, 2000, 40):
        assert column.values([f"{n}" for n in range(start, start + 40)]) == [f"{n}" for n in range(start, start + 40)]
        assert len(column.known[str]) <= 100


def test_each_distinct_cell_is_converted_once():
    asked = []
    column = Column(Field("it", lambda cell: asked.append(cell) or cell), None)
    assert column.values(["a", "b", "a", None] * 50) == ["a", "b", "a", None] * 50
    assert column.values(["b", "a"]) == ["b", "a"]
    assert sorted(asked) == ["a", "b"]


def test_units_and_words_come_before_the_conversion():
    metres = Column(Field("it", Number(0, 20_000, "mm")), Source(None, 0, factor=1000.0))
    assert together(metres, [0.3, "０.２", None, -1.0]) == [(float, 300.0), (float, 200.0), (type(None), None), "out_of_range"]
    named = Column(Field("it", Choice(NetworkClass, CLASS_WORDS)), Source(None, 0, words={"甲": "JS", "7": "YS"}))
    assert together(named, ["甲", " 甲 ", 7, 7.0, "乙"]) == [(str, "JS"), (str, "JS"), (str, "YS"), (str, "YS"), "unknown_value"]


def test_a_constant_fills_empty_cells_and_a_default_only_where_it_may():
    field = Field("it", Text(9), default="d")
    assert Column(field, Source(None, 0, constant="c")).values(["a", None, " "]) == ["a", "c", "c"]
    assert Column(field, None).values(["a", None]) == ["a", "d"]
    assert Column(field, None, fill=False).values(["a", None]) == ["a", None]
    assert Column(field, Source(None, 0, constant="c"), fill=False).values([None]) == ["c"]
    wanted = Field("it", Text(9), required=True)
    assert together(Column(wanted, None, fill=False), [None]) == [(type(None), None)]
    assert together(Column(wanted, None, fill=False, is_key=True), [None]) == ["required"]


@dataclass
class Batches:
    """Rows of a little kind, as a parser would send them."""

    rows: Rows

    def take(self, *cells, shapes=None, faults=(), repaired=()):
        columns = [list(column) for column in zip(*cells, strict=True)]
        shapes = shapes or [f"{n:02}" for n in range(len(cells))]
        batch = {"rows": len(cells), "columns": columns, "shapes": shapes, "faults": faults, "repaired": repaired}
        return list(self.rows.good(batch))


@pytest.fixture
def batches():
    fields = (Field("code", Text(4), required=True), Field("depth_m", Number(0, 9)), Field("note", default=""))
    kind = Kind("little", Segment, fields, family="line", shape_column="route")
    found = [Source(fields[1], 1), Source(fields[0], 0)]
    return Batches(Rows(kind, found, Report(), "stem"))


def test_rows_keep_their_numbers_over_batches_and_their_faults(batches):
    assert batches.rows.positions == [1, 0]
    good = batches.take((1.0, "a"), (10.0, "too long"), (None, "b"))
    assert good == [(1, "a", 1.0, "", "00"), (3, "b", None, "", "02")]
    good = batches.take((None, None), (2.0, {"undecodable": "?"}), (3.0, "c"), faults=[[2, "multi_part", 2]])
    assert good == []
    report = batches.rows.report
    assert (report.read, report.written) == (6, 2)
    told = [(p.row, p.field, p.value, p.reason) for p in report.problems]
    assert told == [
        (2, "code", "too long", "too_long"), (2, "depth_m", 10.0, "out_of_range"), (4, "code", None, "required"),
        (5, "code", "?", "undecodable"), (6, "geometry", 2, "multi_part"),
    ]  # fmt: skip


def test_faults_of_shapes_may_name_a_field_a_place_and_details(batches):
    batches.take((1.0, "a"), (1.0, "b"), faults=[[0, "invalid_geometry", "1 2", None, [1, 2], None], [1, "wrong_type", "X", "code"]])
    told = [(p.row, p.field, p.reason, p.place) for p in batches.rows.report.problems]
    assert told == [(1, "geometry", "invalid_geometry", [1, 2]), (2, "code", "wrong_type", None)]


def test_repairs_are_told_with_their_row(batches):
    batches.take((1.0, "a"))
    assert batches.take((1.0, "b"), (1.0, "c"), repaired=[[1, 0.0001]])
    assert batches.rows.report.repaired == [{"row": 3, "area_change": 0.0001}]


def test_long_text_is_cut_where_it_is_told(batches):
    batches.take((1.0, "x" * 1000))
    assert [p.value for p in batches.rows.report.problems] == ["x" * 200]


def test_made_codes_go_on_over_batches():
    fields = (Field("code", Text(40), required=True, made=True), Field("depth_m", Number()))
    rows = Rows(Kind("little", Segment, fields), [Source(fields[1], 0)], Report(), "stem")
    taken = Batches(rows)
    assert taken.take((1.0,), (2.0,)) == [(1, "stem-1", 1.0), (2, "stem-2", 2.0)]
    assert taken.take((3.0,)) == [(3, "stem-3", 3.0)]
    assert [w["reason"] for w in rows.report.warnings] == ["codes_made"]


def test_what_comes_closest_is_looked_for_among_the_first_distinct_values_only(batches, monkeypatch):
    monkeypatch.setattr(Rows, "EXPLAINED", 2)
    asked = []

    def refuse(cell):
        raise Fault("unknown_value", closest=lambda: asked.append(cell) or [cell.upper()])

    batches.rows.columns[0].convert = refuse
    batches.take((1.0, "a"), (1.0, "b"), (1.0, "a"))
    batches.take((1.0, "c"), (1.0, "b"))
    assert sorted(asked) == ["a", "b"]
    told = [(p.row, p.details.get("closest")) for p in batches.rows.report.problems]
    assert told == [(1, ["A"]), (2, ["B"]), (3, ["A"]), (4, None), (5, ["B"])]
