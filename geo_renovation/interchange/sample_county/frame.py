"""The town's own frame: u metres along the streets to the east, v to the north."""
import math
from random import Random

# The centre of Gaotang's county town, 116.2240 E 36.8594 N, in EPSG:4548.
CENTRE_EAST = 430_799.37
CENTRE_NORTH = 4_081_188.82
TURN = math.radians(3.2)


def stream(seed: int, purpose: str) -> Random:
    """A stream of its own per purpose, so that one part can change without moving the others."""
    return Random(f"{seed}-{purpose}")  # noqa: S311  invented data, no secret


def place(u: float, v: float) -> tuple[float, float]:
    """The county coordinates of a point of the frame, streets gently bent, to the centimetre."""
    east = u + 45 * math.sin(v / 1300 + 0.6) + 18 * math.sin((u + v) / 800)
    north = v + 38 * math.sin(u / 1500 - 0.4) + 15 * math.sin((u - v) / 900)
    x = CENTRE_EAST + east * math.cos(TURN) - north * math.sin(TURN)
    y = CENTRE_NORTH + east * math.sin(TURN) + north * math.cos(TURN)
    return round(x, 2), round(y, 2)


def placed(points) -> list[tuple[float, float]]:
    """The county coordinates of a row of points."""
    return [place(u, v) for u, v in points]


def rectangle(u0, v0, u1, v1) -> list[tuple[float, float]]:
    """The closed clockwise ring of a rectangle of the frame."""
    return [(u0, v0), (u0, v1), (u1, v1), (u1, v0), (u0, v0)]
