"""What a file no longer has: ended with a date where that is allowed, never deleted by an import."""
import datetime

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Stage
from geo_renovation.planning.choices import IN_PLAN
from geo_renovation.utilities.choices import OWNING_KINDS

from . import columns
from .refusals import Refused
from .values import today

FIND = """
    INSERT INTO gone SELECT m.id, {hash} FROM {table} m
    WHERE m.ended_on IS NULL AND {scope}
      AND NOT EXISTS (SELECT 1 FROM incoming t WHERE t."{key}" = m."{column}")
"""
IN_DISTRICT = "{district} IN (SELECT id FROM districts_district WHERE code = %(district)s)"
DISTRICT_OF = {
    "compounds": "m.district_id",
    "buildings": "(SELECT district_id FROM compounds_compound c WHERE c.id = m.compound_id)",
}
# The centre sends many files: a later file answers for what earlier files of its name brought.
EARLIER = """
    SELECT id FROM interchange_importrun
    WHERE state = 'stored' AND kind = %(kind)s AND lower(file_name) = lower(%(file)s)
      AND layer = %(layer)s AND organisation_id IS NOT DISTINCT FROM %(organisation)s
"""
# IS TRUE: the ids are looked up in a hash; as a join, PostgreSQL may go through all of them for each row.
FROM_EARLIER = f"""
    (m.id IN (SELECT unnest(u.added_ids) FROM interchange_undo u WHERE u.run_id IN ({EARLIER})
              UNION SELECT c.object_id FROM interchange_change c WHERE c.run_id IN ({EARLIER}))) IS TRUE
    AND m.id NOT IN (SELECT c.object_id FROM interchange_change c JOIN interchange_importrun r ON r.id = c.run_id
                     WHERE r.state = 'stored' AND r.kind = %(kind)s
                       AND r.id > (SELECT max(id) FROM ({EARLIER}) e) AND r.id NOT IN ({EARLIER}))
"""  # noqa: S608  (constants only)
# What stands in the way of ending compounds: {ids} is SQL.
HELD = """
    SELECT c.code, coalesce(b.number, p.year::text, c.stage)
    FROM compounds_compound c
    LEFT JOIN LATERAL (SELECT k.number FROM planning_bundlemember m JOIN planning_bundle k ON k.id = m.bundle_id
                       WHERE m.compound_id = c.id AND m.is_live LIMIT 1) b ON true
    LEFT JOIN LATERAL (SELECT a.year FROM planning_plannedcompound e JOIN planning_annualplan a ON a.id = e.plan_id
                       WHERE e.compound_id = c.id AND a.status = ANY(%s)) p ON true
    WHERE c.id IN ({ids}) AND (b.number IS NOT NULL OR p.year IS NOT NULL OR c.stage = ANY(%s))
    ORDER BY c.code LIMIT 21
"""
WORKS = [stage.value for stage in Stage if stage.number >= Stage.BUILDING.number]
NAMED = 20


def find_gone(run):
    """Fills the table `gone` with the standing rows of the sender's own part that the file does not have."""
    if not columns.can_end(run.kind):
        raise Refused("not_replaceable")
    if run.asked.ended_on and day(run) > today():
        raise Refused("ended_in_future")
    scope, parameters = _scope(run)
    kind = run.kind
    told = {"table": kind.table, "hash": columns.entered(kind, "m"), "key": kind.key, "column": kind.key_column}
    run.execute(FIND.format(scope=scope, **told), parameters)
    run.execute("ANALYZE gone")


def day(run):
    """The last day on which what is gone still counted as there: as told, else today."""
    told = run.asked.ended_on or today()
    return datetime.date.fromisoformat(told) if isinstance(told, str) else told


def check_gone(run):
    """Only a file that is read whole can say what is gone; a compound in use is never ended by a file."""
    if run.report.rejected:
        run.execute("DELETE FROM gone")
        if run.report.good_rows:
            run.report.refuse(Refused("gone_not_told"))
        else:
            run.report.warn("gone_not_told")
    elif run.kind.name == "compounds":
        found = held_compounds(run.cursor, "SELECT id FROM gone")
        if found:
            named = ", ".join([*found[:NAMED], "…"] if len(found) > NAMED else found)
            run.report.refuse(Refused("cannot_be_ended", compounds=named))


def held_compounds(cursor, ids):
    """["C1 (2027-001)", "C2 (2025)", …]: compounds in a live bundle, in a plan, or under works."""
    cursor.execute(HELD.format(ids=ids), [[status.value for status in IN_PLAN], WORKS])
    return [f"{code} ({why})" for code, why in cursor.fetchall()]


def _scope(run):
    """SQL over `m` for the rows whose absence the sender may declare, and its parameters.

    A utility that manages or stewards what another owns does not end it.
    """
    audience = audience_of(run.by)
    if audience == Audience.STREET:
        district = DISTRICT_OF[run.kind.name]
        return IN_DISTRICT.format(district=district), {"district": run.by.organisation.district_code}
    if audience == Audience.UTILITY:
        holders = ", ".join(f"m.{kind.value}_id" for kind in OWNING_KINDS)
        mine = f"%(organisation)s IN ({holders}) AND coalesce(m.owner_id, %(organisation)s) = %(organisation)s"
        return mine, {"organisation": run.organisation_id}
    told = {"kind": run.kind.name, "file": run.report.file, "layer": run.layer_name}
    told["organisation"] = run.organisation_id
    if not run.rows(EARLIER, told):
        run.report.warn("replaces_nothing")
        return "false", {}
    return FROM_EARLIER, told
