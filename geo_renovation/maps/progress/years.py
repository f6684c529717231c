"""The annual plans 年度改造计划: planned, started 开工率, completed 完工率."""

from collections import defaultdict
from datetime import date

from geo_renovation.compounds.choices import Stage

from .links import RENOVATED, STARTED
from .pace import behind_points, due_percent, lamp
from .tally import share, tally


def years(progress, county) -> list[dict]:
    """One entry per plan year, for officials."""
    planned = defaultdict(list)
    for row in progress.rows:
        if row.plan_year:
            planned[row.plan_year].append(row)
    return [year_of(progress, county, year, planned[year]) for year in sorted(planned)]


def year_of(progress, county, year, rows) -> dict:
    day, only = progress.day, {"plan_year": [year]}
    planned = tally(progress, rows, **only)
    started = tally(progress, (r for r in rows if r.has_reached(Stage.BUILDING, day)), stage=STARTED, **only)
    finished = tally(progress, (r for r in rows if r.has_reached(Stage.ACCEPTED, day)), stage=RENOVATED, **only)
    finished_percent = share(finished, planned)
    due = due_percent(date(year, 1, 1), date(year, 12, 31), day)
    behind = behind_points(finished_percent["compounds"], due)
    return {
        "year": year,
        "planned": planned,
        "started": started,
        "finished": finished,
        "started_percent": share(started, planned),
        "finished_percent": finished_percent,
        "due_percent": round(due, 1),
        "behind_points": behind,
        "lamp": lamp(behind, county) if due else None,
    }
