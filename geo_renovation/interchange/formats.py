"""The closed list of formats: by suffix, and by what a file begins with."""
import re
from pathlib import PurePosixPath

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
FORMATS = {
    ".shp": "shapefile", ".dbf": "shapefile", ".gpkg": "geopackage", ".geojson": "geojson",
    ".json": "geojson", ".csv": "table", ".kml": "kml", ".kmz": "kml", ".xlsx": "workbook",
    ".dxf": "drawing",
}  # fmt: skip
# Formats of which one file holds several layers.
WITH_LAYERS = {"geopackage", "kml", "workbook", "drawing"}
# Formats whose files may refer to another table of the same delivery.
WITH_COMPANIONS = {"table", "workbook"}

# What is not read, and the reason that tells what to do instead.
INSTEAD = {
    ".dwg": "dwg", ".dgn": "dwg",
    ".xls": "old_excel", ".et": "old_excel", ".ods": "old_excel", ".xlsb": "old_excel", ".xlsm": "macros",
    ".mdb": "access", ".accdb": "access",
    ".txt": "plain_text", ".dat": "plain_text",
    ".tab": "mapinfo", ".mif": "mapinfo",
    ".rar": "other_archive", ".7z": "other_archive", ".gz": "other_archive", ".tgz": "other_archive",
    ".tar": "other_archive", ".zst": "other_archive", ".bz2": "other_archive", ".xz": "other_archive",
}  # fmt: skip

# How archives begin that are not zip, whatever they are called.
ARCHIVES = {b"7z\xbc\xaf": ".7z", b"Rar!": ".rar", b"\x1f\x8b": ".gz", b"BZh": ".bz2", b"\xfd7zXZ": ".xz"}

QUIET_FOLDERS = {"__macosx"}
QUIET_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
# What lies beside a shapefile, and parts of MapInfo's, of which the .tab or .mif says what to do.
QUIET_SUFFIXES = (".shp.xml", ".dbf.xml", ".mid", ".map", ".id", ".ind")

TEXT_BEGIN = re.compile(rb"\s*<(\?xml|kml|!--)", re.I)
ZIP = b"PK\x03\x04"
DBF = (b"\x03", b"\x83", b"\x8b", b"\x30", b"\x31", b"\xf5")
HEAD_BYTES = 512
BOM = b"\xef\xbb\xbf"
# Of UTF-16, which has zero bytes between ordinary letters.
WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def suffix_of(name):
    """The suffix people would name: both of .tar.gz."""
    path = PurePosixPath(name.lower())
    return "".join(path.suffixes[-2:]) if path.suffixes[-2:-1] == [".tar"] else path.suffix


def archive_of(head):
    """The suffix of the archive that begins so, None where it is none or a zip."""
    return next((suffix for begin, suffix in ARCHIVES.items() if head.startswith(begin)), None)


def is_quiet(name):
    """What operating systems leave in folders and archives."""
    *folders, file = name.lower().split("/")
    return (
        bool(QUIET_FOLDERS & set(folders))
        or file in QUIET_FILES
        or file.startswith("._")
        or file.endswith(QUIET_SUFFIXES)
    )


def _is_drawing(head):
    lines = head.removeprefix(BOM).split()
    return head.startswith(b"AutoCAD Binary DXF") or (lines[:1] in ([b"0"], [b"999"]))


def _text_of(head):
    """A head as bytes of a text in one byte per ordinary letter, whatever its mark says it is in."""
    if head.startswith(WIDE_BOMS):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return head.removeprefix(BOM)


def _is_table(head):
    text = _text_of(head)
    return b"\0" not in text and not text.startswith((b"%PDF", b"{\\rtf"))


MAGIC = {
    ".shp": lambda head: head[:4] == b"\x00\x00\x27\x0a",
    ".shx": lambda head: head[:4] == b"\x00\x00\x27\x0a",
    ".dbf": lambda head: head[:1] in DBF,
    ".prj": lambda head: b"\0" not in head,
    ".cpg": lambda head: b"\0" not in head,
    ".gpkg": lambda head: head[:16] == b"SQLite format 3\0" and head[68:72] in (b"GPKG", b"GP10", b"GP11"),
    ".geojson": lambda head: head.removeprefix(BOM).lstrip()[:1] in (b"{", b"["),
    ".csv": _is_table,
    ".kml": lambda head: TEXT_BEGIN.match(_text_of(head)) is not None,
    ".kmz": lambda head: head[:4] == ZIP,
    ".xlsx": lambda head: head[:4] == ZIP,
    ".dxf": _is_drawing,
}
MAGIC[".json"] = MAGIC[".geojson"]
