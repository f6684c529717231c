"""What no answer may hold: words, figures and positions of the world that are not for the role that asked."""
import io
import json
import math
import re
import struct
import zipfile
from urllib.parse import quote

import mapbox_vector_tile
from django.db import transaction
from pyproj import Transformer

from geo_renovation.maps.views.tiles import MVT
from tests.maps.pdf_reading import text_of

EXTENT, AROUND_M = 4096, 40_075_016.6856
# A tile of z15 tells a position to 0.3 m.
SAME_PLACE_M = 0.7
CLOSE_ENOUGH = 15
MERCATOR = Transformer.from_crs(3857, 4548, always_xy=True)
DEGREES = Transformer.from_crs(4326, 4548, always_xy=True)


def sent(client, ask):
    if ask.posted is None:
        return client.get(ask.path, headers=ask.headers)
    return client.post(ask.path, ask.posted, headers=ask.headers)


def said(client, ask):
    """The answer and its bytes, and whatever it did undone."""
    with transaction.atomic():
        answer = sent(client, ask)
        body = unpacked(answer)
        transaction.set_rollback(True)
    return answer, body


def unpacked(answer) -> bytes:
    """Every byte a reader could get at, headers, the parts of a workbook and the words of a PDF included."""
    head = b"".join(f"{k}: {v}\n".encode() for k, v in answer.headers.items())
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"%PDF"):
        body += text_of(body).encode()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"".join(parts.read(name) for name in parts.namelist())
    return head + body


def leaks(world, role, ask, answer, body) -> list[str]:
    """What the answer tells that is not for this role; what it was asked with is no leak."""
    for path in (ask.path, quote(ask.path, safe=""), quote(ask.path, safe="/")):
        body = body.replace(path.encode(), b"")
    words = [word for word, seers in world.words.items() if role not in seers and word.encode() in body]
    figures = [figure for figure, seers in world.figures.items() if role not in seers and holds(body, figure)]
    hidden = {name: at for name, (at, seers) in world.places.items() if role not in seers}
    return [f"{ask.path} holds {what}" for what in (*words, *figures, *places_in(hidden, ask, answer, body))]


def holds(body, figure) -> bool:
    """Whether a figure stands in the answer, as text or as a binary double."""
    if any(struct.pack(order, figure) in body for order in ("<d", ">d")):
        return True
    written = "|".join(re.escape(text) for text in {f"{figure:.10g}", f"{figure:,.10g}"})
    return re.search(rf"(?<![\d.])({written})(?!\d)".encode(), body) is not None


def places_in(hidden, ask, answer, body) -> list[str]:
    """Of some places, by name, those whose coordinates stand in the answer."""
    if not hidden:
        return []
    seen = list(positions(ask, answer))
    return [name for name, at in hidden.items() if is_written(at, body) or any(near(at, place) for place in seen)]


def is_written(at, body) -> bool:
    """As metres of the county, in a drawing's text or in the binary shape of a GeoPackage."""
    x, y = at
    return struct.pack("<2d", x, y) in body or (f"{x:.2f}".encode() in body and f"{y:.2f}".encode() in body)


def near(at, place) -> bool:
    return math.dist(at, place) < SAME_PLACE_M


def positions(ask, answer):
    """Every position that a tile or JSON tells, in metres of the county."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code != 200 or answer.streaming:
        return
    if kind == MVT:
        yield from of_tile(ask.path, answer.content)
    elif "json" in kind:
        for longitude, latitude in pairs(json.loads(answer.content)):
            if 100 < longitude < 130 and 20 < latitude < 50:
                yield DEGREES.transform(longitude, latitude)


def of_tile(path, body):
    z, x, y = (int(part) for part in path.split("?")[0].removesuffix(".mvt").split("/")[-3:])
    if z < CLOSE_ENOUGH:
        return
    side = AROUND_M / (1 << z)
    west, north = x * side - AROUND_M / 2, AROUND_M / 2 - y * side
    decoded = mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})
    for layer in decoded.values():
        for feature in layer["features"]:
            for right, down in pairs(feature["geometry"]["coordinates"]):
                yield MERCATOR.transform(west + right / EXTENT * side, north - down / EXTENT * side)


def pairs(value):
    """Each pair of numbers in nested lists; of a box both corners."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list | tuple):
        return
    if len(value) >= 2 and all(isinstance(part, int | float) for part in value):
        yield value[0], value[1]
        if len(value) == 4:
            yield value[2], value[3]
        return
    for part in value:
        yield from pairs(part)
