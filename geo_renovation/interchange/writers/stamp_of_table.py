"""The line that every export of a table carries."""
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class TableStamp:
    """Who took which rows, by which filter, and when."""

    what: str
    total: int
    filter: list[tuple[str, str]]
    user: str
    organisation: str
    at: datetime

    @classmethod
    def of(cls, table):
        user = table.user
        organisation = getattr(user, "organisation", None)
        name = user.get_username() or str(_("a visitor"))
        label = str(table.kind.layer.label)
        return cls(label, table.sums["total"], table.words(), name, str(organisation or ""), timezone.localtime())

    @property
    def line(self) -> str:
        said = {
            "what": self.what,
            "total": number_format(self.total, force_grouping=True),
            "who": f"{self.organisation} {self.user}".strip(),
            "at": f"{self.at:%Y-%m-%d %H:%M:%S}",
        }
        return _("%(what)s, %(total)s rows · exported by %(who)s at %(at)s") % said

    @property
    def filter_line(self) -> str:
        return " · ".join(f"{label}: {value}" for label, value in self.filter) or str(_("Everything"))
