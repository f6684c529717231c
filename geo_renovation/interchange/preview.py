"""The map of a check: every problem, and as many shapes as a browser draws with ease, problems first."""
from functools import cache

import numpy as np
import shapely
from django.conf import settings

from . import run_files

MOST_SHAPES = 3000
MOST_PROBLEMS = 3000
MOST_VERTICES = 1_000_000  # of all of them together
# Simplifying takes PostgreSQL time by the square of the vertices, and it stops for nobody meanwhile.
MOST_CORNERS = 2_000
DEGREES = 7  # decimals: a centimetre
TOLERANCE_M = 0.05


DRAWN = """
    SELECT row, status, code, ST_AsBinary(CASE
        WHEN vertices <= {simple} THEN ST_SimplifyPreserveTopology(shape, {tolerance}) ELSE shape END)
    FROM (SELECT *, ST_NPoints(shape) AS vertices, sum(ST_NPoints(shape)) OVER (ORDER BY place) AS so_far
          FROM (SELECT *, row_number() OVER (ORDER BY {order}) AS place FROM ({rows}) r LIMIT {most}) r) r
    WHERE so_far <= {vertices} ORDER BY place
"""


def shapes(importing):
    """Features of an import's rows and of what it would end, while they lie in the temporary tables."""
    kind = importing.kind
    if kind.family is None:
        return {"features": [], "total": 0}
    (total,) = importing.rows("SELECT count(*) FROM incoming WHERE shape IS NOT NULL")[0]
    rows = f"SELECT row, outcome AS status, {_code('t', kind)} AS code, shape FROM incoming t WHERE shape IS NOT NULL"
    gone = (
        f"SELECT NULL::bigint AS row, 'gone' AS status, {_code('m', kind)} AS code, m.{kind.shape_column} AS shape, m.id"
        f" FROM {kind.table} m JOIN gone g ON g.id = m.id"
    )
    ended = _drawn(importing, gone, "id")
    found = [*ended, *_drawn(importing, rows, "status = 'unchanged', row")]
    return {"features": features_of(found), "total": total + len(ended)}


def _drawn(importing, rows, order):
    """[(row, status, code, WKB)] of the first rows, as far as they are few and of few vertices."""
    most = {"most": MOST_SHAPES, "vertices": MOST_VERTICES, "simple": MOST_CORNERS, "tolerance": TOLERANCE_M}
    return importing.rows(DRAWN.format(rows=rows, order=order, **most))


def _code(table, kind):
    return f"{table}.{kind.key_column}" if kind.key and kind.key_column else "NULL"


def features_of(found):
    """GeoJSON features in degrees out of (row, status, code, WKB or hex WKB in the county's CRS)."""
    shapes = shapely.force_2d(shapely.from_wkb([wkb if isinstance(wkb, str) else bytes(wkb) for *_, wkb in found]))
    shapes = [_thinned(shape) for shape in shapes]
    moved = shapely.transform(shapes, to_degrees, interleaved=False)
    drawn = shapely.set_precision(moved, 10**-DEGREES, mode="pointwise")
    return [
        {
            "type": "Feature",
            "properties": {"row": row, "status": status, "code": code},
            "geometry": shapely.geometry.mapping(shape),
        }
        for (row, status, code, _wkb), shape in zip(found, drawn, strict=True)
    ]


def _thinned(shape):
    """Every so many-th vertex of its outlines, where it has too many to draw."""
    step = -(-shapely.get_num_coordinates(shape) // MOST_CORNERS)
    if step <= 1:
        return shape
    parts = [shapely.get_exterior_ring(p) if p.geom_type == "Polygon" else p for p in shapely.get_parts(shape)]
    corners = [shapely.get_coordinates(part) for part in parts]
    return shapely.multilinestrings([shapely.linestrings(np.vstack((p[:-1:step], p[-1:]))) for p in corners])


def to_degrees(x, y):
    return transformer().transform(x, y)


@cache
def transformer():
    """Making one takes longer than a thousand uses of it; PROJ is loaded with the first."""
    from pyproj import Transformer

    return Transformer.from_crs(settings.COUNTY_SRID, 4326, always_xy=True)


def collection(run, problems):
    """What preview.json answers: rejected rows first, then the others, then the problems as points."""
    drawn = run_files.read(run, "shapes", {"features": [], "total": 0})
    turned_away = run_files.read(run, "rejected", {"rows": []})
    rejected = [(row["row"], "rejected", None, row["shape"]) for row in turned_away["rows"] if row["shape"]]
    rejected = features_of(rejected[:MOST_SHAPES])
    features = [*rejected, *drawn["features"]][:MOST_SHAPES]
    points = [point(issue) for issue in problems if issue.place][:MOST_PROBLEMS]
    return {
        "type": "FeatureCollection",
        "features": features,
        "problems": {"type": "FeatureCollection", "features": points},
        "shown": len(features),
        "total": drawn["total"] + len(rejected),
        "bounds": bounds([*features, *points]),
    }


def point(issue):
    lon, lat = to_degrees(*issue.place.coords)
    properties = {
        "row": issue.row,
        "field": issue.field,
        "field_label": issue.field_label,
        "message": issue.message,
        "severity": issue.severity,
        "reason": issue.reason,
    }
    place = {"type": "Point", "coordinates": [round(lon, DEGREES), round(lat, DEGREES)]}
    return {"type": "Feature", "properties": properties, "geometry": place}


def bounds(features):
    if not features:
        return None
    drawn = [shapely.geometry.shape(each["geometry"]) for each in features]
    return [round(float(edge), DEGREES) for edge in shapely.total_bounds(drawn)]
