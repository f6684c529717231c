"""Batches of cells into rows a column can store; what cannot be stored is reported, row by row."""
from .refusals import Fault
from .values import Number, is_empty, plain


class Column:
    """The conversion of one field, remembering what it has converted."""

    REMEMBERED = 50_000

    def __init__(self, field, source):
        self.field, self.source, self.seen = field, source, {}
        self.convert = field.type.bound() if hasattr(field.type, "bound") else field.type
        self.empty = field.default
        if source is not None and not is_empty(source.constant):
            self.empty = self._converted(source.constant)

    def value(self, cell):
        """What is stored for a cell; raises Fault."""
        if cell.__class__ is not dict and is_empty(cell):
            if self.empty is None and self.field.required:
                raise Fault("required")
            return self.empty
        # Only text is remembered: as keys 1, 1.0 and True are one.
        if cell.__class__ is not str:
            return self._converted(cell)
        if cell not in self.seen:
            if len(self.seen) >= self.REMEMBERED:
                self.seen.clear()
            self.seen[cell] = self._converted(cell)
        return self.seen[cell]

    def _converted(self, cell):
        if self.source is not None and self.source.words:
            cell = self.source.words.get(plain(cell), cell)
        if self.source is not None and self.source.factor != 1.0:
            return self.convert(_number(cell) * self.source.factor)
        return self.convert(cell)


def _number(cell):
    return Number()(cell)


class Rows:
    """Turns a parser's batches into tuples for COPY."""

    def __init__(self, kind, sources, report, stem):
        self.stem = stem
        by_name = {source.field.name: source for source in sources}
        self.kind, self.report = kind, report
        self.columns = [Column(field, by_name.get(field.name)) for field in kind.fields]
        read = [source for source in sources if source.position is not None]
        self.positions = [source.position for source in read]
        self.place = {source.field.name: k for k, source in enumerate(read)}
        for column in self.columns:
            if column.source is None and column.field.made:
                report.warn("codes_made", stem=stem)

    def good(self, batch):
        """Yields the tuples of a batch that may be stored and reports the others."""
        first, count = self.report.read + 1, batch["rows"]
        self.report.read += count
        bad = set()
        for offset, reason, value in batch["faults"]:
            bad.add(offset)
            self.report.reject(first + offset, "geometry", value, reason)
        for offset, change in batch["repaired"]:
            self.report.repaired.append({"row": first + offset, "area_change": change})
        stored = [self._column(column, batch, first, bad) for column in self.columns]
        if self.kind.family:
            stored.append(batch["shapes"])
        for offset, row in enumerate(zip(*stored, strict=True)):
            if offset not in bad:
                yield (first + offset, *row)

    def _column(self, column, batch, first, bad):
        if column.source is None and column.field.made:
            return [f"{self.stem}-{first + offset}" for offset in range(batch["rows"])]
        place = self.place.get(column.field.name)
        cells = [None] * batch["rows"] if place is None else batch["columns"][place]
        values = []
        for offset, cell in enumerate(cells):
            try:
                values.append(column.value(cell))
            except Fault as fault:
                bad.add(offset)
                values.append(None)
                self.report.reject(first + offset, column.field.name, _shown(cell), fault.reason)
        return values


def _shown(cell):
    """The cell as the report repeats it."""
    if isinstance(cell, dict):
        cell = next(iter(cell.values()))
    return cell[:200] if isinstance(cell, str) else cell
