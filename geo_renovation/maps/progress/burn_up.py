"""Month by month how many compounds were started and renovated, against the straight line to the target."""

from bisect import bisect_right
from datetime import date, timedelta

from django.http import QueryDict

from geo_renovation.compounds.choices import Eligibility, Stage

from .links import RENOVATED, STARTED, narrowed
from .pace import START, due_percent
from .standing import COHORTS


def burn_up(progress, county, needed) -> dict:
    """Of the two cohorts in scope, or where the viewer is not told these of all compounds, the whole course."""
    rows, only = progress.rows, {}
    if progress.is_official:
        rows = [row for row in rows if row.is_targeted]
        only = {"cohort": COHORTS, "eligibility": [Eligibility.ELIGIBLE]}
    started, renovated = (_days(rows, stage) for stage in (Stage.BUILDING, Stage.ACCEPTED))
    last = max(progress.day, county.target_date) if progress.is_official else progress.day
    return {
        "needed": needed if progress.is_official else None,
        "points": [
            _point(progress, day, started, renovated, only)
            | {"needed": _needed(needed, county, day) if progress.is_official else None}
            for day in month_ends(START, progress.day, last)
        ],
    }


def _days(rows, stage):
    number = Stage(stage).number
    return sorted(row.reached[number] for row in rows if len(row.reached) > number)


def _point(progress, day, started, renovated, only) -> dict:
    """Nothing is counted beyond the day of the figures."""
    if day > progress.day:
        return {"day": day.isoformat(), "started": None, "renovated": None}
    return {
        "day": day.isoformat(),
        "started": bisect_right(started, day),
        "renovated": bisect_right(renovated, day),
        "started_query": _query(progress, date=day, stage=STARTED, **only),
        "renovated_query": _query(progress, date=day, stage=RENOVATED, **only),
    }


def _query(progress, **narrowing):
    """None where the filter asks for stages of its own: those of another day are other compounds."""
    return None if "stage" in QueryDict(progress.query) else narrowed(progress.query, **narrowing)


def _needed(needed, county, day) -> float:
    return round(needed * due_percent(START, county.target_date, day) / 100, 1)


def month_ends(start, today, last) -> list[date]:
    """The last days of the months from `start` to `last`, with `today` and `last` itself."""
    days, first = {today, last}, start
    while (first := (first + timedelta(days=31)).replace(day=1)) <= last:
        days.add(first - timedelta(days=1))
    return sorted(days)
