"""Which base maps this county offers, to whom, and what must stand beside them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.querysets import OFFICIAL

from . import own_file, tianditu
from .pictures import NoPicture, Picture

TIANDITU = _("Tianditu, National Platform for Common Geospatial Information Services")
OWN = "own"


@dataclass(frozen=True)
class BaseMap:
    """A choice on the map: layers one above the other."""

    key: str
    label: str
    layers: tuple[str, ...]
    zooms: tuple[int, int]
    attribution: str
    approval: str


def offered(user) -> list[BaseMap]:
    """The base maps the user may choose; none unless the settings name one."""
    return [*_tianditu(user), *_own()]


def _tianditu(user):
    # The pictures are public, the quota of the token is the county's.
    if not settings.TIANDITU_TOKEN or not (settings.TIANDITU_PUBLIC or audience_of(user) in OFFICIAL):
        return
    said = (tianditu.ZOOMS, TIANDITU, settings.TIANDITU_APPROVAL)
    yield BaseMap("vector", _("Tianditu streets"), ("vec", "cva"), *said)
    yield BaseMap("imagery", _("Tianditu imagery"), ("img", "cia"), *said)


def _own():
    if not settings.BASEMAP_FILE:
        return
    try:
        zooms = own_file.opened().zooms
    except own_file.Unusable:  # the system check says why
        return
    said = (settings.BASEMAP_FILE_ATTRIBUTION, settings.BASEMAP_FILE_APPROVAL)
    yield BaseMap("own", settings.BASEMAP_FILE_LABEL or _("The county's base map"), (OWN,), zooms, *said)


def described(user) -> dict:
    """For the page: choices with their addresses, and what stands at the edge of the map."""
    return {
        "choices": [
            {
                "key": each.key,
                "label": str(each.label),
                "urls": [f"/basemap/{layer}/{{z}}/{{x}}/{{y}}" for layer in each.layers],
                "zooms": each.zooms,
                "attribution": str(each.attribution),
                "approval": each.approval,
            }
            for each in offered(user)
        ],
        "attribution": settings.MAP_ATTRIBUTION,
        "approval": settings.MAP_APPROVAL,
    }


def source(layer: str, user) -> tuple[Callable[[int, int, int], Picture], tuple[int, int]]:
    """How to read a layer and its zooms; raises NoPicture where it is not offered to the user."""
    for each in offered(user):
        if layer in each.layers:
            return (own_file.tile if layer == OWN else lambda *at: tianditu.tile(layer, *at)), each.zooms
    raise NoPicture
