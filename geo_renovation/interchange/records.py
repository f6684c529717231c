"""Stages, rights and plans again: what is stored word for word is left out, anything else stays an error."""
from .refusals import Refused

# Each asset by itself: with "or" between their codes no index helps.
RIGHT = """EXISTS (
    SELECT 1 FROM utilities_assetright m JOIN utilities_{asset} a ON a.id = m.{asset}_id
    WHERE a.code = t.{asset}_code AND m.kind = t.kind
      AND (m.organisation_id, m.unknown_reason, m.basis)
          IS NOT DISTINCT FROM (t.organisation, t.unknown_reason, t.basis)
      AND lower(m.valid) = t.valid_from AND upper(m.valid) IS NOT DISTINCT FROM t.valid_to)"""
# SQL over `t`: the very same record is stored.
SAME = {
    "stages": """EXISTS (
        SELECT 1 FROM compounds_stageevent m JOIN compounds_compound c ON c.id = m.compound_id
        LEFT JOIN compounds_stageevent k ON k.id = m.corrects_id
        WHERE m.code = t.event_code AND (
            c.code, m.stage, m.effective_from, m.effective_to, m.unknown_reason, m.recorded_at,
            m.recorded_by_id, m.evidence, k.code, m.correction_reason
        ) IS NOT DISTINCT FROM (
            t.compound_code, t.stage, t.effective_from, t.effective_to, t.unknown_reason, t.recorded_at,
            t.recorded_by, t.evidence, t.corrects, t.correction_reason))""",
    "rights": " OR ".join(RIGHT.format(asset=asset) for asset in ("segment", "node")),
    "plans": """EXISTS (
        SELECT 1 FROM planning_plannedcompound m JOIN planning_annualplan p ON p.id = m.plan_id
        JOIN compounds_compound c ON c.id = m.compound_id
        WHERE c.code = t.compound_code AND (p.year, p.status, p.adopted_on, m.sequence)
              IS NOT DISTINCT FROM (t.year, t.status, t.adopted_on, t.sequence))""",
}


def leave_out_known(run):
    """Counts the records that are there already and takes them out of `incoming`, so that nothing is stored twice."""
    same = SAME.get(run.kind.name)
    if same is None:
        raise Refused("not_updatable")
    run.execute(f"DELETE FROM incoming t WHERE {same}")
    run.report.unchanged = run.cursor.rowcount
