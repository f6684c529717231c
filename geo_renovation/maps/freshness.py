"""Whether what a browser already has is still what it would get."""

import hashlib
from functools import lru_cache

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponseNotModified
from django.utils.http import parse_etags

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.districts.models import LayerVersion
from geo_renovation.spatial.mvt import Statement, compiled

from .layer import MAX_ZOOM


def versions_of(layers) -> ArraySubquery:
    """The versions of all that the layers depend on, as an expression: part of any statement's snapshot."""
    return _counted(_names(layers))


def _names(layers) -> tuple[str, ...]:
    return tuple(sorted({str(name) for layer in layers for name in layer.stale_after}))


def _counted(names) -> ArraySubquery:
    counted = Concat("layer", Value("="), Cast("version", CharField()))
    rows = LayerVersion.objects.filter(layer__in=names).order_by("layer")
    return ArraySubquery(rows.annotate(counted=counted).values("counted"))


@lru_cache(maxsize=100)
def asking_versions(names) -> Statement:
    """The statement that asks for these versions alone."""
    return compiled(versions=_counted(names))


def asked_versions(layers) -> list[str]:
    """The versions as they are now."""
    return asking_versions(_names(layers)).run()["versions"]


def seen_set(user) -> tuple:
    """What decides which rows a user may see, and how much of them."""
    organisation = getattr(user, "organisation", None)
    return (audience_of(user), organisation and (organisation.pk, organisation.district_code))


def tag(user, layers, versions, *what) -> str:
    """An ETag; weak, since the body may be compressed on its way."""
    shown = [(layer.key, layer.zooms, list(layer.fields_for(user, MAX_ZOOM))) for layer in layers]
    parts = repr((seen_set(user), shown, versions, what))
    return f'W/"{hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()}"'


def unchanged(request, layers, *what) -> HttpResponseNotModified | None:
    """304 where the browser's copy still holds; asks the database for versions only."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if not held:
        return None
    now = tag(request.user, layers, asked_versions(layers), *what)
    return private(HttpResponseNotModified(), now) if now in held else None


def private(response, etag):
    """For this viewer only, and to be asked for again each time."""
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Cookie, Accept-Encoding"
    return response
