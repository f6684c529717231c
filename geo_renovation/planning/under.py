"""Lines and points under some compounds, in groups of one class, right-holders and laying.

What the viewer may not know of a line is None: laying, year and who manages it belong to the centre and
to whose own it is (domain.md §4).
"""
from collections import defaultdict, namedtuple
from dataclasses import dataclass
from datetime import date

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, Sum, When

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.spatial.functions import Intersected, Metres, OverPieces, Piece
from geo_renovation.spatial.mvt import select
from geo_renovation.utilities.choices import OWNING_KINDS, RightKind
from geo_renovation.utilities.models import AssetRight, Node, Segment
from geo_renovation.utilities.querysets import ALWAYS, NEVER, own

from .models import NodePlace, Stretch

HELD = tuple(f"held_{kind}" for kind in OWNING_KINDS)
HOLDERS = " ".join(OWNING_KINDS)
Lines = namedtuple("Lines", f"network_class {HOLDERS} placement metres segments old_metres dated_metres")
Points = namedtuple("Points", f"network_class {HOLDERS} nodes")
Share = namedtuple("Share", f"compound other network_class {HOLDERS} metres")
Line = namedtuple("Line", "id network_class code metres")
MOST_NAMED = 200


@dataclass(frozen=True)
class Asked:
    """Who asks, right-holders of which day (None: today's), and from which year back a line is old."""

    user: object
    on: date | None = None
    old_before: int = 0


@dataclass(frozen=True)
class Kept:
    """As the database keeps it; `compounds` are ids or a queryset of them, None for all."""

    asked: Asked
    compounds: object = None

    def lines(self) -> list[Lines]:
        rows = self._rows(Stretch, "segment").annotate(
            year=_if_full(self.asked, "segment__laid_year"), placement=_if_full(self.asked, "segment__placement")
        )
        metres = Sum("seen_metres")
        found = rows.values_list("segment__network_class", *HELD, "placement").annotate(
            metres=metres,
            segments=Count("segment", distinct=True),
            old=Sum("seen_metres", filter=Q(year__lt=self.asked.old_before), default=0.0),
            with_year=Sum("seen_metres", filter=Q(year__isnull=False), default=0.0),
        )
        return [Lines(*row) for row in found.order_by()]

    def points(self) -> list[Points]:
        rows = self._rows(NodePlace, "node").values_list("node__network_class", *HELD)
        return [Points(*row) for row in rows.annotate(nodes=Count("node", distinct=True)).order_by()]

    def by_compound(self) -> list[Share]:
        """Metres of each compound; those of a pair, with a minus, are what both hold."""
        rows = self._rows(Stretch, "segment").values_list("compound", "other", "segment__network_class", *HELD)
        return [Share(*row) for row in rows.annotate(metres=Sum("seen_metres")).order_by()]

    def named(self, pairs) -> list[Line]:
        """Single lines of these (class, owner id), the longest first, at most MOST_NAMED."""
        wanted = Q()
        for network_class, owner in pairs:
            of_owner = {"held_owner__isnull": True} if owner is None else {"held_owner": owner}
            wanted |= Q(segment__network_class=network_class, **of_owner)
        rows = self._rows(Stretch, "segment").filter(wanted).annotate(code=_if_full(self.asked, "segment__code"))
        found = rows.values_list("segment", "segment__network_class", "code").annotate(metres=Sum("seen_metres"))
        return [Line(*row) for row in found.order_by("-metres", "segment")[:MOST_NAMED]]

    def _rows(self, model, asset):
        rows = model.objects.visible_to(self.asked.user)
        rows = rows if self.compounds is None else rows.under(self.compounds)
        return _with_holders(self.asked, rows, asset, f"{asset}__")


@dataclass(frozen=True)
class Cut:
    """Cut at this moment by a ground that is nobody's boundary any more: members as they were frozen."""

    asked: Asked
    ground: GEOSGeometry

    def lines(self) -> list[Lines]:
        groups = defaultdict(lambda: [0.0, set(), 0.0, 0.0])
        for row in self._parts():
            figures = groups[row["class"], *(row[name] for name in HELD), row["placement"]]
            figures[0] += row["metres"]
            figures[1].add(row["id"])
            figures[2] += row["metres"] * (row["year"] is not None and row["year"] < self.asked.old_before)
            figures[3] += row["metres"] * (row["year"] is not None)
        return [Lines(*key, metres, len(ids), old, dated) for key, (metres, ids, old, dated) in groups.items()]

    def points(self) -> list[Points]:
        rows = Node.objects.visible_to(self.asked.user).filter(position__intersects=self.ground)
        rows = _with_holders(self.asked, rows, "node", "", "pk").values_list("network_class", *HELD)
        return [Points(*row) for row in rows.annotate(nodes=Count("pk")).order_by()]

    def named(self, pairs) -> list[Line]:
        lines = {}
        for row in self._parts():
            if (row["class"], row["held_owner"]) in pairs:
                before = lines.get(row["id"])
                metres = row["metres"] + (before.metres if before else 0)
                lines[row["id"]] = Line(row["id"], row["class"], row["code"], metres)
        return sorted(lines.values(), key=lambda line: (-line.metres, line.id))[:MOST_NAMED]

    def _parts(self):
        rows = Segment.objects.visible_to(self.asked.user).counted().filter(route__intersects=Piece())
        rows = _with_holders(self.asked, rows, "segment", "", "pk").order_by()
        names = {"id": "id", "class": "network_class", "code": "seen_code", "placement": "seen_placement"}
        names |= {"year": "seen_laid_year", **{name: name for name in HELD}}
        found = rows.values_list(*names.values(), Metres(Intersected("seen_route", Piece())))
        parts = select(rows=OverPieces(found, (*names, "metres"), self.ground))["rows"]
        return [part for part in parts if part["metres"]]


def _with_holders(asked, rows, asset, over, key=None):
    """Annotates who holds the asset: by what stands beside it today, or by its dated rights on another day."""
    full, held = _full(asked.user, over), {}
    for kind in OWNING_KINDS:
        who = F(f"{over}{kind}_id") if asked.on is None else _holder_on(asked.on, kind, asset, key or asset)
        held[f"held_{kind}"] = who if kind == RightKind.OWNER else Case(When(full, then=who), default=None)
    return rows.annotate(**held)


def _holder_on(day, kind, asset, key):
    rights = AssetRight.objects.held_on(day).filter(kind=kind, **{asset: OuterRef(key)})
    return Subquery(rights.values("organisation")[:1])


def _if_full(asked, column):
    return Case(When(_full(asked.user, column.partition("__")[0] + "__"), then=F(column)), default=None)


def _full(user, over) -> Q:
    """Of which assets the viewer may know everything."""
    audience = audience_of(user)
    if audience == Audience.CENTRE:
        return ALWAYS
    return own(user, over) if audience == Audience.UTILITY else NEVER
