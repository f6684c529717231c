"""The parts of an .xlsx before openpyxl sees them: macros, links, entities, formulas, hidden rows, merged cells."""
import re
import zipfile
from dataclasses import dataclass, field

from ..archive import checked
from ..refusals import Refused
from .plain_xml import check_prologue

MACROS = re.compile(r"vbaproject|/macrosheets/|/dialogsheets/", re.I)
LINKS = re.compile(r"/externallinks/|/connections\.xml$|/querytables/|/embeddings/|/activex/", re.I)
FORMULA = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')
ANY_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
HIDDEN = re.compile(rb'<(?:\w+:)?row\s[^>]*\bhidden="(?:1|true)"')
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is)>")
BLOCK = 1 << 20
MERGED_CELLS = 20_000


@dataclass
class Parts:
    """What a sheet's XML says besides its cells."""

    rows: int = 0
    formula: str | None = None
    hidden_rows: int = 0
    # merged cells as (top, left, bottom, right) from 0
    spans: list = field(default_factory=list)


def check(path):
    """Refuses a workbook with something in it that is more than cells."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name, member in checked(archive):
                if MACROS.search(f"/{name}"):
                    raise Refused("macros")
                if LINKS.search(f"/{name}"):
                    raise Refused("external_links")
                if name.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(member) as stream:
                        check_prologue(stream)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError):
        raise Refused("bad_archive") from None


def scan(stream):
    """Parts of one sheet, read as bytes, whole rows at a time."""
    parts, rest = Parts(), b""
    while block := stream.read(BLOCK):
        text = rest + block
        end = text.rfind(b"</row")
        end = end if end > 0 else text.rfind(b"<")
        _look(text[: max(end, 0)], parts)
        rest = text[max(end, 0) :]
    _look(rest, parts)
    return parts


def _look(text, parts):
    if parts.formula is None and ANY_FORMULA.search(text):
        named = FORMULA.search(text)
        parts.formula = named.group(1).decode() if named else "?"
    parts.rows += sum(1 for row in text.split(b"</row") if VALUE.search(row))
    parts.hidden_rows += len(HIDDEN.findall(text))
    for left, top, right, bottom in MERGED.findall(text):
        parts.spans.append((int(top) - 1, _column(left), int(bottom) - 1, _column(right)))
        if len(parts.spans) > MERGED_CELLS:
            raise Refused("too_large")


def _column(letters):
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
