"""What makes a compound, or a building in it, implausible."""
from . import rules
from .limits import (
    CROSSINGS,
    FLOOR_AREA_PER_HOUSEHOLD_M2,
    HOUSEHOLDS_PER_STAIRCASE,
    OUTSIDE_SHARE,
    PARTLY_OUTSIDE_SHARE,
)
from .rules import Rule

LOW_M2, HIGH_M2 = FLOOR_AREA_PER_HOUSEHOLD_M2
PER_HOUSEHOLD = "t.floor_area_m2 / nullif(t.household_count, 0)"
FLOOR_AREA = Rule(
    "floor_area_per_household",
    "floor_area_m2",
    f"{PER_HOUSEHOLD} NOT BETWEEN {LOW_M2} AND {HIGH_M2}",
    details={"per_household_m2": f"round(({PER_HOUSEHOLD})::numeric, 1)"},
)
PER_STAIRCASE = "t.household_count / nullif(t.storeys * t.unit_count, 0)::float"
STAIRCASE = Rule(
    "households_per_staircase",
    "household_count",
    f"{PER_STAIRCASE} > {HOUSEHOLDS_PER_STAIRCASE}",
    details={"per_staircase": f"round(({PER_STAIRCASE})::numeric, 1)"},
)
COMPOUND = "(SELECT c.completion_year FROM compounds_compound c WHERE c.code = t.compound_code)"
YOUNGER = Rule(
    "building_after_compound", "completion_year", f"t.completion_year > {COMPOUND}",
    details={"building_year": "t.completion_year", "compound_year": COMPOUND},
)


def compounds_are_plausible(run):
    """Floor area and households fit together."""
    rules.keep(run, [FLOOR_AREA])


def buildings_are_plausible(run):
    """Households fit floor area, storeys and staircases; no building is younger than its compound."""
    rules.keep(run, [FLOOR_AREA, STAIRCASE, YOUNGER])


# A compound that a row does not name anew is the one the stored row has.
OUTSIDE = """
    SELECT t.row, t.code AS value, ST_X(p) AS x, ST_Y(p) AS y, t.code, c.code AS compound, s.share
    FROM {rows}
    JOIN compounds_compound c ON c.code = coalesce(
        t.compound_code,
        (SELECT k.code FROM compounds_building m JOIN compounds_compound k ON k.id = m.compound_id WHERE m.id = t.target))
    CROSS JOIN LATERAL (
        SELECT CASE WHEN NOT ST_Intersects(t.shape, c.boundary) THEN 1
                    WHEN ST_NPoints(t.shape)::bigint * ST_NPoints(c.boundary) <= {crossings}
                    THEN 1 - ST_Area(ST_Intersection(t.shape, c.boundary)) / ST_Area(t.shape) END AS share
        OFFSET 0) s
    CROSS JOIN LATERAL ST_PointOnSurface(t.shape) p
    WHERE NOT ST_CoveredBy(t.shape, c.boundary) AND (s.share IS NULL OR s.share > {least})
    ORDER BY t.row
"""


def inside_their_compound(run):
    """A building stands in its compound: mostly outside is an error, partly outside a warning."""
    outside = OUTSIDE.format(rows=run.resulting(), crossings=CROSSINGS, least=PARTLY_OUTSIDE_SHARE)
    for row, code, x, y, _code, compound, share in run.rows(outside):
        if share is None:
            details = {"code": code, "other": compound}
            run.report.reject(row, "geometry", code, "too_detailed", (x, y), **details)
            continue
        details = {"code": code, "compound": compound, "percent": round(100 * share)}
        if share > OUTSIDE_SHARE:
            run.report.reject(row, "geometry", code, "outside_compound", (x, y), **details)
        else:
            run.report.warn("partly_outside_compound", row, "geometry", code, (x, y), **details)
