"""Units a heading may be said to hold: `--map floor_area_m2=gross_area:ft2`."""

# Factor to the base of each dimension: metre, square metre, one.
LENGTH = {
    "mm": 0.001, "cm": 0.01, "m": 1.0, "km": 1000.0, "in": 0.0254, "ft": 0.3048,
    "usft": 1200 / 3937,  # US survey foot
}
AREA = {
    "m2": 1.0, "ft2": 0.3048**2, "km2": 1e6, "ha": 1e4,
    "mu": 2000 / 3,  # 亩
}
COUNT = {"cny": 1.0, "qian": 1e3, "wan": 1e4, "yi": 1e8}  # 千 万 亿
DIMENSIONS = (LENGTH, AREA, COUNT)
KNOWN = {unit for dimension in DIMENSIONS for unit in dimension}


class UnitMismatch(ValueError):
    """A unit of another dimension than the field's."""


def factor(unit, stored):
    """What a number in `unit` is multiplied by to be in the field's own unit."""
    for dimension in DIMENSIONS:
        if unit in dimension and (stored in dimension or (dimension is COUNT and not stored)):
            return dimension[unit] / dimension.get(stored, 1.0)
    raise UnitMismatch(unit)
