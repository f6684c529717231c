"""GeoPackages as QGIS and others write them."""

import geopandas
import pyogrio
import shapely

from tests.interchange.files import frame, geopackage

from . import case, valid
from .shapes import COMPOUNDS, LINES, PIPES, ROWS, SQUARES, XY

POINTS = [shapely.Point(xy) for xy in XY]
SHAPES = {
    "points": POINTS,
    "lines": LINES,
    "polygons": SQUARES,
    "multipoints": [shapely.MultiPoint([p]) for p in POINTS],
    "multilines": [shapely.MultiLineString([line]) for line in LINES],
    "multipolygons": [shapely.MultiPolygon([s]) for s in SQUARES],
    "high_points": [shapely.Point(*xy, 7) for xy in XY],
    "high_lines": [shapely.force_3d(line) for line in LINES],
    "high_polygons": [shapely.force_3d(s) for s in SQUARES],
}


def layer(path, shapes, name="layer", rows=ROWS, crs=4548, **options):
    geopandas.GeoDataFrame(rows, geometry=shapes, crs=crs).to_file(path, layer=name, driver="GPKG", **options)
    return path


for kind, shapes in SHAPES.items():
    case(f"gpkg_{kind}", lambda folder, lure, shapes=shapes: layer(folder / "a.gpkg", shapes), rows=3)
for version in ("1.0", "1.1", "1.2", "1.3", "1.4"):
    case(
        f"gpkg_version_{version}",
        lambda folder, lure, version=version: layer(folder / "a.gpkg", SQUARES, VERSION=version),
        rows=3,
    )


@valid(3)
def gpkg_without_index(folder, lure):
    return layer(folder / "a.gpkg", SQUARES, SPATIAL_INDEX="NO")


@valid(6)
def gpkg_of_two_layers(folder, lure):
    layer(folder / "a.gpkg", SQUARES, "小区")
    return layer(folder / "a.gpkg", LINES, "管线 2025")


@valid(3)
def gpkg_whose_layer_is_named_badly(folder, lure):
    return layer(folder / "a.gpkg", SQUARES, 'a "b"; DROP TABLE c --')


@valid(3)
def gpkg_table_without_shapes(folder, lure):
    frame_ = geopandas.GeoDataFrame(ROWS).drop(columns="geometry", errors="ignore")
    pyogrio.write_dataframe(frame_, folder / "a.gpkg", layer="table")
    return folder / "a.gpkg"


@valid(0)
def gpkg_without_rows(folder, lure):
    empty = geopandas.GeoDataFrame({"code": [], "geometry": []}, crs=4548)
    empty.to_file(folder / "a.gpkg", layer="empty", geometry_type="Polygon")
    return folder / "a.gpkg"


@valid(3)
def gpkg_without_crs(folder, lure):
    return layer(folder / "a.gpkg", SQUARES, crs=None)


@valid(3)
def gpkg_in_degrees(folder, lure):
    frame(*COMPOUNDS).to_crs(4490).to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


@valid(3, good=2)
def gpkg_with_a_null_shape(folder, lure):
    return layer(folder / "a.gpkg", [SQUARES[0], None, SQUARES[2]])


@valid(3)
def gpkg_under_a_capital_suffix(folder, lure):
    return geopackage(folder / "a.gpkg", *PIPES).rename(folder / "A.GPKG")


@valid(3)
def gpkg_with_an_emptied_log_beside_it(folder, lure):
    (folder / "s").mkdir()
    path = geopackage(folder / "s" / "a.gpkg", *PIPES)
    path.with_name("a.gpkg-wal").write_bytes(b"")
    return folder / "s"
