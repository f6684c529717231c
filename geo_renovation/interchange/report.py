"""What an import did, or would have done: the same for a terminal, a page and the stored run."""
import json
from dataclasses import dataclass, field

from .messages import message


@dataclass
class Report:
    """`read = written + len(rejected)`; with `committed` false nothing was stored."""

    file: str = ""
    kind: str = ""
    dry_run: bool = False
    good_rows: bool = False
    committed: bool = False
    read: int = 0
    repaired: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    encoding: str | None = None
    crs: str | None = None
    refused: dict | None = None
    _rejected: dict = field(default_factory=dict)

    @property
    def rejected(self):
        """One entry per rejected row, in row order; its further problems under `also`."""
        return [self._rejected[row] for row in sorted(self._rejected)]

    @property
    def written(self):
        """Rows that passed."""
        return self.read - len(self._rejected)

    @property
    def may_be_stored(self):
        """Everything, or with --good-rows something, passed."""
        if self.refused or not self.written:
            return False
        return self.good_rows or not self._rejected

    @property
    def rejected_rows(self):
        return list(self._rejected)

    def reject(self, row, field_name, value, reason):
        """Notes one problem of a row."""
        value = value if value is None or isinstance(value, (int, float, str)) else str(value)
        entry = {"row": row, "field": field_name, "value": value, "reason": reason}
        entry["message"] = message(reason)
        if row not in self._rejected:
            self._rejected[row] = entry
        else:
            self._rejected[row].setdefault("also", []).append(entry)

    def warn(self, reason, **details):
        """Notes what the user should look at though it was stored."""
        self.warnings.append({"reason": reason, "message": message(reason, **details), **details})

    def refuse(self, refusal):
        """The whole file was not taken."""
        self.committed = False
        text = message(refusal.reason, **refusal.details)
        self.refused = {"reason": refusal.reason, "message": text}

    def as_dict(self):
        """Plain values, for JSON."""
        names = ("file", "kind", "committed", "dry_run", "read", "written", "rejected", "repaired")
        names += ("warnings", "encoding", "crs", "refused")
        return {name: getattr(self, name) for name in names}

    def as_json(self):
        """One JSON object."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)
