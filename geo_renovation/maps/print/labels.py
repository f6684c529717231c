"""Names on the sheet that do not run into one another."""

import math
import re
import unicodedata
from dataclasses import dataclass

NAME, ROAD_NAME = 2.4, 2.1  # height of the letters, mm
GAP = 0.4


@dataclass(frozen=True)
class Label:
    """A text round its middle, turned by degrees clockwise; the weightiest is placed first."""

    text: str
    x: float
    y: float
    size: float
    weight: float
    angle: float = 0
    kind: str = "name"
    room: float = math.inf

    @property
    def width(self):
        return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in self.text) * self.size

    @property
    def box(self):
        """What it covers, upright or not."""
        turn = math.radians(self.angle)
        across, down = abs(math.cos(turn)), abs(math.sin(turn))
        width = self.width * across + self.size * down + GAP
        height = self.width * down + self.size * across + GAP
        return self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2


def placed(labels, frame, kept_free=()) -> list[Label]:
    """As many as find room in the frame but on what is `kept_free`, the weightiest first; each road's name once."""
    taken, found, roads = {}, [], set()
    for box in kept_free:
        _take(taken, box)
    for label in sorted(labels, key=lambda each: -each.weight):
        named_already = label.kind == "road" and label.text in roads
        if named_already or label.width > label.room or not _inside(label.box, frame):
            continue
        if any(_meet(label.box, other) for cell in _cells(label.box) for other in taken.get(cell, ())):
            continue
        _take(taken, label.box)
        found.append(label)
        roads.add(label.text if label.kind == "road" else None)
    return found


def _take(taken, box):
    for cell in _cells(box):
        taken.setdefault(cell, []).append(box)


def _inside(box, frame):
    return box[0] >= 0 and box[1] >= 0 and box[2] <= frame[0] and box[3] <= frame[1]


def _cells(box, size=20):
    """The squares of a coarse net that a box touches: only neighbours are compared."""
    for column in range(int(box[0] // size), int(box[2] // size) + 1):
        for row in range(int(box[1] // size), int(box[3] // size) + 1):
            yield column, row


def _meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def along_road(name, path, weight) -> Label:
    """The name along the longest straight stretch of path data, readable from below."""
    x1, y1, x2, y2 = max(_stretches(path), key=lambda each: math.hypot(each[2] - each[0], each[3] - each[1]))
    angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
    angle = (angle + 90) % 180 - 90
    room = math.hypot(x2 - x1, y2 - y1)
    return Label(name, (x1 + x2) / 2, (y1 + y2) / 2, ROAD_NAME, weight, angle, "road", room)


def _stretches(path):
    for part in path.split("M"):
        numbers = [float(number) for number in re.findall(r"-?[\d.]+", part)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for start, end in zip(points, points[1:], strict=False):
            yield *start, *end
