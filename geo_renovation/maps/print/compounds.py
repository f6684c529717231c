"""Compounds on the sheet, and how many of each stage."""

from collections import Counter

from django.contrib.gis.db.models.functions import Area, PointOnSurface
from django.utils.translation import gettext as _

from geo_renovation.compounds.choices import Stage
from geo_renovation.spatial.functions import ClippedTo

from . import looks
from .drawing import Picture, box_of, on_sheet, path_of
from .labels import NAME, Label
from .looks import Stroke

# More names than find room on any paper.
MOST_NAMES = 1500


def compounds(sheet, rows, chosen) -> tuple[Picture, list[dict]]:
    """The rows that touch the ground; those whose code is `chosen` with a ring of amber."""
    picture, counts = Picture(), Counter()
    for path, code, number, name, area, point in _rows(sheet, rows):
        counts[number] += 1
        picture.add(looks.compound(number), path)
        if code in chosen:
            picture.add(Stroke("#ffffff", 1.6), path, rank=1)
            picture.add(Stroke("#000000", 1.2), path, rank=2)
            picture.add(Stroke(looks.SELECTED, 0.8), path, rank=3)
        if point and len(picture.labels) < MOST_NAMES:
            # The chosen are named before the others.
            weight = area.sq_m * sheet.per_metre**2 + (1e9 if code in chosen else 1e3)
            label = f"{looks.NUMBERS[number]}{name}"
            picture.labels.append(Label(label, *sheet.on_paper(*point.coords), NAME, weight))
    return picture, _legend(counts)


def _rows(sheet, rows):
    seen = on_sheet(rows, sheet, "boundary").filter(boundary__intersects=sheet.ground)
    inside = PointOnSurface(ClippedTo("boundary", box_of(sheet)))
    return seen.annotate(size_m2=Area("boundary"), inside=inside).values_list(
        path_of(sheet, "boundary"), "code", "stage_number_shown", "name", "size_m2", "inside"
    )


def _legend(counts) -> list[dict]:
    entries = [(0, _("Not yet surveyed")), *((stage.number, stage.label) for stage in Stage)]
    return [
        {"number": looks.NUMBERS[n], "label": label, "count": counts[n], "look": looks.compound(n)}
        for n, label in entries
        if counts[n]
    ]
