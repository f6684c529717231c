"""The layers of the map."""

from django.db.models import BooleanField, Case, FloatField, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from geo_renovation.compounds.models import Building
from geo_renovation.districts.choices import BarrierKind
from geo_renovation.districts.choices import Layer as Version
from geo_renovation.districts.models import Barrier, Community, District, Road, TownArea
from geo_renovation.utilities.querysets import own

from .audiences import NETWORK_AUDIENCES
from .layer import Layer
from .thinning import roads_by_rank, segments_by_size

# Who sees a line depends on the disclosure areas and, for a street office, on its district.
NETWORK_DEPENDS = (Version.DISCLOSURE, Version.DISTRICTS)


# A tile is the same whatever lies in the view.
WITHOUT_VIEW = ("bbox",)


class UnknownLayer(Exception):
    """A layer that does not exist or is not open to the viewer; the two look alike."""


def every(model):
    """The rows that a user may see; no filter narrows them."""
    return lambda asked: model.objects.visible_to(asked.user)


def network(rows, user) -> QuerySet:
    """Segments or nodes, marked where they are the user's own."""
    mine = Case(When(own(user), then=Value(True)), default=Value(False), output_field=BooleanField())
    return rows.annotate(is_own=mine)


def compounds(asked) -> QuerySet:
    """The compounds of a filter, with what the map colours them by."""
    is_published = Case(
        When(published_at__isnull=False, then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return asked.compounds(WITHOUT_VIEW).annotate(is_published=is_published)


def segments(asked) -> QuerySet:
    return network(asked.segments(WITHOUT_VIEW), asked.user)


def nodes(asked) -> QuerySet:
    return network(asked.nodes(WITHOUT_VIEW), asked.user)


def drawn_barriers(rows: QuerySet, z: int) -> QuerySet:
    """Rivers and railways; a road that is a barrier is drawn as the road it is."""
    return rows.exclude(kind=BarrierKind.ROAD)


def named(*fields) -> dict:
    return {field: field for field in fields}


LAYERS = (
    Layer(
        key=Version.TOWN_AREA,
        label=_("County town"),
        shape="area",
        rows=every(TownArea),
        stored="boundary",
        fields=named("name"),
        is_whole=True,
    ),
    Layer(
        key=Version.DISTRICTS,
        label=_("Street-office districts"),
        shape="area",
        rows=every(District),
        stored="boundary",
        fields=named("code", "name"),
        is_whole=True,
    ),
    Layer(
        key=Version.COMMUNITIES,
        label=_("Communities"),
        shape="area",
        rows=every(Community),
        stored="boundary",
        fields=named("code", "name"),
        zooms=(11, 22),
    ),
    Layer(
        key=Version.ROADS,
        label=_("Roads"),
        shape="line",
        rows=every(Road),
        stored="route",
        fields=named("name", "rank"),
        zooms=(9, 22),
        thin=roads_by_rank,
    ),
    Layer(
        key=Version.BARRIERS,
        label=_("River and railway"),
        shape="area",
        rows=every(Barrier),
        stored="shape",
        fields=named("code", "kind", "name"),
        thin=drawn_barriers,
        is_whole=True,
    ),
    Layer(
        key=Version.COMPOUNDS,
        label=_("Old compounds"),
        shape="area",
        rows=compounds,
        narrowed_by="of_compounds",
        stored="boundary",
        fields={
            **named("code", "name"),
            "stage": "stage_shown",
            "stage_number": "stage_number_shown",
            "district": "district__code",
            "published": "is_published",
        },
        official_fields={
            **named("eligibility", "year_built", "cohort", "household_count", "wished_year"),
            "estimate_cny": Cast("estimate_cny", FloatField()),
        },
        is_whole=True,
        depends=(Version.DISTRICTS, Version.COUNTY),
    ),
    Layer(
        key=Version.BUILDINGS,
        label=_("Buildings"),
        shape="area",
        rows=every(Building),
        stored="footprint",
        fields=named("id"),
        zooms=(15, 22),
        depends=(Version.COMPOUNDS,),
    ),
    Layer(
        key=Version.SEGMENTS,
        label=_("Pipes and cables"),
        shape="line",
        rows=segments,
        narrowed_by="of_lines",
        stored="route",
        seen="seen_route",
        fields={
            "id": "id",
            "network_class": "network_class",
            "owner": "owner__code",
            "placement": "seen_placement",
            "accuracy": "seen_accuracy",
            "status": "seen_status",
            "own": "is_own",
            "precaution": "seen_is_precaution",
        },
        close_fields={"diameter_mm": "seen_diameter_mm", "material": "seen_material", "depth_m": "seen_depth_m"},
        zooms=(13, 22),
        thin=segments_by_size,
        whole_from=15,
        merged_by=("network_class", "owner", "placement", "own", "precaution"),
        audiences=NETWORK_AUDIENCES,
        depends=NETWORK_DEPENDS,
    ),
    Layer(
        key=Version.NODES,
        label=_("Valves, manholes, cabinets"),
        shape="point",
        rows=nodes,
        narrowed_by="of_lines",
        stored="position",
        seen="seen_position",
        fields={**named("id", "kind", "network_class"), "owner": "owner__code", "own": "is_own"},
        zooms=(17, 22),
        audiences=NETWORK_AUDIENCES,
        depends=NETWORK_DEPENDS,
    ),
)
BY_KEY = {str(layer.key): layer for layer in LAYERS}


def open_layers(keys, user) -> list[Layer]:
    """The named layers, each once; raises UnknownLayer where one is unknown or not the user's to see."""
    wanted = [BY_KEY.get(key) for key in dict.fromkeys(keys)]
    if not all(layer and layer.open_to(user) for layer in wanted):
        raise UnknownLayer
    return wanted
