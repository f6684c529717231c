"""What the database derives for compounds: place, adjacency, stage, findings, building year.

All are set-based statement triggers, so COPY, admin and shell keep them as the map does.
"""
import pgtrigger
from django.conf import settings

from .choices import Criterion, Stage

# Two people moving neighbours at once must not miss each other.
ADJACENCY_LOCK = "PERFORM pg_advisory_xact_lock(hashtext('compounds_adjacency'));"

PLACE = """
    UPDATE compounds_compound c SET
        district_id = (
            SELECT d.id FROM districts_district d
            WHERE ST_Intersects(d.boundary, c.boundary)
            ORDER BY ST_Area(ST_Intersection(d.boundary, c.boundary)) DESC, d.code LIMIT 1),
        is_in_town = (
            SELECT coalesce(sum(ST_Area(ST_Intersection(t.boundary, c.boundary)))
                   FILTER (WHERE ST_Intersects(t.boundary, c.boundary)), 0)
                   >= ST_Area(c.boundary) * (SELECT town_share FROM districts_county)
            FROM districts_townarea t HAVING count(*) > 0)
    WHERE c.id IN ({ids});
"""

NEAREST_BARRIER = """(
    SELECT b.id FROM districts_barrier b
    WHERE ST_Intersects(b.shape, {link}) ORDER BY b.code LIMIT 1)"""

LINK = f"""
    {ADJACENCY_LOCK}
    DELETE FROM compounds_adjacency WHERE low_id IN ({{ids}});
    DELETE FROM compounds_adjacency WHERE high_id IN ({{ids}});
    INSERT INTO compounds_adjacency (low_id, high_id, gap_m, link, barrier_id)
    SELECT p.low_id, p.high_id, ST_Length(p.link), p.link, {NEAREST_BARRIER.format(link="p.link")}
    FROM (
        SELECT low.id AS low_id, high.id AS high_id,
               ST_ShortestLine(low.boundary, high.boundary) AS link
        FROM (
            SELECT CASE WHEN moved.code < near.code THEN moved.id ELSE near.id END AS low_id,
                   CASE WHEN moved.code < near.code THEN near.id ELSE moved.id END AS high_id
            FROM compounds_compound moved
            JOIN compounds_compound near
              ON ST_DWithin(near.boundary, moved.boundary, (SELECT gap_m FROM districts_county))
             AND near.id <> moved.id AND (near.id > moved.id OR near.id NOT IN ({{ids}}))
             AND near.ended_on IS NULL
            WHERE moved.id IN ({{ids}}) AND moved.ended_on IS NULL
        ) pairs
        JOIN compounds_compound low ON low.id = pairs.low_id
        JOIN compounds_compound high ON high.id = pairs.high_id
        OFFSET 0  -- else the shortest line is computed once for each use
    ) p;
"""

INSERTED = "SELECT id FROM changed"
EVERY_ID = "SELECT id FROM compounds_compound"
# A set operation, not a join: the plan cached from one moved row would compare the two
# transition tables row by row.
# One that ends leaves its neighbours, one that comes back finds them again.
MOVED = """SELECT id FROM (SELECT id, code, ended_on, boundary FROM changed
                           EXCEPT ALL SELECT id, code, ended_on, boundary FROM previous) moved"""


def _after(name, operation, func, **referencing):
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**referencing) if referencing else None,
        func=func + "\nRETURN NULL;",
    )


def _on_each_event(name, func, old_ids=None):
    """One trigger per event: PostgreSQL allows transition tables on one event only."""
    new, old = "SELECT id FROM changed", "SELECT id FROM previous"
    return [
        _after(f"{name}_insert", pgtrigger.Insert, func.format(ids=new), new="changed"),
        _after(
            f"{name}_update",
            pgtrigger.Update,
            func.format(ids=f"{new} UNION {old}"),
            new="changed",
            old="previous",
        ),
        _after(f"{name}_delete", pgtrigger.Delete, func.format(ids=old), old="previous"),
    ]


def place_and_link():
    """District, town and neighbours of compounds that appeared or moved."""
    body = PLACE + LINK
    return [
        _after("place_insert", pgtrigger.Insert, body.format(ids=INSERTED), new="changed"),
        _after(
            "place_update",
            pgtrigger.Update,
            f"IF EXISTS ({MOVED}) THEN {body.format(ids=MOVED)} END IF;",
            new="changed",
            old="previous",
        ),
    ]


def place_again(table):
    """Re-places the compounds that a changed district or town area touches or held."""
    touched = f"""
        SELECT c.id FROM compounds_compound c
        JOIN {table} d ON ST_Intersects(d.boundary, c.boundary) WHERE d.id IN ({{ids}})
        UNION SELECT c.id FROM compounds_compound c
        WHERE c.district_id IS NULL OR c.is_in_town IS NULL OR EXISTS ("""
    held = {
        "districts_district": "SELECT 1 WHERE c.district_id IN ({ids}))",
        "districts_townarea": "SELECT 1 WHERE c.is_in_town)",
    }[table]
    return _on_each_event("place_again", PLACE.replace("{ids}", touched + held))


def bar_again():
    """A barrier that appeared, moved or went changes only the links it touches or touched."""
    func = f"""
        {ADJACENCY_LOCK}
        UPDATE compounds_adjacency a SET barrier_id = {NEAREST_BARRIER.format(link="a.link")}
        WHERE a.barrier_id IN ({{ids}})
           OR a.id IN (SELECT x.id FROM compounds_adjacency x JOIN districts_barrier b
                       ON ST_Intersects(b.shape, x.link) WHERE b.id IN ({{ids}}));
    """
    return _on_each_event("bar_again", func)


def _unless_unchanged(column):
    """Saving the county's form writes every column; only a new value is worth the work."""
    return f"IF TG_OP = 'UPDATE' AND OLD.{column} = NEW.{column} THEN RETURN NULL; END IF;"


def link_all_again():
    """A new largest gap links the whole county again."""
    return pgtrigger.Trigger(
        name="link_all_again",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("gap_m"),
        func=_unless_unchanged("gap_m") + LINK.format(ids=EVERY_ID) + "RETURN NULL;",
    )


def place_all_again():
    """A new share in town places the whole county again."""
    return pgtrigger.Trigger(
        name="place_all_again",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("town_share"),
        func=_unless_unchanged("town_share") + PLACE.format(ids=EVERY_ID) + "RETURN NULL;",
    )


STAGES = "ARRAY[" + ", ".join(f"'{s}'" for s in Stage.values) + "]"

ACTIVE = f"""
    SELECT e.*, array_position({STAGES}, e.stage::text) AS number
    FROM compounds_stageevent e
    WHERE e.compound_id IN (SELECT compound_id FROM changed)
      AND NOT EXISTS (SELECT 1 FROM compounds_stageevent k WHERE k.corrects_id = e.id)
"""

FOLLOW_STAGES = f"""
    PERFORM 1 FROM compounds_compound
    WHERE id IN (SELECT compound_id FROM changed) ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM changed
               WHERE effective_from > (recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date
                  OR effective_to > (recorded_at AT TIME ZONE '{settings.TIME_ZONE}')::date
                  OR recorded_at > now() + interval '1 minute') THEN
        RAISE EXCEPTION 'stage_in_future' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (SELECT 1 FROM changed n JOIN compounds_stageevent e ON e.id = n.corrects_id
               WHERE e.compound_id <> n.compound_id) THEN
        RAISE EXCEPTION 'stage_corrects_other_compound' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (WITH active AS ({ACTIVE})
               SELECT 1 FROM active GROUP BY compound_id
               HAVING count(DISTINCT number) <> max(number)) THEN
        RAISE EXCEPTION 'stage_skipped' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (WITH active AS ({ACTIVE})
               SELECT 1 FROM active WHERE corrects_id IS NULL
               GROUP BY compound_id, number HAVING count(*) > 1) THEN
        RAISE EXCEPTION 'stage_recorded_twice' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (WITH active AS ({ACTIVE})
               SELECT compound_id FROM changed EXCEPT SELECT compound_id FROM active) THEN
        RAISE EXCEPTION 'stage_corrections_come_round' USING ERRCODE = 'check_violation';
    END IF;
    IF (WITH active AS ({ACTIVE})
        SELECT count(*) FROM active a JOIN active b
          ON a.compound_id = b.compound_id AND a.number < b.number
        WHERE b.effective_from < a.effective_from OR b.effective_to < a.effective_to
           OR b.effective_to < a.effective_from) > 0 THEN
        RAISE EXCEPTION 'stage_before_preceding' USING ERRCODE = 'check_violation';
    END IF;
    UPDATE compounds_compound c SET stage = ({STAGES})[s.number]
    FROM (WITH active AS ({ACTIVE})
          SELECT compound_id, max(number) AS number FROM active GROUP BY compound_id) s
    WHERE c.id = s.compound_id;
"""


# Only taking an import back removes events, the last ones of a course.
STAGE_BEFORE = f"""
    UPDATE compounds_compound c SET stage = coalesce(({STAGES})[s.number], '')
    FROM (SELECT k.id, (
              SELECT max(array_position({STAGES}, e.stage::text)) FROM compounds_stageevent e
              WHERE e.compound_id = k.id
                AND NOT EXISTS (SELECT 1 FROM compounds_stageevent n WHERE n.corrects_id = e.id)) AS number
          FROM compounds_compound k WHERE k.id IN (SELECT compound_id FROM previous)) s
    WHERE c.id = s.id;
"""


def follow_stages():
    """Refuses events that break the course; keeps each compound's current stage."""
    return [
        _after("follow_stages", pgtrigger.Insert, FOLLOW_STAGES, new="changed"),
        _after("follow_stages_delete", pgtrigger.Delete, STAGE_BEFORE, old="previous"),
    ]


FOLLOW_FINDINGS = """
    UPDATE compounds_compound c SET {settings}
    FROM (SELECT k.compound_id, {answers}
          FROM (SELECT DISTINCT compound_id FROM {touched}) k
          LEFT JOIN (SELECT DISTINCT ON (compound_id, criterion) compound_id, criterion, answer
                     FROM compounds_finding
                     WHERE compound_id IN (SELECT compound_id FROM {touched})
                     ORDER BY compound_id, criterion, recorded_at DESC, id DESC) latest
            ON latest.compound_id = k.compound_id
          GROUP BY k.compound_id) f
    WHERE c.id = f.compound_id;
"""


def follow_findings():
    """The latest answer to each criterion stands on the compound."""
    settings = ", ".join(f"{c} = f.{c}" for c in Criterion.values)
    answers = ", ".join(f"bool_or(answer) FILTER (WHERE criterion = '{c}') AS {c}" for c in Criterion.values)
    told = {"settings": settings, "answers": answers}
    return [
        _after("follow_findings", pgtrigger.Insert, FOLLOW_FINDINGS.format(touched="changed", **told), new="changed"),
        _after(
            "follow_findings_delete",
            pgtrigger.Delete,
            FOLLOW_FINDINGS.format(touched="previous", **told),
            old="previous",
        ),
    ]


DATE_BY_BUILDINGS = """
    UPDATE compounds_compound c SET
        building_count = coalesce(b.buildings, 0),
        building_year = b.year
    FROM (
        SELECT k.id, count(x.id) AS buildings, min(x.completion_year) FILTER (
            WHERE x.stood > x.total * (SELECT built_share FROM districts_county)) AS year
        FROM compounds_compound k
        LEFT JOIN (
            SELECT id, compound_id, completion_year,
                   sum(floor_area_m2) OVER (PARTITION BY compound_id) AS total,
                   sum(floor_area_m2) FILTER (WHERE completion_year IS NOT NULL)
                       OVER (PARTITION BY compound_id ORDER BY completion_year
                             RANGE UNBOUNDED PRECEDING) AS stood
            FROM compounds_building WHERE compound_id IN ({ids}) AND ended_on IS NULL
        ) x ON x.compound_id = k.id
        WHERE k.id IN ({ids}) GROUP BY k.id
    ) b
    WHERE c.id = b.id;
"""


def date_by_buildings():
    """Building count, and the year by which most of the floor area stood."""
    return [
        _after(
            f"date_{event}",
            operation,
            DATE_BY_BUILDINGS.format(
                ids=" UNION ".join(f"SELECT compound_id FROM {t}" for t in tables.values())
            ),
            **tables,
        )
        for event, operation, tables in (
            ("insert", pgtrigger.Insert, {"new": "changed"}),
            ("update", pgtrigger.Update, {"new": "changed", "old": "previous"}),
            ("delete", pgtrigger.Delete, {"old": "previous"}),
        )
    ]
