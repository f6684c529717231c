"""Where a place in metres from the town centre lies on the screen."""

import math

from geo_renovation.spatial import drawn
from tests.factories.shapes import moved

ZOOM, MIDDLE = 18, (150, 50)


def lon_lat(at):
    return drawn.to_world_point(moved([at])[0])


def address(card="", zoom=ZOOM, middle=MIDDLE):
    """The map over the town's compounds."""
    lon, lat = lon_lat(middle)
    return f"/?at={zoom}/{lat:.5f}/{lon:.5f}" + (f"&card={card}" if card else "")


def pixels(lon, lat, zoom):
    """Web Mercator."""
    across = 256 * 2**zoom / 360
    return lon * across, -math.degrees(math.asinh(math.tan(math.radians(lat)))) * across


def spot(page, at):
    """The pixel of a place, wherever the map has been moved to."""
    zoom, lat, lon = page.evaluate("new URLSearchParams(location.search).get('at')").split("/")
    box = page.locator("#map").bounding_box()
    (x, y), (mx, my) = pixels(*lon_lat(at), int(zoom)), pixels(float(lon), float(lat), int(zoom))
    return box["x"] + box["width"] / 2 + x - mx, box["y"] + box["height"] / 2 + y - my


def drag(page, at, to):
    page.mouse.move(*spot(page, at))
    page.mouse.down()
    x, y = spot(page, to)
    page.mouse.move(x - 4, y - 4, steps=8)
    page.mouse.move(x, y, steps=4)
    page.mouse.up()
