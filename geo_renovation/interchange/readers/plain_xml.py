"""XML without a document type: entities, the root of most attacks on XML, are refused before anything reads it."""
from xml.parsers import expat

from ..refusals import Refused

BLOCK = 1 << 16


def reader(*, start=None, end=None, text=None):
    """An expat parser for UTF-8 that refuses DOCTYPE; names come without their namespace's prefix."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    if start:
        parser.StartElementHandler = lambda name, attributes: start(local(name), attributes)
    if end:
        parser.EndElementHandler = lambda name: end(local(name))
    parser.CharacterDataHandler = text
    return parser


def local(name):
    """A name without its prefix."""
    return name.rpartition(":")[2]


def _refuse(*_):
    raise Refused("xml_doctype")


class _Begun(Exception):
    pass


def check_prologue(stream):
    """Refuses a document type, which can only stand before the first element, and all but UTF-8."""

    def begun(name, attributes):
        raise _Begun

    def declared(version, encoding, standalone):
        if (encoding or "utf-8").lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Refused("unreadable")

    parser = reader(start=begun)
    parser.XmlDeclHandler = declared
    try:
        while block := stream.read(BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)
    except _Begun:
        return
    except expat.ExpatError:
        raise Refused("unreadable") from None
