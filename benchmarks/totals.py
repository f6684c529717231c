"""Metres by owner and class under compounds, cut at their boundaries, beside the bare SQL: cut anew, and as kept."""
from django.db import connection

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.actions import measure_stretches
from geo_renovation.planning.duties import DutyTable
from geo_renovation.planning.selected import Selection
from geo_renovation.planning.selection import weigh
from geo_renovation.planning.under import Asked, Kept

from .accounts import planner
from .county import lay_ground, load_compounds, load_segments
from .databases import analyze, bench_database
from .measure import Row, growth, in_turn, say, seconds

AIM = "<= 1.2"
ROUNDS = 3
YEAR = 2027
WHY = "ours reads the members, unites them so that no metre counts twice, and names owners"
BARE_COUNTY = """
    SELECT s.network_class, s.owner_id, sum(ST_Length(ST_Intersection(s.route, c.boundary)))
    FROM compounds_compound c JOIN utilities_segment s ON ST_Intersects(s.route, c.boundary)
    GROUP BY 1, 2
"""
BARE = BARE_COUNTY.replace("GROUP", "WHERE c.code = ANY(%s) GROUP")


def rows(server, extent, seed, label, *, sizes):
    """One bundle, then ever more compounds, up to `sizes`."""
    with bench_database(server, "totals"):
        say(f"clipped totals, {label}: {extent.compounds:,} compounds, {extent.segments:,} segments")
        lay_ground(extent)
        load_compounds(extent, seed)
        load_segments(extent, seed)
        analyze("compounds_compound", "compounds_adjacency", "utilities_segment")
        user, codes = planner(), list(Compound.objects.order_by("code").values_list("code", flat=True))
        lines = []
        for size in sizes:
            found = list(_rows(user, codes[:size], label))
            lines.append(found[0])
            yield from found
        times = f"{sizes[-1] / sizes[0]:.0f} × the compounds cost"
        yield growth(f"metres by owner and class, {label}: {times}", lines[0], lines[-1])
        yield from _kept(user, extent, label)


def _rows(user, codes, label):
    ours, whole, bare = in_turn(
        ROUNDS, lambda: _lines(user, codes), lambda: weigh(user, codes, YEAR), lambda: _bare(codes)
    )
    _agree(_lines(user, codes), _bare(codes))
    what = f"metres by owner and class under {len(codes):,} compounds, {label}"
    yield Row(what, ours * 1e3, bare * 1e3, "ms", AIM, WHY, "bare SQL")
    yield Row(f"{what}: the whole selection weighed", whole * 1e3, bare * 1e3, "ms", peer_name="bare SQL, lines only")


def _kept(user, extent, label):
    """The county's responsibility table, from the stretches that the database keeps."""
    analyze("planning_stretch", "planning_nodeplace")
    ours, table, bare = in_turn(ROUNDS, lambda: Kept(Asked(user)).lines(), lambda: DutyTable(Kept(Asked(user))).as_json(), _bare_county)
    _agree(_owned(Kept(Asked(user)).lines()), _bare_county())
    what = f"metres by owner, class and laying under all {extent.compounds:,} compounds, {label}, from kept stretches"
    yield Row(what, ours * 1e3, bare * 1e3, "ms", AIM, "", "bare SQL, cut anew")
    yield Row(f"{what}: the whole responsibility table", table * 1e3, bare * 1e3, "ms", AIM, "", "bare SQL, lines only")
    anew = seconds(measure_stretches)
    yield Row(f"all stretches of the {label} measured anew", anew * 1e3, bare * 1e3, "ms", peer_name="bare SQL, nothing kept")


def _owned(lines) -> dict:
    found = {}
    for row in lines:
        key = row.network_class, row.owner
        found[key] = found.get(key, 0) + row.metres
    return found


def _bare_county() -> dict:
    with connection.cursor() as cursor:
        cursor.execute(BARE_COUNTY)
        return {(network_class, owner): metres for network_class, owner, metres in cursor.fetchall()}


def _lines(user, codes) -> dict:
    return {(t.network_class, t.owner and t.owner.pk): t.metres for t in Selection(user, codes, YEAR).lines.rows}


def _bare(codes) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [codes])
        return {(network_class, owner): metres for network_class, owner, metres in cursor.fetchall()}


def _agree(ours, bare):
    """Both must have found the same centimetres, or the times mean nothing."""
    if ours.keys() != bare.keys() or any(abs(ours[key] - bare[key]) > 0.01 for key in bare):
        raise AssertionError("our metres and the bare SQL's differ")
