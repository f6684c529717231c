"""DXF drawings that refer to other files, insert themselves, or swell."""

from . import case
from .shapes import XY
from .valid_drawings import drawing, lines_of

BROKEN = ("unreadable", "not_what_it_says", "cut_short", "empty", "encoding_undecided")


def drawn(name, draw, *reasons, rows=None, good=None, version="R2010"):
    def make(folder, lure):
        return drawing(folder / "a.dxf", version, lambda space, document: draw(space, document, lure))

    case(f"dxf_{name}", make, *reasons, rows=rows, good=good)


def attached(space, document, lure):
    document.add_xref_def(lure.secret, "X1")
    space.add_blockref("X1", (0, 0))
    lines_of(space, document)


def pictured(space, document, lure):
    definition = document.add_image_def(filename=lure.secret, size_in_pixel=(10, 10))
    space.add_image(definition, (0, 0), (1, 1))
    lines_of(space, document)


def underlaid(space, document, lure):
    definition = document.add_underlay_def(filename=lure.secret, fmt="pdf", name="1")
    space.add_underlay(definition, (0, 0))
    lines_of(space, document)


def in_itself(space, document, lure):
    block = document.blocks.new("A")
    block.add_line((0, 0), (1, 1))
    block.add_blockref("A", (1, 1))
    space.add_blockref("A", XY[0])
    lines_of(space, document)


def in_each_other(space, document, lure):
    first, second = document.blocks.new("A"), document.blocks.new("B")
    first.add_blockref("B", (1, 1))
    second.add_blockref("A", (1, 1))
    space.add_blockref("A", XY[0])
    lines_of(space, document)


def swelling(space, document, lure):
    document.blocks.new("B0").add_line((0, 0), (1, 1))
    for level in range(1, 9):
        block = document.blocks.new(f"B{level}")
        for number in range(10):
            block.add_blockref(f"B{level - 1}", (number, level))
    space.add_blockref("B8", XY[0])
    lines_of(space, document)


def in_rows_and_columns(space, document, lure):
    document.blocks.new("A").add_line((0, 0), (1, 1))
    attributes = {"row_count": 30_000, "column_count": 30_000, "row_spacing": 1, "column_spacing": 1}
    space.add_blockref("A", XY[0], dxfattribs=attributes)
    lines_of(space, document)


# What lies in the drawing itself is read; what it refers to is never looked for.
for name, draw in {"with_another_drawing": attached, "with_a_picture": pictured, "with_a_page_below": underlaid}.items():
    drawn(name, draw, rows=3)
SWELLING = {
    "inserted_in_itself": in_itself, "inserted_in_each_other": in_each_other, "that_swells": swelling,
    "inserted_a_billion_times": in_rows_and_columns,
}  # fmt: skip
for name, draw in SWELLING.items():
    drawn(name, draw, "block_expansion")


def altered(name, change, *reasons, version="R2010", rows=None, good=None):
    """A good drawing whose text is changed."""

    def make(folder, lure):
        path = drawing(folder / "a.dxf", version, lines_of)
        path.write_bytes(change(path.read_bytes()))
        return path

    case(f"dxf_{name}", make, *reasons, rows=rows, good=good)


altered("cut", lambda c: c[: len(c) // 2], *BROKEN)
altered("cut_at_once", lambda c: c[:30], *BROKEN)
altered("without_entities", lambda c: c[: c.index(b"ENTITIES")], *BROKEN)
altered("of_noise", lambda c: c[:200] + bytes(range(256)) * 20, *BROKEN)
altered("of_pairs_out_of_step", lambda c: c.replace(b"SECTION\n", b"SECTION\nx\n", 1), *BROKEN)
altered("with_a_coordinate_not_a_number", lambda c: c.replace(b"430830", b"nan", 1), *BROKEN, rows=3, good=2)
