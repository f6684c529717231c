"""The encoding is what the file declares, then what its bytes prove; never silently Latin-1."""

import struct

import pytest

from geo_renovation.interchange.readers.encoding import DbfHeader, codec_named, decode, of_dbf, of_text


def dbf(path, headings, rows, *, codec, language=0, width=20):
    """A .dbf of text fields; headings are cut at ten bytes as most writers do."""
    names = [h.encode(codec)[:10].ljust(11, b"\0") for h in headings]
    fields = b"".join(name + b"C" + bytes(4) + bytes([width]) + bytes(15) for name in names)
    length = 32 + len(fields) + 1
    head = struct.pack("<BBBBIHH16xBB2x", 3, 121, 7, 29, len(rows), length, 1 + width * len(headings), 0, language)
    body = b"".join(b" " + b"".join(cell.encode(codec)[:width].ljust(width) for cell in row) for row in rows)
    path.write_bytes(head + fields + b"\r" + body + b"\x1a")
    return path


@pytest.fixture
def make(tmp_path):
    def made(headings=("NAME",), rows=(("鱼邱湖街道",),), declared=None, **options):
        return of_dbf(DbfHeader(dbf(tmp_path / "layer.dbf", headings, rows, **options)), declared)

    return made


def test_undeclared_gbk_is_proven_by_its_bytes(make):
    assert make(codec="gb18030").codec == "gb18030"


def test_undeclared_utf8_is_proven_by_its_bytes(make):
    assert make(codec="utf-8").codec == "utf-8"


def test_ascii_alone_is_utf8(make):
    assert make(rows=[("plain",)], codec="ascii").codec == "utf-8"


def test_the_language_byte_of_chinese_windows_is_gbk(make):
    assert make(codec="gb18030", language=0x4D).codec == "gb18030"


def test_a_western_language_byte_gives_way_to_chinese_bytes(make):
    found = make(codec="gb18030", language=0x03)
    assert (found.codec, found.warnings) == ("gb18030", ["encoding_overruled"])


def test_a_cpg_that_the_bytes_contradict_gives_way_with_a_warning(make):
    found = make(codec="gb18030", declared="UTF-8")
    assert (found.codec, found.warnings) == ("gb18030", ["encoding_overruled"])


def test_a_declared_encoding_is_honoured(make):
    assert make(rows=[("高唐",)], codec="big5hkscs", declared="950").codec == "big5"


def test_bytes_of_no_encoding_are_asked_about(tmp_path):
    path = dbf(tmp_path / "layer.dbf", ["NAME"], [("x",)], codec="ascii")
    path.write_bytes(path.read_bytes().replace(b"x  ", b"\xff\xff\xff"))
    assert of_dbf(DbfHeader(path)) is None


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_headings_and_values_cut_inside_a_character_prove_nothing_wrong(make, codec):
    assert make(["小区建成年份"], [("高唐县鱼邱湖街道办事处辖区",)], codec=codec, width=20).codec == codec


def test_a_cut_character_is_dropped_and_nothing_else():
    assert decode("小区建成年份".encode()[:10], "utf-8") == "小区建"
    with pytest.raises(UnicodeDecodeError):
        decode(b"\xff\xffname of something", "utf-8")


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("UTF-8", "utf-8"), ("65001", "utf-8"), ("GBK", "gb18030"), ("cp936", "gb18030"), ("936", "gb18030"),
        ("ANSI 936", "gb18030"), ("GB2312", "gb18030"), ("Big5", "big5"), ("ISO-8859-1", "iso8859-1"),
        ("ISO 88591", "iso8859-1"), ("1252", "cp1252"), ("System", None), ("", None),
    ],
)
def test_names_found_in_cpg_files_are_understood(name, codec):
    assert codec_named(name) == codec


def test_a_csv_is_utf8_with_or_without_mark_or_gb18030(tmp_path):
    for codec, found in (("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8"), ("gbk", "gb18030")):
        path = tmp_path / f"{codec}.csv"
        path.write_text("小区,阶段\n1,摸底\n", codec)
        assert of_text(path).codec == found


def test_a_cpg_that_says_gbk_over_chinese_in_utf8_is_overruled(make):
    for text in ("里", "光明里", "鱼邱湖街道"):
        found = make(rows=[(text,)], declared="GBK", codec="utf-8")
        assert (found.codec, found.warnings) == ("utf-8", ["encoding_overruled"])


def test_gbk_that_could_be_utf8_of_other_letters_stays_gbk(make):
    found = make(rows=[("\u0431\u0432".encode().decode("gb18030"),)], declared="GBK", codec="gb18030")
    assert (found.codec, found.warnings) == ("gb18030", [])
