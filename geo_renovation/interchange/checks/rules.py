"""Rules a row keeps or breaks by itself, declared one by one and asked in one pass over the rows."""
import json
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rule:
    """`broken` and `details` are SQL over `t`, the row as it will stand; True of `broken` is a finding."""

    reason: str
    field: str
    broken: str
    is_error: bool = False
    details: dict = field(default_factory=dict)


def by_class(values, default="NULL"):
    """SQL for what holds of a row's network class."""
    cases = " ".join(f"WHEN '{network_class}' THEN {value}" for network_class, value in values.items())
    return f"CASE t.network_class {cases} ELSE {default} END"


PLACES = {
    "point": "t.shape", "line": "ST_LineInterpolatePoint(t.shape, 0.5)", "polygon": "ST_PointOnSurface(t.shape)",
}
# One pass finds the few rows that break any rule; what there is to say is looked at afterwards.
BROKEN = """
    SELECT t.row, f.rule, CASE f.rule {values} END, ST_X(p) AS x, ST_Y(p) AS y, CASE f.rule {details} END
    FROM (SELECT *, array_remove(ARRAY[{flags}], NULL) AS broken FROM {rows} WHERE {any} OFFSET 0) t
    CROSS JOIN LATERAL unnest(t.broken) f (rule)
    CROSS JOIN LATERAL (SELECT {place}) p (p)
    ORDER BY t.row, f.rule
"""


def keep(run, rules):
    """Rejects rows, or warns of them, that break one of `rules`."""
    for row, number, value, x, y, details in run.rows(_broken(run, rules)):
        rule, place = rules[number], None if x is None else (x, y)
        details = json.loads(details) if details else {}
        if rule.is_error:
            run.report.reject(row, rule.field, value, rule.reason, place, **details)
        else:
            run.report.warn(rule.reason, row, rule.field, value, place, **details)


def _broken(run, rules):
    return BROKEN.format(
        rows=run.resulting(),
        any=" OR ".join(f"({rule.broken})" for rule in rules),
        flags=", ".join(f"CASE WHEN {rule.broken} THEN {number} END" for number, rule in enumerate(rules)),
        values=" ".join(f"WHEN {number} THEN {_value(rule)}" for number, rule in enumerate(rules)),
        details=" ".join(f"WHEN {number} THEN {_details(rule)}" for number, rule in enumerate(rules)),
        place=PLACES.get(run.kind.family, "NULL::geometry"),
    )


def _value(rule):
    """SQL for the value to blame: a shape has none that can be read."""
    return "t.code" if rule.field == "geometry" else f"t.{rule.field}::text"


def _details(rule):
    """SQL for the details as one JSON object."""
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in rule.details.items())
    return f"jsonb_build_object({pairs})" if pairs else "NULL"
