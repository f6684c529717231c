"""Reading a PDF as a printer would: its lines in millimetres, its fonts, its text."""

import io
import math
import re

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM_PER_POINT = 25.4 / 72


def opened(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    """All words without spaces: letters are placed one by one."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in opened(content).pages))


def page_size(content: bytes) -> tuple[int, int]:
    """Width and height in millimetres."""
    box = opened(content).pages[0].mediabox
    return round(float(box.width) * MM_PER_POINT), round(float(box.height) * MM_PER_POINT)


def fonts_of(content: bytes) -> dict[str, bool]:
    """The name of each font, and whether its letters are in the file."""
    found = {}
    for page in opened(content).pages:
        _fonts(page["/Resources"], found)
    return found


def _fonts(resources, found):
    for font in resources.get("/Font", {}).values():
        font = font.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner["/FontDescriptor"].get_object()
        found[font["/BaseFont"]] = any(name in descriptor for name in ("/FontFile", "/FontFile2", "/FontFile3"))
    for form in resources.get("/XObject", {}).values():
        _fonts(form.get_object().get("/Resources", {}), found)


def strokes_of(content: bytes) -> list[tuple[tuple, float]]:
    """(colour, length in mm) of every straight stroke on the first page."""
    reader = opened(content)
    page = reader.pages[0]
    pen = Pen(reader)
    pen.draw(page.get_contents(), page["/Resources"])
    return pen.strokes


def pictures_of(content: bytes) -> list[tuple[float, float]]:
    """Width and height in mm of every picture on the first page."""
    reader = opened(content)
    page = reader.pages[0]
    pen = Pen(reader)
    pen.draw(page.get_contents(), page["/Resources"])
    return pen.pictures


class Pen:
    """Follows the drawing operators of ISO 32000-1, 8.5, through whatever is drawn within."""

    def __init__(self, reader):
        self.reader = reader
        self.matrix, self.colour = (1, 0, 0, 1, 0, 0), (0, 0, 0)
        self.kept, self.path, self.strokes = [], [], []
        self.pictures, self.at = [], None

    def draw(self, stream, resources):
        for operands, operator in ContentStream(stream, self.reader).operations:
            if operator == b"Do":
                self.draw_within(resources["/XObject"][operands[0]].get_object(), resources)
            elif operator in ACTS:
                ACTS[operator](self, [float(each) for each in operands])

    def draw_within(self, form, resources):
        if form["/Subtype"] == "/Image":
            a, b, c, d, *_ = self.matrix
            self.pictures.append((math.hypot(a, b) * MM_PER_POINT, math.hypot(c, d) * MM_PER_POINT))
            return
        self.keep([])
        self.transform([float(each) for each in form.get("/Matrix", (1, 0, 0, 1, 0, 0))])
        self.draw(form, form.get("/Resources", resources))
        self.restore([])

    def keep(self, _):
        self.kept.append((self.matrix, self.colour))

    def restore(self, _):
        self.matrix, self.colour = self.kept.pop()

    def transform(self, numbers):
        a, b, c, d, e, f = numbers
        g, h, i, j, k, m = self.matrix
        self.matrix = (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)

    def choose(self, numbers):
        self.colour = tuple(numbers)

    def move(self, point):
        x, y = point
        a, b, c, d, e, f = self.matrix
        self.at = a * x + c * y + e, b * x + d * y + f

    def line(self, point):
        before = self.at
        self.move(point)
        self.path.append(math.dist(before, self.at) * MM_PER_POINT)

    def stroke(self, _):
        self.strokes += [(self.colour, length) for length in self.path]
        self.path = []

    def leave(self, _):
        self.path = []


ACTS = {
    b"q": Pen.keep, b"Q": Pen.restore, b"cm": Pen.transform, b"RG": Pen.choose, b"G": Pen.choose, b"m": Pen.move,
    b"l": Pen.line, b"S": Pen.stroke, b"s": Pen.stroke, b"B": Pen.stroke, b"B*": Pen.stroke, b"f": Pen.leave,
    b"f*": Pen.leave, b"n": Pen.leave,
}  # fmt: skip
