"""In which encoding a file's text is: what it declares, then what its bytes prove."""
import codecs
import re
import struct
from dataclasses import dataclass, field
from pathlib import Path

# Python codec -> the name a report shows. GB18030 holds all of GBK and GB2312.
SHOWN = {"utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030", "big5": "Big5", "iso8859-1": "ISO-8859-1"}

# dBASE language driver ids. 0x57 (ANSI) and 0 say nothing: every writer outside Windows uses them.
LANGUAGE_BYTES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x13: "cp932", 0x4D: "gb18030", 0x4E: "cp949",
    0x4F: "big5", 0x65: "cp866", 0x78: "big5", 0x79: "cp949", 0x7A: "gb18030", 0x7B: "cp932",
    0x7C: "cp874", 0xC8: "cp1250", 0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253",
}
WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WESTERN = {"cp437", "cp850", "cp1252", "iso8859-1"}
SAMPLED_TEXTS = 50_000


@dataclass
class Encoding:
    """The codec to decode with and what to tell about the choice."""

    codec: str
    warnings: list = field(default_factory=list)

    @property
    def shown(self):
        return SHOWN.get(self.codec, self.codec.upper())


def codec_named(name):
    """The Python codec for a name as found in .cpg files, or None where it says nothing."""
    name = name.strip().lower().lstrip("\ufeff")
    name = re.sub(r"^(ansi|oem|cp|windows|ms|ibm)[\s_-]*(?=\d)", "", name)
    if name in {"936", "gbk", "gb2312", "gb-2312", "euc-cn", "54936", "gb18030"}:
        return "gb18030"
    if name in {"950", "big5", "big-5"}:
        return "big5"
    if name in {"65001", "utf8", "utf-8", "utf_8"}:
        return "utf-8"
    name = re.sub(r"^(iso)[\s_-]?8859[\s_-]?", "iso8859-", name).replace("88591", "iso8859-1")
    try:
        return codecs.lookup(f"cp{name}" if name.isdigit() else name).name
    except LookupError:
        return None


# What Python's codecs say of a last character that is only begun.
CUT = ("unexpected end of data", "incomplete multibyte sequence")


def decode(raw, codec):
    """Text of a fixed-width field: a last character cut by the width is dropped, nothing else."""
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as error:
        if error.reason not in CUT or error.end != len(raw):
            raise
        return raw[: error.start].decode(codec)


def fits(texts, codec):
    """Whether every one of `texts` (bytes) is text of `codec`, cut ends allowed."""
    try:
        for text in texts:
            decode(text, codec)
    except UnicodeDecodeError:
        return False
    return True


def proven(texts):
    """UTF-8 if all texts are, else GB18030 if all are, else None."""
    return next((codec for codec in ("utf-8", "gb18030") if fits(texts, codec)), None)


class DbfHeader:
    """The fields of a .dbf as bytes: GDAL's own names are recoded and cut characters lost."""

    def __init__(self, path):
        self.path = Path(path)
        with self.path.open("rb") as file:
            head = file.read(32)
            if len(head) < 32:
                raise ValueError("short header")
            self.records, self.header_length, self.record_length = struct.unpack("<IHH", head[4:12])
            self.language = head[29]
            block = file.read(max(self.header_length - 32, 0))
        self.fields = []
        for start in range(0, len(block) - 31, 32):
            if block[start] == 0x0D:
                break
            name = block[start : start + 11].split(b"\0")[0]
            self.fields.append((name, chr(block[start + 11]), block[start + 16]))

    def texts(self):
        """The distinct non-ASCII headings and values of text fields, up to SAMPLED_TEXTS."""
        found = {name for name, _, _ in self.fields if not name.isascii()}
        spans, start = [], 1
        for _, kind, width in self.fields:
            if kind == "C":
                spans.append(slice(start, start + width))
            start += width
        with self.path.open("rb") as file:
            file.seek(self.header_length)
            while len(found) < SAMPLED_TEXTS and (record := file.read(self.record_length)):
                if not record.isascii():
                    cells = (record[span].rstrip(b" \0") for span in spans)
                    found.update(cell for cell in cells if not cell.isascii())
        return found


def of_dbf(header, declared=None):
    """The encoding of a .dbf: .cpg, then language byte, then content; content may overrule both."""
    texts = header.texts()
    declared_codec = codec_named(declared) if declared else None
    if declared_codec:
        return _checked(declared_codec, texts, weak=False)
    by_language = LANGUAGE_BYTES.get(header.language)
    if by_language:
        return _checked(by_language, texts, weak=True)
    codec = proven(texts)
    return Encoding(codec) if codec else None


def _checked(codec, texts, weak):
    """A declaration that the bytes contradict gives way to what they prove, with a warning."""
    found = proven(texts) if texts else None
    if found is None or found == codec:
        return Encoding(codec)
    contradicted = codec not in WESTERN and (not fits(texts, codec) or (found == "utf-8" and _is_chinese(texts)))
    if contradicted or (weak and codec in WESTERN):
        return Encoding(found, ["encoding_overruled"])
    return Encoding(codec, ["encoding_doubtful"] if codec in WESTERN else [])


def is_wide(path):
    """Whether the text begins with the mark of UTF-16, which no other encoding can have."""
    with Path(path).open("rb") as file:
        return file.read(2) in WIDE_MARKS


def _is_chinese(texts):
    """Whether the bytes, read as UTF-8, are Chinese: those of another encoding are hardly ever, all of them."""
    letters = [letter for text in texts for letter in decode(text, "utf-8") if not letter.isascii()]
    return bool(letters) and all("\u3000" <= letter <= "\u9fff" or letter >= "\uff00" for letter in letters)


def of_text(path):
    """The encoding of a text file: byte order mark, then UTF-8, then GB18030, else None."""
    with Path(path).open("rb") as file:
        mark = file.read(3)
        if mark == codecs.BOM_UTF8:
            return Encoding("utf-8-sig")
        if mark[:2] in WIDE_MARKS:
            return Encoding("utf-16")
        for codec in ("utf-8", "gb18030"):
            file.seek(0)
            decoder = codecs.getincrementaldecoder(codec)()
            try:
                while block := file.read(1 << 20):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                continue
            return Encoding(codec)
    return None


SHOWN["utf-8-sig"] = "UTF-8"
