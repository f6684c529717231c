"""Writes the layers it reads from standard input as one GeoPackage. Knows nothing of Django."""
import json
import sys

import geopandas
import pandas
import pyogrio
import shapely


def table_of(layer, crs):
    """A table with or without geometry; absent numbers stay empty."""
    typed = {name: pandas.Series(values).convert_dtypes() for name, values in layer["columns"].items()}
    columns = pandas.DataFrame(typed)
    if layer["geometry"] is None:
        return columns
    return geopandas.GeoDataFrame(columns, geometry=shapely.from_wkb(layer["geometry"]), crs=crs)


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


if __name__ == "__main__":
    main()
