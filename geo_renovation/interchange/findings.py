"""The findings a compound file carries, stored as dated judgements."""
from geo_renovation.compounds.choices import Criterion

STORE = f"""
    INSERT INTO compounds_finding
           (compound_id, criterion, answer, evidence, recorded_at, recorded_by_id)
    SELECT c.id, v.criterion, v.answer, coalesce(nullif(t.evidence, ''), %s), %s, %s
    FROM incoming t
    JOIN compounds_compound c ON c.code = t.code
    CROSS JOIN LATERAL (VALUES {", ".join(f"('{c}', t.{c}, c.{c})" for c in Criterion.values)})
        AS v (criterion, answer, current)
    WHERE v.answer IS NOT NULL AND v.answer IS DISTINCT FROM v.current
    ORDER BY t.row
"""  # noqa: S608  (constants only)


def store_findings(run):
    """One finding for each criterion the file answers anew; the import is its evidence if none is given."""
    run.execute(STORE, [run.basis, run.recorded_at, run.organisation_id])
