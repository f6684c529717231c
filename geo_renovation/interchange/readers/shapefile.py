"""Shapefile: staged as layer.shp/.shx/.dbf/.prj, text decoded by us, lossless through Latin-1."""
import struct
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from ..refusals import Refused
from .encoding import DbfHeader, Encoding, codec_named, decode, of_dbf
from .layer import ogr_layer

DRIVER = "ESRI Shapefile"
# GDAL recodes what a .dbf declares and takes the rest for Latin-1, silently. Told Latin-1 it loses
# no byte, so the bytes come back exactly and the decoding is ours.
LOSSLESS = "ISO-8859-1"
HEADER_BYTES = 100
KINDS = {1: "point", 3: "line", 5: "polygon", 8: "point", 31: "mixed"}
DELETED = ord("*")
RECORDS_AT_ONCE = 100_000


@contextmanager
def open_layer(path, *, layer=None, encoding=None, **options):
    """The one layer of a staged shapefile (or bare .dbf)."""
    path = Path(path)
    header = _header(path.with_suffix(".dbf"))
    count, deleted = _count(path, header)
    found = _encoding(header, path.with_suffix(".cpg"), encoding)
    headings, cut = _headings(header, found.codec)
    with ogr_layer(
        path, text=_decoder(found.codec), headings=headings, count=count, encoding=LOSSLESS
    ) as opened:
        opened.encoding = found
        opened.cut_headings = cut
        opened.warnings = [*found.warnings, *([["deleted_rows", {"count": deleted}]] if deleted else [])]
        opened.has_geometry = path.suffix == ".shp"
        yield opened


def layers(path, *, encoding=None, **options):
    """The one layer; headings as far as their encoding can be told."""
    path = Path(path)
    header = _header(path.with_suffix(".dbf"))
    count, _ = _count(path, header)
    headings, _ = _headings(header, "latin-1")
    about = {"name": None, "count": count, "geometry": "none", "headings": headings}
    if path.suffix == ".shp":
        with path.open("rb") as file:
            head = file.read(HEADER_BYTES)
        kind = struct.unpack("<i", head[32:36])[0] % 10 if head[32:36] != b"\x1f\0\0\0" else 31
        about["geometry"] = KINDS.get(kind)
        about["bounds"] = list(struct.unpack("<4d", head[36:68]))
    return [about]


def _count(path, header):
    """(records that are not deleted, deleted ones); all parts must have as many as they say."""
    length = path.with_suffix(".dbf").stat().st_size - header.header_length
    if header.record_length < 1 or length // header.record_length < header.records:
        raise Refused("rows_lost", stated=header.records, read=max(length, 0) // max(header.record_length, 1))
    if path.suffix == ".shp":
        stated = _stated_shapes(path)
        if stated != header.records:
            raise Refused("parts_differ", shapes=stated, rows=header.records)
    deleted = _deleted(path.with_suffix(".dbf"), header)
    return header.records - deleted, deleted


def _stated_shapes(path):
    """How many shapes the index has; the .shp must be as long as it says."""
    sizes = {}
    for suffix in (".shp", ".shx"):
        with path.with_suffix(suffix).open("rb") as file:
            head = file.read(HEADER_BYTES)
        if len(head) < HEADER_BYTES:
            raise Refused("cut_short")
        sizes[suffix] = struct.unpack(">i", head[24:28])[0] * 2  # 16-bit words
        if path.with_suffix(suffix).stat().st_size < sizes[suffix]:
            raise Refused("cut_short")
    return (path.with_suffix(".shx").stat().st_size - HEADER_BYTES) // 8


def _deleted(path, header):
    """How many records are marked as deleted, which GDAL passes over."""
    count = 0
    with path.open("rb") as file:
        file.seek(header.header_length)
        for first in range(0, header.records, RECORDS_AT_ONCE):
            records = min(RECORDS_AT_ONCE, header.records - first)
            marks = np.frombuffer(file.read(records * header.record_length), dtype=np.uint8)
            count += int(np.count_nonzero(marks[:: header.record_length] == DELETED))
    return count


def _header(path):
    try:
        return DbfHeader(path)
    except (OSError, ValueError):
        raise Refused("missing_part", part=".dbf") from None


def _encoding(header, cpg, asked):
    if asked:
        codec = codec_named(asked)
        if codec is None:
            raise Refused("encoding_unknown", encoding=asked)
        return Encoding(codec)
    declared = cpg.read_bytes()[:40].decode("ascii", "ignore") if cpg.exists() else None
    found = of_dbf(header, declared)
    if found is None:
        raise Refused("encoding_undecided")
    return found


def _headings(header, codec):
    names, cut = [], []
    for raw, _, _ in header.fields:
        try:
            name = decode(raw, codec)
        except UnicodeDecodeError:
            name = raw.decode(codec, "ignore")
        names.append(name.strip())
        if len(raw) >= 9:
            cut.append(name.strip())
    return names, cut


def _decoder(codec):
    def text(cell):
        # UTF-8 bytes from GDAL -> the Latin-1 it was told -> the file's own bytes.
        if cell.isascii():
            return cell.decode("ascii")
        raw = cell.decode("utf-8").encode("latin-1")
        try:
            return decode(raw, codec)
        except UnicodeDecodeError:
            return {"undecodable": raw.decode(codec, "replace")}

    return text
