"""Organisations as files name them: by code or by Chinese name."""
from geo_renovation.accounts.models import Organisation as OrganisationModel
from geo_renovation.utilities.choices import HolderUnknown

from .refusals import Fault
from .values import plain

UNKNOWN_WORDS = {
    HolderUnknown.NOT_ON_RECORD: ("unknown", "不明", "未知", "无记录"),
    HolderUnknown.DISPUTED: ("有争议", "争议"),
    HolderUnknown.FORMER_UNIT_GONE: ("原单位已撤销", "原单位撤销"),
}


class Organisation:
    """An organisation's id."""

    column = "bigint"

    def bound(self):
        """The conversion with today's organisations."""
        known = _known()

        def convert(cell):
            word = plain(cell).casefold()
            if word not in known:
                raise Fault("unknown_organisation")
            return known[word]

        return convert


class Holder:
    """An organisation's id as text, or the code of why the holder is not known."""

    column = "text"

    def bound(self):
        """The conversion with today's organisations."""
        known = {word: str(pk) for word, pk in _known().items()}
        for reason in HolderUnknown:
            for word in (reason.value, *UNKNOWN_WORDS[reason]):
                known[word.casefold()] = reason.value

        def convert(cell):
            word = plain(cell).casefold()
            if word not in known:
                raise Fault("unknown_organisation")
            return known[word]

        return convert


def _known():
    rows = OrganisationModel.objects.values_list("id", "code", "name")
    return {word.casefold(): pk for pk, *words in rows for word in words}
