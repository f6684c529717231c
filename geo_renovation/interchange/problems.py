"""What a check found in one row, and many of them in little memory."""
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .choices import Severity
from .messages import mend, message

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with its row, field, value and place (x, y in the county's CRS), each None where there is none."""

    row: int | None
    field: str | None
    value: object
    reason: str
    details: dict = field(default_factory=dict)
    severity: str = Severity.ERROR
    place: tuple | None = None
    accepted_because: str = ""

    @property
    def message(self):
        """What is wrong, in the reader's language."""
        known = {"row": self.row, "field": self.field, "value": self.value}
        return message(self.reason, **known, **self.details)

    @property
    def mend(self):
        """What the sender should do."""
        return mend(self.reason)

    def as_dict(self):
        """Plain values; details stand beside the rest."""
        shown = {"reason": self.reason, "message": self.message, "mend": self.mend, **self.details}
        known = {"row": self.row, "field": self.field, "value": self.value, "place": self.place}
        known["accepted_because"] = self.accepted_because or None
        return {**shown, **{name: value for name, value in known.items() if value is not None}}


def error_entry(problems):
    """A rejected row as the report repeats it: its first problem, the others under `also`."""
    entries = [{"field": None, "value": None, **problem.as_dict()} for problem in problems]
    first, *also = entries
    return {**first, **({"also": also} if also else {})}


def plain(value):
    """A value as JSON can hold it."""
    value = value if value is None or isinstance(value, (int, float, str)) else str(value)
    return value[:LONGEST_VALUE] if isinstance(value, str) else value


class Rejections(Sequence):
    """Rejected rows in order: of each two bytes (field and reason), of the first ones everything."""

    def __init__(self):
        self._flaws, self._codes, self._known = array("H"), {}, [None]
        self._detailed, self._new, self._count = {}, array("Q"), 0

    def add(self, problem, *, detailed):
        """Notes a problem; only a `detailed` one keeps its value, place and details."""
        self._mark(problem.row, (problem.field, problem.reason))
        if detailed:
            self._detailed.setdefault(problem.row, []).append(problem)

    def _mark(self, row, flaw):
        if row >= len(self._flaws):
            self._flaws.extend([0] * (row + 1 - len(self._flaws) + len(self._flaws) // 8))
        if self._flaws[row]:
            return
        if flaw not in self._codes:
            self._codes[flaw] = len(self._known)
            self._known.append(flaw)
        self._flaws[row] = self._codes[flaw]
        self._new.append(row)
        self._count += 1

    def rows(self):
        """The numbers of the rejected rows."""
        return np.flatnonzero(np.array(self._flaws)).tolist()

    def take_new(self):
        """The rows rejected since this was last asked."""
        new, self._new = self._new, array("Q")
        return new.tolist()

    def problems(self, row):
        """Everything known about one rejected row."""
        if row in self._detailed:
            return self._detailed[row]
        name, reason = self._known[self._flaws[row]]
        return [Problem(row, name, None, reason)]

    def __len__(self):
        return self._count

    def __getitem__(self, at):
        rows = self.rows()[at]
        if isinstance(at, slice):
            return [error_entry(self.problems(row)) for row in rows]
        return error_entry(self.problems(rows))

    def __iter__(self):
        for row in self.rows():
            yield error_entry(self.problems(row))
