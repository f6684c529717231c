"""What stands round and over a map: scale bar, corners, room for the arrow."""

from .sheet import Sheet

# Millimetres the scale bar is at least long.
SHORTEST = 25
PARTS = 4


def scale_bar(sheet: Sheet) -> dict:
    """A round number of metres on the ground, and its length on the paper."""
    metres = next(m for m in _round_numbers() if m * sheet.per_metre >= SHORTEST)
    part = metres * sheet.per_metre / PARTS
    unit, in_unit = ("km", 1000) if metres >= 1000 else ("m", 1)
    return {
        "metres": metres,
        "length": part * PARTS,
        "parts": [{"x": part * i, "width": part, "dark": i % 2 == 0} for i in range(PARTS)],
        "marks": [{"x": part * i, "label": f"{metres * i / PARTS / in_unit:g}"} for i in (0, PARTS // 2, PARTS)],
        "unit": unit,
    }


def _round_numbers():
    for power in range(0, 6):
        for first in (1, 2, 4):
            yield first * 10**power


def corners(sheet: Sheet) -> dict:
    """For each corner its coordinates in the county's CRS and in degrees, ready to be written."""
    return {
        each["corner"]: {
            "metres": f"{each['x']:.0f} E  {each['y']:.0f} N",
            "degrees": f"{each['lonlat'][0]:.5f}°E  {each['lonlat'][1]:.5f}°N",
        }
        for each in sheet.corners
    }


def kept_free(form, has_networks: bool) -> list[tuple]:
    """Where no name may stand, mm from the frame's upper left corner: under the arrow and the warning."""
    width, _ = form.frame
    arrow, warning = (width - 13, 0, width, 18), (0, 0, 105, 7)
    return [arrow, warning] if has_networks else [arrow]
