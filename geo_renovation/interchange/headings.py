"""Which column of a file holds which field: as told, else guessed from Chinese or English headings.

Two columns that fit a field equally well are not guessed: the user is asked.
"""
from dataclasses import dataclass, field

from . import units
from .readers.wording import bare, spelt, unit_in
from .refusals import Refused

SHORTEST_CUT = 3


@dataclass
class Source:
    """Where the values of one field come from; a constant fills the cells a column leaves empty."""

    field: object
    position: int | None = None
    factor: float = 1.0
    constant: object = None
    words: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Guess:
    """The column that fits a field best, with the unit its heading names; `also` where several fit equally.

    Not `is_sure` where the heading often means something else.
    """

    position: int | None = None
    unit: str | None = None
    also: tuple = ()
    is_sure: bool = True


def sources(kind, header, *, mapping, constants, value_maps, partial=False):
    """A Source per field the file or the command provides; raises Refused where one is wanting.

    A field mapped to "" has no column. With `partial` the file says only what it has to say of known
    rows: no more than their key is wanted.
    """
    _check_names(kind, {*mapping, *constants, *value_maps})
    told = {name: spec for name, spec in mapping.items() if spec}
    found = {name: _told(kind.field(name), spec, header) for name, spec in told.items()}
    left = _add_guesses(kind, header, found, {*mapping, *constants})
    for name, value in constants.items():
        found.setdefault(name, Source(kind.field(name))).constant = value
    for each in () if partial else kind.fields:
        if each.stand_in in found and each.name not in found and each.name not in left:
            found[each.name] = Source(each, found[each.stand_in].position)
    for name in value_maps.keys() & found.keys():
        found[name].words = value_maps[name]
    _check_wanting(kind, header, found, left, partial)
    header["guessed"] = _remarks(found, left, {*told}, header)
    return list(found.values())


def guesses(kind, header, settled=(), taken=()):
    """{field name: Guess} for the fields not `settled`, out of the columns not `taken`.

    The better a column fits the sooner it is given away: by the field's own name, by the word used
    first for it, by another word, by a word with something in brackets, cut off, and at last by a
    word that often means something else.
    """
    found, taken, open_fields = {}, set(taken), [f for f in kind.fields if f.name not in settled]
    for fit in (_by_name, _by_first_word, _by_word, _by_bare_word, _by_cut_word, _by_vague_word):
        for each in [f for f in open_fields if f.name not in found]:
            hits = [k for k in fit(each, header) if k not in taken]
            if len(hits) == 1:
                found[each.name] = _guess(each, hits[0], header, fit is not _by_vague_word)
                taken.add(hits[0])
            elif hits:
                found[each.name] = Guess(also=tuple(header["headings"][k] for k in hits))
    return found


def _guess(each, position, header, is_sure):
    """A unit in brackets is taken where it is one of the field's dimension."""
    unit = unit_in(header["headings"][position]) if each.unit else None
    try:
        units.factor(unit, each.unit)
    except units.UnitMismatch:
        unit = None
    return Guess(position, unit, is_sure=is_sure)


def _by_name(each, header):
    return _equal(header, spelt, {spelt(each.name)})


def _by_first_word(each, header):
    return _equal(header, spelt, {spelt(word) for word in each.aliases[:1]})


def _by_word(each, header):
    return _equal(header, spelt, {spelt(word) for word in each.aliases})


def _by_bare_word(each, header):
    return _equal(header, bare, {bare(word) for word in (each.name, *each.aliases)})


def _by_vague_word(each, header):
    return _equal(header, bare, {bare(word) for word in each.vague})


def _equal(header, form, words):
    return [k for k, heading in enumerate(header["headings"]) if form(heading) in words]


def _by_cut_word(each, header):
    words = [word.casefold() for word in (each.name, *each.aliases)]
    return [k for k, name in _cut(header) if any(word.startswith(name) for word in words)]


def _cut(header):
    """Headings that fill the ten bytes of a .dbf, with their positions."""
    cut = {name for name in header["cut_headings"] if len(name) >= SHORTEST_CUT}
    return [(k, name.casefold()) for k, name in enumerate(header["headings"]) if name in cut]


def _add_guesses(kind, header, found, settled):
    """Adds what is guessed to `found`; answers the fields left open as {name: headings}."""
    taken = {source.position for source in found.values()}
    left = {}
    for name, guess in guesses(kind, header, settled, taken).items():
        if guess.also:
            left[name] = guess.also
        else:
            each = kind.field(name)
            factor = units.factor(guess.unit, each.unit) if guess.unit else 1.0
            found[name] = Source(each, guess.position, factor)
    return left


def _remarks(found, left, told, header):
    """What a guess has decided that the user may want to know, as warnings."""
    remarks = [["heading_left", {"field": name, "headings": ", ".join(also)}] for name, also in left.items()]
    for name, source in found.items():
        if name not in told and source.factor != 1.0:
            heading = header["headings"][source.position]
            remarks.append(["unit_in_heading", {"heading": heading, "unit": unit_in(heading)}])
    return remarks


def _check_names(kind, names):
    known = [f.name for f in kind.fields]
    for name in names:
        if name not in known:
            raise Refused("unknown_field", field=name, fields=", ".join(known))


def _check_wanting(kind, header, found, left, partial):
    needed = [f.name for f in kind.fields if f.required or f.declared]
    needed = [kind.key] if partial else needed
    for name in needed:
        if name in left and name not in found:
            raise Refused("heading_ambiguous", field=name, headings=", ".join(left[name]))
    wanting = [name for name in needed if name not in found and (partial or not kind.field(name).made)]
    if wanting:
        raise Refused("field_missing", field=", ".join(wanting), headings=", ".join(header["headings"]))


def _told(each, spec, header):
    """`heading` or `heading:unit`; a heading that itself holds a colon comes first."""
    position = _find(spec, header)
    if position is not None:
        return Source(each, position)
    heading, _, unit = spec.rpartition(":")
    position = _find(heading, header) if heading else None
    if position is None:
        raise Refused("heading_missing", heading=spec, headings=", ".join(header["headings"]))
    try:
        return Source(each, position, units.factor(unit.lower(), each.unit))
    except units.UnitMismatch:
        raise Refused("unit_unknown", unit=unit, field=each.name) from None


def _find(heading, header):
    """Position of a heading: exact, then without case, then as a .dbf cut it."""
    names = header["headings"]
    if heading in names:
        return names.index(heading)
    folded = [name.casefold() for name in names]
    if heading.casefold() in folded:
        return folded.index(heading.casefold())
    hits = [k for k, name in _cut(header) if heading.casefold().startswith(name)]
    return hits[0] if len(hits) == 1 else None
