"""Rows of other tables as files name them: by code, or by a name that only one of them has."""
import re
from collections import defaultdict
from dataclasses import dataclass

from .closest import closest
from .refusals import Fault
from .values import plain

# 鱼丘湖社区居委会, 鱼丘湖社区 and 鱼丘湖 are one community.
LISTED = 500
COMMITTEE = re.compile(r"(社区)?(居民委员会|居委会|村民委员会|村委会)$|社区$")


@dataclass(frozen=True)
class Reference:
    """The code of a row of `model`, told by its code or its name; `ending` may be left out of the name."""

    model: type
    ending: re.Pattern | None = None
    column = "text"

    def bound(self):
        """The conversion with what is stored today; an unknown value is refused with the closest names."""
        codes, names, meant = set(), set(), defaultdict(set)
        for code, name in self._rows():
            codes.add(code)
            names.add(name)
            for word in {name, self._core(name)} - {""}:
                meant[word].add(code)

        def convert(cell):
            word = plain(cell)
            if word in codes:
                return word
            found = meant.get(word) or meant.get(self._core(word)) or ()
            if len(found) > 1:
                raise Fault("ambiguous_name", closest=sorted(found)[:5])
            if not found:
                raise Fault("unknown_reference", closest=lambda: closest(word, names))
            return next(iter(found))

        return convert

    def options(self):
        """Codes and names, None where they are too many to choose from."""
        rows = list(self._rows().order_by("code")[: LISTED + 1])
        return rows if len(rows) <= LISTED else None

    def _rows(self):
        rows = self.model.objects.all()
        fields = {field.name for field in self.model._meta.fields}
        rows = rows.filter(ended_on=None) if "ended_on" in fields else rows
        return rows.values_list("code", "name")

    def _core(self, name):
        return self.ending.sub("", name) if self.ending else name
