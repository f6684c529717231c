"""CSV: tables without geometry."""
import csv
from contextlib import contextmanager
from pathlib import Path

from ..refusals import Refused
from . import limits
from .encoding import Encoding, codec_named, of_text
from .layer import Layer

DRIVER = None


@contextmanager
def open_layer(path, *, layer=None, encoding=None):
    """The rows of a CSV file; the first row holds the headings."""
    found = _encoding(path, encoding)
    csv.field_size_limit(limits.CELL_CHARACTERS)
    with Path(path).open(encoding=found.codec, newline="") as file:
        try:
            sample = file.readline()
            file.seek(0)
            delimiter = max(",;\t", key=sample.count)
            lines = (line for line in csv.reader(file, delimiter=delimiter, strict=True) if line)
            headings = [heading.strip() for heading in next(lines, [])]
            if not headings:
                raise Refused("empty")
            if len(headings) > limits.COLUMNS:
                raise Refused("too_many_columns", limit=limits.COLUMNS)
            yield Layer(headings=headings, rows=_rows(lines, len(headings)), encoding=found)
        except (csv.Error, UnicodeDecodeError):
            raise Refused("unreadable") from None


def _encoding(path, asked):
    codec = codec_named(asked) if asked else None
    if asked and codec is None:
        raise Refused("encoding_unknown", encoding=asked)
    found = Encoding("utf-8-sig" if codec == "utf-8" else codec) if codec else of_text(path)
    if found is None:
        raise Refused("encoding_undecided")
    return found


def _rows(lines, count):
    batch = []
    for line in lines:
        if len(line) > count:
            line = [{"overfull": line[count]}] * count
        batch.append(line + [None] * (count - len(line)))
        if len(batch) == limits.BATCH_ROWS:
            yield [list(column) for column in zip(*batch, strict=True)], None
            batch = []
    if batch:
        yield [list(column) for column in zip(*batch, strict=True)], None
