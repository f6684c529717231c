"""Rows of the database as paths on the sheet, one for all that look alike."""

from dataclasses import dataclass, field

from django.contrib.gis.geos import Polygon
from django.db.models import FloatField, Value

from geo_renovation.spatial.functions import ClippedTo, PathData

from .looks import Stroke
from .sheet import Sheet

# Areas are cut this far outside the frame, mm, so that the cut itself is not drawn.
OVERLAP = 5


@dataclass
class Picture:
    """Paths from the lowest up, and labels to be placed over them."""

    paths: dict[tuple, list[str]] = field(default_factory=dict)
    labels: list = field(default_factory=list)

    def add(self, stroke: Stroke, path: str, rank=0):
        """More of what looks so; of one picture's paths the lower rank lies beneath."""
        if path:
            self.paths.setdefault((rank, stroke), []).append(path)

    @property
    def strokes(self) -> list[tuple[Stroke, str]]:
        ordered = sorted(self.paths.items(), key=lambda each: each[0][0])
        return [(stroke, " ".join(parts)) for (_, stroke), parts in ordered]


def box_of(sheet: Sheet, around=0) -> Value:
    """The ground of the sheet, `around` mm more of it, as an expression."""
    west, south, east, north = sheet.ground.extent
    more = around / sheet.per_metre
    box = Polygon.from_bbox((west - more, south - more, east + more, north + more))
    box.srid = sheet.ground.srid
    return Value(box, output_field=ClippedTo.output_field)


def path_of(sheet: Sheet, geometry: str) -> PathData:
    """The part of a geometry on the sheet, in millimetres from the frame's upper left corner."""
    west, _, _, north = sheet.ground.extent
    numbers = (-west, -north, sheet.per_metre, sheet.per_metre)
    return PathData(ClippedTo(geometry, box_of(sheet, OVERLAP)), *(Value(n, FloatField()) for n in numbers))


def on_sheet(rows, sheet: Sheet, stored: str):
    """The rows that may lie on the sheet, by the index that tiles use."""
    return rows.filter(**{f"{stored}_3857__bboverlaps": sheet.ground_3857}).order_by()
