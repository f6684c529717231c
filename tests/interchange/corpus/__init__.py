"""Files made on the spot: valid ones in many variants, and hostile ones, each with what becomes of it.

A case makes its file in an empty folder. Every hostile one gets a lure: a file and an address of the
machine that nobody may touch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

MODULES = (
    "valid_shapefiles", "valid_databases", "valid_texts", "valid_drawings", "valid_archives",
    "hostile_names", "hostile_shapefiles", "hostile_databases", "hostile_texts", "hostile_markup",
    "hostile_archives", "hostile_drawings",
)  # fmt: skip


@dataclass
class Lure:
    """What a hostile file reaches for: a secret file of the machine and a server on it."""

    secret: str
    url: str
    was_touched: Callable | None = None


@dataclass
class Case:
    """`rows` are read and `good` of them may be stored, or it is refused for one of `reasons`."""

    name: str
    make: Callable
    rows: int | None = None
    good: int | None = None
    reasons: frozenset = frozenset()


CASES = []


def case(name, make, *reasons, rows=None, good=None):
    """Adds a case; `make(folder, lure)` answers the path to send in."""
    CASES.append(Case(name, make, rows, rows if good is None else good, frozenset(reasons)))


def valid(rows, good=None):
    """A function that makes a file all of whose rows are read."""

    def added(make):
        case(make.__name__, make, rows=rows, good=good)
        return make

    return added


def hostile(*reasons):
    """A function that makes a file that is refused for one of these reasons."""

    def added(make):
        case(make.__name__, make, *reasons)
        return make

    return added


def cases():
    """All of them."""
    for module in MODULES:
        import_module(f"{__name__}.{module}")
    return CASES
