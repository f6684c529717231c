"""The course of every compound, from which a browser tells the stages of any day without asking again."""

from itertools import groupby
from operator import itemgetter

from django.db.models import IntegerField
from django.db.models.functions import Cast, Extract, TruncDate

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Compound, StageEvent
from geo_renovation.compounds.querysets import OFFICIAL, stage_number

from .catalogue import BY_KEY

DEPENDS = (BY_KEY["compounds"],)
DAY_S = 24 * 60 * 60


def day_number(date):
    """Days since 1970-01-01 of a date expression."""
    return Cast(Extract(date, "epoch") / DAY_S, IntegerField())


def course(user) -> dict:
    """`compounds`: code → [[stage number, counts from, recorded on, corrected on or None], …]; `first`, `last` day.

    Days are counted from 1970-01-01 in the county's calendar. The public gets neither corrections nor days of record.
    """
    is_official = audience_of(user) in OFFICIAL
    events = list(_official_events(user) if is_official else _public_events(user))
    days = [event[2] for event in events]
    by_code = {code: [event[1:] for event in own] for code, own in groupby(events, itemgetter(0))}
    return {"first": min(days, default=None), "last": max(days, default=None), "compounds": by_code}


def _events(user):
    of_visible = StageEvent.objects.filter(compound__in=Compound.objects.visible_to(user).order_by())
    rows = of_visible.dated().annotate(number=stage_number(), day=day_number("counts_from"))
    return rows.order_by("compound__code", "number", "id")


def _official_events(user):
    rows = _events(user).annotate(
        recorded_day=day_number(TruncDate("recorded_at")),
        corrected_day=day_number(TruncDate("corrections__recorded_at")),
    )
    return rows.values_list("compound__code", "number", "day", "recorded_day", "corrected_day")


def _public_events(user):
    return _events(user).standing().values_list("compound__code", "number", "day")
