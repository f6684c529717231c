"""Ground for progress: compounds of both cohorts, two districts, three plan years, with a course of corrections."""

import random
from datetime import UTC, date, datetime, timedelta

from geo_renovation.compounds.choices import Stage
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import CompoundFactory, DistrictFactory, StageEventFactory

FIRST_DAY = date(2021, 2, 1)
QUERIES = (
    "",
    "date=2023-06-30",
    "date=2024-12-31&known=2024-06-30",
    "district=371526001&date=2026-03-01",
    "cohort=first,second&eligibility=eligible",
    "plan_year=2022,none&date=2025-01-15",
    "stage=building,accepted&date=2024-05-01",
)


def at(day, hour=4):
    """A moment in UTC; from 16 o'clock on it is the county's next day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def walk(compound, chance, first=FIRST_DAY):
    """A course with open dates, late records and corrections that are corrected again."""
    day = first + timedelta(days=chance.randrange(900))
    for stage in list(Stage)[: chance.randrange(9)]:
        day += timedelta(days=chance.randrange(1, 150))
        recorded = day + timedelta(days=chance.randrange(200))
        undated = {"effective_to": None, "unknown_reason": "lost_record"} if chance.random() < 0.2 else {}
        moment = {"recorded_at": at(recorded, chance.choice((4, 20)))}
        event = StageEventFactory(compound=compound, stage=stage, on=day, **undated, **moment)
        while chance.random() < 0.3:
            recorded += timedelta(days=chance.randrange(90))
            moment = {"recorded_at": at(recorded, 20), "corrects": event, "correction_reason": "录错"}
            event = StageEventFactory(compound=compound, stage=stage, on=day, **moment)


def lively_county(count=16, seed=5):
    """Needs a county; every second compound is published, one has neither households nor estimate."""
    chance = random.Random(seed)
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(-4000, -4000), size=(5200, 8000))
    DistrictFactory(code="371526002", name="汇鑫街道", at=(1200, -4000), size=(2200, 8000))
    plans = [AnnualPlan.objects.create(year=y, status="adopted", adopted_on=date(y, 1, 1)) for y in (2022, 2024, 2027)]
    draft = AnnualPlan.objects.create(year=2028)
    for n in range(count):
        unknown = {"household_count": None, "estimate_cny": None} if n == 3 else {"household_count": 40 + n}
        compound = CompoundFactory(
            code=f"C/{n}", at=(n * 150, 0), eligible=n % 4 != 1, published=n % 2 == 0,
            completion_year=(1992, 2003, 1998, 2009, None)[n % 5], **unknown,
        )  # fmt: skip
        walk(compound, chance)
        if n % 3:
            PlannedCompound.objects.create(plan=chance.choice([*plans, draft]), compound=compound)
