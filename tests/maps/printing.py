"""Asking for sheets and looking at what is drawn on them."""

from urllib.parse import urlencode

import pytest

from geo_renovation.maps.print.sheet import lonlat
from tests.factories.shapes import EAST, NORTH
from tests.maps.pdf_reading import strokes_of

WATER, GAS, AMBER = (0, 112 / 255, 224 / 255), (240 / 255, 50 / 255, 156 / 255), (1, 176 / 255, 0)


def address(at=(0, 0), **asked):
    longitude, latitude = lonlat(EAST + at[0], NORTH + at[1])
    sheet = {"paper": "A4", "turned": "landscape", "scale": 1000, "centre": f"{longitude:.9f},{latitude:.9f}"}
    return f"/map/print/?{urlencode(sheet | asked)}"


def sheet(client, at=(0, 0), **asked):
    answer = client.get(address(at, **asked))
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content


def refusal(client, at=(0, 0), **asked):
    answer = client.get(address(at, **asked))
    return answer.status_code, answer.json()["error"]


def lengths(content, hue):
    """Lengths in mm of the straight strokes of a colour."""
    return [length for colour, length in strokes_of(content) if colour == pytest.approx(hue, abs=0.003)]
