"""The table of stage events: rows that would break a compound's course are named one by one.

The database holds the same rules by trigger, but answers for a whole statement.
"""
from collections import defaultdict
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from geo_renovation.compounds.choices import Stage
from geo_renovation.compounds.models import StageEvent


@dataclass
class Event:
    """An event as the rules see it; `row` is None for one already in the database."""

    row: int | None
    code: str
    compound: str
    stage: str
    start: object
    end: object
    corrects: str | None

    @property
    def number(self):
        return Stage(self.stage).number


FLAWS = (
    # field to blame, reason, condition
    (
        "effective_from",
        "date_or_reason",
        "(effective_from IS NULL OR effective_to IS NULL) AND unknown_reason = ''",
    ),
    ("effective_to", "range_order", "effective_from > effective_to"),
    ("correction_reason", "required", "corrects IS NOT NULL AND correction_reason = ''"),
)


def follows_the_course(run):
    """No stage skipped, none before the preceding, none after its own record; corrections sound."""
    for field, reason, condition in FLAWS:
        run.reject(f"SELECT row, {field} FROM incoming WHERE {condition}", field, reason)
    run.reject(
        "SELECT row, effective_from FROM incoming WHERE greatest(effective_from, effective_to)"
        f" > (recorded_at AT TIME ZONE '{ZoneInfo(settings.TIME_ZONE).key}')::date",
        "effective_from",
        "after_record",
    )
    run.drop_rejected()
    new, old = _new_events(run), _stored_events(run)
    for event, field, reason in broken(new, old):
        run.report.reject(event.row, field, getattr(event, FIELDS[field]), reason)


FIELDS = {"stage": "stage", "effective_from": "start", "corrects": "corrects"}


def _new_events(run):
    rows = run.rows(
        "SELECT row, event_code, compound_code, stage, effective_from, effective_to, corrects"
        " FROM incoming ORDER BY row"
    )
    return [Event(*row) for row in rows]


def _stored_events(run):
    compounds = [code for (code,) in run.rows("SELECT DISTINCT compound_code FROM incoming")]
    rows = StageEvent.objects.filter(compound__code__in=compounds).values_list(
        "code", "compound__code", "stage", "effective_from", "effective_to", "corrects__code"
    )
    return [Event(None, *row) for row in rows]


def broken(new, old):
    """(event, field, reason) for every new event that cannot stand; the rest break no rule."""
    refused = _unsound_corrections(new, old)
    gone = {id(event) for event, _, _ in refused}
    while True:
        kept = [event for event in new if id(event) not in gone]
        found = _unsound_corrections(kept, old) or _out_of_course(kept, old)
        if not found:
            return refused
        refused += found
        gone |= {id(event) for event, _, _ in found}


def _unsound_corrections(new, old):
    """Corrections of nothing, of another compound's event, or of one corrected already."""
    known = {event.code: event for event in [*old, *new]}
    taken = {event.corrects for event in old if event.corrects}
    found = []
    for event in new:
        if not event.corrects:
            continue
        target = known.get(event.corrects)
        if target is None or _comes_round(event, known):
            found.append((event, "corrects", "unknown_reference"))
        elif target.compound != event.compound:
            found.append((event, "corrects", "corrects_other_compound"))
        elif event.corrects in taken:
            found.append((event, "corrects", "already_corrected"))
        else:
            taken.add(event.corrects)
    return found


def _comes_round(event, known):
    """Whether the chain of corrections leads back to the event: then none of them would ever stand."""
    at, passed = event, set()
    while at is not None and at.code not in passed:
        passed.add(at.code)
        at = known.get(at.corrects)
    return at is event


def _out_of_course(new, old):
    corrected = {event.corrects for event in [*old, *new] if event.corrects}
    standing = defaultdict(list)
    for event in [*old, *new]:
        if event.code not in corrected:
            standing[event.compound].append(event)
    return [flaw for events in standing.values() for flaw in _twice(events) or _skipped(events) or _early(events)]


def _twice(events):
    """New events, not corrections, of a stage that already stands."""
    seen, found = {event.stage for event in events if event.row is None and not event.corrects}, []
    for event in events:
        if event.row is None or event.corrects:
            continue
        if event.stage in seen:
            found.append((event, "stage", "stage_twice"))
        seen.add(event.stage)
    return found


def _skipped(events):
    numbers = {event.number for event in events}
    first_missing = next(n for n in range(1, len(Stage) + 2) if n not in numbers)
    late = [event for event in events if event.number > first_missing]
    return [(event, "stage", "stage_skipped") for event in late if event.row is not None]


def _early(events):
    """The first new event that clashes with an earlier stage or with what is stored."""
    for event in sorted(events, key=lambda e: e.number):
        held = [e for e in events if e.number < event.number or (e.row is None and e.number > event.number)]
        if event.row is not None and any(_clash(event, other) for other in held):
            return [(event, "effective_from", "stage_before_preceding")]  # the rest is judged again
    return []


def _clash(a, b):
    low, high = (a, b) if a.number < b.number else (b, a)
    return any(
        early is not None and late is not None and late < early
        for late, early in ((high.start, low.start), (high.end, low.end), (high.end, low.start))
    )


def numbered(run):
    """Gives every event its id beforehand: corrections in the same file point at one another."""
    run.execute(
        "UPDATE incoming SET new_id = nextval(pg_get_serial_sequence('compounds_stageevent', 'id'))"
    )
    run.index("event_code")
    run.execute(
        "UPDATE incoming t SET corrects_id = coalesce("
        " (SELECT u.new_id FROM incoming u WHERE u.event_code = t.corrects),"
        " (SELECT e.id FROM compounds_stageevent e WHERE e.code = t.corrects))"
        " WHERE t.corrects IS NOT NULL"
    )
