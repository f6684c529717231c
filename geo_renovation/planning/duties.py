"""The responsibility table 责任分工表: every metre under some ground once, with its three answers."""
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation
from geo_renovation.utilities.choices import NetworkClass, Placement

from .choices import Duty
from .responsibility import Answers, Holder, answers

CLASS_ORDER = list(NetworkClass.values)
PLACEMENT_ORDER = [*Placement.values, None]
MEASURED = ("metres", "segments", "nodes", "old_metres", "dated_metres")


@dataclass
class Figures:
    """What is added up in every row of the table; `dated_metres` are those whose year is on record."""

    metres: float = 0.0
    segments: int = 0
    nodes: int = 0
    old_metres: float = 0.0
    dated_metres: float = 0.0

    def add(self, row):
        for name in MEASURED:
            setattr(self, name, getattr(self, name) + getattr(row, name, 0))

    @property
    def old_percent(self) -> float | None:
        """By length, of those whose year is on record and known to the viewer."""
        return 100 * self.old_metres / self.dated_metres if self.dated_metres else None

    def as_json(self):
        share = self.old_percent
        return {
            "metres": round(self.metres, 3), "segments": self.segments, "nodes": self.nodes,
            "dated_metres": round(self.dated_metres, 3), "old_percent": share if share is None else round(share, 1),
        }  # fmt: skip


@dataclass
class Line(Figures):
    """One row of the table: a class and its owner, by laying; None where the viewer may not know it."""

    network_class: str = ""
    owner: Holder | None = None
    answers: Answers | None = None
    placements: dict = field(default_factory=dict)

    def as_json(self):
        rows = sorted(self.placements.items(), key=lambda item: PLACEMENT_ORDER.index(item[0]))
        return super().as_json() | self.answers.as_json() | {
            "network_class": self.network_class,
            "class_label": str(NetworkClass(self.network_class).label),
            "owner": self.owner.code if self.owner else "",
            "owner_name": self.owner.name if self.owner else _("Owner not on record"),
            "placements": [
                {"placement": code, "label": placement_label(code)} | row.as_json() for code, row in rows
            ],
        }  # fmt: skip


def placement_label(code) -> str:
    return _("not shown") if code is None else str(Placement(code).label)


@dataclass
class Part:
    """What of the table is one organisation's: its own, what it must renew, what it will take over."""

    holder: Holder
    own: Figures = field(default_factory=Figures)
    renews: Figures = field(default_factory=Figures)
    takes_over: Figures = field(default_factory=Figures)

    def as_json(self):
        parts = {name: getattr(self, name).as_json() for name in ("own", "renews", "takes_over")}
        return {"code": self.holder.code, "name": self.holder.name} | parts


class Register:
    """All organisations, by id, as the rule minds them; one query."""

    @cached_property
    def by_id(self) -> dict[int, Holder]:
        return {row.pk: _holder(row) for row in Organisation.objects.all()}

    def answers(self, network_class, owner_id) -> Answers:
        return answers(network_class, self.by_id.get(owner_id), self.by_id.values())


def _holder(row) -> Holder:
    kind = OrganisationKind(row.kind)
    return Holder(
        row.code, row.name, kind == OrganisationKind.UTILITY, kind == OrganisationKind.MUNICIPAL,
        frozenset(row.network_classes),
    )  # fmt: skip


class DutyTable:
    """Of a `source` that answers lines() and points(); everything is read when first asked for."""

    def __init__(self, source, register=None):
        self.source, self.register = source, register or Register()

    @cached_property
    def _found(self):
        """Every group of lines and points, with its three answers."""
        rows = [*self.source.lines(), *self.source.points()]
        return [(row, self.register.answers(row.network_class, row.owner)) for row in rows]

    @cached_property
    def rows(self) -> list[Line]:
        rows, by_id = {}, self.register.by_id
        for found, duty in self._found:
            key = found.network_class, found.owner
            row = rows.setdefault(key, Line(network_class=key[0], owner=by_id.get(key[1]), answers=duty))
            row.add(found)
            if hasattr(found, "placement"):
                row.placements.setdefault(found.placement, Figures()).add(found)
        return sorted(rows.values(), key=_order)

    @cached_property
    def totals(self) -> Figures:
        totals = Figures()
        for row in self.rows:
            totals.add(row)
        return totals

    @cached_property
    def parts(self) -> list[Part]:
        """By organisation; whoever has no part is not listed."""
        parts = {}
        for found, duty in self._found:
            add_to_parts(parts, self.register, found, duty)
        return [parts[code] for code in sorted(parts)]

    @cached_property
    def undecided(self) -> dict:
        """How much nobody can be named for, and the lines themselves, the longest first."""
        found = [(row, duty) for row, duty in self._found if duty.duty == Duty.UNDECIDED]
        total, pairs = Figures(), set()
        for row, _duty in found:
            total.add(row)
            pairs.add((row.network_class, row.owner))
        return {"total": total, "lines": self.source.named(pairs) if total.segments else []}

    def as_json(self) -> dict:
        undecided = self.undecided
        return {
            "rows": [row.as_json() for row in self.rows],
            "totals": self.totals.as_json(),
            "parts": [part.as_json() for part in self.parts],
            "undecided": undecided["total"].as_json() | {
                "lines": [line_json(line) for line in undecided["lines"]],
            },
        }  # fmt: skip


def line_json(line) -> dict:
    """A line with the address that opens its card on the map."""
    return {
        "id": line.id,
        "code": line.code,
        "network_class": line.network_class,
        "class_label": str(NetworkClass(line.network_class).label),
        "metres": round(line.metres, 3),
        "url": f"/?card=segment:{line.id}",
    }


def add_to_parts(parts, register, found, duty):
    """One group of lines or points, to the parts of those who hold, renew or will maintain it."""
    held = {register.by_id[pk] for pk in (found.owner, found.manager, found.steward) if pk}
    for holder in held:
        _part(parts, holder).own.add(found)
    if isinstance(duty.organises, Holder):
        _part(parts, duty.organises).renews.add(found)
    if isinstance(duty.maintains, Holder) and duty.maintains not in held:
        _part(parts, duty.maintains).takes_over.add(found)


def _part(parts, holder) -> Part:
    return parts.setdefault(holder.code, Part(holder))


def _order(row):
    return CLASS_ORDER.index(row.network_class), row.owner is None, row.owner.code if row.owner else ""
