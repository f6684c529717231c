"""Finding a compound, community, road or organisation by a part of its name."""

from django.db.models import Case, IntegerField, Q, Value, When

from geo_renovation.accounts.models import Organisation
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Compound
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.districts.models import Community, Road
from geo_renovation.spatial.functions import Extent4326

MOST_FOUND = 20
LONGEST_QUERY = 40


def cleaned(text: str) -> str:
    """What was typed, without the characters PostgreSQL cannot hold."""
    return "".join(c for c in text if c.isprintable()).strip()[:LONGEST_QUERY]


def search(user, text: str) -> list[dict]:
    """At most MOST_FOUND things the user may see whose name holds `text`; names that begin with it first."""
    text = cleaned(text)
    if not text:
        return []
    found = []
    for kind in (compounds, communities, roads, organisations):
        found += kind(user, text, MOST_FOUND - len(found)) if len(found) < MOST_FOUND else []
    return found


def compounds(user, text, most):
    is_named = Q(name__icontains=text)
    if audience_of(user) in OFFICIAL:
        is_named |= Q(former_name__icontains=text) | Q(code__istartswith=text)
    rows = Compound.objects.visible_to(user).filter(is_named).select_related("district")
    return [
        placed("compound", row, str(row.district or "")) for row in best(rows, text, "boundary")[:most]
    ]


def communities(user, text, most):
    rows = Community.objects.visible_to(user).filter(name__icontains=text).select_related("district")
    return [placed("community", row, row.district.name) for row in best(rows, text, "boundary")[:most]]


def roads(user, text, most):
    rows = Road.objects.visible_to(user).filter(name__icontains=text)
    return [placed("road", row, row.get_rank_display()) for row in best(rows, text, "route")[:most]]


def organisations(user, text, most):
    rows = Organisation.objects.visible_to(user).filter(Q(name__icontains=text) | Q(code__iexact=text))
    nowhere = {"lon": None, "lat": None, "bbox": None}
    return [
        {"kind": "organisation", "code": row.code, "name": row.name, "detail": row.get_kind_display(), **nowhere}
        for row in rows[:most]
    ]


def best(rows, text, geometry):
    """Names that begin with the text first; the geometry itself is never loaded, only its box."""
    begins = Case(When(name__istartswith=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.annotate(box=Extent4326(geometry)).defer(geometry, f"{geometry}_3857").order_by(begins, "name", "code")


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
