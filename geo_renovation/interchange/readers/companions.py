"""The other tables a file came with: a survey's points beside its lines."""
from functools import partial
from pathlib import Path

from ..refusals import Refused
from .tabular import even, headed


def opened_by(companions, encoding=None):
    """Layer address -> function that answers (headings, lines) of that table, or None for no table."""
    found = {}
    for name, path in (companions or {}).items():
        if Path(path).suffix == ".csv":
            found[name] = partial(_csv, path, encoding)
        elif Path(path).suffix == ".xlsx":
            found |= _sheets(name, path)
    return found


def _sheets(name, path):
    from .workbook import Workbook

    book = Workbook(path)
    names = book.names()
    return {
        name if len(names) == 1 else f"{name}/{sheet}": partial(sheet_of, book, sheet) for sheet in names
    }


def sheet_of(book, sheet):
    """(headings, lines) of a sheet of a workbook."""
    headings, _, lines = book.table(sheet)
    return headings, even(lines, len(headings))


def _csv(path, encoding):
    """Headings now, lines as they are asked for."""
    lines = _lines(path, encoding)
    try:
        headings, _, lines = headed(lines)
    except Refused as refusal:
        if refusal.reason == "empty":
            return None
        raise
    return headings, even(lines, len(headings))


def _lines(path, encoding):
    from .table import lines_of

    with lines_of(path, encoding) as (_, lines):
        yield from lines
