"""Every address of the service, and whom it answers; an address that is not here fails the build."""
import math
from dataclasses import dataclass

from django.urls import get_resolver, reverse

from geo_renovation.compounds.models import Compound
from geo_renovation.maps.table import KINDS

from .roles import CENTRE, EVERYONE, OFFICIALS, READERS, SENDERS, STREETS, UTILITIES
from .world import WEST

PAGE, DATA = {"accept": "text/html"}, {"accept": "application/json"}
NETWORK = READERS
NOT_OURS = ("admin:",)  # administered in tests/accounts/test_admin.py
OPEN_LAYERS = "town_area,districts,communities,roads,barriers,compounds,buildings"
# Tiles over the western compounds and over the eastern ones.
TILES = {15: [(26961, 12770), (26962, 12770), (26964, 12771)], 17: [(107847, 51080), (107848, 51080)]}
# There lines have labels.
CLOSE = 18


@dataclass(frozen=True)
class Ask:
    """One request and who is answered; to the others it does not exist."""

    name: str
    path: str
    seers: frozenset | set
    headers: dict
    posted: dict | None = None

    @property
    def answered(self):
        """What who may ask can be told; POSTs may also be refused by a rule."""
        return {200} if self.posted is None else {200, 201, 204, 302, 400, 409, 422}

    @property
    def hidden(self):
        return {302, 404} if self.headers is PAGE else {404}


def get(name, seers, *args, query="", headers=DATA):
    return Ask(name, reverse(name, args=args) + query, seers, headers)


def tile_at(z, longitude, latitude):
    """Column and row of the tile that holds a place."""
    north = math.asinh(math.tan(math.radians(latitude))) / math.pi
    return int((longitude + 180) / 360 * 2**z), int((1 - north) / 2 * 2**z)


def page(name, seers, *args, query=""):
    return get(name, seers, *args, query=query, headers=PAGE)


def post(name, seers, *args, **posted):
    return Ask(name, reverse(name, args=args), seers, DATA, posted)


def known_names():
    """`app:name` of every pattern of the resolver."""

    def walk(patterns, space):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{pattern.namespace}:" if pattern.namespace else ""
                yield from walk(pattern.url_patterns, space + inner)
            else:
                yield f"{space}{pattern.name or pattern.pattern}"

    return {name for name in walk(get_resolver().url_patterns, "") if not name.startswith(NOT_OURS)}


def asks(world):
    return [*accounts(), *maps(world), *editing(world), *compounds(world), *planning(world), *imports(world)]


def accounts():
    signed_in = EVERYONE - {"anonymous"}
    yield page("accounts:me", signed_in)
    yield page("accounts:viewings", OFFICIALS)
    yield page("accounts:viewings", OFFICIALS, query="?day=2026-01-01&organisation=water&account=SECRET&seen=trace")
    yield page("accounts:password", signed_in)
    yield post("accounts:logout", EVERYONE)
    yield post("set_language", EVERYONE, language="en")
    # Who is signed in already is sent on from the sign-in page.
    yield page("accounts:login", {"anonymous"})


def maps(world):
    yield page("maps:map", EVERYONE)
    yield get("maps:health", EVERYONE)
    yield get("maps:course", EVERYONE)
    yield page("maps:progress", EVERYONE)
    yield page("maps:wall", EVERYONE)
    yield get("maps:figures", EVERYONE)
    yield get("maps:brief", OFFICIALS)
    yield get("progress:xlsx", OFFICIALS)
    yield from figures(world)
    for text in ("SECRET", "里", "公开"):
        yield get("maps:search", EVERYONE, query=f"?q={text}")
    for layer in ("town_area", "districts", "barriers", "compounds"):
        yield get("maps:features", EVERYONE, layer)
    for part in ("?bbox=116,36.7,116.4,37", "?codes=OPEN-1,SECRET-hidden%2F1,SECRET-east%2F1", "?codes=%00,"):
        yield get("maps:features", EVERYONE, "compounds", query=part)
    for layer in ("segments", "nodes", "buildings", "bundles"):
        yield get("maps:features", set(), layer)
        yield get("maps:features", set(), layer, query="?bbox=116,36.7,116.4,37")
    for zoom, tiles in TILES.items():
        for x, y in tiles:
            yield get("maps:tile", EVERYONE, OPEN_LAYERS, zoom, x, y)
            yield get("maps:tile", NETWORK, "segments,nodes", zoom, x, y)
            yield get("maps:tile", NETWORK, "roads,segments", zoom, x, y)
    for name in ("disclosed", "undisclosed", "eastern"):
        for longitude, latitude in world.rows[f"segment_{name}"].route.transform(4326, clone=True).coords:
            yield get("maps:tile", NETWORK, "segments,nodes", CLOSE, *tile_at(CLOSE, longitude, latitude))
    yield get("maps:tile", set(), "findings", 15, 0, 0)
    # None is set here; who is answered where one is, in tests/maps/test_basemap.py.
    for layer in ("vec", "own"):
        yield get("maps:basemap", set(), layer, 15, 26961, 12770)
    sheet = "?paper=A3&turned=landscape&scale=10000&centre=116.224,36.8594"
    yield get("maps:print", EVERYONE, query=f"{sheet}&text=&stage=&class=")
    yield get("maps:print_sheet", EVERYONE, query=sheet)
    yield from saved_views()
    yield from traces(world)
    yield from sections(world)
    yield from cards(world)


def saved_views():
    """Nobody's but their user's; what a link opens, and to whom, in tests/maps/test_saved_views.py."""
    yield get("maps:views", EVERYONE - {"anonymous"})
    yield post("maps:views", EVERYONE - {"anonymous"}, query="")
    for name in ("maps:view_rename", "maps:view_remove"):
        yield post(name, set(), "no-such")
    yield page("maps:view", set(), "no-such")


def traces(world):
    """An exact answer about a network is its owner's and the centre's."""
    for name, owner in (("disclosed", "water"), ("undisclosed", "water"), ("eastern", "power")):
        for kind in ("segment", "node"):
            close = f"?close={kind}:{world.rows[f'{kind}_{name}'].pk}"
            yield get("maps:trace", CENTRE | {owner}, query=close)
    for close in ("", "?close=segment:999999999", "?close=segment:1%00", "?close=compound:1", "?close=node:" + "9" * 40):
        yield get("maps:trace", set(), query=close)


def sections(world):
    """Across the line of the west, inside a disclosure area and outside all, and across that of the east."""
    for name in ("disclosed", "undisclosed", "eastern"):
        longitude, latitude = world.rows[f"segment_{name}"].route.transform(4326, clone=True).centroid.coords
        yield get("maps:section", NETWORK, query=f"?at={longitude},{latitude}")


def cards(world):
    for name in ("published", "hidden", "east"):
        yield get("maps:compound_card", world.seers[name], world.rows[name].code)
    for kind in ("segment", "node"):
        for name in ("disclosed", "undisclosed", "eastern"):
            row = f"{kind}_{name}"
            yield get(f"maps:{kind}_card", world.seers[row], world.rows[row].pk)
        yield get(f"maps:{kind}_card", set(), 999_999_999)
    for name in ("published", "hidden"):
        yield get("maps:building_card", world.seers[f"building_{name}"], world.rows[f"building_{name}"].pk)
    yield get("maps:building_card", set(), 999_999_999)
    yield get("maps:barrier_card", EVERYONE, world.rows["river"].code)
    yield get("maps:barrier_card", set(), "no-such")


def figures(world):
    """Totals, tables and exports under filters that name secrets too."""
    everything = "?columns=" + ",".join(column.key for kind in KINDS.values() for column in kind.columns)
    for query in ("", "?text=SECRET", "?date=2024-06-01&known=2024-06-01", "?plan_year=2027&tier=none&class=JS"):
        yield get("maps:summary", EVERYONE, query=query)
    for layer, seers in (("compounds", EVERYONE), ("segments", NETWORK), ("nodes", set()), ("findings", set())):
        for query in ("", everything, everything + "&sort=-code", "?sort=former_name&text=SECRET", "?material=SECRET"):
            yield get("maps:table", seers, layer, query=query)
        for ending in ("xlsx", "geojson"):  # the others are written from the same rows
            yield get("exports:table", seers, layer, ending, query=everything)
        yield get("exports:table", set(), layer, "shp")


def editing(world):
    """Each act without a body: who may act is told what is missing, the others that there is nothing."""
    drawers = CENTRE | STREETS | UTILITIES
    yield get("maps:edit_forms", drawers)
    everywhere = "?kinds=compound,building,district,segment,node&bbox="
    for box in ("116.19,36.84,116.23,36.88", "116.23,36.84,116.27,36.88"):
        yield get("maps:edit_near", drawers, query=everywhere + box)
    yield post("maps:edit_undo", drawers)
    lines = ",".join(str(world.rows[f"segment_{name}"].pk) for name in ("disclosed", "undisclosed", "eastern"))
    yield get("maps:edit_lines", CENTRE | UTILITIES, query=f"?keys={lines}")
    for act in ("preview", "change", "end"):
        yield post("maps:edit_several", CENTRE | UTILITIES, act)
    yield post("maps:edit_several", set(), "burn")
    for kind, seers in (("compound", CENTRE | STREETS), ("barrier", CENTRE), ("segment", CENTRE | UTILITIES)):
        yield post("maps:edit_new", seers, kind)
    for name, streets in (("published", {WEST}), ("hidden", {WEST}), ("east", {"street-huixin"})):
        yield from edited("compound", world.rows[name].code, CENTRE | streets, world.seers[name] & OFFICIALS)
    for name, owner in (("disclosed", "water"), ("undisclosed", "water"), ("eastern", "power")):
        yield from edited("segment", world.rows[f"segment_{name}"].pk, CENTRE | {owner}, CENTRE | {owner})
    yield from edited("segment", 999_999_999, set(), set())
    for name in ("published", "hidden"):
        yield from edited("building", world.rows[f"building_{name}"].pk, CENTRE | {WEST}, OFFICIALS)
    yield from edited("barrier", world.rows["river"].code, CENTRE, OFFICIALS)
    yield from redlines(world)


def redlines(world):
    """Marks on the lines; one by the power company on the water company's line in the west."""
    for query in ("", "?show=answer", "?show=ours", "?show=all&page=2"):
        yield page("maps:redlines", NETWORK, query=query)
    yield get("maps:redlines", NETWORK)
    for name in ("disclosed", "undisclosed", "eastern"):
        row = f"segment_{name}"
        yield get("maps:redlines_on", world.seers[row] & NETWORK, world.rows[row].pk)
        yield post("maps:redlines_on", world.seers[row] & NETWORK, world.rows[row].pk)
    mark, seers = world.rows["redline"].pk, world.seers["redline"]
    yield page("maps:redline", seers, mark)
    yield get("maps:redline", seers, mark)
    number = "17c14e5c-2bcd-4a7c-8f6a-4c1c3a8f6a13"
    for act, may in (("accept", {"water"}), ("decline", {"water"}), ("withdraw", {"power"}), ("burn", set())):
        yield post("maps:redline_answer", may, mark, act, request=number, reason="r")
    for address in ("maps:redline", "maps:redlines_on"):
        yield get(address, set(), 999_999_999)


def edited(kind, key, editors, readers):
    yield get("maps:edit_object", editors, kind, key)
    is_joined = kind in ("compound", "segment")
    for act in ("change", "end", "split", "merge"):
        may_act = editors if is_joined or act in ("change", "end") else set()
        yield post("maps:edit_act", may_act, kind, key, act)
    yield get("maps:history", readers, kind, key)


def compounds(world):
    for query in ("", "?text=SECRET", "?reason=open:willing", "?eligibility=eligible&cohort=first"):
        yield page("compounds:register", EVERYONE, query=query)
    stage = {"stage": "reported", "evidence": "e", "effective_from": "2024-01-01", "effective_to": "2024-01-01"}
    for name in ("published", "hidden", "east"):
        code, streets = world.rows[name].code, {"street-huixin"} if name == "east" else {WEST}
        yield page("compounds:compound", world.seers[name], code)
        yield post("compounds:stages", CENTRE | streets, code, **stage)
        yield post("compounds:findings", CENTRE | streets, code, criterion="willing", answer="no", evidence="e")
        yield post("compounds:publish", CENTRE, code)
    yield page("compounds:compound", set(), "no-such")
    for ending in ("dxf", "gpkg", "xlsx"):
        for name in ("published", "hidden", "east"):
            yield page("networks:compound", world.seers[name] & NETWORK, world.rows[name].code, ending)
        yield page("networks:compound", set(), "no-such", ending)
    yield page("networks:compound", set(), world.rows["published"].code, "shp")


def planning(world):
    codes = ",".join(Compound.objects.values_list("code", flat=True))
    yield get("planning:selection", CENTRE | STREETS, query=f"?codes={codes}&year=2027")
    yield get("planning:bundles", READERS, query="?format=json")
    yield page("planning:bundles", READERS)
    yield post("planning:bundles", CENTRE, codes="OPEN-1", plan_year=2027)
    for name in ("draft", "street_draft", "frozen", "frozen_east"):
        yield from bundle(world.rows[name], world.seers[name])
    yield from annual_plans()
    yield page("planning:mine", UTILITIES)
    yield page("planning:burying", CENTRE | UTILITIES)
    yield get("planning:burying", CENTRE | UTILITIES)
    yield from duties(world)
    yield from handovers(world)
    yield from proposals(world)


def annual_plans():
    """One year's draft, of which a street reads its own part, and one adopted that every office reads."""
    planners, number = CENTRE | STREETS, "17c14e5c-2bcd-4a7c-8f6a-4c1c3a8f6a14"
    yield page("planning:annual", READERS)
    yield get("planning:annual", READERS, query="?first=2026&district=371526001&text=SECRET")
    yield post("planning:annual_move", planners, request=number)
    yield post("planning:annual_back", planners, request=number)
    for year, seers in ((2026, READERS), (2027, planners), (2099, set())):
        yield page("planning:annual_year", seers, year)
        yield page("planning:annual_year", seers, year, query="?old=2&new=1")
        yield get("planning:annual_year", seers, year, query="?format=json")
        yield page("interchange:annual", seers, query=f"?year={year}")
        for step, may in (("submit", planners), ("return", CENTRE), ("adopt", CENTRE)):
            yield post(f"planning:annual_{step}", may & seers, year)


def handovers(world):
    """Handovers, and who held what: the centre's and the utilities' own."""
    readers = CENTRE | UTILITIES
    yield page("planning:handovers", readers)
    yield page("planning:handover_new", readers)
    yield page("planning:handover_new", readers, query="?network_class=JS&holder=water")
    # Nothing is chosen, so there is nothing to record for anybody; what can be, in tests/planning/test_handovers.py.
    yield post("planning:handover_new", set())
    row, seers = world.rows["handover"], world.seers["handover"]
    yield page("planning:handover", seers, row.pk)
    yield post("planning:handover_back", CENTRE, row.pk, request="17c14e5c-2bcd-4a7c-8f6a-4c1c3a8f6a12")
    yield page("planning:handover", set(), 999_999_999)
    yield post("planning:handover_back", set(), 999_999_999)
    for query in ("", "?organisation=water&date=2010-01-01"):
        yield page("planning:rights", readers, query=query)
        yield get("planning:rights_json", readers, query=query)


def duties(world):
    """The responsibility table of every kind of ground, as page, JSON and workbook."""
    bundles = [(world.rows[name], world.seers[name]) for name in ("draft", "street_draft", "frozen", "frozen_east")]
    asked = [(f"?bundle={row.number}/v{row.version}", seers & READERS) for row, seers in bundles]
    asked += [("", READERS), ("?date=2020-01-01", READERS), ("?district=371526001", READERS), ("?bundle=2027-999/v1", set())]
    asked += [(f"?compound={world.rows[name].code}", READERS) for name in ("published", "hidden", "east")]
    for query, seers in asked:
        yield page("planning:responsibility", seers, query=query)
        yield get("planning:responsibility_json", seers, query=query)
        yield page("interchange:responsibility", seers, query=query)


def proposals(world):
    """Proposed bundles: nobody but the centre learns of them."""
    row, seers = world.rows["proposal"], world.seers["proposal"]
    changed = {"request": "17c14e5c-2bcd-4a7c-8f6a-4c1c3a8f6a13", "revision": row.revision}
    yield get("planning:proposals", seers)
    yield post("planning:proposals", seers, **changed)
    for pk, readers in ((row.pk, seers), (999_999_999, set())):
        yield get("planning:proposal", readers, pk)
        for step in ("locks", "prove", "cancel", "adopt", "against"):
            yield post(f"planning:proposal_{step}", readers, pk, **changed)


def bundle(row, seers):
    at = (row.number, row.version)
    yield page("planning:bundle", seers, *at)
    yield get("planning:bundle", seers, *at, query="?format=json")
    yield page("interchange:xlsx", seers, *at)
    yield page("interchange:gpkg", seers, *at)
    yield page("interchange:dxf", seers, *at)
    for query in ("", "?format=json"):
        yield get("planning:tender", seers & (CENTRE | STREETS), *at, query=query, headers=PAGE if not query else DATA)
    yield post("planning:tender_contracts", CENTRE, *at)
    yield post("planning:tender_overrule", CENTRE, *at)
    draft = {"codes": "OPEN-1", "plan_year": 2027, "revision": row.revision}
    yield post("planning:save", CENTRE, *at, **draft)
    yield post("planning:freeze", CENTRE, *at, revision=row.revision)
    yield post("planning:dissolve", CENTRE, *at, reason="r")
    yield post("planning:versions", CENTRE, *at)


def imports(world):
    yield page("imports:list", SENDERS)
    yield page("imports:list", SENDERS, query="?text=SECRET")
    yield page("imports:new", SENDERS)
    yield post("imports:new", SENDERS, token="17c14e5c-2bcd-4a7c-8f6a-4c1c3a8f6a11")
    yield page("imports:templates", SENDERS)
    for kind, seers in (("compounds", CENTRE | STREETS), ("segments", CENTRE | UTILITIES), ("county", CENTRE)):
        yield page("imports:template_xlsx", seers, kind)
        yield page("imports:template_zip", seers, kind)
    for name in ("west", "south_east", "water"):
        yield from delivery(world.rows[f"delivery_{name}"], world.seers[f"delivery_{name}"])
    yield page("imports:delivery", set(), 999_999_999)
    yield page("imports:run", set(), 999_999_999)


def delivery(row, seers):
    yield page("imports:delivery", seers, row.pk)
    yield get("imports:delivery_state", seers, row.pk)
    yield page("imports:original", seers, row.pk)
    for run in row.runs.all():
        yield post("imports:runs", seers, row.pk, layer=run.layer, kind=run.kind)
        yield from a_run(run, seers)


def a_run(run, seers):
    pages = ("place", "match") if run.state == "draft" else ("run",)
    for name in (*pages, "differences", "report"):
        yield page(f"imports:{name}", seers, run.pk)
    for name in ("run_state", "preview"):
        yield get(f"imports:{name}", seers, run.pk)
    sent = {"version": run.version, "reason": "overlap", "because": "b", "mode": "add"}
    for name in ("place", "place_json", "match", "check", "accept", "store", "cancel", "undo", "redo"):
        yield post(f"imports:{name}", seers, run.pk, **sent)
