"""GeoPackages that hold more than tables, or other than they say."""

import sqlite3
import struct

import geopandas
import shapely

from tests.interchange.files import geopackage

from . import case, hostile, valid
from .shapes import COMPOUNDS, ROWS, SQUARES, scribble
from .valid_databases import layer


def altered(name, *reasons, statements=(), blob=None, rows=None, good=None):
    """A good GeoPackage after some SQL; `blob` is the first shape then."""

    def make(folder, lure):
        path = geopackage(folder / "a.gpkg", *COMPOUNDS)
        database = sqlite3.connect(path)
        # They call functions that only GDAL's SQLite has.
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for statement in statements:
            database.execute(statement.format(secret=lure.secret, url=lure.url))
        if blob is not None:
            database.execute("UPDATE layer SET geom = ? WHERE fid = 1", [blob])
        database.commit()
        database.close()
        return path

    case(f"gpkg_{name}", make, *reasons, rows=rows, good=good)


OBJECTS = {
    "a_view": "CREATE VIEW spy AS SELECT * FROM layer",
    "a_view_named_rtree": "CREATE VIEW rtree_spy AS SELECT * FROM layer",
    "a_trigger": "CREATE TRIGGER spy AFTER INSERT ON layer BEGIN DELETE FROM layer; END",
    "full_text": "CREATE VIRTUAL TABLE spy USING fts4(content)",
    "a_table_that_reads_files": "CREATE VIRTUAL TABLE spy USING fts3(tokenize=unicode61)",
    "a_generated_column": "CREATE TABLE spy (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2))",
    "a_generated_column_briefly": "CREATE TABLE spy (a INTEGER, b INTEGER AS (a * 2))",
}
for name, sql in OBJECTS.items():
    altered(f"with_{name}", "unsafe_geopackage", statements=[sql])

altered(
    "whose_layer_is_a_view", "unsafe_geopackage",
    statements=["ALTER TABLE layer RENAME TO real", "CREATE VIEW layer AS SELECT * FROM real"],
)  # fmt: skip
CONTENTS = "UPDATE gpkg_contents SET {} WHERE table_name = 'layer'"
altered("of_a_layer_that_is_not_there", "unreadable", statements=[CONTENTS.format("table_name = 'gone'")])
altered("of_the_schema_itself", "unreadable", "crs_missing", statements=[CONTENTS.format("table_name = 'sqlite_master'")])
altered("without_contents", "empty", "unreadable", statements=["DELETE FROM gpkg_contents"], rows=0)
altered("without_table_of_contents", "unreadable", statements=["DROP TABLE gpkg_contents"])
altered("that_counts_wrong", statements=["UPDATE gpkg_ogr_contents SET feature_count = 2"], rows=3)
altered("that_reaches_far", statements=[CONTENTS.format("min_x = -1e300, max_x = 1e300")], rows=3)
altered("with_a_crs_of_a_path", statements=["UPDATE gpkg_spatial_ref_sys SET definition = '{secret}'"], rows=3)
altered("with_a_crs_of_an_address", statements=["UPDATE gpkg_spatial_ref_sys SET definition = '/vsicurl/{url}'"], rows=3)
altered(
    "with_an_extension",
    statements=[
        "CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,"
        " definition TEXT NOT NULL, scope TEXT NOT NULL)",
        "INSERT INTO gpkg_extensions VALUES ('layer', 'geom', 'evil', '{secret}', 'read-write')",
    ],
    rows=3,
)


def stored(wkb, srid=4548):
    """A GeoPackage's shape: its header and WKB."""
    return b"GP\0\1" + struct.pack("<i", srid) + wkb


def curve():
    points = struct.pack("<6d", 440000, 4080000, 440005, 4080005, 440010, 4080000)
    return b"\1" + struct.pack("<II", 8, 3) + points


def nested(depth):
    wkb = b"\1" + struct.pack("<Idd", 1, 440000, 4080000)
    for _ in range(depth):
        wkb = b"\1" + struct.pack("<II", 7, 1) + wkb
    return wkb


BLOBS = {
    "no_header": b"nonsense",
    "text": b"POINT(1 2)",
    "header_only": b"GP\0\1" + struct.pack("<i", 4548),
    "cut": stored(SQUARES[0].wkb)[:40],
    "curve": stored(curve()),
    "unknown_type": stored(b"\1" + struct.pack("<I", 77) + bytes(32)),
    "points_without_number": stored(b"\1" + struct.pack("<II", 2, 2**31) + bytes(32)),
    "rings_without_number": stored(b"\1" + struct.pack("<II", 3, 2**32 - 1) + bytes(32)),
    "collection": stored(shapely.GeometryCollection([SQUARES[0]]).wkb),
    "nested_collections": stored(nested(20)),
    "not_a_number": stored(shapely.Polygon([(440000, 4080000), (float("nan"), 1), (440010, 4080000)]).wkb),
    "infinite": stored(shapely.Point(float("inf"), 4080000).wkb),
    "scribble": stored(shapely.Polygon(scribble()).wkb),
    "bow_tie": stored(shapely.Polygon([(440000, 4080000), (440010, 4080010), (440010, 4080000), (440000, 4080010)]).wkb),
    "two_points": stored(b"\1" + struct.pack("<III", 3, 1, 2) + struct.pack("<4d", 440000, 4080000, 440001, 4080001)),
}
for name, blob in BLOBS.items():
    altered(f"with_a_shape_{name}", blob=blob, rows=3, good=2)
altered("with_a_shape_nested_deep", blob=stored(nested(20_000)), rows=3, good=2)


@hostile("unreadable", "rows_lost", "parser_failed", "empty")
def gpkg_cut_in_half(folder, lure):
    path = geopackage(folder / "a.gpkg", *COMPOUNDS)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


@hostile("unreadable", "empty")
def gpkg_of_noise(folder, lure):
    path = geopackage(folder / "a.gpkg", *COMPOUNDS)
    content = bytearray(path.read_bytes())
    content[100:4096] = bytes(range(256)) * 15 + bytes(156)
    path.write_bytes(content)
    return path


@hostile("unsaved")
def gpkg_with_its_log(folder, lure):
    (folder / "s").mkdir()
    path = geopackage(folder / "s" / "a.gpkg", *COMPOUNDS)
    path.with_name("a.gpkg-wal").write_bytes(b"7\x7f\6\x82" + bytes(100))
    return folder / "s"


@hostile("too_many_layers")
def gpkg_of_too_many_layers(folder, lure):
    path = layer(folder / "a.gpkg", SQUARES, "l0")
    database = sqlite3.connect(path)
    for number in range(1, 21):
        database.execute(f"CREATE TABLE l{number} (fid INTEGER PRIMARY KEY, a TEXT)")
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES (?, 'attributes', ?, 0)",
            [f"l{number}", f"l{number}"],
        )
    database.commit()
    database.close()
    return path


@hostile("too_many_columns")
def gpkg_of_too_many_columns(folder, lure):
    rows = [{f"c{n}": 1 for n in range(251)}]
    geopandas.GeoDataFrame(rows, geometry=SQUARES[:1], crs=4548).to_file(folder / "a.gpkg")
    return folder / "a.gpkg"


@valid(3, good=3)
def gpkg_with_long_texts(folder, lure):
    return layer(folder / "a.gpkg", SQUARES, rows=[{**row, "note": "长" * 50_000} for row in ROWS])
