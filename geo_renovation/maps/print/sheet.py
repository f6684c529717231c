"""Paper and ground: where on the sheet a place lies. Lengths on paper are millimetres, on the ground metres."""

import math
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.contrib.gis.geos import Point, Polygon

WGS84 = 4326
WEB_MERCATOR = 3857
# Upright width and height, mm.
PAPERS = {"A4": (210, 297), "A3": (297, 420)}
SCALES = (500, 1000, 2000, 2500, 5000, 10_000, 15_000, 20_000, 25_000, 50_000, 100_000)
# Round the map: white edge, title above, marks below; the legend beside it, or beneath it on upright paper.
EDGE, HEAD, FOOT, BESIDE, BENEATH = 8, 13, 16, 60, 62
# Metres per pixel of the web map at zoom 0 on the equator, of which a pixel on paper is 0.28 mm (OGC).
EQUATOR_M_PER_PX, PIXEL_M = 156_543.034, 0.00028


@dataclass(frozen=True)
class Format:
    """A paper and how it lies."""

    paper: str
    is_landscape: bool

    @property
    def size(self):
        width, height = PAPERS[self.paper]
        return (height, width) if self.is_landscape else (width, height)

    @property
    def frame(self):
        """Width and height of the map."""
        width, height = self.size
        beside, beneath = (BESIDE, 0) if self.is_landscape else (0, BENEATH)
        return width - 2 * EDGE - beside, height - 2 * EDGE - HEAD - FOOT - beneath

    @property
    def legend(self):
        """Left, top, width and height of the legend from the upper left corner inside the white edge."""
        width, height = self.frame
        if self.is_landscape:
            return width + 3, HEAD, BESIDE - 3, height
        return 0, HEAD + height + 3, width, BENEATH - 3


@dataclass(frozen=True)
class Sheet:
    """A format laid on the ground: its middle in the county's CRS, and a scale of 1 to so much."""

    format: Format
    scale: int
    x: float
    y: float

    @property
    def per_metre(self):
        """Millimetres of paper for one metre of ground."""
        return 1000 / self.scale

    @cached_property
    def ground(self) -> Polygon:
        """What the frame shows."""
        width, height = (length / self.per_metre for length in self.format.frame)
        box = (self.x - width / 2, self.y - height / 2, self.x + width / 2, self.y + height / 2)
        ground = Polygon.from_bbox(box)
        ground.srid = settings.COUNTY_SRID
        return ground

    @cached_property
    def ground_3857(self) -> Polygon:
        """Its box in the CRS of tiles, for their indexes; a little larger than the ground."""
        return self.ground.transform(WEB_MERCATOR, clone=True).envelope

    def on_paper(self, x, y) -> tuple[float, float]:
        """Millimetres right and down from the frame's upper left corner."""
        west, _, _, north = self.ground.extent
        return (x - west) * self.per_metre, (north - y) * self.per_metre

    @property
    def corners(self) -> list[dict]:
        """The four corners: east and north in metres, longitude and latitude in degrees."""
        west, south, east, north = self.ground.extent
        at = {"nw": (west, north), "ne": (east, north), "sw": (west, south), "se": (east, south)}
        return [{"corner": corner, "x": x, "y": y, "lonlat": lonlat(x, y)} for corner, (x, y) in at.items()]

    @property
    def zoom(self) -> int:
        """The web map's zoom that shows as much: what it leaves out there is left out here."""
        _, latitude = lonlat(self.x, self.y)
        return round(math.log2(EQUATOR_M_PER_PX * math.cos(math.radians(latitude)) / (self.scale * PIXEL_M)))

    @property
    def true_north(self) -> float:
        """Degrees that true north lies to the right of the sheet's upper edge."""
        longitude, latitude = lonlat(self.x, self.y)
        x, y = county_xy(longitude, latitude + 0.01)
        return math.degrees(math.atan2(x - self.x, y - self.y))


def lonlat(x, y) -> tuple[float, float]:
    return Point(x, y, srid=settings.COUNTY_SRID).transform(WGS84, clone=True).coords


def county_xy(longitude, latitude) -> tuple[float, float]:
    return Point(longitude, latitude, srid=WGS84).transform(settings.COUNTY_SRID, clone=True).coords


def fitting(form: Format, box) -> Sheet:
    """The largest scale of the series at which west, south, east, north in degrees is on the sheet."""
    west, south, east, north = box
    corners = [county_xy(*corner) for corner in ((west, south), (west, north), (east, south), (east, north))]
    xs, ys = zip(*corners, strict=True)
    width, height = form.frame
    needed = max((max(xs) - min(xs)) / width, (max(ys) - min(ys)) / height) * 1000
    scale = next((scale for scale in SCALES if scale >= needed), SCALES[-1])
    return Sheet(form, scale, (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def formats() -> dict:
    """For the page's dialog: width and height of the map in mm by paper and how it lies."""
    lies = {"landscape": True, "portrait": False}
    return {f"{paper}-{word}": Format(paper, is_landscape).frame for paper in PAPERS for word, is_landscape in lies.items()}
