"""What annual plans come to: both cohort targets, and by year compounds, households, money and utilities."""
from collections import defaultdict
from math import ceil

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.compounds.models import Compound
from geo_renovation.compounds.querysets import stage_number
from geo_renovation.districts.models import County

from .models import PlannedCompound, Stretch
from .selection import plain

COUNTED = {"compounds": 0, "buildings": 0, "households": 0, "floor_area_m2": 0, "estimate_cny": 0, "without_estimate": 0}
IN_STEP = {"metres": 0, "organisations": 0}


def effects(user) -> dict:
    """{years: {year: figures}, targets: [...]}, of the plans the user may read."""
    return {"years": by_year(user), "targets": targets(user)}


def by_year(user) -> dict[int, dict]:
    planned = PlannedCompound.objects.visible_to(user)
    found = defaultdict(lambda: COUNTED | IN_STEP)
    for row in _sums(planned):
        year = row.pop("year")
        found[year] = found[year] | {name: plain(value) for name, value in row.items()}
    for row in utilities(user, planned):
        year = row.pop("year")
        found[year] = found[year] | row | {"metres": round(row["metres"], 1)}
    return dict(found)


def _sums(planned):
    of = "compound__"
    return planned.order_by().values(year=F("plan__year")).annotate(
        compounds=Count("pk"),
        buildings=Coalesce(Sum(f"{of}building_count"), 0),
        households=Coalesce(Sum(f"{of}household_count"), 0),
        floor_area_m2=Coalesce(Sum(f"{of}floor_area_m2"), 0.0),
        estimate_cny=Sum(f"{of}estimate_cny", default=0),
        without_estimate=Count("pk", filter=Q(**{f"{of}estimate_cny": None})),
    )  # fmt: skip


def utilities(user, planned):
    """Per year the metres of line that lie under its compounds and whose owners must keep step; every metre once."""
    lies = Q(other=None) | Q(other__planned__plan=F("compound__planned__plan"))
    rows = Stretch.objects.visible_to(user).filter(lies, compound__planned__in=planned.order_by().values("pk"))
    return (
        rows.order_by()
        .values(year=F("compound__planned__plan__year"))
        .annotate(metres=Sum("seen_metres"), organisations=Count("segment__owner", distinct=True))
    )


def targets(user) -> list[dict]:
    """Both targets of the county's plan 分批目标: in which year the plans meet them."""
    county = County.objects.defer("outline").first()
    if county is None:
        return []
    counted = _by_cohort_and_year(user)
    needed = {Cohort.FIRST: 100, Cohort.SECOND: county.second_cohort_percent}
    return [_target(cohort, percent, counted[cohort], county.target_date.year) for cohort, percent in needed.items()]


def _by_cohort_and_year(user):
    """{cohort: {year, None, or "renovated": eligible compounds}}; what is overdue can come this year at the earliest."""
    this_year = timezone.localdate().year
    rows = Compound.objects.visible_to(user).with_cohort().filter(eligibility=Eligibility.ELIGIBLE)
    rows = rows.alias(reached=stage_number()).annotate(is_done=Q(reached__gte=Stage.ACCEPTED.number))
    planned = dict(PlannedCompound.objects.visible_to(user).order_by().values_list("compound", "plan__year"))
    counted = defaultdict(lambda: defaultdict(int))
    for pk, cohort, is_done in rows.order_by().values_list("pk", "cohort", "is_done"):
        year = max(planned[pk], this_year) if pk in planned else None
        counted[cohort]["renovated" if is_done else year] += 1
    return counted


def _target(cohort, percent, counted, due):
    eligible = sum(counted.values())
    needed, reached = ceil(eligible * percent / 100), counted["renovated"]
    met_in = None
    years = sorted(year for year in counted if isinstance(year, int))
    by_due = reached + sum(counted[year] for year in years if year <= due)
    for year in years:
        if reached < needed <= reached + counted[year]:
            met_in = year
        reached += counted[year]
    return {
        "cohort": cohort.value, "label": str(cohort.label), "needed_percent": percent, "eligible": eligible,
        "needed": needed, "renovated": counted["renovated"], "planned": reached - counted["renovated"],
        "due": due, "by_due": by_due, "met_in": met_in, "is_met": counted["renovated"] >= needed,
        "short": max(needed - reached, 0), "years_over": max((met_in or due) - due, 0),
    }  # fmt: skip


def compared(before: dict, after: dict) -> dict:
    """The years and targets that a move changed, each as it was and as it is."""
    years = sorted(before["years"].keys() | after["years"].keys())
    empty = COUNTED | IN_STEP
    pairs = [{"year": y, "before": before["years"].get(y, empty), "after": after["years"].get(y, empty)} for y in years]
    targets = [{"before": was, "after": now} for was, now in zip(before["targets"], after["targets"], strict=True)]
    return {"years": [pair for pair in pairs if pair["before"] != pair["after"]], "targets": targets}
