"""Current right-holders of segments and nodes, derived from the dated rights."""
import pgtrigger
from django.conf import settings

from .choices import RightKind

TODAY = f"(now() AT TIME ZONE '{settings.TIME_ZONE}')::date"

HOLDERS = """
    UPDATE utilities_{asset} a SET {columns}
    FROM (
        SELECT x.{asset}_id AS id, {picks}
        FROM (SELECT DISTINCT {asset}_id FROM ({touched}) t WHERE {asset}_id IS NOT NULL) x
        LEFT JOIN utilities_assetright r ON r.{asset}_id = x.{asset}_id AND upper_inf(r.valid)
        GROUP BY x.{asset}_id
    ) h
    WHERE a.id = h.id AND ({current}) IS DISTINCT FROM ({derived});
"""


def _holders(asset, touched):
    kinds = RightKind.values
    return HOLDERS.format(
        asset=asset,
        touched=touched,
        columns=", ".join(f"{k}_id = h.{k}_id" for k in kinds),
        current=", ".join(f"a.{k}_id" for k in kinds),
        derived=", ".join(f"h.{k}_id" for k in kinds),
        picks=", ".join(
            f"max(r.organisation_id) FILTER (WHERE r.kind = '{k}') AS {k}_id" for k in kinds
        ),
    )


def follow_rights() -> list[pgtrigger.Trigger]:
    """Owner, manager, operator and steward beside the asset follow its open rights."""
    triggers = []
    for event, operation, tables in (
        ("insert", pgtrigger.Insert, {"new": "changed"}),
        ("update", pgtrigger.Update, {"new": "changed", "old": "previous"}),
        ("delete", pgtrigger.Delete, {"old": "previous"}),
    ):
        touched = " UNION ALL ".join(
            f"SELECT segment_id, node_id FROM {name}" for name in tables.values()
        )
        future = (
            f"IF EXISTS (SELECT 1 FROM changed WHERE lower(valid) > {TODAY}"
            f" OR upper(valid) > {TODAY} + 1) THEN RAISE EXCEPTION 'right_in_future'"
            " USING ERRCODE = 'check_violation'; END IF;"
            if "new" in tables
            else ""
        )
        triggers.append(
            pgtrigger.Trigger(
                name=f"follow_rights_{event}",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=operation,
                referencing=pgtrigger.Referencing(**tables),
                func=future
                + _holders("segment", touched)
                + _holders("node", touched)
                + "RETURN NULL;",
            )
        )
    return triggers
