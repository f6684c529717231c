"""The page on which columns meet fields: what is offered, and what was sent back."""
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .headings import guesses
from .messages import message
from .refusals import Fault
from .values import is_empty, plain

LONGEST_WORD = 400
MOST_WORDS = 100


@dataclass
class FieldMatch:
    """One field of the kind beside the column that fills it."""

    name: str
    label: str
    required: bool
    made: bool
    heading: str = ""
    guessed: bool = False
    samples: list = field(default_factory=list)
    unit: str = ""
    units: list = field(default_factory=list)
    constant: str = ""
    choices: list | None = None
    words: list = field(default_factory=list)
    more: bool = False
    errors: list = field(default_factory=list)


class Matching:
    """Fields of a kind against the headings of a layer, under a run's instructions."""

    def __init__(self, kind, layer, instructions, errors=None):
        self.kind, self.headings = kind, layer.get("headings", [])
        self.by_name = {heading["name"]: heading for heading in self.headings}
        self.told, self.errors = instructions, errors or {}
        header = {"headings": list(self.by_name), "cut_headings": layer.get("cut_headings", [])}
        self.guesses = guesses(kind, header)
        self.choices = {each.name: choices_of(each) for each in kind.fields}

    @property
    def fields(self):
        return [self._field(each) for each in self.kind.fields]

    @property
    def unused(self):
        """Headings that fill no field."""
        used = {match.heading for match in self.fields}
        return [name for name in self.by_name if name not in used]

    def _field(self, each):
        heading, unit, guessed = self._heading(each)
        found = self.by_name.get(heading, {})
        match = FieldMatch(each.name, str(each.label), is_wanted(each), each.made, heading, guessed)
        match.samples, match.unit, match.units = found.get("samples", []), unit or each.unit, each.units
        match.constant = self.told.get("constants", {}).get(each.name, "")
        match.choices = self.choices[each.name]
        if match.choices and heading:
            match.words = self._words(each, found)
            match.more = found.get("values") is None
        match.errors = self.errors.get(each.name, [])
        return match

    def _heading(self, each):
        """(heading, unit, whether it was guessed)."""
        mapping = self.told.get("mapping", {})
        if each.name in mapping:
            return *split_unit(mapping[each.name], self.by_name, each.units), False
        guess = self.guesses.get(each.name)
        if guess is None or guess.position is None:
            return "", "", False
        return list(self.by_name)[guess.position], guess.unit or "", True

    def _words(self, each, found):
        chosen = self.told.get("value_maps", {}).get(each.name, {})
        understood = Understanding(each, self.choices[each.name])
        words = [value for value in found.get("values") or found.get("samples", []) if not is_empty(value)]
        listed = dict.fromkeys([*words[:MOST_WORDS], *chosen])
        return [
            {"word": word, "code": chosen.get(word) or understood(word), "count": None, "guessed": word not in chosen}
            for word in listed
        ]

    def columns_data(self):
        """What the page's script needs to redraw words when another heading is chosen."""
        wanted = {each.name: each for each in self.kind.fields if self.choices[each.name]}
        return {
            "headings": [{name: h.get(name) for name in ("name", "samples", "values")} for h in self.headings],
            "choices": {name: self.choices[name] for name in wanted},
            "guesses": {name: self._understood(each) for name, each in wanted.items()},
        }

    def _understood(self, each):
        """Word -> code for every word of the layer that the field knows."""
        understood = Understanding(each, self.choices[each.name])
        words = {word for heading in self.headings for word in heading.get("values") or heading.get("samples", [])}
        return {word: code for word in words if not is_empty(word) and (code := understood(word))}


class Understanding:
    """What a word of a file means for a field, as a code of its choices, or ""."""

    def __init__(self, each, choices):
        self.convert = each.type.bound() if hasattr(each.type, "bound") else each.type
        self.codes = {}
        for code, label in choices or ():
            self.codes.setdefault(self._value(code), code)
            self.codes.setdefault(str(label), code)

    def __call__(self, word):
        return self.codes.get(self._value(word), "")

    def _value(self, word):
        try:
            return self.convert(word)
        except Fault:
            return None


def is_wanted(each):
    """Whether a file that adds rows must say it: by a column, or by one value for all."""
    return (each.required and not each.made) or each.declared


def choices_of(each):
    """[[code, label]] of what the field may hold, or None where it is free."""
    listed = each.choices
    return listed and [[code, str(label)] for code, label in listed]


def split_unit(spec, headings, units):
    """A heading and the unit said of it, out of `heading:unit`."""
    if spec in headings or not spec:
        return spec, ""
    heading, _colon, unit = spec.rpartition(":")
    return (heading, unit) if unit in units else (spec, "")


def sent_columns(kind, layer, data, *, adding):
    """(mapping, constants, value_maps, errors) out of what the page's form was sent with.

    A file that only updates need not hold what is stored already, but what names its rows.
    """
    headings = {heading["name"] for heading in layer.get("headings", [])}
    mapping, constants, value_maps, errors = {}, {}, {}, {}
    for each in kind.fields:
        try:
            mapping[each.name] = _sent_heading(each, headings, data)
            if constant := _sent_constant(each, data):
                constants[each.name] = constant
            if words := _sent_words(each, data):
                value_maps[each.name] = words
        except Wrong as wrong:
            errors[each.name] = [str(wrong)]
            continue
        needed = is_wanted(each) if adding else each.name == kind.key
        if needed and not mapping[each.name] and each.name not in constants and not each.stand_in:
            errors[each.name] = [_("Choose its column, or a value for all rows.")]
    return mapping, constants, value_maps, errors


class Wrong(ValueError):
    """What was sent for one field cannot be meant; says why."""


def _sent_heading(each, headings, data):
    heading, unit = _as_read(data.get(f"heading-{each.name}", "")), data.get(f"unit-{each.name}", "")
    if heading and heading not in headings:
        raise Wrong(_("The file has no such column."))
    if unit and unit not in each.units:
        raise Wrong(_("This unit does not fit the field."))
    return f"{heading}:{unit}" if heading and unit else heading


def _as_read(text):
    """As it stands in the file: a form is sent with line ends of its own."""
    return text.replace("\r\n", "\n")


def _sent_constant(each, data):
    constant = data.get(f"constant-{each.name}", "").strip()
    _check_word(constant)
    if constant and not choices_of(each):
        try:
            (each.type.bound() if hasattr(each.type, "bound") else each.type)(constant)
        except Fault as fault:
            raise Wrong(message(fault.reason)) from None
    return constant


def _sent_words(each, data):
    words = {}
    for number in range(10 * MOST_WORDS):
        word = data.get(f"word-{each.name}-{number}")
        if word is None:
            break
        code = data.get(f"code-{each.name}-{number}", "").strip()
        _check_word(word)
        _check_word(code)
        if code:
            words[plain(_as_read(word))] = code
    return words


def _check_word(word):
    if len(word) > LONGEST_WORD or "\0" in word:
        raise Wrong(message("too_long" if "\0" not in word else "control_character"))
