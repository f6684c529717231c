"""The shapes and attributes that the corpus is made of: three compounds, three pipes, three manholes."""

from tests.interchange.files import at, line, square

SQUARES = [square(200 * n) for n in range(3)]
LINES = [line((0, 50 * n), (30, 50 * n), (60, 50 * n + 10)) for n in range(3)]
ROWS = [{"code": f"G{n}", "name": f"鱼邱湖小区{n}", "households": 40 + n, "depth_m": 1.25} for n in range(3)]
COMPOUNDS = list(zip(ROWS, SQUARES, strict=True))
PIPES = list(zip(ROWS, LINES, strict=True))
XY = [at(20 * n, 30 * n) for n in range(3)]


def ring(x=0, y=0, size=40):
    """A closed ring of positions in metres."""
    (a, b), (c, d) = at(x, y), at(x + size, y + size)
    return [[a, b], [a, d], [c, d], [c, b], [a, b]]


def scribble(points=350):
    """A ring that crosses itself some ten thousand times."""
    return [list(at((n * n * 7919) % 997, (n * 104_729) % 991)) for n in range(points)] + [list(at(0, 0))]
