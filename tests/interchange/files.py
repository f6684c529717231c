"""Small files in the formats the importer reads."""

import csv
import json
import zipfile

import geopandas
import shapely

from tests.factories.shapes import EAST, NORTH

from .profiles import collection


def at(x, y):
    """A point in metres from the town centre."""
    return EAST + x, NORTH + y


def square(x=0, y=0, size=100):
    """A square whose lower left corner is x, y metres from the town centre."""
    return shapely.box(*at(x, y), *at(x + size, y + size))


def line(*points):
    return shapely.LineString([at(*point) for point in points])


def geojson(path, *features, srid=4548):
    """A GeoJSON file of (properties, shape) pairs."""
    path.write_text(json.dumps(collection(features, srid)), "utf-8")
    return path


def frame(*features, srid=4548):
    return geopandas.GeoDataFrame([named for named, _ in features], geometry=[s for _, s in features], crs=srid)


def shapefile(folder, *features, encoding="utf-8", cpg=True, prj=True, srid=4548):
    """A shapefile in `folder` as others write them."""
    folder.mkdir(exist_ok=True)
    path = folder / "layer.shp"
    frame(*features, srid=srid).to_file(path, encoding=encoding)
    (folder / "layer.cpg").unlink(missing_ok=True)
    if cpg:
        (folder / "layer.cpg").write_text(encoding)
    if not prj:
        (folder / "layer.prj").unlink()
    return path


def geopackage(path, *features, layer="layer", srid=4548):
    frame(*features, srid=srid).to_file(path, layer=layer)
    return path


def table(path, rows, encoding="utf-8"):
    """A CSV of dicts."""
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def zipped(path, folder, prefix=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, prefix + file.name)
    return path


def compound(code="C1", **named):
    """The cells of a compound's row."""
    return {"code": code, "name": f"{code}小区", **named}


def pipe(code, owner="water", **named):
    """The cells of a segment's row."""
    return {"code": code, "network_class": "JS", "owner": owner, **named}


def pipes(path, *rows):
    """A file of segments side by side."""
    return geojson(path, *((row, line((0, n), (50, n))) for n, row in enumerate(rows)))


def faults(report):
    """(row, field, reason) of every rejected row."""
    return [(row["row"], row["field"], row["reason"]) for row in report.rejected]


def compound_file(path, *codes, north=0, **more):
    """Compounds of 100 m in a row from west to east."""
    facts = [{"小区编号": code, "小区名称": f"{code}小区", "户数": 100} | more for code in codes]
    return geojson(path, *((fact, square(n * 200 - 3000, north)) for n, fact in enumerate(facts)))
