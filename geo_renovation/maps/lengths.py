"""How many metres of pipes and cables a filter has, by class and owner, cut to what the viewer may see."""
from time import monotonic

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.db import OperationalError, connection, transaction
from django.db.models import Case, Count, F, Sum, Value, When

from geo_renovation.spatial.functions import Covers, Intersected, Metres

from .catalogue import BY_KEY
from .freshness import asked_versions, seen_set

SEGMENTS = BY_KEY["segments"]
CANCELLED = "57014"  # PostgreSQL's code of a statement that ran out of its time
# Sums by viewer, versions and filter: measuring a million lines takes a second or two.
REMEMBERED: dict[tuple, list] = {}
MOST_REMEMBERED = 300
# What took too long is not tried again for a while: until when, by the same key.
GIVEN_UP: dict[tuple, float] = {}
PAUSE_S = 60


class TooManyLines(Exception):
    """More lines than can be measured in the time that a statement has."""


def by_class_and_owner(asked, ignoring=(), *, cut=False) -> list[dict]:
    """Metres and count of each class and owner; indoor lines are not counted; `cut` measures what lies in the view.

    Raises TooManyLines.
    """
    key = (seen_set(asked.user), asked.of_lines.query_without(ignoring), view_of(asked, ignoring), cut)
    # Inside a transaction versions have not moved yet, whatever it has changed.
    if connection.in_atomic_block:
        return _measured(asked, ignoring, cut)
    key = (*key, *asked_versions([SEGMENTS]))
    if GIVEN_UP.get(key, 0) > monotonic():
        raise TooManyLines
    # Another thread may clear what is remembered at any moment.
    found = REMEMBERED.get(key)
    return _remembered(key, asked, ignoring, cut) if found is None else found


def _remembered(key, asked, ignoring, cut):
    for kept in (REMEMBERED, GIVEN_UP):
        if len(kept) >= MOST_REMEMBERED:
            kept.clear()
    try:
        found = REMEMBERED[key] = _measured(asked, ignoring, cut)
    except TooManyLines:
        GIVEN_UP[key] = monotonic() + PAUSE_S
        raise
    return found


def view_of(asked, ignoring) -> str:
    return asked.view.wkt if asked.view and "bbox" not in ignoring else ""


def _measured(asked, ignoring, cut):
    try:
        with transaction.atomic():
            return list(_rows(asked, ignoring, cut))
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == CANCELLED:
            raise TooManyLines from error
        raise


def _rows(asked, ignoring, cut):
    seen = asked.segments(ignoring).counted().order_by()
    metres = metres_in(asked.view) if cut and asked.view else Metres("seen_route")
    rows = seen.alias(metres_seen=metres).values("network_class", "owner__code", "owner__name")
    rows = rows.annotate(metres=Sum("metres_seen"), count=Count("pk"))
    for row in rows.order_by("network_class", "owner__code"):
        yield {
            "network_class": row["network_class"],
            "owner": row["owner__code"] or "",
            "owner_name": row["owner__name"] or "",
            "metres": row["metres"] or 0,
            "count": row["count"],
        }


def metres_in(view):
    """Metres inside the view; a line that lies in it is not cut first, which would cost ten times as much."""
    shape = view.transform(settings.COUNTY_SRID, clone=True)
    ground = Value(shape, GeometryField(srid=settings.COUNTY_SRID))
    whole = When(Covers(ground, F("seen_route")), then=Metres("seen_route"))
    return Case(whole, default=Metres(Intersected(F("seen_route"), ground)))


def segment_sums(asked) -> dict:
    """Metres and number of all the lines of a filter; None where they are too many to measure."""
    try:
        rows = by_class_and_owner(asked)
    except TooManyLines:
        return {"metres": None, "segments": None}
    return {"metres": sum(row["metres"] for row in rows), "segments": sum(row["count"] for row in rows)}
