"""CSV: rows of text; shapes where columns of coordinates, WKT or survey points give them."""
import csv
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from ..refusals import Refused
from . import limits
from .companions import opened_by
from .encoding import Encoding, codec_named, is_wide, of_text
from .layer import Layer
from .tabular import LOOKED_AT, headed, with_shapes

DRIVER = None
CELL_CHARACTERS = 8_000_000  # the WKT of a shape of the most vertices


@contextmanager
def open_layer(path, *, layer=None, encoding=None, geometry=None, companions=None, family=None, **options):
    """The rows of a CSV file below its headings."""
    with lines_of(path, encoding) as (found, lines):
        headings, _, lines = headed(lines)
        opened = Layer(headings=headings, rows=iter(()), encoding=found)
        beside = opened_by(companions, encoding)
        opened = with_shapes(opened, lines, geometry=geometry, companions=beside, family=family)
        yield opened


@contextmanager
def lines_of(path, encoding=None):
    """(encoding, lines as lists of cells) of a CSV file."""
    found = _encoding(path, encoding)
    csv.field_size_limit(CELL_CHARACTERS)
    with Path(path).open(encoding=found.codec, newline="") as file:
        try:
            sample = list(islice(iter(lambda: file.readline(limits.CELL_CHARACTERS), ""), LOOKED_AT))
            file.seek(0)
            delimiter = _delimiter(sample)
            lines = csv.reader(file, delimiter=delimiter, strict=True)
            yield found, (line for line in lines if any(line))
        except (csv.Error, UnicodeDecodeError):
            raise Refused("unreadable") from None


def _delimiter(lines):
    """What stands between the cells of the first line that holds any: a title does not, and WKT is full of commas."""
    for usual in (",;\t", "|，"):
        for line in lines:
            found = max(usual, key=line.count)
            if found in line:
                return found
    return ","


def layers(path, *, encoding=None, companions=None, **options):
    """The one layer of a CSV file."""
    with open_layer(path, encoding=encoding, companions=companions) as layer:
        count = sum(len(columns[0]) for columns, _ in layer.rows)
        return [
            {"name": None, "count": count, "geometry": layer.shape_name or "none", "headings": layer.headings}
        ]


def _encoding(path, asked):
    codec = codec_named(asked) if asked else None
    if asked and codec is None:
        raise Refused("encoding_unknown", encoding=asked)
    found = Encoding("utf-8-sig" if codec == "utf-8" else codec) if codec and not is_wide(path) else of_text(path)
    if found is None:
        raise Refused("encoding_undecided")
    return found
