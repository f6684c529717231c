"""How much of everything a filter has: what stands beside the switches of the legend, and its totals.

Each count of the legend leaves its own filter aside, so that an entry that is switched off still
says how much it would show; the totals apply every filter.
"""
from collections import defaultdict

from django.db.models import Count, Sum

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.querysets import OFFICIAL

from .catalogue import BY_KEY
from .lengths import TooManyLines, by_class_and_owner

COUNTED = tuple(BY_KEY[key] for key in ("compounds", "segments"))
MOST_CODES = 5000
# Of the answer: its filter, and the column that is counted.
PUBLIC_LISTS = {"stages": ("stage", "stage_shown"), "districts": ("district", "district__code")}
OFFICIAL_LISTS = {"eligibility": ("eligibility", "eligibility"), "cohorts": ("cohort", "cohort")}
PUBLIC_SUMS = {"buildings": "building_count"}
OFFICIAL_SUMS = {
    "households": "household_count",
    "floor_area_m2": "floor_area_m2",
    "estimate_cny": "estimate_cny",
}
LINES = ("class", "owner")


def summary(asked) -> dict:
    """The legend and totals of a filter, and of its part in the view where the request has one."""
    return {
        **part(asked, ("bbox",)),
        "in_view": part(asked) if asked.view else None,
        "codes": codes(asked),
        "query": asked.query,
        "errors": asked.errors,
    }


def part(asked, ignoring=()) -> dict:
    """Legend and totals; `ignoring` names what shall not narrow."""
    told, totals = compounds(asked, ignoring)
    lines, of_lines = segments(asked, ignoring)
    return {**told, "buildings": totals["buildings"], "segments": lines, "totals": totals | of_lines}


def codes(asked) -> list | None:
    """The codes of the compounds that match; None where they are too many to name."""
    found = asked.compounds(("bbox",)).order_by("code").values_list("code", flat=True)
    found = list(found[: MOST_CODES + 1])
    return found if len(found) <= MOST_CODES else None


def compounds(asked, ignoring) -> tuple[dict, dict]:
    """One statement groups by all lists at once; the counts of each are made from its groups."""
    is_official = audience_of(asked.user) in OFFICIAL
    lists = PUBLIC_LISTS | (OFFICIAL_LISTS if is_official else {})
    summed = PUBLIC_SUMS | (OFFICIAL_SUMS if is_official else {})
    rows = asked.compounds((*ignoring, *(name for name, _column in lists.values()))).order_by()
    columns = [column for _name, column in lists.values()]
    sums = {f"sum_{key}": Sum(column) for key, column in summed.items()}
    groups = list(rows.values(*columns).annotate(count=Count("pk"), **sums))
    told = {"eligibility": [], "cohorts": []}
    for key, (_name, column) in lists.items():
        others = [each for each in lists.values() if each[1] != column]
        told[key] = counted((group for group in groups if matches(asked, group, others)), column)
    matched = [group for group in groups if matches(asked, group, lists.values())]
    totals = {key: whole(sum(group[f"sum_{key}"] or 0 for group in matched)) for key in summed}
    return told, {"compounds": sum(group["count"] for group in matched)} | totals


def whole(total):
    """A sum of money or of areas to the hundredth; a count as it is."""
    return total if isinstance(total, int) else round(float(total), 2)


def matches(asked, group, lists) -> bool:
    """Whether a group is among what the filters of `lists` ask for."""
    wanted = asked.of_compounds.asked
    return all((group[column] or "none") in wanted[name] for name, column in lists if name in wanted)


def counted(groups, column) -> list[dict]:
    counts = defaultdict(int)
    for group in groups:
        counts[group[column] or ""] += group["count"]
    return [{"code": code, "count": count} for code, count in counts.items()]


def segments(asked, ignoring) -> tuple[list | None, dict]:
    """Metres by class and owner, and of those that the filter shows; None where they are too many to measure."""
    if not BY_KEY["segments"].open_to(asked.user):
        return [], {}
    try:
        rows = by_class_and_owner(asked, (*ignoring, *LINES), cut="bbox" not in ignoring)
    except TooManyLines:
        return None, {"metres": None, "segments": None}
    shown = [row for row in rows if shows(asked, row)]
    told = [row | {"metres": round(row["metres"], 2)} for row in rows if row["metres"]]
    totals = {"metres": round(sum(row["metres"] for row in shown), 2), "segments": sum(row["count"] for row in shown)}
    return told, totals


def shows(asked, row) -> bool:
    wanted = asked.of_lines.asked
    return row["network_class"] in wanted.get("network_class", [row["network_class"]]) and (
        "owner" not in wanted or (row["owner"] or "none") in wanted["owner"]
    )
