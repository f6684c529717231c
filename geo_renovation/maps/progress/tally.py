"""Compounds counted: by compound 按小区数计, by household 按户数计, and what they are estimated to cost."""

from decimal import Decimal

from .links import narrowed


def tally(progress, rows, **narrowing) -> dict:
    """The counts of some rows of `progress`, with the filter that shows the same compounds."""
    rows = list(rows)
    counted = {"compounds": len(rows), "query": narrowed(progress.query, **narrowing)}
    if not progress.is_official:
        return counted
    households = [row.households for row in rows if row.households is not None]
    estimates = [row.estimate_cny for row in rows if row.estimate_cny is not None]
    return counted | {
        "households": sum(households),
        "without_households": len(rows) - len(households),
        "estimate_cny": float(sum(estimates, Decimal())),
        "without_estimate": len(rows) - len(estimates),
    }


def share(part: dict, whole: dict) -> dict:
    """Percent of the compounds and of the households; None of nothing."""
    return {by: _percent(part[by], whole[by]) for by in ("compounds", "households") if by in whole}


def _percent(part, whole):
    return round(100 * part / whole, 1) if whole else None
