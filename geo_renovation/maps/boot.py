"""What the map page is told when it opens: addresses, layers, words, places, the viewer."""

from django.contrib.gis.db.models import Extent
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import get_language

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.models import Organisation
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Criterion, Eligibility, Stage, UnknownReason
from geo_renovation.compounds.models import StageEvent
from geo_renovation.districts.models import Community, County, District, TownArea
from geo_renovation.planning.choices import Tier
from geo_renovation.planning.models import AnnualPlan
from geo_renovation.spatial.functions import Extent4326
from geo_renovation.utilities.choices import Accuracy, NetworkClass, NodeKind, Placement, Status

from .audiences import NETWORK_AUDIENCES
from .basemap.offer import described
from .cards import day
from .catalogue import BY_KEY, LAYERS
from .editing.subjects import drawn_by
from .filters import MapFilter
from .print.sheet import SCALES, formats
from .tiles import are_tiled


def boot(request) -> dict:
    """Everything the page needs before its first request of data."""
    user = request.user
    return {
        "language": get_language(),
        "asked": asked(request),
        "county": county(),
        "data_date": data_date(user),
        "user": account(user),
        "can": abilities(user),
        "urls": urls(),
        "catalogue": catalogue(user),
        "are_tiled": are_tiled(BY_KEY["compounds"], user),
        "layers": {layer.key: layer.zooms[0] for layer in LAYERS if layer.open_to(user)},
        "vocabulary": vocabulary(),
        "districts": districts(user),
        "communities": communities(user),
        "organisations": list(Organisation.objects.visible_to(user).values("code", "name", "kind", "network_classes")),
        "basemaps": described(user),
        "print": {"frames": formats(), "scales": SCALES},
        "plan_years": list(AnnualPlan.objects.visible_to(user).values_list("year", flat=True)),
    }


def asked(request) -> dict:
    """The filter of the address as it is understood, and what of it is not: gone, or not for this viewer."""
    wanted = MapFilter(request.GET, user=request.user)
    return {"query": wanted.query, "errors": wanted.errors}


def bounds(box) -> list | None:
    """[[south, west], [north, east]] of an extent, as Leaflet wants it."""
    if box is None:
        return None
    west, south, east, north = (round(edge, 7) for edge in box)
    return [[south, west], [north, east]]


def county() -> dict | None:
    """The county, framed by its town area where there is one."""
    found = County.objects.annotate(box=Extent4326("outline")).defer("outline").first()
    if found is None:
        return None
    town = TownArea.objects.aggregate(box=Extent(Extent4326("boundary")))["box"]
    return {
        "code": found.code,
        "name": found.name,
        "demonstration": found.is_demonstration,
        "bounds": bounds(town or found.box.extent),
        "outer_bounds": bounds(found.box.extent),
    }


def districts(user) -> list[dict]:
    rows = District.objects.visible_to(user).annotate(box=Extent4326("boundary"))
    return [{"code": row.code, "name": row.name, "bounds": bounds(row.box.extent)} for row in rows.only("code", "name")]


def communities(user) -> list[dict]:
    rows = Community.objects.visible_to(user).values_list("code", "name", "district__code")
    return [{"code": code, "name": name, "district": district} for code, name, district in rows]


def data_date(user) -> str | None:
    """The day of the latest record the user may see."""
    return day(StageEvent.objects.visible_to(user).aggregate(latest=Max("recorded_at"))["latest"])


def account(user) -> dict | None:
    if not user.is_authenticated:
        return None
    organisation = user.organisation
    return {
        "name": user.get_full_name() or user.get_username(),
        "audience": audience_of(user),
        "organisation": organisation.name if organisation else "",
        "organisation_code": organisation.code if organisation else "",
    }


def abilities(user) -> dict:
    """Which panels the page opens; the server asks again at every request."""
    audience = audience_of(user)
    return {
        "select": audience in (Audience.CENTRE, Audience.STREET),
        "plan": audience == Audience.CENTRE,
        "network": audience in NETWORK_AUDIENCES,
        "draw": bool(drawn_by(user)),
    }


def urls() -> dict:
    return {
        "tiles": "/tiles/{layers}/{z}/{x}/{y}.mvt",
        "features": "/map/features/{layer}.geojson",
        "summary": reverse("maps:summary"),
        "table": "/map/table/{layer}.json",
        "export": "/map/export/{layer}.{format}",
        "search": reverse("maps:search"),
        "cards": "/map/cards/{kind}/{id}.json",
    }


def catalogue(user) -> list[dict]:
    return [
        {
            "key": layer.key,
            "label": str(layer.label),
            "shape": layer.shape,
            "zooms": layer.zooms,
            "whole_from": layer.whole_from,
        }
        for layer in LAYERS
        if layer.open_to(user)
    ]


def words(choices) -> list[dict]:
    return [{"code": code, "label": str(label)} for code, label in choices.choices]


def vocabulary() -> dict:
    """Codes and their labels in the viewer's language."""
    return {
        "stages": [{"code": s.value, "number": s.number, "label": str(s.label)} for s in Stage],
        "eligibility": words(Eligibility),
        "cohorts": words(Cohort),
        "criteria": words(Criterion),
        "unknown_reasons": words(UnknownReason),
        "network_classes": words(NetworkClass),
        "node_kinds": words(NodeKind),
        "placements": words(Placement),
        "accuracies": words(Accuracy),
        "statuses": words(Status),
        "tiers": words(Tier),
    }
