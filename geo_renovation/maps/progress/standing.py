"""How far each compound of a filter had come on any day."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import F, Min, Q
from django.utils import timezone

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.compounds.models import StageEvent
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.planning.models import PlannedCompound

from ..filters import VIEW

NO_DAY = date.max
PUBLIC_FIELDS = ("pk", "code", "name", "district__code", "district__name")
OFFICIAL_FIELDS = ("cohort", "eligibility", "household_count", "estimate_cny")
COHORTS = (Cohort.FIRST, Cohort.SECOND)
# By number; 0 is not yet surveyed.
STAGES = ("", *Stage)
NUMBERS = {stage: number for number, stage in enumerate(STAGES)}


@dataclass(frozen=True, slots=True)
class Standing:
    """One compound; `reached[n]` is the day from which stage n or a later one held."""

    pk: int
    code: str
    name: str
    district: str | None
    district_name: str | None
    cohort: str | None = None
    eligibility: str | None = None
    households: int | None = None
    estimate_cny: object = None
    plan_year: int | None = None
    reached: tuple = (date.min,)

    def has_reached(self, stage, day) -> bool:
        number = NUMBERS[stage]
        return number < len(self.reached) and self.reached[number] <= day

    def stage_number(self, day) -> int:
        """0 for not yet surveyed."""
        return bisect_right(self.reached, day) - 1

    @property
    def is_targeted(self) -> bool:
        """In the scope, and of one of the plan's two cohorts."""
        return self.eligibility == Eligibility.ELIGIBLE and self.cohort in COHORTS


@dataclass(frozen=True)
class Progress:
    """The compounds of a filter and the day as of which they are told."""

    query: str
    day: date
    known: date | None
    is_official: bool
    rows: list[Standing]


def progress(narrowed, user) -> Progress:
    """The standing of every compound that a map filter lets through."""
    day = narrowed.date or timezone.localdate()
    is_official = audience_of(user) in OFFICIAL
    fields = PUBLIC_FIELDS + (OFFICIAL_FIELDS if is_official else ())
    compounds = narrowed.compounds(ignoring=VIEW)
    years = _plan_years(user)
    reached = _reached(compounds, day, narrowed.known)
    rows = [
        Standing(*row, plan_year=years.get(row[0]), reached=reached.get(row[0], (date.min,)))
        for row in compounds.order_by("code").values_list(*fields)
    ]
    return Progress(narrowed.query, day, narrowed.known, is_official, rows)


def _plan_years(user) -> dict:
    return dict(PlannedCompound.objects.visible_to(user).order_by().values_list("compound_id", "plan__year"))


def _reached(compounds, day, known) -> dict:
    """By compound the days of `Standing.reached`, as far as they count by `day`."""
    events = StageEvent.objects.standing() if known is None else StageEvent.objects.known_on(known)
    firsts = {f"stage_{stage.number}": Min("counts_from", filter=Q(stage=stage)) for stage in Stage}
    rows = (
        events.counted_by(day)
        .filter(compound__in=compounds.order_by().values("pk"))
        .order_by()
        .annotate(of=F("compound_id"))
        .values("of")
        .annotate(**firsts)
        .values_list("of", *firsts)
    )
    return {pk: _from_last(days) for pk, *days in rows}


def _from_last(days) -> tuple:
    """A later stage includes the earlier ones, even where these count from a later day of record."""
    from_last = accumulate((day or NO_DAY for day in reversed(days)), min)
    return (date.min, *reversed(list(from_last)))
