"""Zips that lead out of their folder, swell, lie, or hide one file behind another."""

import io
import os
import struct
import zipfile

from tests.interchange.files import geojson, shapefile

from . import case, hostile, valid
from .shapes import COMPOUNDS
from .valid_texts import DUMPED

UNSAFE = ("unsafe_archive", "bad_archive", "too_large", "encrypted_archive")
CENTRAL, LOCAL, END = b"PK\1\2", b"PK\3\4", b"PK\5\6"


def packed(path, *members, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


NAMES = {
    "parent": "../a.geojson",
    "parent_inside": "a/../../a.geojson",
    "absolute": "/etc/a.geojson",
    "backslash": "a\\..\\a.geojson",
    "drive": "c:a.geojson",
    "stream": "a.geojson:x",
    "control": "a\n.geojson",
    "turned": "a\u202e.geojson",
    "zip_inside": "a.zip",
    "seven_zip_inside": "a.7z",
    "rar_inside": "a/b.RAR",
    "tar_inside": "a.tar.gz",
}
for name, member in NAMES.items():
    case(
        f"zip_name_{name}",
        lambda folder, lure, member=member: packed(folder / "a.zip", (member, DUMPED), ("good.geojson", DUMPED)),
        *UNSAFE,
    )
TWICE = {"case": ("a.geojson", "A.GeoJSON"), "accent": ("é.geojson", "e\u0301.geojson"), "same": ("a.geojson", "a.geojson")}
for name, members in TWICE.items():
    case(
        f"zip_twice_by_{name}",
        lambda folder, lure, members=members: packed(folder / "a.zip", *[(m, DUMPED) for m in members]),
        *UNSAFE,
    )


def moded(kind):
    def make(folder, lure):
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            member = zipfile.ZipInfo("a.geojson")
            member.external_attr = (kind | 0o777) << 16
            archive.writestr(member, lure.secret)
        return folder / "a.zip"

    return make


for name, kind in {"link": 0o120000, "device": 0o020000, "block": 0o060000, "pipe": 0o010000, "socket": 0o140000}.items():
    case(f"zip_of_a_{name}", moded(kind), *UNSAFE)


def edited(name, edit, *reasons, rows=None):
    """A good zip of one GeoJSON whose bytes are changed."""

    def make(folder, lure):
        path = packed(folder / "a.zip", ("a.geojson", DUMPED))
        path.write_bytes(bytes(edit(bytearray(path.read_bytes()))))
        return path

    case(f"zip_{name}", make, *(() if rows is not None else reasons or UNSAFE), rows=rows)


def put(header, form, at, value):
    def edit(content):
        struct.pack_into(form, content, content.index(header) + at, value)
        return content

    return edit


def both(form, local, central, value):
    return lambda content: put(CENTRAL, form, central, value)(put(LOCAL, form, local, value)(content))


edited("that_says_it_is_small", both("<I", 22, 24, 10))
edited("that_says_it_is_large", both("<I", 22, 24, 10_000))
edited("that_says_it_is_huge", both("<I", 22, 24, 2**31))
edited("locked", both("<H", 6, 8, 1))
edited("of_an_unknown_method", both("<H", 8, 10, 99))
edited("of_a_wrong_checksum", both("<I", 14, 16, 1))
edited("whose_names_differ", lambda c: c.replace(b"a.geojson", b"b.geojson", 1))
edited("whose_member_is_elsewhere", put(CENTRAL, "<I", 42, 2**20))
edited("that_counts_too_many", put(END, "<H", 10, 500), *UNSAFE, rows=3)
edited("whose_list_is_elsewhere", put(END, "<I", 16, 2**30))
edited("cut", lambda c: c[: len(c) // 2])
edited("without_its_end", lambda c: c[:-22])
edited("of_noise", lambda c: c[:60] + os.urandom(200) + c[260:])
edited("behind_a_program", lambda c: b"MZ" + bytes(100) + c, "not_what_it_says", *UNSAFE)


@hostile(*UNSAFE)
def zip_that_swells(folder, lure):
    return packed(folder / "a.zip", ("a.geojson", " " * 50_000_000))


@hostile(*UNSAFE)
def zip_of_many_that_swell_together(folder, lure):
    return packed(folder / "a.zip", *[(f"{n}.geojson", bytes(4_000_000)) for n in range(130)])


@hostile("too_many_members")
def zip_of_too_many(folder, lure):
    return packed(folder / "a.zip", *[(f"{n}.csv", "a\n") for n in range(201)])


@hostile(*UNSAFE)
def zip_of_overlapping_members(folder, lure):
    """Both names lead to the same bytes."""
    path = packed(folder / "a.zip", ("a.geojson", DUMPED), ("b.geojson", DUMPED))
    content = bytearray(path.read_bytes())
    second = content.index(CENTRAL, content.index(CENTRAL) + 4)
    struct.pack_into("<I", content, second + 42, 0)
    path.write_bytes(content)
    return path


@hostile(*UNSAFE)
def zip_of_64_bits_that_lies(folder, lure):
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("a.geojson", "w", force_zip64=True) as member:
        member.write(DUMPED.encode())
    content = bytearray((folder / "a.zip").read_bytes())
    put(CENTRAL, "<I", 24, 0xFFFFFFFF)(content)
    (folder / "a.zip").write_bytes(content)
    return folder / "a.zip"


@hostile("unsafe_archive")
def zip_within_a_zip_in_a_folder(folder, lure):
    (folder / "s").mkdir()
    held = io.BytesIO()
    packed(held, ("a.geojson", DUMPED))
    packed(folder / "s" / "a.zip", ("b.zip", held.getvalue()))
    return folder / "s"


@hostile("unknown_format")
def zip_of_programs(folder, lure):
    return packed(folder / "a.zip", ("setup.exe", "MZ"), ("read.me", "hello"))


@hostile("dwg")
def zip_of_a_drawing(folder, lure):
    return packed(folder / "a.zip", ("总图.dwg", "AC1027"))


@hostile("bad_archive", "unknown_format", "empty")
def zip_of_nothing(folder, lure):
    return packed(folder / "a.zip")


@hostile("not_what_it_says")
def zip_with_a_vrt_inside(folder, lure):
    layer = f'<OGRVRTLayer name="x"><SrcDataSource>{lure.secret}</SrcDataSource></OGRVRTLayer>'
    return packed(folder / "a.zip", ("a.geojson", f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"))


@hostile("missing_part")
def zip_of_half_a_shapefile(folder, lure):
    path = shapefile(folder / "s", *COMPOUNDS)
    return packed(folder / "a.zip", ("a.shp", path.read_bytes()), ("a.dbf", path.with_suffix(".dbf").read_bytes()))


@valid(3)
def zip_beside_its_own_contents(folder, lure):
    (folder / "s").mkdir()
    geojson(folder / "s" / "a.geojson", *COMPOUNDS)
    return folder / "s"
