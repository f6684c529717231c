"""Writes the one layer it reads from standard input in the format it is told. Knows nothing of Django."""
import json
import sys

import geopandas
import pandas
import pyogrio
import shapely

OPTIONS = {"GeoJSON": {"RFC7946": "YES", "COORDINATE_PRECISION": 7}}


def layer_of(order):
    """The table with its shapes; a column of numbers is one even where none is on record."""
    columns = {}
    for heading, values, is_number in zip(order["headings"], order["columns"], order["numbers"], strict=True):
        columns[heading] = numbers(values) if is_number else pandas.Series(values, dtype="string")
    shapes = shapely.from_wkb(order["geometry"])
    return geopandas.GeoDataFrame(pandas.DataFrame(columns), geometry=shapes, crs=order["crs"])


def numbers(values):
    whole = all(value is None or isinstance(value, int) for value in values)
    return pandas.Series(values, dtype="Int64" if whole else "Float64")


def main():
    order = json.load(sys.stdin)
    layer = layer_of(order)
    driver = order["driver"]
    if driver == "GeoJSON":
        layer = layer.to_crs("EPSG:4326")
    pyogrio.write_dataframe(
        layer,
        order["path"],
        layer=order["layer"],
        driver=driver,
        encoding=order.get("encoding"),
        geometry_type=order["geometry_type"],
        promote_to_multi=True,
        **OPTIONS.get(driver, {}),
    )
    if "about" in order:
        pyogrio.write_dataframe(pandas.DataFrame(order["about"]), order["path"], layer="about", driver=driver, append=True)


if __name__ == "__main__":
    main()
