"""The table under the map as it leaves the service: its rows in words, with their shapes."""
from functools import cached_property

import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.refusals import Refusal
from geo_renovation.maps.columns import CHOICE

from .contiguous import pieces

# Exact networks over more contiguous ground than this are not handed out (planning.md §4).
LARGEST_M2 = 25_000_000
MOST_ROWS = 100_000
LONGEST_STATEMENT = "10s"


class TooMuchGround(Refusal):
    status = 422
    message = _("An export of networks may cover at most 25 km² of contiguous ground. Narrow the filter or the view.")


class TooManyRows(Refusal):
    status = 422
    message = _("An export may hold at most 100,000 rows. Narrow the filter or the view.")


class Exported:
    """Rows, shapes and sums of a table, read once."""

    def __init__(self, table):
        self.table, self.columns = table, table.columns
        if table.sums["total"] is None or table.sums["total"] > MOST_ROWS:
            raise TooManyRows
        self._found = self._read()
        if table.kind.layer.key == "segments":
            check_ground(self.shapes)

    def _read(self):
        """Keys in their order, then their cells: what sorts the rows is not computed twice."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'")
            rows = self.table.sorted().annotate(shape=AsWKB(self.table.kind.geometry))
            return list(self.table.cells(rows, "shape"))

    @property
    def ids(self) -> list:
        return [row[1] for row in self._found]

    @cached_property
    def shapes(self):
        return shapely.from_wkb([row[-1] and bytes(row[-1]) for row in self._found])

    @cached_property
    def rows(self) -> list[list]:
        """The cells as they are shown: codes in words."""
        words = [column.word if column.kind == CHOICE else None for column in self.columns]
        return [
            [word(cell) if word else cell for cell, word in zip(row[2:-1], words, strict=True)]
            for row in self._found
        ]

    @property
    def headings(self) -> list[str]:
        return [f"{c.label} ({c.unit})" if c.unit else str(c.label) for c in self.columns]

    def sums(self, title) -> list:
        """One cell a column: `title` in the first, then the sums."""
        sums = self.table.sums
        cells = [sums.get(f"sum_{column.key}", sums.get(column.key)) for column in self.columns]
        return [title if cells[0] is None else cells[0], *cells[1:]]


def check_ground(shapes):
    """Refuses lines over more than LARGEST_M2: the hull of each contiguous piece counts."""
    if any(piece.area > LARGEST_M2 for piece in pieces(shapes)):
        raise TooMuchGround
