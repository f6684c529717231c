"""The map of a check: every problem, and as many shapes as a browser draws with ease, problems first."""
from functools import cache

import shapely
from django.conf import settings

from . import run_files

MOST_SHAPES = 3000
MOST_PROBLEMS = 3000
DEGREES = 7  # decimals: a centimetre
TOLERANCE_M = 0.05


def shapes(importing):
    """Features of an import's rows and of what it would end, while they lie in the temporary tables."""
    kind = importing.kind
    if kind.family is None:
        return {"features": [], "total": 0}
    (total,) = importing.rows("SELECT count(*) FROM incoming WHERE shape IS NOT NULL")[0]
    rows = importing.rows(
        f"SELECT row, outcome, {_code('t', kind)}, ST_AsBinary(ST_SimplifyPreserveTopology(t.shape, %s)) FROM incoming t"
        " WHERE shape IS NOT NULL ORDER BY outcome = 'unchanged', row LIMIT %s",
        [TOLERANCE_M, MOST_SHAPES],
    )
    gone = importing.rows(
        f"SELECT NULL, 'gone', {_code('m', kind)}, ST_AsBinary(m.{kind.shape_column}) FROM {kind.table} m"
        " JOIN gone g ON g.id = m.id ORDER BY m.id LIMIT %s",
        [MOST_SHAPES],
    )
    found = [*gone, *rows]
    return {"features": features_of(found), "total": total + len(gone)}


def _code(table, kind):
    return f"{table}.{kind.key_column}" if kind.key and kind.key_column else "NULL"


def features_of(found):
    """GeoJSON features in degrees out of (row, status, code, WKB or hex WKB in the county's CRS)."""
    shapes = shapely.force_2d(shapely.from_wkb([wkb if isinstance(wkb, str) else bytes(wkb) for *_, wkb in found]))
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
