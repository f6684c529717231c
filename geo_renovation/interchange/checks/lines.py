"""Pipes and cables: lines that are none, lines that are there already, figures that cannot be."""
from geo_renovation.utilities.choices import OWNING_KINDS

from . import rules
from .limits import (
    COVER_M,
    COVERED,
    DEEPEST_M,
    DEEPEST_OTHER_M,
    HIGHEST_M,
    POSSIBLE_MM,
    POSSIBLE_OTHER_MM,
    REDUCED,
    SAME_PLACE_M,
    USUAL_MM,
)
from .rules import Rule, by_class


def _end(ranges, which):
    return {network_class: limits[which] for network_class, limits in ranges.items()}


COVER = by_class(COVER_M)
LOW, HIGH = (by_class(_end(POSSIBLE_MM, which), POSSIBLE_OTHER_MM[which]) for which in (0, 1))
USUAL_LOW, USUAL_HIGH = (by_class(_end(USUAL_MM, which)) for which in (0, 1))
POSSIBLE = f"t.diameter_mm BETWEEN {LOW} AND {HIGH}"
DEPTH = Rule(
    "impossible_depth", "depth_m",
    f"t.depth_m NOT BETWEEN {HIGHEST_M} AND {by_class(DEEPEST_M, DEEPEST_OTHER_M)}", is_error=True,
)
SEGMENT_RULES = [
    DEPTH,
    Rule("closed_line", "geometry", "ST_IsClosed(t.shape)", is_error=True),
    Rule("impossible_diameter", "diameter_mm", f"NOT ({POSSIBLE})", is_error=True),
    Rule("laid_after_survey", "laid_year", "t.laid_year > extract(year FROM t.surveyed_on)", is_error=True),
    Rule(
        "shallow", "depth_m",
        f"t.depth_m >= 0 AND t.depth_m < {COVER} AND t.placement IN {tuple(p.value for p in COVERED)}",
        details={"limit": COVER},
    ),
    Rule(
        "unusual_diameter", "diameter_mm",
        f"t.diameter_mm NOT BETWEEN {USUAL_LOW} AND {USUAL_HIGH} AND {POSSIBLE}",
        details={"low": USUAL_LOW, "high": USUAL_HIGH},
    ),
]

# Carriers lay cables beside one another and draw them as one line: only one owner's are compared.
# Boxes in whole millimetres find the few lines worth comparing; two ways along a line are one line.
BOX = ", ".join(f"round(ST_{side}(shape) * 1000)" for side in ("XMin", "YMin", "XMax", "YMax"))
SNAPPED = "ST_SnapToGrid({0}, 0.001)"
TRACE = "least(ST_AsBinary({0}), ST_AsBinary(ST_Reverse({0})))"
TWICE = f"""
    SELECT row, code AS value, ST_X(p) AS x, ST_Y(p) AS y, code, other FROM (
        SELECT row, code, ST_PointOnSurface(shape) AS p,
               first_value(code) OVER (PARTITION BY network_class, owner, trace ORDER BY row) AS other
        FROM (
            SELECT row, code, network_class, owner, shape, {TRACE.format(SNAPPED.format("shape"))} AS trace
            FROM {{rows}} WHERE (network_class, {BOX}) IN (
                SELECT network_class, {BOX} FROM {{rows}} GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1)
        ) n
    ) t WHERE other <> code ORDER BY row
"""
STORED = f"""
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, t.code, o.other
    FROM {{rows}}
    CROSS JOIN LATERAL (
        SELECT m.code AS other FROM utilities_segment m
        WHERE m.route ~= t.shape AND m.network_class = t.network_class AND {{staying}} AND {{known}}
          AND coalesce(m.owner_id::text, '') = coalesce(substring(t.owner FROM '^[0-9]+$'), '')
          AND {TRACE.format(SNAPPED.format("m.route"))} = {TRACE.format(SNAPPED.format("t.shape"))} LIMIT 1) o
    CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
    ORDER BY t.row
"""
# A line that stays where it is, the same utility's, lies no more on another than before.
MOVED = """(m.id IS NULL OR NOT n.shape = m.route OR m.ended_on IS NOT NULL
    OR n.network_class <> m.network_class OR n.owner <> coalesce(m.owner_id::text, ''))"""


def known(run, stored):
    """SQL: the sender may be told of the row `stored`; a utility hears nothing of others' networks."""
    return ours(run, stored) if run.is_utility else "true"


def ours(run, stored):
    """SQL: the sender owns, manages or stewards the row called `stored`."""
    holders = ", ".join(f"{stored}.{kind.value}_id" for kind in OWNING_KINDS)
    return f"{int(run.organisation_id)} IN ({holders})"


def lines_are_possible(run):
    """Depth, diameter, years and ends of a line."""
    run.reject("SELECT row, code FROM incoming WHERE ST_Length(shape) = 0", "geometry", "zero_length")
    run.drop_rejected()
    rules.keep(run, SEGMENT_RULES)


def lines_differ(run):
    """No line runs exactly where another of its class and owner runs, either way."""
    run.reject(TWICE.format(rows=run.resulting()), "geometry", "line_twice")
    told = {"rows": run.resulting(MOVED), "staying": run.staying("m"), "known": known(run, "m")}
    run.reject(STORED.format(**told), "geometry", "line_twice")


# OFFSET 0 keeps a search that the index on shapes answers from becoming a join of all lines of a class with all points.
# Attributes that do not change where a line goes on into one other and nothing stands there to change them.
SHARED = ("material", "pressure", "voltage")
CHANGES = {name: f"""min(nullif({name}, '') COLLATE "C") <> max({name} COLLATE "C")""" for name in SHARED}
CHANGES["diameter_mm"] = f"max(diameter_mm) > {REDUCED} * min(diameter_mm)"
CELL = ", ".join(f"round(ST_{axis}(p) / {SAME_PLACE_M})" for axis in ("X", "Y"))
DIFFER = " OR ".join(CHANGES.values())
FIELDS = ", ".join(f"CASE WHEN {change} THEN '{name}' END" for name, change in CHANGES.items())
SHARED_POINTS = f"""
    SELECT e.row, t.code AS value, e.x, e.y, o.code AS other, e.fields FROM (
        SELECT max(row) AS row, min(row) AS other_row, network_class, min(ST_X(p)) AS x, min(ST_Y(p)) AS y,
               concat_ws(', ', {FIELDS}) AS fields
        FROM incoming, unnest(ARRAY[ST_StartPoint(shape), ST_EndPoint(shape)]) e (p)
        WHERE p IS NOT NULL
        GROUP BY network_class, {CELL}
        HAVING count(*) = 2 AND min(row) <> max(row) AND ({DIFFER})
    ) e
    JOIN incoming t ON t.row = e.row JOIN incoming o ON o.row = e.other_row
    WHERE NOT EXISTS (
        SELECT 1 FROM utilities_node n WHERE n.ended_on IS NULL AND n.network_class = e.network_class
        AND ST_DWithin(n.position, ST_SetSRID(ST_MakePoint(e.x, e.y), ST_SRID(t.shape)), {SAME_PLACE_M})
        OFFSET 0)
    ORDER BY e.row
"""


def ends_agree(run):
    """Two lines that go on into one another are told where they differ and no node stands between."""
    run.warn(SHARED_POINTS, "geometry", "differs_at_shared_point")
