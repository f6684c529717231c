"""The plan's two cohort targets 分批目标: actual against needed, and after the date the overrun."""

from math import ceil

from geo_renovation.compounds.choices import Cohort, Eligibility, Stage

from .links import NOT_RENOVATED, RENOVATED, STARTED
from .pace import START, behind_points, due_percent, lamp
from .tally import share, tally


def targets(progress, county) -> list[dict]:
    """One entry per cohort, for officials."""
    if not progress.is_official:
        return []
    needed = {Cohort.FIRST: 100, Cohort.SECOND: county.second_cohort_percent}
    return [target(progress, county, cohort, percent) for cohort, percent in needed.items()]


def target(progress, county, cohort, needed_percent) -> dict:
    rows = [row for row in progress.rows if row.eligibility == Eligibility.ELIGIBLE and row.cohort == cohort]
    counted = _counted(progress, rows, cohort)
    needed = ceil(len(rows) * needed_percent / 100)
    renovated = counted["renovated"]["compounds"]
    short = max(needed - renovated, 0)
    due = due_percent(START, county.target_date, progress.day)
    behind = behind_points(min(100 * renovated / needed, 100) if needed else None, due)
    days_over = (progress.day - county.target_date).days
    return {
        "cohort": cohort.value,
        "label": str(cohort.label),
        "year": county.must_finish_cohort_year if cohort == Cohort.FIRST else None,
        "due_on": county.target_date.isoformat(),
        "needed_percent": needed_percent,
        "needed": needed,
        "short": short,
        "days_left": max(-days_over, 0),
        "days_over": max(days_over, 0) if short else 0,
        "due_percent": round(due, 1),
        "behind_points": behind,
        "lamp": lamp(behind, county),
        **counted,
    }


def _counted(progress, rows, cohort) -> dict:
    def of(rows, **narrowing):
        return tally(progress, rows, cohort=[cohort], eligibility=[Eligibility.ELIGIBLE], **narrowing)

    day = progress.day
    eligible = of(rows)
    started = of((row for row in rows if row.has_reached(Stage.BUILDING, day)), stage=STARTED)
    renovated = of((row for row in rows if row.has_reached(Stage.ACCEPTED, day)), stage=RENOVATED)
    missing = of((row for row in rows if not row.has_reached(Stage.ACCEPTED, day)), stage=NOT_RENOVATED)
    return {
        "eligible": eligible,
        "started": started,
        "renovated": renovated,
        "not_renovated": missing,
        "started_percent": share(started, eligible),
        "renovated_percent": share(renovated, eligible),
    }
