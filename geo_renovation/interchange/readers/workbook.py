"""xlsx: every sheet a layer, read a row at a time; dates and numbers keep their types, formulas are refused."""
import datetime
import zipfile
from contextlib import contextmanager
from functools import partial

import openpyxl
from openpyxl.reader.excel import ExcelReader

from ..refusals import Refused
from . import limits, workbook_parts
from .companions import opened_by, sheet_of
from .layer import Layer
from .tabular import headed, with_shapes

DRIVER = None
NOTES = {"说明", "填写说明", "填表说明", "notes"}  # sheets that explain a template
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
LARGEST_INTEGER = 2**63 - 1  # of JSON as both ends write it
# What openpyxl raises for parts that are not as they should be; ParseError is a SyntaxError.
BROKEN = (
    KeyError, IndexError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, OSError,
    zipfile.BadZipFile, openpyxl.utils.exceptions.InvalidFileException,
)  # fmt: skip


@contextmanager
def open_layer(path, *, layer=None, encoding=None, geometry=None, companions=None, family=None, **options):
    """The sheet named `layer`, or the only one that holds a table."""
    book = Workbook(path)
    yield _opened(book, book.chosen(layer), encoding, geometry, companions, family)


def _opened(book, name, encoding=None, geometry=None, companions=None, family=None):
    headings, parts, lines = book.table(name)
    beside = {other: partial(sheet_of, book, other) for other in book.names() if other != name}
    beside |= opened_by(companions, encoding)
    opened = Layer(headings=headings, rows=iter(()), warnings=book.told(parts))
    return with_shapes(opened, lines, geometry=geometry, companions=beside, family=family)


def layers(path, *, encoding=None, companions=None, **options):
    """One entry per visible sheet that holds a table."""
    book = Workbook(path)
    found = []
    for name in book.names():
        layer = _opened(book, name, encoding, companions=companions)
        named = {"name": name, "geometry": layer.shape_name or "none", "headings": layer.headings}
        found.append({**named, "count": book.count(name)})
    return found


@contextmanager
def broken_is_refused():
    """A part that openpyxl cannot read is our refusal, in our words."""
    try:
        yield
    except BROKEN:
        raise Refused("unreadable") from None


class Reader(ExcelReader):
    """openpyxl's, that leaves sheets of a single chart alone: they hold no rows."""

    def read_chartsheet(self, sheet, rel):
        """Nothing."""


class Workbook:
    """An .xlsx that holds nothing but cells."""

    def __init__(self, path):
        workbook_parts.check(path)
        with broken_is_refused():
            reader = Reader(path, read_only=True, keep_links=False)
            reader.read()
            self.book = reader.wb
            self.sheets = {sheet.title: sheet for sheet in self.book.worksheets}
            self.hidden = [name for name, s in self.sheets.items() if s.sheet_state != "visible"]
        self._parts = {}
        self._names = None

    def names(self):
        """Visible sheets with headings, explanations left out."""
        if self._names is None:
            shown = [name for name in self.sheets if name not in self.hidden and name.lower() not in NOTES]
            self._names = [name for name in shown if self._holds_a_table(name)]
            if len(self._names) > limits.LAYERS:
                raise Refused("too_many_layers", limit=limits.LAYERS)
        return self._names

    def _holds_a_table(self, name):
        try:
            return len(self._headed(name)[0]) > 0
        except Refused as refusal:
            if refusal.reason == "empty":
                return False
            raise

    def chosen(self, name):
        """The sheet asked for, a hidden one too; else the only one."""
        if name is not None and name not in self.sheets:
            raise Refused("layer_unknown", layer=name, layers=", ".join(self.names()))
        if name is None and len(self.names()) > 1:
            raise Refused("which_layer", layers=", ".join(self.names()))
        if name is None and not self.names():
            raise Refused("empty")
        return name or self.names()[0]

    def table(self, name):
        """(headings, Parts, lines below) of a sheet without formulas."""
        parts = self.parts(name)
        if parts.formula is not None:
            raise Refused("formula", cell=f"{name}!{parts.formula}")
        headings, below, lines = self._headed(name)
        return headings, parts, filled_down(lines, below, parts.spans)

    def _headed(self, name):
        return headed(self._lines(name), self.parts(name).spans)

    def parts(self, name):
        if name not in self._parts:
            with broken_is_refused(), self.sheets[name]._get_source() as stream:
                self._parts[name] = workbook_parts.scan(stream)
        return self._parts[name]

    def count(self, name):
        """Rows with a value below the headings."""
        with broken_is_refused():
            _, below, _ = self._headed(name)
            above = self._lines(name)
            titles = sum(1 for _, line in zip(range(below), above, strict=False) if any(c is not None for c in line))
            return max(self.parts(name).rows - titles, 0)

    def told(self, parts):
        """Warnings of what cannot be seen in Excel at a glance."""
        warnings = []
        if parts.hidden_rows:
            warnings.append(["hidden_rows", {"count": parts.hidden_rows}])
        if self.hidden:
            warnings.append(["hidden_sheets", {"sheets": ", ".join(self.hidden)}])
        return warnings

    def _lines(self, name):
        sheet = self.sheets[name]
        # A file may claim a million columns; rows are as long as their last cell.
        sheet.reset_dimensions()
        with broken_is_refused():
            for line in sheet.iter_rows(values_only=True):
                yield [cell if cell is None or cell.__class__ is float else _plain(cell) for cell in line]


def _plain(cell):
    """A cell as JSON takes it."""
    if cell.__class__ is str:
        return {"cell_error": cell} if cell in ERRORS else cell
    if cell.__class__ is int:
        return cell if abs(cell) <= LARGEST_INTEGER else str(cell)
    if isinstance(cell, datetime.datetime):
        return (cell.date() if cell.time() == datetime.time() else cell).isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    return cell if isinstance(cell, (int, float)) else str(cell)


def filled_down(lines, row, spans):
    """Lines in which cells merged downwards all hold the value of the first."""
    tops = {}
    for top, left, bottom, _ in spans:
        if bottom > top:
            tops.setdefault(top, []).append((left, bottom))
    open_spans = {}
    for number, line in enumerate(lines, row):
        for left, bottom in tops.get(number, ()):
            if left < len(line):
                open_spans[left] = bottom, line[left]
        for left, (bottom, value) in list(open_spans.items()):
            if number > bottom:
                del open_spans[left]
            elif any(cell is not None for cell in line) and left < limits.COLUMNS:
                line += [None] * (left + 1 - len(line))
                line[left] = value
        yield line
