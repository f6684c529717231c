"""KML: folders are layers, ExtendedData and SchemaData are headings; links are told, never followed.

Read with expat and not with GDAL: its LIBKML turns a broken coordinate into 0 and Chinese names of
untyped data into underscores, silently.
"""
import re
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from xml.parsers import expat

from ..refusals import Refused
from . import limits
from .encoding import Encoding, codec_named, of_text
from .kml_shapes import KINDS, Shapes
from .layer import Layer
from .plain_xml import reader

DRIVER = None
CRS = "EPSG:4326"
BLOCK = 1 << 18
HEADINGS = {
    "name": "name", "description": "description", "address": "address", "phoneNumber": "phone",
    "when": "when", "begin": "begin", "end": "end", "styleUrl": None,
}  # fmt: skip
LINKS = {"NetworkLink", "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Model"}
CONTAINERS = {"Document", "Folder", "kml"}
DECLARED = re.compile(r'<\?xml[^>]*\bencoding\s*=\s*["\']([\w.-]+)["\']')
# What expat is given is UTF-8 whatever the declaration says.
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


class Contents:
    """Events of a KML file into placemarks: (layer, {heading: text}, shape or fault)."""

    def __init__(self):
        self.path, self.open, self.text = [], [], []
        self.placemark, self.key, self.shapes = None, None, None
        self.placemarks, self.names, self.links = [], {}, 0

    def start(self, name, attributes):
        """An element begins."""
        self.open.append(name)
        self.text = []
        if len(self.open) > limits.JSON_DEPTH:
            raise Refused("too_deep", limit=limits.JSON_DEPTH)
        if name in CONTAINERS:
            self.path.append([name, None])
        elif name == "Placemark":
            self.placemark, self.shapes = {}, Shapes()
        elif name in LINKS:
            self.links += 1
        if self.placemark is not None:
            if name in ("Data", "SimpleData", "SimpleArrayData"):
                self.key = attributes.get("name", "").strip()
            elif name in KINDS:
                self.shapes.begin(name)

    def data(self, text):
        self.text.append(text)

    def end(self, name):
        """An element ends; its text is all that came since it began."""
        self.open.pop()
        text = "".join(self.text).strip()
        self.text = []
        if self.placemark is not None:
            self._within(name, text)
        elif name == "name" and self.path and self.open and self.open[-1] == self.path[-1][0]:
            self.path[-1][1] = text
        elif name in CONTAINERS:
            self.path.pop()

    def _within(self, name, text):
        if name == "Placemark":
            self.placemarks.append((self._layer(), self.placemark, self.shapes.finished()))
            self.placemark = None
        elif name in ("coordinates", "coord"):
            self.shapes.coordinates(text, name)
        elif name in KINDS:
            self.shapes.end(name)
        elif self.key is not None and name in ("value", "SimpleData"):
            if text:
                self.placemark[self.key] = text
            self.key = None
        elif name in HEADINGS and HEADINGS[name] and text and "ExtendedData" not in self.open:
            self.placemark.setdefault(HEADINGS[name], text)

    def _layer(self):
        """The name of the innermost folder; a second folder of that name gets a number."""
        key = tuple((k, name) for k, (_, name) in enumerate(self.path))
        if key not in self.names:
            name = next((name for _, name in reversed(self.path) if name), "KML").replace("/", "／")
            count = sum(1 for known in self.names.values() if known.split(" (")[0] == name)
            self.names[key] = name if not count else f"{name} ({count + 1})"
        return self.names[key]


def placemarks(path, encoding, contents):
    """The placemarks of a file, read a block at a time into `contents`."""
    parser = reader(start=contents.start, end=contents.end, text=contents.data)
    try:
        with Path(path).open(encoding=encoding.codec, newline="") as file:
            block = DECLARATION.sub("", file.read(BLOCK), count=1)
            while block:
                parser.Parse(block.encode())
                yield from contents.placemarks
                contents.placemarks.clear()
                block = file.read(BLOCK)
        parser.Parse(b"", True)
        yield from contents.placemarks
    except (expat.ExpatError, UnicodeError):
        raise Refused("unreadable") from None


@contextmanager
def open_layer(path, *, layer=None, encoding=None, **options):
    """The placemarks of one folder."""
    encoding = _encoding(path, encoding)
    found, links = _look(path, encoding)
    if not found:
        raise Refused("empty")
    if layer is None and len(found) > 1:
        raise Refused("which_layer", layers=", ".join(found))
    if layer is not None and layer not in found:
        raise Refused("layer_unknown", layer=layer, layers=", ".join(found))
    layer = layer or next(iter(found))
    headings, kinds = found[layer]["headings"], found[layer]["kinds"]
    rows = ((cells, shape) for name, cells, shape in placemarks(path, encoding, Contents()) if name == layer)
    yield Layer(
        headings=headings, rows=_batches(rows, headings), crs=CRS, encoding=encoding, has_geometry=True,
        shape_name=kinds.pop() if len(kinds) == 1 else "mixed",
        warnings=[["links_left", {"count": links}]] if links else [],
    )


def layers(path, *, encoding=None, **options):
    """One entry per folder that holds placemarks."""
    found, _ = _look(path, _encoding(path, encoding))
    return [
        {
            "name": name, "count": layer["count"], "headings": layer["headings"],
            "geometry": next(iter(layer["kinds"])) or "none" if len(layer["kinds"]) == 1 else "mixed",
        }
        for name, layer in found.items()
    ]


def _look(path, encoding):
    """What each layer holds, before its rows are read; and how many links were passed over."""
    found, contents = {}, Contents()
    for name, cells, shape in placemarks(path, encoding, contents):
        layer = found.setdefault(name, {"count": 0, "headings": {}, "kinds": set()})
        layer["count"] += 1
        layer["headings"].update(dict.fromkeys(cells))
        layer["kinds"].add(Shapes.name_of(shape))
        if len(found) > limits.LAYERS:
            raise Refused("too_many_layers", limit=limits.LAYERS)
        if len(layer["headings"]) > limits.COLUMNS:
            raise Refused("too_many_columns", limit=limits.COLUMNS)
    for layer in found.values():
        layer["headings"] = list(layer["headings"]) or ["name"]
        layer["kinds"] -= {None} if len(layer["kinds"]) > 1 else set()
    return found, contents.links


def _batches(rows, headings):
    while batch := list(islice(rows, limits.BATCH_ROWS)):
        yield [[cells.get(heading) for cells, _ in batch] for heading in headings], [shape for _, shape in batch]


def _encoding(path, asked):
    """As asked, as the bytes prove, or as the file declares."""
    with Path(path).open("rb") as file:
        head = file.read(1024)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Encoding("utf-16")
    declared = DECLARED.search(head.decode("latin-1"))
    codec = codec_named(asked) if asked else None
    if asked and codec is None:
        raise Refused("encoding_unknown", encoding=asked)
    found = Encoding(codec) if codec else of_text(path)
    if found is None and declared and codec_named(declared[1]):
        found = Encoding(codec_named(declared[1]))
    if found is None:
        raise Refused("encoding_undecided")
    return found
