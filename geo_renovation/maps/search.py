"""Finding a compound, community, road or organisation by a part of its name, written or as it sounds."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, IntegerField, Q, Value, When

from geo_renovation.accounts.models import Organisation
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Compound
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.districts.models import Community, Road
from geo_renovation.spatial.functions import Extent4326

from .pinyin import sounding_like

MOST_FOUND = 20
LONGEST_QUERY = 40


@dataclass(frozen=True)
class Wanted:
    """What was typed, as conditions on a name."""

    text: str

    @cached_property
    def sound(self):
        return sounding_like(self.text)

    def within(self, field) -> Q:
        """Held by the field as written or as it sounds."""
        written = Q(**{f"{field}__icontains": self.text})
        return written | Q(**{f"{field}__regex": self.sound}) if self.sound else written

    def closeness(self) -> Case:
        """0 exact, 1 begins so, 2 sounds so from its beginning, 3 holds it somewhere."""
        nearer = [When(name__iexact=self.text, then=Value(0)), When(name__istartswith=self.text, then=Value(1))]
        if self.sound:
            nearer.append(When(name__regex=f"^({self.sound})", then=Value(2)))
        return Case(*nearer, default=Value(3), output_field=IntegerField())


def cleaned(text: str) -> str:
    """What was typed, without the characters PostgreSQL cannot hold."""
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST_QUERY]


def search(user, text: str) -> list[dict]:
    """At most MOST_FOUND things the user may see whose name holds `text`; the nearest of each kind first."""
    wanted = Wanted(cleaned(text))
    if not wanted.text:
        return []
    found = []
    for kind in (compounds, communities, roads, organisations):
        found += kind(user, wanted, MOST_FOUND - len(found)) if len(found) < MOST_FOUND else []
    return found


def compounds(user, wanted, most):
    is_named = wanted.within("name")
    if audience_of(user) in OFFICIAL:
        is_named |= wanted.within("former_name") | Q(code__istartswith=wanted.text)
    rows = Compound.objects.visible_to(user).filter(is_named).select_related("district")
    return [
        placed("compound", row, str(row.district or "")) for row in nearest(rows, wanted, "boundary")[:most]
    ]


def communities(user, wanted, most):
    rows = Community.objects.visible_to(user).filter(wanted.within("name")).select_related("district")
    return [placed("community", row, row.district.name) for row in nearest(rows, wanted, "boundary")[:most]]


def roads(user, wanted, most):
    rows = Road.objects.visible_to(user).filter(wanted.within("name"))
    return [placed("road", row, row.get_rank_display()) for row in nearest(rows, wanted, "route")[:most]]


def organisations(user, wanted, most):
    rows = Organisation.objects.visible_to(user).filter(wanted.within("name") | Q(code__iexact=wanted.text))
    nowhere = {"lon": None, "lat": None, "bbox": None}
    return [
        {"kind": "organisation", "code": row.code, "name": row.name, "detail": row.get_kind_display(), **nowhere}
        for row in rows.order_by(wanted.closeness(), "name", "code")[:most]
    ]


def nearest(rows, wanted, geometry):
    """The closest names first; the geometry itself is never loaded, only its box."""
    rows = rows.annotate(box=Extent4326(geometry)).defer(geometry, f"{geometry}_3857")
    return rows.order_by(wanted.closeness(), "name", "code")


def placed(kind, row, detail) -> dict:
    """One find with where it lies: bbox is west, south, east, north."""
    west, south, east, north = row.box.extent
    return {
        "kind": kind,
        "code": row.code,
        "name": row.name,
        "detail": detail,
        "lon": round((west + east) / 2, 7),
        "lat": round((south + north) / 2, 7),
        "bbox": [round(edge, 7) for edge in (west, south, east, north)],
    }
