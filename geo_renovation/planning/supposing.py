"""What if the gap were another, or a barrier no barrier 假设条件: tried on the map, never frozen."""
from dataclasses import dataclass

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.measure import D
from django.db.models import BigIntegerField, Case, F, OuterRef, Subquery, Value, When

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import Barrier
from geo_renovation.spatial.functions import Metres, ShortestLine

COLUMNS = ("low_id", "high_id", "gap_m", "barrier_id", "barrier__name", "barrier__code")


@dataclass(frozen=True)
class Supposition:
    """Another largest gap, barriers taken as none, and why."""

    gap_m: float
    ignored: tuple[str, ...] = ()
    because: str = ""

    def told(self) -> dict:
        """The supposition as it is shown: the barriers by name."""
        barriers = Barrier.objects.filter(code__in=self.ignored).only("code", "name").order_by("code")
        ignored = [{"code": barrier.code, "name": str(barrier)} for barrier in barriers]
        return {"gap_m": self.gap_m, "ignored": ignored, "because": self.because}

    def links(self, members) -> list[dict]:
        """Links with at least one end among `members`, as Adjacency would hold them under the supposition."""
        rows = [self._around(member) for member in members]
        found = rows[0].union(*rows[1:], all=True) if rows else []
        pairs = {(link["low_id"], link["high_id"]): link for link in found}  # two members see one link twice
        return sorted(pairs.values(), key=lambda link: (link["gap_m"], link["low_id"], link["high_id"]))

    def _around(self, member):
        near = Compound.objects.standing().exclude(pk=member.pk)
        near = near.filter(boundary__dwithin=(member.boundary, D(m=self.gap_m)))
        own, pk = Value(member.boundary, GeometryField(srid=settings.COUNTY_SRID)), Value(member.pk, BigIntegerField())
        is_lower = {"code__lt": member.code}
        link = Case(When(**is_lower, then=ShortestLine("boundary", own)), default=ShortestLine(own, "boundary"))
        barriers = Barrier.objects.filter(shape__intersects=OuterRef("link")).exclude(code__in=self.ignored)
        first = {name: Subquery(barriers.order_by("code").values(name)[:1]) for name in ("pk", "name", "code")}
        return (
            near.order_by()
            .alias(link=link)
            .annotate(
                low_id=Case(When(**is_lower, then=F("pk")), default=pk, output_field=BigIntegerField()),
                high_id=Case(When(**is_lower, then=pk), default=F("pk"), output_field=BigIntegerField()),
                gap_m=Metres("link"),
                barrier_id=first["pk"],
                barrier__name=first["name"],
                barrier__code=first["code"],
            )
            .values(*COLUMNS)
        )
