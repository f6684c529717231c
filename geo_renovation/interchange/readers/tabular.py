"""What CSV and workbooks share: which row holds the headings, and rows into batches with shapes."""
from itertools import chain, islice

from ..refusals import Refused
from . import limits
from .coordinates import shapes_of

LOOKED_AT = 30  # rows among which the headings are looked for
SAMPLED = 300  # rows by whose magnitudes the axes are told
FULL_ENOUGH = 0.5


def headed(lines, spans=()):
    """(headings, the lines below): titles above are passed over, headings of two rows joined.

    `spans` are merged cells as (top, left, bottom, right), counted from 0.
    """
    above, first, lines = _beginning(lines)
    spans = [(top - above, left, bottom - above, right) for top, left, bottom, right in spans]
    row = _heading_row(first)
    if row is None:
        raise Refused("empty")
    last = _last_heading_row(row, spans, len(first))
    headings = _joined(first[row : last + 1], row, spans)
    if len(headings) > limits.COLUMNS:
        raise Refused("too_many_columns", limit=limits.COLUMNS)
    return headings, above + last + 1, chain(first[last + 1 :], lines)


def _beginning(lines):
    """(how many blank lines stand above all, the lines among which the headings are, an iterator of the others)."""
    lines, above = iter(lines), 0
    for line in lines:
        if not all(map(_blank, line)):
            return above, [line, *islice(lines, LOOKED_AT - 1)], lines
        above += 1
    return above, [], lines


def _heading_row(lines):
    """The first row of words that is about as full as the fullest."""
    filled = [sum(1 for cell in line if not _blank(cell)) for line in lines]
    most = max(filled, default=0)
    if most == 0:
        return None
    for row, (line, count) in enumerate(zip(lines, filled, strict=True)):
        if count >= max(FULL_ENOUGH * most, min(2, most)) and sum(map(_is_number, line)) < count / 2:
            return row
    return next(row for row, count in enumerate(filled) if count)


def _last_heading_row(row, spans, count):
    """Headings merged downwards reach to their last row; one merged sideways has its own below it."""
    lasts = [bottom + (bottom == row and right > left) for top, left, bottom, right in spans if top == row]
    return min(max(lasts, default=row), count - 1)


def _joined(lines, row, spans):
    """One heading per column; a group's name stands before those it is merged over."""
    width = max(map(len, lines))
    grid = [[_text(cell) for cell in line] + [""] * (width - len(line)) for line in lines]
    for top, left, _, right in spans:
        if row <= top < row + len(grid) and left < width:
            for column in range(left, min(right + 1, width)):
                grid[top - row][column] = grid[top - row][left]
    names = ["".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*grid, strict=True)]
    while names and not names[-1]:
        names.pop()
    return names


def _text(cell):
    return "" if cell is None else " ".join(str(cell).split())


def _blank(cell):
    return cell is None or (cell.__class__ is str and not cell.strip())


def _is_number(cell):
    if cell.__class__ in (int, float):
        return True
    try:
        return cell.__class__ is str and bool(cell.strip()) and float(cell) is not None
    except ValueError:
        return False


def with_shapes(layer, lines, *, geometry=None, companions=None, family=None):
    """Gives a Layer its rows, and its shapes where columns or a table of points hold them."""
    lines = even(lines, len(layer.headings))
    first = list(islice(lines, SAMPLED))
    shapes = shapes_of(layer.headings, first, geometry or {}, companions or {}, family)
    layer.rows = _batches(chain(first, lines), shapes)
    if shapes is not None:
        layer.headings = [*layer.headings, *shapes.made]
        layer.has_geometry, layer.shape_name, layer.crs = True, shapes.geometry, shapes.crs
        layer.warnings = [*layer.warnings, *shapes.warnings]
    return layer


def even(lines, width):
    """Lines as long as the headings; a cell beyond them is a fault of its row, a blank line no row."""
    for line in lines:
        if all(map(_blank, line)):
            continue
        beyond = next((cell for cell in line[width:] if not _blank(cell)), None)
        if beyond is not None:
            yield [{"overfull": beyond}] * width
        else:
            yield [*line[:width], *[None] * (width - len(line))]


def _batches(lines, shapes):
    while batch := list(islice(lines, limits.BATCH_ROWS)):
        columns = [list(column) for column in zip(*batch, strict=True)]
        if shapes is None:
            yield columns, None
        else:
            found = shapes.of(columns)
            yield [*columns, *shapes.added(columns)], found
