"""Some shapes of an inspected layer, to be drawn and counted wherever a place puts them."""
import numpy as np
import shapely

LARGEST_DEGREES = (180, 85)  # what a web map can show


class Sample:
    """Some shapes of a layer in the file's own coordinates, as one array and where each begins."""

    def __init__(self, layer):
        self.is_point = layer.get("geometry") == "point"
        shapes = [parts for parts in layer.get("sample") or [] if parts]
        self.shapes = [[len(part) for part in parts] for parts in shapes]
        points = [point[:2] for parts in shapes for part in parts for point in part]
        self.points = np.array(points, dtype=float).reshape(-1, 2)
        self.owner = np.repeat(np.arange(len(self.shapes)), [sum(sizes) for sizes in self.shapes])

    @property
    def firsts(self):
        """x and y of the first vertex of every shape."""
        starts = np.searchsorted(self.owner, np.arange(len(self.shapes)))
        return self.points[starts].T

    def collection(self, lon, lat):
        """A FeatureCollection of the shapes moved to lon, lat; what no map can show is left out."""
        features, start = [], 0
        for number, sizes in enumerate(self.shapes):
            parts = []
            for size in sizes:
                parts.append(np.column_stack((lon, lat))[start : start + size])
                start += size
            if all(_can_be_shown(part) for part in parts):
                features.append(_feature(number, self.is_point, parts))
        return {"type": "FeatureCollection", "features": features}

    def count_inside(self, x, y, outline):
        """Shapes of which at least half of the vertices lie in the county."""
        inside = shapely.intersects_xy(outline, np.nan_to_num(x), np.nan_to_num(y))
        hits = np.bincount(self.owner, weights=inside, minlength=len(self.shapes))
        return int((hits * 2 >= np.bincount(self.owner, minlength=len(self.shapes))).sum())


def _can_be_shown(points):
    return bool((np.abs(points) <= LARGEST_DEGREES).all())


def _feature(number, is_point, parts):
    lines = [part.round(7).tolist() for part in parts]
    geometry = {"type": "MultiLineString", "coordinates": lines}
    if is_point:
        geometry = {"type": "MultiPoint", "coordinates": [point for line in lines for point in line]}
    return {"type": "Feature", "properties": {"shape": number}, "geometry": geometry}
