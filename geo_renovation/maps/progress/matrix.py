"""Stage × district × plan year: how many compounds stand where."""

from collections import defaultdict

from django.utils.translation import gettext as _

from geo_renovation.compounds.choices import Stage

from .links import NONE
from .standing import STAGES
from .tally import tally


def stage_heads() -> list[dict]:
    """The columns: not yet surveyed, then ①–⑧."""
    named = [{"number": stage.number, "code": stage.value, "label": str(stage.label)} for stage in Stage]
    return [{"number": 0, "code": NONE, "label": _("Not yet surveyed")}, *named]


def matrix(progress) -> list[dict]:
    """A row for each district and plan year that holds compounds, and one for each district in all."""
    districts = defaultdict(list)
    for row in progress.rows:
        districts[row.district or ""].append(row)
    return [line for code in sorted(districts, key=_last_if_empty) for line in _district(progress, code, districts[code])]


def in_all(progress) -> dict:
    return _line(progress, progress.rows)


def _last_if_empty(key):
    return (not key, key)


def _district(progress, code, rows):
    named = {"district": code, "district_name": rows[0].district_name or _("In no district")}
    only = {"district": [code or NONE]}
    yield named | {"year": None, "is_whole": True} | _line(progress, rows, **only)
    if progress.is_official:
        years = defaultdict(list)
        for row in rows:
            years[row.plan_year or 0].append(row)
        for year in sorted(years, key=_last_if_empty):
            line = _line(progress, years[year], **only, plan_year=[year or NONE])
            yield named | {"year": year or None, "is_whole": False} | line


def _line(progress, rows, **narrowing) -> dict:
    stages = defaultdict(list)
    for row in rows:
        stages[row.stage_number(progress.day)].append(row)
    cells = [
        tally(progress, stages[number], stage=[stage or NONE], **narrowing) for number, stage in enumerate(STAGES)
    ]
    return {"cells": cells, "total": tally(progress, rows, **narrowing)}
