"""Content of one format under the suffix of another, links, pipes, folders, and formats that are not read."""

import gzip
import io
import json
import os
import sqlite3
import zipfile

from . import case, hostile, valid

REFUSED = ("not_what_it_says", "unreadable", "empty", "not_a_collection", "json_array", "cut_short", "missing_part")


def vrt(lure):
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{lure.secret}</SrcDataSource></OGRVRTLayer>'
    return f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>".encode()


def vrt_by_sql(lure):
    sql = "<SrcSQL dialect='sqlite'>SELECT * FROM secret</SrcSQL>"
    source = f"<SrcDataSource>/vsicurl/{lure.url}/x.csv</SrcDataSource>"
    return f"<OGRVRTDataSource><OGRVRTLayer name='x'>{source}{sql}</OGRVRTLayer></OGRVRTDataSource>".encode()


def algorithm(lure):
    line = f"gdal vector pipeline ! read {lure.secret} ! write out"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": line}).encode()


def service(lure):
    return f"<OGRWFSDataSource><URL>{lure.url}</URL></OGRWFSDataSource>".encode()


def address(lure):
    return f"/vsicurl/{lure.url}/x.geojson".encode()


def database(lure):
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIEW x AS SELECT 1 AS a")
    return connection.serialize()


def archive(lure):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "x" * 100)
    return held.getvalue()


CONTENTS = {
    "vrt": vrt,
    "vrt_by_sql": vrt_by_sql,
    "algorithm": algorithm,
    "service": service,
    "address": address,
    "database": database,
    "archive": archive,
    "program": lambda lure: b"\x7fELF\x02\x01\x01" + bytes(200),
    "page": lambda lure: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100),
    "picture": lambda lure: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "nothing": lambda lure: b"",
    "zeros": lambda lure: bytes(4096),
    "packed": lambda lure: gzip.compress(b"x" * 100),
    "old_office": lambda lure: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
}
# A text of no other format is a CSV of one column: harmless, and what is in it is not obeyed.
TEXTS = {"vrt", "vrt_by_sql", "algorithm", "service", "address"}
SUFFIXES = ("shp", "dbf", "gpkg", "geojson", "json", "kml", "kmz", "xlsx", "dxf", "csv", "zip")


def named(suffix, content):
    def make(folder, lure):
        path = folder / f"layer.{suffix}"
        path.write_bytes(content(lure))
        for part in ("shx", "dbf", "prj") if suffix == "shp" else ():
            (folder / f"layer.{part}").write_bytes(content(lure))
        return path

    return make


for suffix in SUFFIXES:
    for name, content in CONTENTS.items():
        if suffix == "csv" and name in TEXTS:
            case(f"{name}_as_csv", named(suffix, content), rows=0)
        elif (suffix, name) not in {("zip", "archive"), ("dbf", "archive")}:
            reasons = {"bad_archive", "other_archive"} if suffix in ("zip", "kmz", "xlsx") else set()
            case(f"{name}_as_{suffix}", named(suffix, content), *REFUSED, *reasons)

NOT_READ = {
    "dwg": "dwg", "dgn": "dwg", "xls": "old_excel", "et": "old_excel", "ods": "old_excel", "xlsm": "macros",
    "mdb": "access", "accdb": "access", "tab": "mapinfo", "mif": "mapinfo", "rar": "other_archive",
    "7z": "other_archive", "gz": "other_archive", "tar": "other_archive", "vrt": "unknown_format",
    "gml": "unknown_format", "gpx": "unknown_format", "svg": "unknown_format", "docx": "unknown_format",
    "exe": "unknown_format", "py": "unknown_format", "txt": "plain_text", "html": "unknown_format",
}  # fmt: skip
for suffix, reason in NOT_READ.items():
    case(f"format_{suffix}", named(suffix, vrt), reason)
    if reason != "unknown_format":

        def folded(folder, lure, suffix=suffix):
            (folder / "s").mkdir()
            return named(suffix, vrt)(folder / "s", lure).parent

        case(f"format_{suffix}_in_a_folder", folded, reason)


def linked(suffix):
    def make(folder, lure):
        os.symlink(lure.secret, folder / f"layer.{suffix}")
        return folder / f"layer.{suffix}"

    return make


for suffix in SUFFIXES:
    case(f"link_as_{suffix}", linked(suffix), "symlink")


@hostile("symlink")
def link_in_a_folder(folder, lure):
    (folder / "s").mkdir()
    os.symlink(lure.secret, folder / "s" / "a.csv")
    return folder / "s"


@hostile("symlink", "unknown_format")
def link_to_a_folder_in_a_folder(folder, lure):
    (folder / "s").mkdir()
    os.symlink(os.path.dirname(lure.secret), folder / "s" / "inside")
    return folder / "s"


@hostile("symlink")
def link_to_a_folder(folder, lure):
    os.symlink(os.path.dirname(lure.secret), folder / "inside")
    return folder / "inside"


@hostile("not_found")
def pipe_that_never_answers(folder, lure):
    os.mkfifo(folder / "a.csv")
    return folder / "a.csv"


@hostile("unknown_format")
def folder_without_files(folder, lure):
    (folder / "s").mkdir()
    return folder / "s"


@hostile("not_found")
def nothing_at_all(folder, lure):
    return folder / "nothing.shp"


@hostile("too_many_members")
def folder_of_too_many_files(folder, lure):
    for number in range(1001):
        (folder / f"{number}.csv").write_text("a\n1\n")
    return folder


@hostile("geodatabase")
def file_geodatabase(folder, lure):
    (folder / "s" / "a.gdb").mkdir(parents=True)
    for name in ("a00000001.gdbtable", "a00000001.gdbtablx", "gdb"):
        (folder / "s" / "a.gdb" / name).write_bytes(b"\3\0\0\0")
    return folder / "s"


@valid(1)
def name_of_a_virtual_file_system(folder, lure):
    """The name is only a name; it is read as what it is."""
    (folder / "vsicurl?url=x;rm -rf.csv").write_text("a,b\n1,2\n")
    return folder / "vsicurl?url=x;rm -rf.csv"
