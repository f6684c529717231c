"""The table under the map: rows of the filter, sorted by any column, page by page, with their sums."""
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast

from geo_renovation.spatial.functions import Extent4326

from .catalogue import BY_KEY
from .columns import CHOICE, COMPOUNDS, SEGMENTS, Column
from .filters import MapFilter
from .layer import Layer
from .lengths import segment_sums

PAGE_SIZE = 100
# What no layer version tells of: annual plans and bundles.
UNVERSIONED = ("plan_year", "tier", "bundle")


@dataclass(frozen=True)
class Kind:
    """What is listed: rows of a filter, named by `id`."""

    layer: Layer
    columns: tuple[Column, ...]
    rows: Callable[[MapFilter], QuerySet]
    id: str
    geometry: str
    shape: str

    def columns_for(self, user) -> dict[str, Column]:
        return {column.key: column for column in self.columns if column.open_to(user)}


# Lines beyond the household entry point are drawn but not counted, here as in the legend.
KINDS = {
    "compounds": Kind(
        BY_KEY["compounds"], COMPOUNDS, lambda asked: asked.compounds(), "code", "boundary", "MultiPolygon"
    ),
    "segments": Kind(
        BY_KEY["segments"], SEGMENTS, lambda asked: asked.segments().counted(), "pk", "seen_route", "MultiLineString"
    ),
}


class Table:
    """One kind under one filter, with the columns and the order that were asked for."""

    def __init__(self, kind, asked, *, columns="", sort="", offset=""):
        self.kind, self.asked, self.user = kind, asked, asked.user
        self.open = kind.columns_for(self.user)
        wanted = [self.open[key] for key in dict.fromkeys(columns.split(",")) if key in self.open]
        self.columns = wanted or [column for column in self.open.values() if column.is_default]
        self.descends = sort.startswith("-")
        self.sorted_by = self.open.get(sort.removeprefix("-"))
        self.offset = int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 9 else 0

    @property
    def rows(self) -> QuerySet:
        return self.kind.rows(self.asked)

    @property
    def spelling(self) -> tuple:
        """Everything that decides the answer but filter and viewer."""
        order = self.sorted_by and (self.sorted_by.key, self.descends)
        return ([column.key for column in self.columns], order, self.offset)

    @property
    def is_versioned(self) -> bool:
        """Whether the layers' versions tell every change of the answer."""
        used = {column.key for column in (*self.columns, self.sorted_by) if column}
        return not self.asked.is_planned and used.isdisjoint(UNVERSIONED)

    def sorted(self) -> QuerySet:
        """The rows in their order; what is not on record comes last, and equals by their code or number."""
        rows = self.rows.order_by("code" if self.kind.id == "code" else "pk")
        if self.sorted_by is None:
            return rows
        rows = rows.annotate(sorted_by=rank(self.sorted_by, self.user))
        order = F("sorted_by").desc(nulls_last=True) if self.descends else F("sorted_by").asc(nulls_last=True)
        return rows.order_by(order, *rows.query.order_by)

    def page(self) -> tuple[list, list, list]:
        """Names, cells and boxes of one page. Its keys are found first: rows passed over cost no column."""
        keys = list(self.sorted().values_list("pk", flat=True)[self.offset : self.offset + PAGE_SIZE])
        rows = self.cells(self.rows.filter(pk__in=keys).order_by(), Extent4326(self.kind.geometry))
        found = {pk: cells for pk, *cells in rows}
        shown = [found[pk] for pk in keys if pk in found]
        return [cells[0] for cells in shown], [cells[1:-1] for cells in shown], [box(cells[-1]) for cells in shown]

    def cells(self, rows, *more) -> QuerySet:
        """Key, name, the columns' values and `more`, of `rows`."""
        shown = {f"shown_{column.key}": column.expression(self.user) for column in self.columns}
        return rows.annotate(**shown).values_list("pk", self.kind.id, *shown, *more)

    @cached_property
    def sums(self) -> dict:
        """`total`, and the sum of every column that is summed."""
        if self.kind.layer.key == "segments":
            found = segment_sums(self.asked)
            metres = {"metres": found["metres"]} if any(c.key == "metres" for c in self.columns) else {}
            return {"total": found["segments"], **metres}
        summed = {column.key: Sum(column.expression(self.user)) for column in self.columns if column.is_summed}
        return self.rows.aggregate(total=Count("pk"), **{f"sum_{key}": value for key, value in summed.items()})

    def words(self) -> list[tuple[str, str]]:
        """What of the filter narrows these rows, for the head of an export."""
        parts = getattr(self.asked, self.kind.layer.narrowed_by), self.asked.of_view
        return [pair for part in parts for pair in part.words()]

    def told(self) -> dict:
        """JSON-ready; money as text would lose its order in the browser, so it is a number."""
        ids, rows, boxes = self.page()
        sums = {key.removeprefix("sum_"): plain(value) for key, value in self.sums.items()}
        return {
            "columns": [column.described() for column in self.columns],
            "more_columns": [column.described() for column in self.open.values() if column not in self.columns],
            "rows": [[plain(cell) for cell in row] for row in rows],
            "ids": ids,
            "boxes": boxes,
            "total": sums.pop("total"),
            "totals": {key: value or 0 for key, value in sums.items()},
            "offset": self.offset,
            "page_size": PAGE_SIZE,
            "query": self.asked.query,
            "errors": self.asked.errors,
        }


def rank(column, user):
    """What a column sorts by: a choice by the order of its vocabulary."""
    value = column.expression(user)
    if column.kind != CHOICE:
        return value
    codes = Value([code for code, _label in column.words], ArrayField(TextField()))
    return Func(codes, Cast(value, TextField()), function="array_position", output_field=IntegerField())


def box(extent):
    """West, south, east, north, for the map to show the row; None for what has no shape."""
    return extent and [round(edge, 6) for edge in extent.extent]


def plain(cell):
    """A number, a text or None."""
    if cell is None or isinstance(cell, (str, int)):
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else round(float(cell), 3)
