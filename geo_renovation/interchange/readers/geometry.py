"""From the shapes of a file to those the database stores: transform, check, caps, repair, check."""
import re
from functools import cached_property

import numpy as np
import shapely

from . import limits
from .likely import likely_label, likely_place

POINT, LINE, POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON = 0, 1, 3, 4, 5, 6
# What a column takes -> the shape types it is made from.
FAMILIES = {
    "point": (POINT, MULTIPOINT),
    "line": (LINE, MULTILINE),
    "multiline": (LINE, MULTILINE),
    "polygon": (POLYGON, MULTIPOLYGON),
    "line_or_polygon": (LINE, MULTILINE, POLYGON, MULTIPOLYGON),
}
FAR = 1e30  # stands for a coordinate that cannot be transformed; lies in no county
SLACK_M = 1.0
SHARE_INSIDE = 0.5
SAMPLED_OUTSIDE = 200


class Shaper:
    """Turns WKB of a file's CRS into hex EWKB of the county's, noting what it refuses or repairs."""

    def __init__(self, family, crs, transformer, srid, outline):
        self.family, self.crs, self.transformer, self.srid = family, crs, transformer, srid
        self.outline = None if outline is None else shapely.buffer(outline, SLACK_M)
        if self.outline is not None:
            shapely.prepare(self.outline)
        self.outside_points, self.outside_count, self.vertices = [], 0, 0

    def shape(self, wkbs):
        """(hex EWKB or None per row, [row, reason, value, field, place] faults, [row, area change] repairs)."""
        self.faults, self.repaired = [], []
        self.shapes = self._read(wkbs)
        self._check_raw()
        raw = self.shapes
        self._transform()
        self._check_types()
        self._check_caps()
        self._check_validity()
        self._check_inside(raw)
        stored = shapely.set_srid(self.shapes, self.srid)
        hexed = shapely.to_wkb(stored, hex=True, include_srid=True)
        return list(hexed), self.faults, self.repaired

    def _refuse(self, rows, reason, values=None, places=None):
        for k, row in enumerate(rows):
            place = self._place(places[k]) if places else None
            self.faults.append([int(row), reason, values[k] if values else None, None, place])
        self.shapes[rows] = None

    def _refuse_at_first(self, rows, reason, values):
        """Refuses them where their first vertex lies."""
        self._refuse(rows, reason, values, [_first(shape) for shape in self.shapes[rows]])

    def _place(self, point):
        """A point that a map of the county can show, else None."""
        if self.outline is None:
            return None
        left, bottom, right, top = shapely.bounds(self.outline)
        return point if left <= point[0] <= right and bottom <= point[1] <= top else None

    def _read(self, wkbs):
        shapes = shapely.from_wkb(np.array(wkbs, dtype=object), on_invalid="ignore")
        shapes = np.atleast_1d(shapes)
        missing = np.array([not wkb for wkb in wkbs])
        unread = shapely.is_missing(shapes) & ~missing
        self.shapes = shapes
        self._refuse(np.flatnonzero(missing), "geometry_missing")
        self._refuse(np.flatnonzero(unread), "geometry_unreadable")
        return shapely.force_2d(shapes)

    def _check_raw(self):
        empty = ~shapely.is_missing(self.shapes) & shapely.is_empty(self.shapes)
        self._refuse(np.flatnonzero(empty), "geometry_missing")
        points, index = shapely.get_coordinates(self.shapes, return_index=True)
        broken = np.unique(index[~np.isfinite(points).all(axis=1)])
        self._refuse(broken, "coordinate_not_a_number")
        self.vertices += len(points)

    def _transform(self):
        if self.transformer is not None:
            self.shapes = shapely.transform(self.shapes, self._project)

    def _project(self, points):
        x, y = self.transformer.transform(points[:, 0], points[:, 1])
        projected = np.column_stack((x, y))
        projected[~np.isfinite(projected).all(axis=1)] = FAR
        return projected

    def _check_types(self):
        types = shapely.get_type_id(self.shapes)
        here = types >= 0
        wrong = here & ~np.isin(types, FAMILIES[self.family])
        self._refuse_at_first(np.flatnonzero(wrong), "wrong_type", [_name(s) for s in self.shapes[wrong]])
        if self.family in ("line", "point"):
            several = here & ~wrong & (shapely.get_num_geometries(self.shapes) > 1)
            counts = shapely.get_num_geometries(self.shapes[several]).tolist()
            self._refuse_at_first(np.flatnonzero(several), "multi_part", counts)
            multi = shapely.get_type_id(self.shapes) > POLYGON
            self.shapes[multi] = shapely.get_geometry(self.shapes[multi], 0)

    def _check_caps(self):
        vertices = shapely.get_num_coordinates(self.shapes)
        many = vertices > limits.VERTICES_PER_FEATURE
        self._refuse_at_first(np.flatnonzero(many), "too_many_vertices", vertices[many].tolist())
        holes = np.zeros(len(self.shapes), dtype=int)
        parts, index = shapely.get_parts(self.shapes, return_index=True)
        np.add.at(holes, index, np.maximum(shapely.get_num_interior_rings(parts), 0))
        many = holes > limits.HOLES
        self._refuse_at_first(np.flatnonzero(many), "too_many_holes", holes[many].tolist())

    def _check_validity(self):
        valid = shapely.is_valid(self.shapes) | shapely.is_missing(self.shapes)
        for row in np.flatnonzero(~valid):
            self._repair(row)
        self._gather()

    def _repair(self, row):
        """Only polygons, only small ones, only where the area hardly changes; always listed."""
        broken = self.shapes[row]
        where, place = _where(broken)
        if shapely.get_type_id(broken) not in (POLYGON, MULTIPOLYGON):
            reason = "invalid_geometry" if shapely.length(broken) else "zero_length"
            return self._refuse([row], reason, [where], [place])
        if shapely.get_num_coordinates(broken) > limits.REPAIRABLE_VERTICES:
            return self._refuse([row], "invalid_and_large", [where], [place])
        mended = shapely.make_valid(broken, method="structure", keep_collapsed=False)
        area = shapely.area(broken)
        change = abs(shapely.area(mended) - area) / area if area else np.inf
        fits = shapely.get_type_id(mended) in (POLYGON, MULTIPOLYGON) and shapely.is_valid(mended)
        if not fits or shapely.is_empty(mended) or change >= limits.REPAIRABLE_AREA_CHANGE:
            return self._refuse([row], "invalid_geometry", [where], [place])
        self.shapes[row] = mended
        self.repaired.append([int(row), change])
        return None

    def _gather(self):
        """Single parts become collections where the column holds collections."""
        types = shapely.get_type_id(self.shapes)
        for single, gather in ((POLYGON, shapely.multipolygons), (LINE, shapely.multilinestrings)):
            if single == LINE and self.family != "multiline":
                continue
            for row in np.flatnonzero(types == single):
                self.shapes[row] = gather([self.shapes[row]])

    def _check_inside(self, raw):
        if self.outline is None:
            far = ~shapely.is_missing(self.shapes) & (shapely.bounds(self.shapes)[:, 2:].max(axis=1) >= FAR)
            return self._refuse(np.flatnonzero(far), "outside_crs")
        here = ~shapely.is_missing(self.shapes)
        doubtful = np.flatnonzero(here & ~shapely.contains_properly(self.outline, self.shapes))
        outside = [row for row in doubtful if _share(self.shapes[row], self.outline) < SHARE_INSIDE]
        firsts = [_first(raw[row]) for row in outside]
        self.outside_count += len(outside)
        self.outside_points += firsts[: SAMPLED_OUTSIDE - len(self.outside_points)]
        return self._refuse(outside, "outside_county", ["{:.6f} {:.6f}".format(*xy) for xy in firsts])

    @cached_property
    def likely(self):
        """The place that would put the outside shapes inside, or None; asked when all have passed."""
        if not self.outside_points:
            return None
        x, y = np.array(self.outside_points).T
        return likely_place(x, y, self.crs, self.srid, self.outline)

    def likely_crs(self):
        """The same in a few words."""
        return self.likely and likely_label(self.likely, self.crs)


def _share(shape, outline):
    """The share of a shape's area, length or point that lies inside."""
    if not shapely.intersects(outline, shape):
        return 0.0
    for measure in (shapely.area, shapely.length):
        if whole := measure(shape):
            return measure(shapely.intersection(shape, outline)) / whole
    return 1.0


def _first(shape):
    return shapely.get_coordinates(shape)[0].tolist()


def _where(shape):
    """The spot at which a shape is invalid, as text and as a point; failing that, its first vertex."""
    found = re.search(r"\[(.*)\]", shapely.is_valid_reason(shape))
    if found is None:
        return None, _first(shape)
    return found.group(1), [float(number) for number in found.group(1).split()]


def _name(shape):
    return shape.geom_type
