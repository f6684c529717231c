"""Right-holders a network file carries, stored as dated rights; and the table of rights."""

from .columns import TODAY

# Where the holder changes, the current right ends on the day on which the next begins.
END = f"""
    UPDATE utilities_assetright r SET valid = daterange(lower(r.valid), coalesce(t.right_since, {TODAY}))
    FROM incoming t
    WHERE t.outcome = 'changed' AND r.{{asset}}_id = t.target AND r.kind = ANY(t.fields) AND upper_inf(r.valid)
"""
# Backwards: the GiST index of an exclusion constraint takes ascending keys a third more slowly.
# A right begins where the file says, that of a new line else with the year it was laid, else today.
BEGIN = f"""
    INSERT INTO utilities_assetright
           ({{asset}}_id, kind, organisation_id, unknown_reason, valid, basis, recorded_at)
    SELECT a.id, v.kind,
           CASE WHEN v.holder ~ '^[0-9]+$' THEN v.holder::bigint END,
           CASE WHEN v.holder ~ '^[0-9]+$' THEN '' ELSE v.holder END,
           daterange(coalesce(t.right_since,
                              CASE WHEN t.target IS NULL THEN make_date(t.laid_year::int, 1, 1) END, {TODAY}), NULL),
           coalesce(nullif(t.right_basis, ''), %s), %s
    FROM incoming t
    JOIN utilities_{{asset}} a ON a.code = t.code
    CROSS JOIN LATERAL (VALUES {{holders}}) AS v (kind, holder)
    WHERE v.holder IS NOT NULL AND (t.outcome = 'added' OR v.kind = ANY(t.fields))
    ORDER BY a.id DESC
"""
OWNER = "('owner', CASE WHEN t.target IS NULL THEN coalesce(t.owner, 'not_on_record') ELSE t.owner END)"


def store_segment_holders(run):
    """Owner always, if only as not on record; manager and data steward where the file names them."""
    _store(run, "segment", f"{OWNER}, ('manager', t.manager), ('steward', t.steward)")


def store_node_holders(run):
    """Owner always, if only as not on record; manager where the file names one."""
    _store(run, "node", f"{OWNER}, ('manager', t.manager)")


def _store(run, asset, holders):
    if run.report.changed:
        run.execute(END.format(asset=asset))
    run.execute(BEGIN.format(asset=asset, holders=holders), [run.basis, run.recorded_at])


# A later row of the file, or any row against the database, that holds the same right on a same day.
# Each asset by itself: joined by "or", every right of a kind would be held against every other.
CLASHES = """
    SELECT t.row, t.kind FROM incoming t WHERE EXISTS (
        SELECT 1 FROM incoming u WHERE u.{asset}_code = t.{asset}_code AND u.kind = t.kind AND u.row < t.row
        AND daterange(u.valid_from, u.valid_to) && daterange(t.valid_from, t.valid_to))
    UNION
    SELECT t.row, t.kind FROM incoming t
    JOIN utilities_{asset} a ON a.code = t.{asset}_code
    JOIN utilities_assetright r ON r.{asset}_id = a.id AND r.kind = t.kind
     AND r.valid && daterange(t.valid_from, t.valid_to)
"""


def rights_are_sound(run):
    """One asset, one holder or one reason, a period in order, nobody else's on the same day."""
    run.reject(
        "SELECT row, coalesce(segment_code, node_code) FROM incoming"
        " WHERE (segment_code IS NULL) = (node_code IS NULL)",
        "segment_code",
        "one_asset",
    )
    run.reject(
        "SELECT row, unknown_reason FROM incoming WHERE (organisation IS NULL) = (unknown_reason = '')",
        "organisation",
        "holder_or_reason",
    )
    run.reject(
        "SELECT row, valid_to FROM incoming WHERE valid_to <= valid_from", "valid_to", "range_order"
    )
    run.drop_rejected()
    clashes = " UNION ".join(CLASHES.format(asset=asset) for asset in ("segment", "node"))
    run.reject(clashes, "valid_from", "overlapping_right")
