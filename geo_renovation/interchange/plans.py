"""The table of annual plans: one row per compound and year."""
from geo_renovation.planning import actions

DISAGREE = """
    SELECT t.row, t.status FROM incoming t
    JOIN (SELECT DISTINCT ON (year) year, status, adopted_on FROM incoming ORDER BY year, row) f
      ON f.year = t.year
    LEFT JOIN planning_annualplan p ON p.year = t.year
    WHERE (t.status, t.adopted_on) IS DISTINCT FROM
          (coalesce(p.status, f.status), CASE WHEN p.id IS NULL THEN f.adopted_on ELSE p.adopted_on END)
"""


def plans_agree(run):
    """A compound is in one plan; all rows of a year say the same of it; an adopted plan has its day."""
    run.reject(
        "SELECT t.row, t.compound_code FROM incoming t"
        " JOIN compounds_compound c ON c.code = t.compound_code"
        " JOIN planning_plannedcompound p ON p.compound_id = c.id",
        "compound_code",
        "exists",
    )
    run.reject(
        "SELECT row, NULL FROM incoming WHERE status = 'adopted' AND adopted_on IS NULL",
        "adopted_on",
        "required",
    )
    run.drop_rejected()
    run.reject(DISAGREE, "status", "plan_differs")


def store_plans(run):
    """The years that have no plan yet; who has a plan open that gains compounds is told when moving one."""
    run.execute(
        "INSERT INTO planning_annualplan (year, status, adopted_on)"
        " SELECT DISTINCT year, status, adopted_on FROM incoming ON CONFLICT (year) DO NOTHING"
    )
    run.execute(
        "UPDATE planning_annualplan SET revision = revision + 1 WHERE year IN (SELECT year FROM incoming)"
    )


def redraw_disclosure(run):
    """Utilities see one another's networks around planned compounds."""
    actions.redraw_disclosure_areas()
