"""Shapefile: staged as layer.shp/.shx/.dbf/.prj, text decoded by us, lossless through Latin-1."""
from contextlib import contextmanager
from pathlib import Path

from ..refusals import Refused
from .encoding import DbfHeader, Encoding, codec_named, decode, of_dbf
from .layer import ogr_layer

DRIVER = "ESRI Shapefile"
# GDAL recodes what a .dbf declares and takes the rest for Latin-1, silently. Told Latin-1 it loses
# no byte, so the bytes come back exactly and the decoding is ours.
LOSSLESS = "ISO-8859-1"


@contextmanager
def open_layer(path, *, layer=None, encoding=None):
    """The one layer of a staged shapefile (or bare .dbf)."""
    header = _header(Path(path).with_suffix(".dbf"))
    found = _encoding(header, Path(path).with_suffix(".cpg"), encoding)
    headings, cut = _headings(header, found.codec)
    with ogr_layer(
        path, text=_decoder(found.codec), headings=headings, encoding=LOSSLESS
    ) as opened:
        opened.encoding = found
        opened.cut_headings = cut
        opened.warnings = found.warnings
        opened.has_geometry = Path(path).suffix == ".shp"
        yield opened


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
