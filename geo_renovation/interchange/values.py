"""From a cell as a file holds it to the value a column stores; None is empty, Fault is refused."""
import datetime
import math
import re
import sys
import unicodedata
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .closest import closest
from .refusals import Fault

YES = {"1", "1.0", "y", "yes", "t", "true", "是", "有", "√"}
NO = {"0", "0.0", "n", "no", "f", "false", "否", "无", "×"}
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ].*)?|(\d{4})(\d{2})(\d{2})")
SECTION = re.compile(
    r"(?:dn|de|d|φ|ф|ø|⌀|bv)?\s*(?P<a>\d+(?:\.\d+)?)\s*(?:[x×*х]\s*(?P<b>\d+(?:\.\d+)?))?\s*(?P<unit>mm|cm|m|毫米|厘米|米)?"
)
MILLIMETRES = {"mm": 1.0, "毫米": 1.0, "cm": 10.0, "厘米": 10.0, "m": 1000.0, "米": 1000.0}
LARGEST_EXACT_INTEGER = 2**53


def is_empty(cell):
    """NULL, NaN and blank text are all empty."""
    if cell is None or cell == "":
        return True
    if cell.__class__ is float:
        return math.isnan(cell)
    return cell.__class__ is str and not cell.strip()


def plain(cell):
    """The cell as trimmed text; 12.0 is 12."""
    if isinstance(cell, dict):
        raise Fault(next(iter(cell)))  # {"undecodable": …} or {"overfull": …} from a reader
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = str(cell).strip()
    if not text.isprintable():
        if any(unicodedata.category(c) == "Cc" and c not in "\t\r\n" for c in text):
            raise Fault("control_character")
        text = " ".join(text.split())
    return text


@dataclass(frozen=True)
class Text:
    """Text of at most `length` characters."""

    length: int
    column = "text"

    def __call__(self, cell):
        text = plain(cell)
        if len(text) > self.length:
            raise Fault("too_long")
        return text


@dataclass(frozen=True)
class Number:
    """A finite number in a range; `unit` is the one stored."""

    low: float = -math.inf
    high: float = math.inf
    unit: str = ""
    column = "double precision"

    def __call__(self, cell):
        number = cell if cell.__class__ in (int, float) else _number(_digits(plain(cell)))
        if not -sys.float_info.max <= number <= sys.float_info.max:
            raise Fault("not_a_number")
        if not self.low <= number <= self.high:
            raise Fault("out_of_range")
        return number


@dataclass(frozen=True)
class Whole(Number):
    """A whole number."""

    column = "bigint"
    high: float = 2**31 - 1

    def __call__(self, cell):
        number = super().__call__(cell)
        if number != int(number) or abs(number) > LARGEST_EXACT_INTEGER:
            raise Fault("not_whole")
        return int(number)


@dataclass(frozen=True)
class Section(Number):
    """A pipe's diameter, or the larger side of a duct: 300, DN300, Φ300, de63, 300×200, 0.3m."""

    def __call__(self, cell):
        if cell.__class__ in (int, float):
            return super().__call__(cell)
        match = SECTION.fullmatch(_digits(plain(cell)).casefold())
        if match is None:
            return super().__call__(cell)
        factor = MILLIMETRES[match["unit"] or "mm"]
        return super().__call__(max(float(side) for side in match.group("a", "b") if side) * factor)


@dataclass(frozen=True)
class Year(Whole):
    """A year; `past` ones may not lie in the future."""

    low: float = 1900
    high: float = 2100
    past: bool = True

    def __call__(self, cell):
        year = super().__call__(cell)
        if self.past and year > datetime.date.today().year:
            raise Fault("in_future")
        return year


@dataclass(frozen=True)
class Day:
    """A date, written 2021-07-29, 2021/7/29, 2021年7月29日 or 20210729."""

    past: bool = True
    column = "date"

    def __call__(self, cell):
        match = DAY.fullmatch(_digits(plain(cell)))
        try:
            day = datetime.date(*(int(part) for part in match.groups() if part))
        except (AttributeError, ValueError):
            raise Fault("not_a_date") from None
        if self.past and day > today():
            raise Fault("in_future")
        return day


@dataclass(frozen=True)
class Moment:
    """A moment; a bare date means its midnight in the county."""

    column = "timestamptz"

    def __call__(self, cell):
        text = _digits(plain(cell)).replace("Z", "+00:00").replace("/", "-")
        try:
            moment = datetime.datetime.fromisoformat(text)
        except ValueError:
            day = Day()(cell)
            moment = datetime.datetime(day.year, day.month, day.day)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        if moment > datetime.datetime.now(datetime.UTC):
            raise Fault("in_future")
        return moment


@dataclass(frozen=True)
class Flag:
    """Yes, no, or empty for not known."""

    column = "boolean"

    def __call__(self, cell):
        word = plain(cell).lower()
        if word in YES:
            return True
        if word in NO:
            return False
        raise Fault("not_yes_or_no")

    def options(self):
        """Yes and no."""
        return [("是", _("Yes")), ("否", _("No"))]


@dataclass(frozen=True)
class Choice:
    """A code of a vocabulary, or a word for it."""

    choices: type
    words: dict = field(default_factory=dict, hash=False)
    only: tuple = ()
    column = "text"

    def __call__(self, cell):
        word = unicodedata.normalize("NFKC", plain(cell))
        code = self._codes().get(word.casefold())
        if code is None:
            raise Fault("unknown_value", closest=lambda: closest(word, self._codes()))
        return code

    def options(self):
        """Its codes with their labels."""
        return [(c.value, c.label) for c in self.choices if not self.only or c in self.only]

    def _codes(self):
        if not hasattr(self, "_known"):
            known = {}
            for choice in self.choices:
                if not self.only or choice in self.only:
                    for word in (choice.value, *self.words.get(choice, ())):
                        known[word.casefold()] = choice.value
            object.__setattr__(self, "_known", known)
        return self._known


def today():
    """The county's date."""
    return datetime.datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def _number(text):
    try:
        return float("nan" if "_" in text else text)  # 1_000 is a number to Python alone
    except ValueError:
        return math.nan


def _digits(text):
    """Full-width digits and signs, as Chinese input methods give them, made plain."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
