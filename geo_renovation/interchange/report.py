"""What an import did, or would have done: the same for a terminal, a page and the stored run."""
import json
from array import array
from collections import Counter
from dataclasses import dataclass, field

from .choices import Severity
from .messages import ACCEPTABLE, mend, message
from .problems import Problem, Rejections, plain
from .refusals import Refused

# Of each reason; beyond that an error keeps its row, field and reason, a warning is counted.
DETAILED = 5000


@dataclass
class Report:
    """`read = written + len(rejected)`; with `committed` false nothing was stored."""

    file: str = ""
    kind: str = ""
    dry_run: bool = False
    good_rows: bool = False
    committed: bool = False
    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    # The first rows that change or go: {"row", "code", "status", "fields": {name: [old, new]}}.
    differences: list = field(default_factory=list)
    # Tells two comparisons apart: of what changes or goes as it stands now.
    compared: str = ""
    encoding: str | None = None
    crs: str | None = None
    # How the file was read on the ground: a place as readers.placement tells it.
    place: dict | None = None
    refused: dict | None = None
    # Reason code of an acceptable error -> why it may stand.
    accepted: dict = field(default_factory=dict)
    rejected: Rejections = field(default_factory=Rejections)
    counts: dict = field(default_factory=lambda: {n: Counter() for n in ("errors", "warnings", "accepted")})
    _warned: list = field(default_factory=list)
    _repaired: tuple = field(default_factory=lambda: (array("Q"), array("d")))

    @property
    def written(self):
        """Rows that passed."""
        return self.read - len(self.rejected)

    @property
    def may_be_stored(self):
        """Everything, or with --good-rows something, passed."""
        if self.refused or not self.written:
            return False
        return self.good_rows or not self.rejected

    @property
    def rejected_rows(self):
        return self.rejected.rows()

    def newly_rejected(self):
        """Rows rejected since this was last asked."""
        return self.rejected.take_new()

    @property
    def warnings(self):
        """What the user should look at though it was stored."""
        return [problem.as_dict() for problem in self._warned]

    @property
    def repaired(self):
        """Shapes mended on the way in, with the share of their area that changed."""
        return [{"row": row, "area_change": change} for row, change in zip(*self._repaired, strict=True)]

    @property
    def problems(self):
        """Every finding, the errors in row order first."""
        for row in self.rejected_rows:
            yield from self.rejected.problems(row)
        yield from self._warned

    def accept(self, accepted):
        """Takes the reasons for which errors may stand; raises Refused."""
        for reason, why in accepted.items():
            if reason not in ACCEPTABLE:
                raise Refused("not_acceptable", error=reason)
            if not str(why).strip():
                raise Refused("acceptance_without_reason", error=reason)
        self.accepted = {reason: str(why).strip() for reason, why in accepted.items()}

    def reject(self, row, field_name, value, reason, place=None, **details):
        """Notes an error of a row; False where somebody has accepted it."""
        because = self.accepted.get(reason)
        if because is not None:
            self._warn(row, field_name, value, reason, details, place, because)
            return False
        self.counts["errors"][reason] += 1
        problem = Problem(row, field_name, plain(value), reason, details, Severity.ERROR, place)
        self.rejected.add(problem, detailed=self.counts["errors"][reason] <= DETAILED)
        return True

    def warn(self, reason, row=None, field=None, value=None, place=None, **details):
        """Notes what the user should look at though it is stored."""
        self._warn(row, field, value, reason, details, place, "")

    def _warn(self, row, field_name, value, reason, details, place, because):
        counts = self.counts["accepted" if because else "warnings"]
        counts[reason] += 1
        if counts[reason] <= DETAILED:
            known = (row, field_name, plain(value), reason, details)
            self._warned.append(Problem(*known, Severity.WARNING, place, because))

    def repair(self, row, area_change):
        """Notes a shape that was mended."""
        rows, changes = self._repaired
        rows.append(row)
        changes.append(area_change)

    def refuse(self, refusal):
        """The whole file was not taken."""
        self.committed = False
        text = message(refusal.reason, **refusal.details)
        details = {name: str(value) for name, value in refusal.details.items()}
        self.refused = {"reason": refusal.reason, "message": text, "mend": mend(refusal.reason), "details": details}

    def as_dict(self, limit=None):
        """Plain values, for JSON; of each list the first `limit`."""
        names = ("file", "kind", "committed", "dry_run", "read", "written", "added", "changed", "unchanged", "gone")
        shown = {name: getattr(self, name) for name in names}
        for name in ("rejected", "repaired", "warnings"):
            shown[name] = getattr(self, name)[:limit]
        counts = {name: dict(counter) for name, counter in self.counts.items()}
        read = {"encoding": self.encoding, "crs": self.crs, "place": self.place}
        return {**shown, "counts": counts, **read, "refused": self.refused}

    def as_record(self, limit):
        """The same to be kept: codes and details, the words for them are the reader's."""
        return _wordless(self.as_dict(limit))

    def as_json(self):
        """One JSON object."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)


def _wordless(value):
    if isinstance(value, dict):
        return {name: _wordless(part) for name, part in value.items() if name not in ("message", "mend")}
    return [_wordless(part) for part in value] if isinstance(value, list) else value
