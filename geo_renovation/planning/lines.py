"""Pipes and cables under a piece of ground, cut to it and measured.

The members' boundaries are united by shapely into one ground before PostGIS cuts the lines: a line
along a common border, or under two boundaries that overlap a little, is then measured once. Each row
starts from `visible_to`, so a viewer's figures hold the viewer's lines only.
"""
from dataclasses import dataclass, field

import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Intersection, Length
from django.contrib.gis.geos import GEOSGeometry

from geo_renovation.accounts.models import Organisation
from geo_renovation.spatial.functions import Intersected, Metres, OverPieces, Piece
from geo_renovation.spatial.mvt import select
from geo_renovation.utilities.choices import NetworkClass
from geo_renovation.utilities.models import Segment

CLASS_ORDER = list(NetworkClass.values)


def ground_of(boundaries) -> GEOSGeometry:
    """One geometry that covers exactly what the boundaries cover; empty where there is none."""
    shapes = [shapely.from_wkb(bytes(boundary.wkb)) for boundary in boundaries]
    united = shapely.to_wkb(shapely.union_all(shapes))
    return GEOSGeometry(memoryview(united), srid=settings.COUNTY_SRID)


def lines_under(ground, user):
    """The viewer's counted segments that meet `ground`, with the `part` inside it and its `metres`."""
    rows = Segment.objects.visible_to(user).counted().filter(route__intersects=ground)
    return rows.annotate(part=Intersection("seen_route", ground)).annotate(metres=Length("part"))


@dataclass
class LineTotal:
    """Metres and number of segments of one class and owner."""

    network_class: str
    owner: Organisation | None
    metres: float = 0.0
    count: int = 0

    def as_json(self):
        return {
            "network_class": self.network_class,
            "owner": self.owner.code if self.owner else "",
            "owner_name": self.owner.name if self.owner else "",
            "metres": round(self.metres, 3),
            "count": self.count,
        }


@dataclass
class LineTotals:
    """The responsibility table's raw material: every metre once, by class and owner."""

    rows: list = field(default_factory=list)
    owners: list = field(default_factory=list)
    managers: list = field(default_factory=list)
    metres: float = 0.0


def _parts_under(ground, user) -> list[dict]:
    """One row for each of the viewer's segments and separate part of the ground that it meets."""
    rows = Segment.objects.visible_to(user).counted().filter(route__intersects=Piece()).order_by()
    metres = Metres(Intersected("seen_route", Piece()))
    found = rows.values_list("id", "network_class", "owner_id", "manager_id", "seen_is_full", metres)
    names = "id", "class", "owner", "manager", "full", "metres"
    return select(rows=OverPieces(found, names, ground))["rows"]


def measure(ground, user) -> LineTotals:
    """Totals of what `user` may see under `ground`; two queries."""
    rows = [row for row in _parts_under(ground, user) if row["metres"]]
    held = Organisation.objects.in_bulk({i for row in rows for i in (row["owner"], row["manager"]) if i})
    totals, counted = {}, {}
    for row in rows:
        key = row["class"], row["owner"]
        total = totals.setdefault(key, LineTotal(row["class"], held.get(row["owner"])))
        total.metres += row["metres"]
        counted.setdefault(key, set()).add(row["id"])
    for key, ids in counted.items():
        totals[key].count = len(ids)
    in_order = sorted(totals.values(), key=_order)
    owners = {row["owner"] for row in rows if row["owner"]}
    managers = {row["manager"] for row in rows if row["manager"] and row["full"]} - owners
    return LineTotals(
        rows=in_order,
        owners=sorted((held[i] for i in owners), key=lambda o: o.code),
        managers=sorted((held[i] for i in managers), key=lambda o: o.code),
        metres=sum(total.metres for total in in_order),
    )


def _order(total):
    return CLASS_ORDER.index(total.network_class), total.owner.code if total.owner else ""
