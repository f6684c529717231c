"""Organisations as files name them: by code, by Chinese name, or by a short name that only one can mean."""
import re
from collections import defaultdict

from geo_renovation.accounts.models import Organisation as OrganisationModel
from geo_renovation.districts.models import County
from geo_renovation.utilities.choices import HolderUnknown

from .closest import closest
from .refusals import Fault
from .values import plain

UNKNOWN_WORDS = {
    HolderUnknown.NOT_ON_RECORD: ("unknown", "不明", "未知", "无记录", "不详"),
    HolderUnknown.DISPUTED: ("有争议", "争议"),
    HolderUnknown.FORMER_UNIT_GONE: ("原单位已撤销", "原单位撤销"),
}
# What says what sort of body it is, not which one.
FORM = re.compile(
    r"有限责任公司|股份有限公司|集团有限公司|有限公司|分公司|总公司|集团公司|公司|集团|办事处|中心"
    r"|^中国|^国网|^县|通信|[()（）\s]"
)
SHORTEST = 2


class Names:
    """Which organisation a word means; None where that is nobody, or more than one."""

    def __init__(self):
        county = County.objects.values_list("name", flat=True).first() or ""
        # 高唐县, and 高唐 as in 高唐分公司.
        self.here = [word for word in (county, county[:-1]) if len(word) >= SHORTEST]
        rows = list(OrganisationModel.objects.values_list("id", "code", "name"))
        self.known = {word.casefold(): pk for pk, *words in rows for word in words}
        self.shown = [name for _, _, name in rows]
        self.short = self._short(rows)

    def _short(self, rows):
        """Names without their form, where no other organisation is left with the same."""
        meant = defaultdict(set)
        for pk, _, name in rows:
            meant[self._core(name)].add(pk)
        return {word: pks.pop() for word, pks in meant.items() if len(pks) == 1 and len(word) >= SHORTEST}

    def find(self, word):
        """The id for a word; raises Fault with the closest names."""
        found = self.known.get(word.casefold()) or self.short.get(self._core(word))
        if found is None:
            raise Fault("unknown_organisation", closest=lambda: closest(word, self.shown))
        return found

    def _core(self, name):
        """What is left of a name without the words that many share: 移动, 水务, 兴明供热."""
        for word in self.here:
            name = name.replace(word, "")
        return FORM.sub("", name.casefold())


class Organisation:
    """An organisation's id."""

    column = "bigint"

    def bound(self):
        """The conversion with today's organisations."""
        names = Names()
        return lambda cell: names.find(plain(cell))

    def options(self):
        """Organisations by code."""
        return list(OrganisationModel.objects.values_list("code", "name"))


class Holder:
    """An organisation's id as text, or the code of why the holder is not known."""

    column = "text"

    def bound(self):
        """The conversion with today's organisations."""
        names, reasons = Names(), {}
        for reason in HolderUnknown:
            for word in (reason.value, *UNKNOWN_WORDS[reason]):
                reasons[word.casefold()] = reason.value

        def convert(cell):
            word = plain(cell)
            return reasons.get(word.casefold()) or str(names.find(word))

        return convert

    def options(self):
        """Organisations by code, and the reasons why none is known."""
        return [*Organisation().options(), *HolderUnknown.choices]
