"""The late list 滞后清单: whose plan year or target date is over, and who has stood in a stage longest."""

from datetime import date
from heapq import nsmallest

from geo_renovation.compounds.choices import Eligibility, Stage

from .links import NOT_RENOVATED
from .standing import COHORTS, STAGES
from .tally import tally

# So many rows are told; the count and its link are of all.
MOST_ROWS = 50


def late(progress, county) -> dict:
    """For officials: both lists of the unfinished with their days late, and the longest in their stage."""
    if not progress.is_official:
        return {}
    rows = [row for row in progress.rows if not row.has_reached(Stage.ACCEPTED, progress.day)]
    return {
        "plan_year": _past_plan_year(progress, rows),
        "target": _past_target(progress, rows, county),
        "stuck": _stuck(progress),
    }


def _past_plan_year(progress, rows):
    this_year = progress.day.year
    years = sorted({row.plan_year for row in progress.rows if row.plan_year and row.plan_year < this_year})
    late = [(row, date(row.plan_year, 12, 31)) for row in rows if row.plan_year in years]
    return _listed(progress, late, plan_year=years, stage=NOT_RENOVATED)


def _past_target(progress, rows, county):
    is_over = progress.day > county.target_date
    late = [(row, county.target_date) for row in rows if is_over and row.is_targeted]
    only = {"cohort": COHORTS, "eligibility": [Eligibility.ELIGIBLE]} if is_over else {"cohort": []}
    return _listed(progress, late, **only, stage=NOT_RENOVATED)


def _listed(progress, late, **narrowing):
    return tally(progress, (row for row, _due in late), **narrowing) | {"rows": _longest(progress, late)}


def _stuck(progress):
    """Under way, neither unsurveyed nor handed over."""
    numbered = ((row, row.stage_number(progress.day)) for row in progress.rows)
    return _longest(progress, [(row, row.reached[n]) for row, n in numbered if 0 < n < len(Stage)])


def _longest(progress, dated):
    """The rows whose day is longest ago, in words."""
    oldest = nsmallest(MOST_ROWS, dated, key=lambda each: (each[1], each[0].code))
    return [_told(progress, row, since) for row, since in oldest]


def _told(progress, row, since) -> dict:
    number = row.stage_number(progress.day)
    return {
        "code": row.code,
        "card": f"compound:{row.code}",
        "name": row.name,
        "district": row.district,
        "district_name": row.district_name,
        "plan_year": row.plan_year,
        "stage_number": number,
        "stage": STAGES[number],
        "households": row.households,
        "since": since.isoformat(),
        "days": (progress.day - since).days,
    }
