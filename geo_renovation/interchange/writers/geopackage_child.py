"""Writes the layers it reads from standard input as one GeoPackage. Knows nothing of Django."""
import json
import sqlite3
import sys

import geopandas
import pandas
import pyogrio
import shapely

# As QGIS makes it; the style by default is used when the layer is opened.
STYLES = """CREATE TABLE layer_styles (
 id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
 f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
 useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
 update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))"""
LISTED = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes', 'layer_styles')"
STYLE = (
    "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,"
    " styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', ?, ?, '', 1, ?, '')"
)


def table_of(layer, crs):
    """A table with or without geometry; absent numbers stay empty."""
    typed = {name: pandas.Series(values).convert_dtypes() for name, values in layer["columns"].items()}
    columns = pandas.DataFrame(typed)
    if layer["geometry"] is None:
        return columns
    return geopandas.GeoDataFrame(columns, geometry=shapely.from_wkb(layer["geometry"]), crs=crs)


def add_styles(path, styles):
    """The table that QGIS looks into."""
    database = sqlite3.connect(path)
    with database:
        database.execute(STYLES)
        database.execute(LISTED)
        database.executemany(STYLE, [(s["layer"], s["name"], s["qml"], s["name"]) for s in styles])
    database.close()


def main():
    order = json.load(sys.stdin)
    for index, layer in enumerate(order["layers"]):
        pyogrio.write_dataframe(
            table_of(layer, order["crs"]),
            order["path"],
            layer=layer["name"],
            driver="GPKG",
            geometry_type=layer.get("geometry_type"),
            promote_to_multi=layer["geometry"] is not None and layer.get("geometry_type", "").startswith("Multi"),
            append=index > 0,
        )
    if order.get("styles"):
        add_styles(order["path"], order["styles"])


if __name__ == "__main__":
    main()
