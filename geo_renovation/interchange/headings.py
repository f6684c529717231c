"""Which column of a file holds which field: as told, else guessed from Chinese or English headings."""
from dataclasses import dataclass, field

from . import units
from .refusals import Refused


@dataclass
class Source:
    """Where the values of one field come from; a constant fills the cells a column leaves empty."""

    field: object
    position: int | None = None
    factor: float = 1.0
    constant: object = None
    words: dict = field(default_factory=dict)


def sources(kind, header, *, mapping, constants, value_maps):
    """A Source per field the file or the command provides; raises Refused where one is wanting."""
    _check_names(kind, {*mapping, *constants, *value_maps})
    found = {name: _told(kind.field(name), spec, header) for name, spec in mapping.items()}
    _add_guesses(kind, header, found, constants)
    for name, value in constants.items():
        found.setdefault(name, Source(kind.field(name))).constant = value
    for each in kind.fields:
        if each.stand_in in found and each.name not in found:
            found[each.name] = Source(each, found[each.stand_in].position)
    for name in value_maps.keys() & found.keys():
        found[name].words = value_maps[name]
    _check_wanting(kind, found, header)
    return list(found.values())


def _check_names(kind, names):
    known = [f.name for f in kind.fields]
    for name in names:
        if name not in known:
            raise Refused("unknown_field", field=name, fields=", ".join(known))


def _add_guesses(kind, header, found, constants):
    taken = {source.position for source in found.values()}
    for each in kind.fields:
        if each.name not in found and each.name not in constants:
            position = _guess(each, header, taken)
            if position is not None:
                found[each.name] = Source(each, position)
                taken.add(position)


def _check_wanting(kind, found, header):
    needed = [f.name for f in kind.fields if (f.required and not f.made) or f.declared]
    wanting = [name for name in needed if name not in found]
    if wanting:
        raise Refused(
            "field_missing", field=", ".join(wanting), headings=", ".join(header["headings"])
        )


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
    return _cut(heading, header)


def _cut(heading, header):
    """The only heading that fills its ten bytes and begins `heading`."""
    hits = [
        header["headings"].index(name)
        for name in header["cut_headings"]
        if len(name) >= 3 and heading.casefold().startswith(name.casefold())
    ]
    return hits[0] if len(hits) == 1 else None


def _guess(each, header, taken):
    for finding in (_exact, _cut):
        for alias in (each.name, *each.aliases):
            position = finding(alias, header)
            if position is not None and position not in taken:
                return position
    return None


def _exact(alias, header):
    folded = [name.casefold() for name in header["headings"]]
    return folded.index(alias.casefold()) if alias.casefold() in folded else None
