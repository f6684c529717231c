"""Neighbours kept by triggers, beside the bare self-join that finds the same pairs."""
import json
from functools import partial
from itertools import cycle

import numpy as np
from django.db import connection, transaction

from geo_renovation.compounds.models import Adjacency, Compound
from geo_renovation.districts.models import County

from .county import lay_ground, load_compounds
from .databases import analyze, bench_database
from .measure import Row, growth, in_turn, say, seconds

GAP_M = 50
AIM = "<= 1.2"
PAIRS = "bare_compound a JOIN bare_compound b ON a.id < b.id AND ST_DWithin(a.boundary, b.boundary, %s)"
BARE = f"""
    CREATE TABLE bare_pair AS
    SELECT a.id AS low_id, b.id AS high_id, ST_Distance(a.boundary, b.boundary) AS gap_m FROM {PAIRS}
"""  # noqa: S608
BARE_LINKED = f"""
    CREATE TABLE bare_link AS
    SELECT low_id, high_id, ST_Length(link) AS gap_m, link,
           (SELECT min(s.id) FROM bare_barrier s WHERE ST_Intersects(s.shape, link)) AS barrier_id
    FROM (SELECT a.id AS low_id, b.id AS high_id, ST_ShortestLine(a.boundary, b.boundary) AS link FROM {PAIRS}) p
"""  # noqa: S608
BARE_NEAR = """
    SELECT b.id, ST_Distance(a.boundary, b.boundary)
    FROM bare_compound a JOIN bare_compound b ON a.id <> b.id
    WHERE a.code = %s AND ST_DWithin(a.boundary, b.boundary, %s)
"""
BARE_TABLES = """
    CREATE TABLE bare_compound AS SELECT id, code, name, boundary FROM compounds_compound;
    CREATE INDEX ON bare_compound USING gist (boundary);
    CREATE INDEX ON bare_compound (code);
    CREATE TABLE bare_barrier AS SELECT id, shape FROM districts_barrier;
    CREATE INDEX ON bare_barrier USING gist (shape);
"""
# All compounds appear again in one statement, whose plan tells each trigger's time.
APPEAR = """
    EXPLAIN (ANALYZE, FORMAT JSON)
    INSERT INTO compounds_compound (code, name, boundary, former_name, owner_unit)
    SELECT code, name, boundary, '', '' FROM bare_compound ORDER BY id
"""
MOVES = 40
STORED = (
    "ours writes every pair into a table with six indexes and foreign keys, in one process; "
    "the self-join runs in parallel where it is large, and stores nothing that is indexed or held true"
)
KEPT = "what asks for neighbours reads kept pairs"


def rows(server, extents, seed):
    """The rows of each size of county, one after the other, and how the cost grew."""
    wholes = []
    for extent in extents:
        label = f"{extent.compounds:,} compounds"
        say(f"adjacency, {label}, gap {GAP_M} m")
        with bench_database(server, "adjacency"):
            lay_ground(extent, gap_m=GAP_M + 0.001)
            load_compounds(extent, seed)
            _run(BARE_TABLES)
            analyze("compounds_compound", "compounds_adjacency", "bare_compound", "bare_barrier")
            whole = list(_whole(label))
            wholes.append(whole[0])
            yield from whole
            yield from _moved(label)
            yield _appearing(label)
    if len(extents) > 1:
        times = extents[-1].compounds / extents[0].compounds
        yield growth(f"adjacency linked again: {times:.0f} × the compounds cost", wholes[0], wholes[-1])


def _whole(label):
    gaps = cycle([GAP_M, GAP_M + 0.001])  # three turns end at GAP_M
    relink, pairs, links = in_turn(
        3, lambda: _relink(next(gaps)), lambda: _bare(BARE, "bare_pair"), lambda: _bare(BARE_LINKED, "bare_link")
    )
    found = Adjacency.objects.count()
    if found != _value("SELECT count(*) FROM bare_link"):
        raise AssertionError("the kept pairs and the bare pairs differ")
    what = f"adjacency linked again, {label} ({found:,} pairs)"
    yield Row(what, relink * 1e3, pairs * 1e3, "ms", AIM, STORED, "self-join: pairs and gaps")
    yield Row(what, relink * 1e3, links * 1e3, "ms", "", STORED, "self-join: also shortest line and barrier")
    read, pairs = in_turn(3, lambda: list(Adjacency.objects.values_list("low_id", "high_id", "gap_m")), _ask_pairs)
    yield Row(f"adjacency read, {label}", read * 1e3, pairs * 1e3, "ms", "", KEPT, "self-join: pairs and gaps")


def _ask_pairs():
    with connection.cursor() as cursor:
        cursor.execute(BARE.partition(" AS\n")[2], [GAP_M])
        return cursor.fetchall()


def _relink(gap_m):
    """What a new largest gap sets off, the commit included."""
    with transaction.atomic():
        County.objects.update(gap_m=gap_m)


def _bare(statement, table):
    _run(f"DROP TABLE IF EXISTS {table}")
    _run(statement, [GAP_M])


def _appearing(label):
    """All compounds come in one statement: each is placed in district and town, then linked."""
    with transaction.atomic():
        Adjacency.objects.all().delete()
        _run("DELETE FROM compounds_compound")
    plan = _value(APPEAR)
    triggers = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Triggers"]
    kept = next(trigger["Time"] for trigger in triggers if "place_insert" in trigger["Trigger Name"])
    bare = seconds(lambda: _bare(BARE_LINKED, "bare_link")) * 1e3
    what = f"placed and linked as they appear in one statement, {label}"
    return Row(what, kept, bare, "ms", peer_name="self-join: also shortest line and barrier")


def _moved(label):
    every = list(Compound.objects.order_by("code").values_list("code", flat=True))
    codes = every[:: max(1, len(every) // MOVES)]
    moved, asked = (float(np.median([seconds(partial(work, code)) for code in codes])) for work in (_move, _ask_near))
    what = f"one boundary moved, linked again in its transaction, {label}"
    yield Row(what, moved * 1e3, asked * 1e3, "ms", peer_name="bare SQL for its neighbours, nothing stored")


def _ask_near(code):
    _run(BARE_NEAR, [code, GAP_M])


def _move(code):
    _run("UPDATE compounds_compound SET boundary = ST_Translate(boundary, 1, 1) WHERE code = %s", [code])


def _run(statement, parameters=None):
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def _value(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]
