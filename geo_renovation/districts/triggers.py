"""Layer versions and the barriers that roads form, kept by the database."""
import pgtrigger

NOTE_CHANGE = """
    INSERT INTO districts_layerchange (layer, transaction_id)
    VALUES ('{layer}', pg_current_xact_id()::text::bigint)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
"""


def note_change(layer: str) -> pgtrigger.Trigger:
    """Notes once per transaction that `layer` changed; its version moves at commit."""
    return pgtrigger.Trigger(
        name="note_change",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func=NOTE_CHANGE.format(layer=layer),
    )


def move_version() -> pgtrigger.Trigger:
    """Raises the version of the noted layer when the transaction commits."""
    return pgtrigger.Trigger(
        name="move_version",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        timing=pgtrigger.Deferred,
        func="""
            INSERT INTO districts_layerversion (layer, version) VALUES (NEW.layer, 1)
            ON CONFLICT (layer) DO UPDATE SET version = districts_layerversion.version + 1;
            DELETE FROM districts_layerchange WHERE id = NEW.id;
            RETURN NULL;
        """,
    )


BARRIERS_FROM_ROADS = """
    DELETE FROM districts_barrier WHERE road_id IN ({ids});
    INSERT INTO districts_barrier (code, name, kind, road_id, shape)
    SELECT 'road:' || r.code, r.name, 'road', r.id, r.route
    FROM districts_road r
    WHERE r.id IN ({ids})
      AND r.rank = ANY (SELECT unnest(barrier_ranks) FROM districts_county);
    RETURN NULL;
"""


def barriers_from_roads() -> list[pgtrigger.Trigger]:
    """Roads of a barring rank stand among the barriers."""
    return [
        pgtrigger.Trigger(
            name=f"barriers_on_{event}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=pgtrigger.Referencing(new="changed"),
            func=BARRIERS_FROM_ROADS.format(ids="SELECT id FROM changed"),
        )
        for event, operation in (("insert", pgtrigger.Insert), ("update", pgtrigger.Update))
    ]


def barriers_from_ranks() -> pgtrigger.Trigger:
    """A change of the county's barring ranks redraws the road barriers."""
    return pgtrigger.Trigger(
        name="barriers_from_ranks",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("barrier_ranks"),
        func=BARRIERS_FROM_ROADS.format(ids="SELECT id FROM districts_road"),
    )
