"""What lies under each compound, measured when a boundary or a line changes, never when a page is read.

All are set-based statement triggers, so COPY, admin and shell keep stretches as the map does. Named to
run before those of `compounds`, so that the two locks are always taken in one order.
"""
import pgtrigger

# Lines and points wait for whoever moves ground, and the reverse; they do not wait for one another.
LOCK = "PERFORM pg_advisory_xact_lock{shared}(hashtext('planning_stretch'));"
NETWORK_LOCK, GROUND_LOCK = LOCK.format(shared="_shared"), LOCK.format(shared="")
HOLD_GROUND = GROUND_LOCK.replace("PERFORM", "SELECT")

# Where each of some compounds lies, asked once and not for each line under it.
GROUND = """
    SELECT c.id, d.boundary AS district, coalesce(ST_Covers(d.boundary, c.boundary), false) AS is_in_district,
           EXISTS (SELECT 1 FROM utilities_disclosurearea a WHERE ST_Covers(a.area, c.boundary)) AS is_disclosed,
           EXISTS (SELECT 1 FROM utilities_disclosurearea a WHERE ST_Intersects(a.area, c.boundary)) AS is_near
    FROM compounds_compound c LEFT JOIN districts_district d ON d.id = c.district_id
    WHERE c.id IN (SELECT compound_id FROM cut)
"""
SHARES = """
    CASE WHEN g.is_in_district THEN {whole}
         ELSE coalesce(ST_Length(ST_Intersection(cut.part, g.district)), 0) END,
    CASE WHEN g.is_disclosed THEN {whole}
         WHEN g.is_near THEN (
             SELECT coalesce(sum(ST_Length(ST_Intersection(cut.part, a.area))), 0)
             FROM utilities_disclosurearea a WHERE ST_Intersects(a.area, cut.part))
         ELSE 0 END
""".format(whole="ST_Length(cut.part)")
STANDING = "c.ended_on IS NULL AND s.ended_on IS NULL AND NOT s.beyond_entry AND s.status <> 'planned'"
INTO = "INSERT INTO planning_stretch (compound_id, other_id, segment_id, metres, district_metres, disclosed_metres)"
ALONE = f"""
    WITH cut AS MATERIALIZED (
        SELECT c.id AS compound_id, s.id AS segment_id,
               CASE WHEN ST_Covers(c.boundary, s.route) THEN s.route
                    ELSE ST_Intersection(c.boundary, s.route) END AS part
        FROM utilities_segment s JOIN compounds_compound c ON ST_Intersects(c.boundary, s.route)
        WHERE {STANDING} AND {{which}}
    ), ground AS MATERIALIZED ({GROUND})
    {INTO}
    SELECT cut.compound_id, NULL, cut.segment_id, ST_Length(cut.part), {SHARES}
    FROM cut JOIN ground g ON g.id = cut.compound_id WHERE ST_Length(cut.part) > 0;
"""
# Common borders and small overlaps: what both compounds hold, with a minus.
TWICE = f"""
    WITH pair AS MATERIALIZED (
        SELECT s.segment_id, s.compound_id, t.compound_id AS other_id
        FROM planning_stretch s JOIN planning_stretch t ON t.segment_id = s.segment_id AND t.compound_id > s.compound_id
        WHERE s.other_id IS NULL AND t.other_id IS NULL AND {{which}}
    ), cut AS MATERIALIZED (
        SELECT p.*, ST_Intersection(y.boundary, ST_Intersection(x.boundary, s.route)) AS part
        FROM pair p JOIN compounds_compound x ON x.id = p.compound_id
        JOIN compounds_compound y ON y.id = p.other_id AND y.boundary && x.boundary
        JOIN utilities_segment s ON s.id = p.segment_id AND s.route && x.boundary AND s.route && y.boundary
        WHERE ST_Intersects(x.boundary, y.boundary)
    ), ground AS MATERIALIZED ({GROUND}), share (compound_id, other_id, segment_id, metres, district, disclosed) AS (
        SELECT cut.compound_id, cut.other_id, cut.segment_id, ST_Length(cut.part), {SHARES}
        FROM cut JOIN ground g ON g.id = cut.compound_id WHERE ST_Length(cut.part) > 0)
    {INTO}
    SELECT compound_id, other_id, segment_id, -metres, -district, -disclosed FROM share;
"""
PLACES = """
    INSERT INTO planning_nodeplace (compound_id, node_id, is_in_district, is_disclosed)
    SELECT c.id, n.id,
           EXISTS (SELECT 1 FROM districts_district d WHERE d.id = c.district_id AND ST_Intersects(d.boundary, n.position)),
           EXISTS (SELECT 1 FROM utilities_disclosurearea a WHERE ST_Intersects(a.area, n.position))
    FROM utilities_node n JOIN compounds_compound c ON ST_Intersects(c.boundary, n.position)
    WHERE c.ended_on IS NULL AND n.ended_on IS NULL AND {which};
"""

# Set operations, not joins: the plan cached from one row would compare the transition tables row by row.
MOVED = """SELECT id FROM (SELECT id, {columns} FROM changed
                           EXCEPT ALL SELECT id, {columns} FROM previous) moved"""
COLUMNS_OF_GROUND = "district_id, ended_on, boundary"
COLUMNS_OF_SEGMENT = "beyond_entry, ended_on, status, route"
COLUMNS_OF_NODE = "ended_on, position"


EVERYTHING = "DELETE FROM planning_stretch; DELETE FROM planning_nodeplace;"
TABLES = {"segment": "planning_stretch", "node": "planning_nodeplace"}


def _forget(asset, ids):
    return f"DELETE FROM {TABLES[asset]} WHERE {asset}_id IN ({ids});"


def _forget_ground(ids):
    return f"""
        DELETE FROM planning_stretch WHERE compound_id IN ({ids});
        DELETE FROM planning_stretch WHERE other_id IN ({ids});
        DELETE FROM planning_nodeplace WHERE compound_id IN ({ids});
    """


def _segments(ids):
    return ALONE.format(which=f"s.id IN ({ids})") + TWICE.format(which=f"s.segment_id IN ({ids})")


def _nodes(ids):
    return PLACES.format(which=f"n.id IN ({ids})")


def _ground(ids):
    under = f"c.id IN ({ids})"
    return (
        ALONE.format(which=under)
        + TWICE.format(which=f"(s.compound_id IN ({ids}) OR t.compound_id IN ({ids}))")
        + PLACES.format(which=under)
    )


def measure_all():
    """SQL that measures everything anew."""
    return (
        EVERYTHING
        + ALONE.format(which="true")
        + TWICE.format(which="true")
        + PLACES.format(which="true")
    )


def _after(name, operation, func, **referencing):
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**referencing) if referencing else None,
        func=func + "\nRETURN NULL;",
    )


INSERTED, DELETED = "SELECT id FROM changed", "SELECT id FROM previous"


def _if_any(ids, then):
    return f"IF EXISTS ({ids}) THEN {then} END IF;"


def _follow_network(asset, columns, measure):
    moved = MOVED.format(columns=columns)
    again = NETWORK_LOCK + _forget(asset, moved) + measure(moved)
    return [
        _after("clip_insert", pgtrigger.Insert, NETWORK_LOCK + measure(INSERTED), new="changed"),
        _after("clip_update", pgtrigger.Update, _if_any(moved, again), new="changed", old="previous"),
        _after("clip_delete", pgtrigger.Delete, _forget(asset, DELETED), old="previous"),
        _after("clip_truncate", pgtrigger.Truncate, f"DELETE FROM {TABLES[asset]};"),
    ]


def follow_segments():
    """Stretches of lines that appeared, moved, ended or went."""
    return _follow_network("segment", COLUMNS_OF_SEGMENT, _segments)


def follow_nodes():
    """Places of points that appeared, moved, ended or went."""
    return _follow_network("node", COLUMNS_OF_NODE, _nodes)


def follow_compounds():
    """What lies under compounds that appeared, moved or ended; one inside a district when it has been placed there."""
    outside = """SELECT n.id FROM changed n WHERE NOT EXISTS (
        SELECT 1 FROM districts_district d WHERE ST_Intersects(d.boundary, n.boundary))"""
    moved = MOVED.format(columns=COLUMNS_OF_GROUND)
    again = GROUND_LOCK + _forget_ground(moved) + _ground(moved)
    return [
        _after("clip_insert", pgtrigger.Insert, GROUND_LOCK + _if_any(outside, _ground(outside)), new="changed"),
        _after("clip_update", pgtrigger.Update, _if_any(moved, again), new="changed", old="previous"),
        _after("clip_delete", pgtrigger.Delete, _forget_ground(DELETED), old="previous"),
        _after("clip_truncate", pgtrigger.Truncate, EVERYTHING),
    ]


def follow_districts():
    """A district drawn anew changes what its street office may read under its compounds."""
    moved = MOVED.format(columns="boundary")
    held = f"SELECT c.id FROM compounds_compound c WHERE c.district_id IN ({moved})"
    again = GROUND_LOCK + _forget_ground(held) + _ground(held)
    return [_after("clip_update", pgtrigger.Update, _if_any(moved, again), new="changed", old="previous")]


def follow_areas():
    """Disclosure areas that appeared, moved or went change what utilities may read of one another's lines."""
    triggers = []
    for event, operation, tables in (
        ("insert", pgtrigger.Insert, {"new": "changed"}),
        ("update", pgtrigger.Update, {"new": "changed", "old": "previous"}),
        ("delete", pgtrigger.Delete, {"old": "previous"}),
    ):
        touched = " UNION ".join(
            f"SELECT c.id FROM {name} a JOIN compounds_compound c ON ST_Intersects(c.boundary, a.area)"
            for name in tables.values()
        )
        again = GROUND_LOCK + _if_any(touched, _forget_ground(touched) + _ground(touched))
        triggers.append(_after(f"clip_{event}", operation, again, **tables))
    return triggers
