"""The rejected rows as they came, so that they can be mended and sent again."""
from . import originals, run_files
from .found import has_shapes
from .inspection import raw_rows
from .kinds import KINDS
from .refusals import Refused

MOST_ROWS = 5000
MOST_CHARACTERS = 20_000_000
LONGEST_SHAPE = 200_000  # hex digits, 6,000 vertices: beyond that a rejected row is not drawn
READING = ("encoding", "place", "geometry")
# Fixed words, for they are read back.
SHAPE, ROW, PROBLEMS = "WKT", "原行号", "问题"
NOTHING = {"headings": [], "rows": [], "total": 0, "has_shapes": False}


def keep(run, report):
    """Reads the rejected rows a second time, with every cell, and keeps them beside the delivery."""
    numbers = report.rejected_rows
    run_files.write(run, "rejected", _read(run, numbers) if numbers else NOTHING)


def _read(run, numbers):
    told = {name: run.instructions[name] for name in READING if run.instructions.get(name)}
    told["family"] = KINDS[run.kind].family if has_shapes(run) else None
    rows, characters = [], 0
    try:
        with raw_rows(originals.path(run.delivery), numbers[:MOST_ROWS], layer=run.layer, **told) as (headings, found):
            for row in found:
                if len(row["shape"] or "") > LONGEST_SHAPE:
                    row["shape"] = None
                characters += sum(len(str(cell)) for cell in row["cells"]) + len(row["wkt"] or row["shape"] or "")
                if characters > MOST_CHARACTERS:
                    break
                rows.append(row)
    except Refused:
        return NOTHING | {"total": len(numbers)}
    return {"headings": headings, "rows": rows, "total": len(numbers), "has_shapes": has_shapes(run)}


def kept(run):
    """{"headings", "rows": [{"row", "cells", "wkt", "shape"}], "total", "has_shapes"}: of very many the first."""
    return run_files.read(run, "rejected", NOTHING)


def mended_headings(kept):
    """The headings of the sheet of rejected rows: the file's own, then ours."""
    return [*kept["headings"], *added_headings(kept)]


def added_headings(kept):
    """Ours beyond the file's own; where it has one of the same name, that one stays."""
    ours = (SHAPE, ROW, PROBLEMS) if kept["has_shapes"] else (ROW, PROBLEMS)
    return [name for name in ours if name not in kept["headings"]]
