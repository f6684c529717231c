"""Vector tiles through the web server, beside the same SQL through pgbench: the limit."""
import socket
from math import asinh, pi, radians, tan

import numpy as np
import psycopg
from django.conf import settings
from django.db import connection
from pyproj import Transformer

from geo_renovation.maps.catalogue import open_layers
from geo_renovation.maps.tiles import tile

from . import tipg
from .accounts import planner, session_cookie
from .browsers import answers_per_second, ask
from .county import lay_ground, load_buildings, load_compounds, load_nodes, load_segments
from .databases import analyze, bench_database
from .measure import Row, say
from .serving import WORKERS, pgbench, server

LAYERS = "districts,communities,barriers,roads,compounds,buildings,segments,nodes"
AIMS = {10: ">= 0.9", 12: ">= 0.9", 14: ">= 0.9", 16: ">= 0.5"}
# Farther out ours draws no lines, and nothing would be compared.
TIPG_ZOOMS = (14, 16)
MOST_TILES = 24
FOR_S = 2
ROUNDS = 2
REPEATED = ">= 5"
NO_SQL = "no tile SQL runs; what is left is session, user, rights, versions and HTTP in Python on the same cores"
REST = "the rest is session, user, rights, versions and HTTP in Python on the same cores"
LIMIT = "its SQL through pgbench"


def rows(server_connection, extent, seed):
    """The rows of tiles, as the lead centre's planner sees them."""
    with bench_database(server_connection, "tiles"):
        say(f"tiles: {extent.compounds:,} compounds, {extent.segments:,} segments")
        lay_ground(extent)
        for load in (load_compounds, load_buildings, load_segments, load_nodes):
            load(extent, seed)
        analyze("compounds_compound", "compounds_building", "utilities_segment", "utilities_node", "districts_road")
        user = planner()
        cookie = session_cookie(user)
        with server() as port, tipg.tipg() as peer:
            for zoom, aim in AIMS.items():
                tiles = _tiles(extent, zoom)
                yield from _zoom_rows(port, cookie, user, tiles, aim)
                if zoom in TIPG_ZOOMS:
                    yield _beside_tipg(port, cookie, peer, tiles)


def _beside_tipg(port, cookie, peer, tiles):
    """Lines alone, since tipg serves one table a tile; below z15 ours are thinned and merged, which tipg cannot."""
    zoom = tiles[0][0]
    load = {"browsers": WORKERS, "for_s": FOR_S, "expected": 200}
    asked = [(f"/tiles/segments/{z}/{x}/{y}.mvt", {"Cookie": cookie}) for z, x, y in tiles]
    plain = [(tipg.lines(*where), {}) for where in tiles]
    ours, theirs = _in_turn(
        lambda: answers_per_second(port, asked, **load), lambda: answers_per_second(peer, plain, **load)
    )
    why = "tipg asks no session and no rights"
    return Row(f"lines alone in one uncached tile, z{zoom}", ours, theirs, "tiles/s", ">= 3", why, "tipg")


def _zoom_rows(port, cookie, user, tiles, aim):
    zoom = tiles[0][0]
    say(f"tiles at z{zoom}")
    asked = [(f"/tiles/{LAYERS}/{z}/{x}/{y}.mvt", {"Cookie": cookie}) for z, x, y in tiles]
    statements = [_statement(user, *where) for where in tiles]
    connection.close()
    load = {"browsers": WORKERS, "for_s": FOR_S}
    ours, limit = _in_turn(
        lambda: answers_per_second(port, asked, expected=200, **load),
        lambda: pgbench(statements, clients=WORKERS, for_s=FOR_S),
    )
    size = _size(port, asked)
    share = f"of {WORKERS / ours * 1e3:.1f} ms an answer takes, its SQL is {WORKERS / limit * 1e3:.1f} ms"
    yield Row(f"one uncached tile, z{zoom} ({size})", ours, limit, "tiles/s", aim, f"{share}; {REST}", LIMIT)
    if zoom == 14:
        held = [(path, headers | {"If-None-Match": _etag(port, path, headers)}) for path, headers in asked]
        again = answers_per_second(port, held, expected=304, **load)
        yield Row("a tile asked again (304), z14", again, limit, "tiles/s", REPEATED, NO_SQL, LIMIT)


def _in_turn(*rates):
    """The median rate of each, in turn."""
    taken = [[rate() for rate in rates] for _ in range(ROUNDS)]
    return [float(np.median(column)) for column in zip(*taken, strict=True)]


def _tiles(extent, zoom):
    """Tiles that cover the county, thinned evenly to MOST_TILES."""
    west, south, east, north = extent.bounds
    to_degrees = Transformer.from_crs(settings.COUNTY_SRID, 4326, always_xy=True)
    corners = [_tile_at(*to_degrees.transform(x, y), zoom) for x in (west, east) for y in (south, north)]
    (left, right), (top, bottom) = ((min(axis), max(axis)) for axis in zip(*corners, strict=True))
    every = [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return every[:: -(-len(every) // MOST_TILES)]


def _tile_at(lon, lat, zoom):
    across = (lon + 180) / 360
    down = (1 - asinh(tan(radians(lat))) / pi) / 2
    return int(across * 2**zoom), int(down * 2**zoom)


def _statement(user, z, x, y):
    """The one statement our own tile function asks, with its values in it."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        tile(user, open_layers(LAYERS.split(","), user), z, x, y)
    (sql, params), = asked
    return psycopg.ClientCursor(connection.connection).mogrify(sql, params)


def _etag(port, path, headers):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as browser:
        return ask(browser, port, path, headers)[1]["etag"]


def _size(port, asked):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as browser:
        sizes = [len(ask(browser, port, path, headers)[2]) for path, headers in asked]
    return f"{np.mean(sizes) / 1024:.1f} KB"
