"""Zips as mail programmes, phones and Windows make them."""

import io
import zipfile

from tests.interchange.files import geojson, geopackage, shapefile

from . import case, valid
from .shapes import COMPOUNDS, PIPES
from .valid_drawings import TABLE, workbook
from .valid_texts import KML, MARKS


class Pipe(io.RawIOBase):
    """A file that cannot seek, so that sizes come after the data."""

    def __init__(self, path):
        self.file = open(path, "wb")  # noqa: SIM115  (closed below)

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)

    def close(self):
        self.file.close()
        super().close()


def packed(path, folder, prefix="", method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, prefix + file.name)
    return path


def shapes_in(folder):
    return shapefile(folder / "s", *COMPOUNDS).parent


for method in ("STORED", "DEFLATED", "BZIP2", "LZMA"):
    case(
        f"zip_{method.lower()}",
        lambda folder, lure, method=method: packed(
            folder / "a.zip", shapes_in(folder), method=getattr(zipfile, f"ZIP_{method}")
        ),
        rows=3,
    )
for prefix in ("小区/", "a/b/c/", "人和 街道/2025 年/"):
    case(
        f"zip_with_folder_{prefix.count('/')}_{len(prefix)}",
        lambda folder, lure, prefix=prefix: packed(folder / "a.zip", shapes_in(folder), prefix),
        rows=3,
    )


@valid(3)
def zip_with_names_in_gbk(folder, lure):
    path = packed(folder / "a.zip", shapes_in(folder), "XXXX/")
    path.write_bytes(path.read_bytes().replace(b"XXXX", "小区".encode("gbk")))
    return path


@valid(3)
def zip_written_to_a_pipe(folder, lure):
    source = shapes_in(folder)
    with Pipe(folder / "a.zip") as pipe, zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in source.iterdir():
            archive.write(file, file.name)
    return folder / "a.zip"


@valid(3)
def zip_of_64_bits(folder, lure):
    with zipfile.ZipFile(folder / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in shapes_in(folder).iterdir():
            with archive.open(file.name, "w", force_zip64=True) as member:
                member.write(file.read_bytes())
    return folder / "a.zip"


@valid(3)
def zip_from_a_mac(folder, lure):
    path = packed(folder / "a.zip", shapes_in(folder), "小区/")
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("__MACOSX/小区/._layer.shp", "小区/.DS_Store", "小区/._layer.dbf", "Thumbs.db", "小区/desktop.ini"):
            archive.writestr(name, b"\0\5\x16\7")
    return path


@valid(3)
def zip_with_entries_for_folders_and_a_comment(folder, lure):
    path = packed(folder / "a.zip", shapes_in(folder), "小区/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.mkdir("空")
        archive.comment = "来自人和街道".encode()
    return path


@valid(12)
def zip_of_all_kinds(folder, lure):
    source = shapes_in(folder)
    geojson(source / "b.geojson", *COMPOUNDS)
    geopackage(source / "c.gpkg", *PIPES)
    workbook(source / "d.xlsx", ("表", TABLE))
    return packed(folder / "a.zip", source, "all/")


@valid(3)
def kmz(folder, lure):
    with zipfile.ZipFile(folder / "a.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", KML.format(MARKS))
        archive.writestr("files/photo.png", b"\x89PNG")
    return folder / "a.kmz"


@valid(3)
def kmz_in_a_zip(folder, lure):
    path = kmz(folder, lure)
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        archive.write(path, "手机/a.kmz")
    return folder / "b.zip"


@valid(6)
def zips_in_a_folder(folder, lure):
    source = shapes_in(folder)
    (folder / "sent").mkdir()
    for name in ("一期.zip", "二期.zip"):
        packed(folder / "sent" / name, source)
    return folder / "sent"


@valid(3)
def table_that_packs_a_thousandfold(folder, lure):
    rows = [({**row, "note": ""}, shape) for row, shape in COMPOUNDS]
    return packed(folder / "a.zip", shapefile(folder / "s", *rows).parent)
