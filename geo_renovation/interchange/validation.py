"""Batches of cells into rows a column can store; what cannot be stored is reported, row by row."""
from .refusals import Fault
from .values import Number, is_empty, plain


class Column:
    """The conversion of one field, remembering what it has converted."""

    REMEMBERED = 50_000  # of each type of cell

    def __init__(self, field, source, *, fill=True, is_key=False):
        self.field, self.source = field, source
        # One memory for each type: as keys 1, 1.0 and True are one.
        self.known = {type_: {} for type_ in (str, int, float, bool)}
        self.convert = field.type.bound() if hasattr(field.type, "bound") else field.type
        self.required = field.required and (fill or is_key)
        self.empty = field.default if fill else None
        if source is not None and not is_empty(source.constant):
            self.empty = self.value(source.constant)

    def values(self, cells):
        """What is stored for each cell, or the Fault that keeps it out."""
        types = {*map(type, cells)} - {type(None)}
        if not types:
            return [self.value(None)] * len(cells)
        known = self.known.get(*types) if len(types) == 1 else None
        if known is None:
            return [self.value(cell) for cell in cells]
        distinct = set(cells)
        if len(known) + len(distinct) > self.REMEMBERED:
            known.clear()
        for cell in distinct - known.keys():
            known[cell] = self.value(cell)
        return [known[cell] for cell in cells]

    def value(self, cell):
        """What is stored for one cell, or the Fault."""
        try:
            if cell.__class__ is dict or not is_empty(cell):
                return self._converted(cell)
        except Fault as fault:
            return Fault(fault.reason, **fault.made)  # the one raised holds on to its frames
        return Fault("required") if self.empty is None and self.required else self.empty

    def _converted(self, cell):
        if self.source is not None and self.source.words:
            cell = self.source.words.get(plain(cell), cell)
        if self.source is not None and self.source.factor != 1.0:
            return self.convert(Number()(cell) * self.source.factor)
        return self.convert(cell)


class Rows:
    """Turns a parser's batches into tuples for COPY.

    Without `fill` an empty cell means that what is stored stays: no default takes its place, and
    only the key is required.
    """

    EXPLAINED = 500

    def __init__(self, kind, sources, report, stem, *, fill=True):
        self.stem, self.explained = stem, 0
        by_name = {source.field.name: source for source in sources}
        self.kind, self.report = kind, report
        self.columns = [
            Column(field, by_name.get(field.name), fill=fill, is_key=field.name == kind.key) for field in kind.fields
        ]
        read = [source for source in sources if source.position is not None]
        self.positions = [source.position for source in read]
        self.place = {source.field.name: k for k, source in enumerate(read)}
        for column in self.columns:
            if column.source is None and column.field.made:
                report.warn("codes_made", stem=stem)

    def good(self, batch):
        """The tuples of a batch that may be stored; the other rows are reported."""
        first, count = self.report.read + 1, batch["rows"]
        self.report.read += count
        bad = self._misshapen(batch, first)
        stored = [self._column(column, batch, first, bad) for column in self.columns]
        if self.kind.family:
            stored.append(batch["shapes"] or [None] * count)  # a table leaves the shapes as they are
        rows = zip(range(first, first + count), *stored, strict=True)
        return (row for row in rows if row[0] not in bad) if bad else rows

    def _misshapen(self, batch, first):
        """Row numbers with a fault of their shape."""
        bad = set()
        for offset, reason, value, *more in batch["faults"]:
            field, place, details = (*more, None, None, None)[:3]
            bad.add(first + offset)
            self.report.reject(first + offset, field or "geometry", value, reason, place, **(details or {}))
        for offset, change in batch["repaired"]:
            self.report.repair(first + offset, change)
        return bad

    def _column(self, column, batch, first, bad):
        rows = range(first, first + batch["rows"])
        if column.source is None and column.field.made:
            return [f"{self.stem}-{row}" for row in rows]
        place = self.place.get(column.field.name)
        if place is None:
            cells, values = [None] * len(rows), column.values([None]) * len(rows)
        else:
            cells = batch["columns"][place]
            values = column.values(cells)
        if Fault in {*map(type, values)}:
            return [self._stored(column, *each, bad) for each in zip(rows, cells, values, strict=True)]
        return values

    def _stored(self, column, row, cell, value, bad):
        if value.__class__ is not Fault:
            return value
        bad.add(row)
        self.report.reject(row, column.field.name, _shown(cell), value.reason, **self._details(value))
        return None

    def _details(self, fault):
        """Those of the first distinct values only; a wrong column would have as many as rows."""
        if fault.made and "details" not in vars(fault):
            if self.explained == self.EXPLAINED:
                return {}
            self.explained += 1
        return fault.details


def _shown(cell):
    """The cell as the report repeats it."""
    if isinstance(cell, dict):
        cell = next(iter(cell.values()))
    return cell[:200] if isinstance(cell, str) else cell
