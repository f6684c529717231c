"""All figures of progress under one filter: what page, wall, brief and workbook show alike."""

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Stage
from geo_renovation.districts.models import County

from .burn_up import burn_up
from .late import late
from .links import RENOVATED, STARTED
from .matrix import in_all, matrix, stage_heads
from .standing import progress
from .tally import share, tally
from .targets import targets
from .years import years


def figures(narrowed, user) -> dict:
    """JSON-ready; days as YYYY-MM-DD, money in CNY, `query` the map filter that shows a figure's compounds."""
    county = County.objects.defer("outline").first() or County()
    told = progress(narrowed, user)
    aims = targets(told, county)
    return {
        "date": told.day.isoformat(),
        "known": told.known and told.known.isoformat(),
        "is_now": narrowed.date is None,
        "viewer": audience_of(user),
        "is_official": told.is_official,
        "query": told.query,
        "filter": _words(narrowed),
        "county": county.name,
        **_in_all(told),
        "targets": aims,
        "years": years(told, county),
        "stages": stage_heads(),
        "matrix": matrix(told),
        "matrix_total": in_all(told),
        "burn_up": burn_up(told, county, sum(aim["needed"] for aim in aims)),
        "late": late(told, county),
    }


def _in_all(told) -> dict:
    """Everything, what is started and what is renovated, as counts and as shares of everything."""
    total = tally(told, told.rows)
    started = tally(told, (row for row in told.rows if row.has_reached(Stage.BUILDING, told.day)), stage=STARTED)
    renovated = tally(told, (row for row in told.rows if row.has_reached(Stage.ACCEPTED, told.day)), stage=RENOVATED)
    return {
        "total": total,
        "started": started,
        "renovated": renovated,
        "started_percent": share(started, total),
        "renovated_percent": share(renovated, total),
    }


def _words(narrowed) -> list:
    """What the filter asks for, the days left out: they stand beside every figure."""
    days = {each.isoformat() for each in (narrowed.date, narrowed.known) if each}
    return [[str(label), str(value)] for label, value in narrowed.words() if str(value) not in days]
