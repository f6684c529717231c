"""What happened to each compound from 2021 to the autumn of 2026, and the annual plans."""
from datetime import date, datetime, time, timedelta, timezone

from .frame import stream

STAGES = ("surveyed", "reported", "planned", "designed", "tendered", "building", "accepted", "handed_over")
STAGE_LABEL = dict(zip(STAGES, ("摸底", "上报", "列入计划", "设计", "招标", "施工", "竣工验收", "移交"), strict=True))
SURVEYED, REPORTED, PLANNED, DESIGNED, TENDERED, BUILDING, ACCEPTED, HANDED_OVER = range(1, 9)
LAST_DAY = date(2026, 11, 20)
SHANGHAI = timezone(timedelta(hours=8))
ADOPTED_ON = {
    2021: date(2021, 9, 28), 2022: date(2022, 1, 21), 2023: date(2023, 1, 16), 2024: date(2024, 1, 26),
    2025: date(2025, 1, 17), 2026: date(2026, 1, 23), 2027: None,
}  # fmt: skip
# Days from one stage to the next, at least and at most.
STEP_DAYS = {DESIGNED: (35, 80), TENDERED: (25, 55), BUILDING: (14, 35), ACCEPTED: (95, 160), HANDED_OVER: (20, 75)}
# How far a year's compounds have come by now; the rest lag.
REACHED = {
    2021: ((HANDED_OVER, 1.0),),
    2022: ((HANDED_OVER, 0.93), (ACCEPTED, 1.0)),
    2023: ((HANDED_OVER, 0.8), (ACCEPTED, 1.0)),
    2024: ((HANDED_OVER, 0.45), (ACCEPTED, 0.9), (BUILDING, 1.0)),
    2025: ((HANDED_OVER, 0.1), (ACCEPTED, 0.6), (BUILDING, 0.93), (TENDERED, 1.0)),
    2026: ((ACCEPTED, 0.05), (BUILDING, 0.25), (TENDERED, 0.45), (DESIGNED, 0.65), (PLANNED, 1.0)),
}
EVIDENCE = {
    SURVEYED: "入户摸底表", REPORTED: "街道上报汇总表", PLANNED: "年度改造计划", DESIGNED: "设计成果确认单",
    TENDERED: "中标通知书", BUILDING: "开工报告", ACCEPTED: "联合验收表", HANDED_OVER: "移交清单",
}  # fmt: skip
STREET_OF_DISTRICT = {"371526001": "street-yuqiuhu", "371526002": "street-huixin", "371526003": "street-renhe"}
CENTRE = "centre"


# How many of a hundred blocks each year takes up; the rest wait for a plan.
BLOCKS_OF_YEAR = {2021: 5, 2022: 7, 2023: 8, 2024: 9, 2025: 12, 2026: 17, 2027: 9, None: 33}


def _programme(rng, found):
    """The plan year of each block: neighbours are renovated together."""
    blocks = sorted({compound.lot.block for compound in found}, key=lambda _: rng.random())
    years = [year for year, share in BLOCKS_OF_YEAR.items() for _ in range(share)]
    return {block: years[n * 100 // len(blocks)] for n, block in enumerate(blocks)}


def _target(rng, compound, year):
    """(plan year, stage reached); only eligible compounds get beyond reporting."""
    if not compound.judgement.is_eligible:
        if compound.judgement.kind in ("unjudged", "outside_town"):
            return None, 0 if rng.random() < 0.65 else SURVEYED
        return None, SURVEYED if rng.random() < 0.78 else REPORTED if rng.random() < 0.5 else 0
    if year is None or rng.random() < 0.12:
        return None, REPORTED if rng.random() < 0.76 else SURVEYED if rng.random() < 0.7 else 0
    if year == 2027:
        return 2027, REPORTED
    mark = rng.random()
    return year, next(stage for stage, share in REACHED[year] if mark <= share)


def _days(rng, low, high):
    return timedelta(days=low + int(rng.random() * (high - low)))


def _dates(rng, plan_year, stage):
    """One day per stage up to the one reached; works rest in winter and nothing lies ahead."""
    adopted = ADOPTED_ON.get(plan_year)
    if adopted is None:
        reported = date(2025, 12, 1) - _days(rng, 0, 1400) if plan_year is None else date(2026, 10, 20) - _days(rng, 0, 60)
    else:
        reported = adopted - _days(rng, 16, 40)
    days = [reported - _days(rng, 8, 20), reported, adopted]
    for number in range(DESIGNED, stage + 1):
        days.append(days[-1] + _days(rng, *STEP_DAYS[number]))
    return [day for day in days[:stage] if day and day <= LAST_DAY - timedelta(days=3)]


class Course:
    """Writes one compound's events; codes count up, later records never precede earlier ones."""

    def __init__(self, rng, compound):
        self.rng, self.compound = rng, compound
        self.recorded = datetime(2021, 8, 1, 8, tzinfo=SHANGHAI)
        self.street = STREET_OF_DISTRICT[compound.district]

    def _record(self, known_on, delay):
        """A working hour `delay` after the day, but not before what was recorded earlier, nor ahead of now."""
        day = min(known_on + timedelta(days=delay), LAST_DAY)
        moment = datetime.combine(day, time(8 + int(self.rng.random() * 9), int(self.rng.random() * 60)), SHANGHAI)
        self.recorded = max(moment, self.recorded + timedelta(minutes=7))
        return self.recorded.isoformat()

    def add(self, number, first, last, *, delay=1, reason="", corrects="", why=""):
        """One event; returns its code."""
        code = f"{self.compound.code}-E{len(self.compound.events) + 1:02d}"
        known_on = last or first or self.recorded.date()
        self.compound.events.append({
            "compound_code": self.compound.code, "event_code": code, "stage": STAGE_LABEL[STAGES[number - 1]],
            "effective_from": first, "effective_to": last, "unknown_reason": reason,
            "recorded_at": self._record(known_on, delay),
            "recorded_by": self.street if number <= REPORTED or number == BUILDING else CENTRE,
            "evidence": "" if reason else EVIDENCE[number], "corrects": corrects, "correction_reason": why,
        })  # fmt: skip
        return code


def _write(rng, compound, days):
    """The plain course of a compound with its late, open and corrected entries."""
    course = Course(rng, compound)
    for n, day in enumerate(days):
        number, chance = n + 1, rng.random()
        after = days[n + 1] if n + 1 < len(days) else LAST_DAY
        if number <= REPORTED and chance < 0.05:
            known = day if chance < 0.035 else None
            reason = ("lost_record", "verbal_report")[int(rng.random() * 2)] if known else "before_register"
            course.add(number, known, None, delay=4, reason=reason)
        elif number >= DESIGNED and chance < 0.03 and (after - day).days > 12:
            wrong = course.add(number, day + timedelta(days=9), day + timedelta(days=9), delay=1)
            course.add(number, day, day, delay=18, corrects=wrong, why="日期誊写错误，按原始材料更正")
        else:
            span = int(rng.random() * 7) if number == SURVEYED and rng.random() < 0.6 else 0
            late = 60 + int(rng.random() * 240) if chance > 0.955 else int(rng.random() * 6)
            course.add(number, day, day + timedelta(days=span), delay=late)
    return course


def _move_back(course, compound, days):
    """A stage recorded for the wrong compound, taken back."""
    day = days[-1]
    wrong = course.add(len(days) + 1, day + timedelta(days=12), day + timedelta(days=12))
    course.add(len(days), day, day, delay=25, corrects=wrong, why="误记为本小区，实为相邻小区，退回原阶段")


def _settle(rng, compound):
    """What follows from the stage reached: wish and publication."""
    stage, plan_year = compound.stage, compound.plan_year
    base = plan_year or 2026 + int(rng.random() * 2)
    compound.wished_year = min(2027, max(2022, base - (1 if rng.random() < 0.2 else 0))) if rng.random() < 0.94 else None
    chance = 0.95 if stage >= BUILDING else 0.8 if stage >= PLANNED else 0.25 if stage == REPORTED else 0.02
    if compound.judgement.is_eligible and rng.random() < chance:
        compound.published_on = min(LAST_DAY, _last_day(compound) + _days(rng, 5, 40)) if stage else None


def _last_day(compound):
    known = [e["effective_to"] for e in compound.events[:3] if e["effective_to"]]
    return max(known, default=date(2024, 5, 6))


def record_history(seed: int, found) -> None:
    """Gives every compound its events, plan year, wish and publication."""
    rng = stream(seed, "stages")
    programme = _programme(rng, found)
    back = 0
    for compound in found:
        year = programme[compound.lot.block]
        plan_year, stage = _target(rng, compound, year)
        days = _dates(rng, plan_year, stage)
        compound.stage, compound.plan_year = len(days), plan_year
        compound.renewed_year = days[BUILDING - 1].year if compound.stage >= ACCEPTED else None
        course = _write(rng, compound, days)
        room = days and (LAST_DAY - days[-1]).days > 60
        if back < 5 and room and compound.stage in (PLANNED, DESIGNED, TENDERED) and rng.random() < 0.4:
            _move_back(course, compound, days)
            back += 1
        _settle(rng, compound)


def stage_rows(found) -> list[dict]:
    """All events in the order in which they were recorded."""
    events = [event for compound in found for event in compound.events]
    return sorted(events, key=lambda e: (e["recorded_at"], e["event_code"]))


def plan_rows(found) -> list[dict]:
    """The annual plans, adopted but for the coming year's."""
    rows = []
    for year, adopted_on in ADOPTED_ON.items():
        planned = [c for c in found if c.plan_year == year]
        for sequence, compound in enumerate(sorted(planned, key=lambda c: (c.lot.block, c.code)), 1):
            rows.append({
                "year": year, "status": "adopted" if adopted_on else "submitted", "adopted_on": adopted_on,
                "compound_code": compound.code, "sequence": sequence,
            })  # fmt: skip
    return rows
