"""The whole sheet: the view as its reader may see it, and all that stands round it."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.districts.models import County

from ..boot import data_date
from ..catalogue import BY_KEY
from ..pdf import html_to_pdf
from ..thinning import BRANCHES_AT
from .base import base_of
from .compounds import compounds
from .drawing import Picture
from .furniture import corners, kept_free, scale_bar
from .ground import DRAWN, ground
from .labels import placed
from .networks import networks
from .sheet import BESIDE, HEAD, Sheet

LAYERS = (*DRAWN, "compounds", "segments", "nodes")
# A whole county takes longer than a click may.
LONGEST_STATEMENT = "10s"


@dataclass(frozen=True)
class Printed:
    """A sheet to be made: where, what of, for whom."""

    sheet: Sheet
    filter: object  # maps.filters.MapFilter
    user: object
    title: str
    layers: frozenset
    chosen: frozenset
    base: str = ""


def layers_of(text) -> frozenset:
    """Layers by their keys, separated by commas; all where none is named, none for `-`."""
    return frozenset(text.split(",")) & frozenset(LAYERS) if text else frozenset(LAYERS)


def printed(order: Printed) -> bytes:
    """The sheet as PDF; one with networks is in the journal before it leaves."""
    context = described(order)
    content = html_to_pdf("print/map.html", context)
    if context["has_networks"]:
        Act.record(
            Verb.EXPORTED, _subject(order), by=order.user, format="pdf", scale=order.sheet.scale, bytes=len(content),
            extent=[round(edge) for edge in order.sheet.ground.extent], filter=order.filter.query,
        )  # fmt: skip
    return content


def _subject(order):
    return f"map print 1:{order.sheet.scale} {order.title}".strip()[:80]


def described(order: Printed) -> dict:
    """What the template is filled with."""
    sheet, form = order.sheet, order.sheet.format
    base = base_of(sheet, order.user, order.base)
    pictures, legend = drawn(order, is_bare=bool(base.tiles))
    labels = [label for picture in pictures for label in picture.labels]
    return {
        "sheet": sheet,
        "format": form,
        # Where the lower coordinates stand, and how far the frame stops before the right edge.
        "below": HEAD + form.frame[1] + 0.6,
        "beside": BESIDE if form.is_landscape else 0,
        "strokes": [stroke for picture in pictures for stroke in picture.strokes],
        "base": base,
        "labels": placed(labels, form.frame, kept_free(form, legend["has_networks"])),
        **legend,
        "compound_count": sum(entry["count"] for entry in legend["stages"]),
        "are_thinned": sheet.zoom <= BRANCHES_AT,
        "scale_bar": scale_bar(sheet),
        "corners": corners(sheet),
        "true_north": f"{sheet.true_north:+.2f}",
        **said(order),
        "attribution": " · ".join(filter(None, (settings.MAP_ATTRIBUTION, base.attribution))),
        "approval": " · ".join(filter(None, (settings.MAP_APPROVAL, base.approval))),
    }


def said(order: Printed) -> dict:
    """The words round the map: title, dates, filter, source, who and when."""
    county = County.objects.defer("outline").first()
    return {
        "language": get_language(),
        "county": county,
        "title": order.title or _("%(county)s: renovation of old compounds") % {"county": county.name},
        "words": order.filter.words(),
        "date": order.filter.date,
        "known": order.filter.known,
        "data_date": data_date(order.user) or "–",
        "crs": settings.COUNTY_SRID,
        "stamp": {"who": who(order.user), "at": timezone.localtime()},
    }


def drawn(order: Printed, is_bare=False) -> tuple[list[Picture], dict]:
    """Pictures from the ground up, and what the legend says of them."""
    sheet, user, layers = order.sheet, order.user, order.layers
    legend = {"stages": [], "lines": [], "has_networks": False}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = '{LONGEST_STATEMENT}'")
        pictures = [ground(sheet, user, layers, is_bare)]
        if "compounds" in layers:
            picture, legend["stages"] = compounds(sheet, order.filter.compounds(), order.chosen)
            pictures.append(picture)
        if "segments" in layers and BY_KEY["segments"].open_to(user):
            nodes = order.filter.nodes() if "nodes" in layers else None
            picture, legend["lines"] = networks(sheet, order.filter.segments(), nodes)
            legend["has_networks"] = bool(picture.paths)
            pictures.append(picture)
    return pictures, legend


def who(user) -> str:
    organisation = getattr(user, "organisation", None)
    return f"{organisation or ''} {user.get_username()}".strip() or _("a visitor")
