"""In which encoding a DXF's text is: UTF-8 from R2007 on, a code page before; the bytes may overrule both."""
import re
from pathlib import Path

from ..refusals import Refused
from .encoding import WESTERN, Encoding, codec_named, of_text

HEAD = 1 << 16
END = 200
VERSION = re.compile(rb"\$ACADVER\s+1\s+AC(\d{4})")
CODE_PAGE = re.compile(rb"\$DWGCODEPAGE\s+3\s+([\w-]+)")
R2007 = 1021
BINARY = b"AutoCAD Binary DXF"


def encoding_of(path, asked):
    """An Encoding whose codec ezdxf is told."""
    if asked:
        codec = codec_named(asked)
        if codec is None:
            raise Refused("encoding_unknown", encoding=asked)
        return Encoding(codec)
    with Path(path).open("rb") as file:
        head = file.read(HEAD)
    declared = _declared(head)
    if head.startswith(BINARY):
        return Encoding(declared)
    return _proven(path, declared)


def check_end(path):
    """Refuses a drawing whose last line is missing."""
    with Path(path).open("rb") as file:
        is_binary = file.read(len(BINARY)) == BINARY
        file.seek(max(file.seek(0, 2) - END, 0))
        if not is_binary and not file.read().rstrip(b" \t\r\n\0\x1a").endswith(b"EOF"):
            raise Refused("cut_short")


def _declared(head):
    version = VERSION.search(head)
    if version and int(version[1]) >= R2007:
        return "utf-8"
    page = CODE_PAGE.search(head)
    return (codec_named(page[1].decode("ascii", "ignore")) if page else None) or "cp1252"


def _proven(path, declared):
    """What the bytes prove wins over a Western code page, and over what they contradict."""
    found = of_text(path)
    if found is None or _is_ascii(path):
        return Encoding(declared)
    codec = found.codec.removesuffix("-sig")
    if codec == declared:
        return found
    if codec == "utf-8" or declared in WESTERN or declared == "utf-8":
        return Encoding(found.codec, ["encoding_overruled"])
    return Encoding(declared)


def _is_ascii(path):
    with Path(path).open("rb") as file:
        while block := file.read(1 << 20):
            if not block.isascii():
                return False
    return True
