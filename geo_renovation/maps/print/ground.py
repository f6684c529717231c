"""What lies beneath: town, water and railway, roads, communities, districts, buildings."""

from geo_renovation.compounds.models import Building
from geo_renovation.districts.choices import BarrierKind
from geo_renovation.districts.models import Barrier, Community, District, Road, TownArea

from ..thinning import roads_by_rank
from . import looks
from .drawing import Picture, on_sheet, path_of
from .labels import along_road
from .looks import Stroke

# Buildings are told apart up to this scale; the web map shows them from zoom 16.
BUILDINGS_TO = 7500


def ground(sheet, user, layers, is_bare=False) -> Picture:
    """The places of `layers`; where `is_bare` the land itself is left to a base map."""
    picture = Picture()
    for (path,) in () if is_bare else _paths(TownArea.objects.visible_to(user), sheet, "boundary"):
        picture.add(Stroke(fill=looks.TOWN), path)
    for key, draw in DRAWN.items():
        if key in layers:
            draw(picture, sheet, user)
    return picture


def _paths(rows, sheet, geometry, *columns):
    return on_sheet(rows, sheet, geometry).values_list(path_of(sheet, geometry), *columns)


def barriers(picture, sheet, user):
    for path, kind in _paths(Barrier.objects.visible_to(user), sheet, "shape", "kind"):
        is_area = "Z" in path
        if kind == BarrierKind.RIVER:
            fill = looks.RIVER if is_area else "none"
            picture.add(Stroke(looks.RIVER_EDGE, 0.2 if is_area else 0.8, fill=fill), path, rank=1)
        elif kind == BarrierKind.RAILWAY:
            picture.add(Stroke(looks.RAIL, 0.8), path, rank=6)
            picture.add(Stroke("#ffffff", 0.5, "2 2"), path, rank=7)


def roads(picture, sheet, user):
    rows = roads_by_rank(Road.objects.visible_to(user), sheet.zoom)
    for path, rank, name in _paths(rows, sheet, "route", "rank", "name"):
        width, is_main = looks.road_width(rank, sheet.scale), rank in looks.MAIN_ROADS
        picture.add(Stroke(looks.ROAD_EDGE, width + 0.25, cap="round"), path, rank=3)
        fill = looks.MAIN_ROAD if is_main else looks.ROAD
        picture.add(Stroke(fill, width, cap="round"), path, rank=5 if is_main else 4)
        if name and path:
            picture.labels.append(along_road(name, path, looks.ROAD_M[rank]))


def communities(picture, sheet, user):
    for (path,) in _paths(Community.objects.visible_to(user), sheet, "boundary"):
        picture.add(Stroke(looks.COMMUNITY, 0.25, "1.5 .8"), path, rank=9)


def districts(picture, sheet, user):
    for (path,) in _paths(District.objects.visible_to(user), sheet, "boundary"):
        picture.add(Stroke(looks.DISTRICT, 0.5, "3 1 .5 1"), path, rank=10)


def buildings(picture, sheet, user):
    if sheet.scale > BUILDINGS_TO:
        return
    for (path,) in _paths(Building.objects.visible_to(user), sheet, "footprint"):
        picture.add(Stroke(looks.BUILDING_EDGE, 0.12, fill=looks.BUILDING), path, rank=8)


DRAWN = {
    "barriers": barriers,
    "roads": roads,
    "buildings": buildings,
    "communities": communities,
    "districts": districts,
}
