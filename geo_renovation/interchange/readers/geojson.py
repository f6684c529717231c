"""GeoJSON, read without GDAL, which drops what it does not know: WGS 84 unless `crs` says otherwise."""
import io
from contextlib import contextmanager
from pathlib import Path

import orjson
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..refusals import Refused
from . import limits
from .encoding import Encoding, of_text
from .json_shapes import wkbs
from .json_text import outline
from .layer import Layer

DRIVER = None
BATCH_BYTES = 1 << 23
BOM = b"\xef\xbb\xbf"


@contextmanager
def open_layer(path, *, layer=None, encoding=None, **options):
    """The one collection of a GeoJSON file."""
    with _opened(path) as (file, size, found):
        collection = Collection(file, size)
        yield Layer(
            headings=collection.headings(),
            rows=collection.rows(),
            crs=collection.stated_crs(),
            encoding=found,
            has_geometry=True,
        )


def layers(path, *, encoding=None, **options):
    """The one collection."""
    with _opened(path) as (file, size, _):
        collection = Collection(file, size)
        headings = collection.headings()
        return [{"name": None, "count": len(collection.starts), "geometry": None, "headings": headings}]


@contextmanager
def _opened(path):
    """The text as UTF-8 without a byte order mark, its size and its encoding."""
    found = of_text(path)
    if found is None:
        raise Refused("encoding_undecided")
    if found.codec == "gb18030":
        # Brackets are halves of characters there: recoded as a whole before anything is looked for.
        text = Path(path).read_bytes().decode("gb18030").encode()
        yield io.BytesIO(text), len(text), Encoding("gb18030")
        return
    with Path(path).open("rb") as file:
        if found.codec == "utf-8-sig":
            file.seek(len(BOM))
        size = Path(path).stat().st_size
        yield Shifted(file, file.tell()), size - file.tell(), found


class Shifted:
    """A file whose positions count from behind its byte order mark."""

    def __init__(self, file, begin):
        self.file, self.begin, self.read = file, begin, file.read

    def seek(self, position):
        self.file.seek(position + self.begin)


class Collection:
    """The features of a text, loaded some at a time."""

    def __init__(self, file, size):
        found = outline(file, size)
        self.file, self.root, self.starts, self.ends = file, found.root, found.starts, found.ends
        self.begin, self.end = found.begin, found.end
        if not isinstance(self.root, dict):
            raise Refused("json_array")
        if self.root.get("type") not in ("FeatureCollection", "Feature"):
            raise Refused("not_a_collection")
        if self.root["type"] == "FeatureCollection" and not isinstance(self.root.get("features"), list):
            raise Refused("not_a_collection")
        if len(self.starts) > limits.ROWS:
            raise Refused("too_many_rows", limit=limits.ROWS)

    def headings(self):
        """The names of all features' properties, in order of appearance; sets self.names."""
        names, has_id = {}, False
        for features in self._batches():
            for feature in features:
                names.update(dict.fromkeys(feature.get("properties") or ()))
                has_id = has_id or isinstance(feature.get("id"), str)
            if len(names) > limits.COLUMNS:
                raise Refused("too_many_columns", limit=limits.COLUMNS)
        # A feature's own id is a column as well, unless the properties have one.
        self.has_id = has_id and "id" not in names
        self.names = [*(["id"] if self.has_id else []), *names]
        return self.names

    def rows(self):
        """Batches of (columns, WKB or fault)."""
        for features in self._batches():
            records = [feature.get("properties") or {} for feature in features]
            columns = [[_cell(record.get(name)) for record in records] for name in self.names]
            if self.has_id:
                columns[0] = [_cell(feature.get("id")) for feature in features]
            yield columns, wkbs([feature.get("geometry") for feature in features])

    def _batches(self):
        first, previous, count = 0, self.begin, len(self.starts)
        while first < count:
            last = min(first + limits.BATCH_ROWS, count)
            while last > first + 1 and self.ends[last - 1] - self.starts[first] > BATCH_BYTES:
                last = first + (last - first) // 2
            self._check_gap(previous, int(self.starts[first]), b"," if first else b"", first + 1)
            yield self._load(first, last)
            first, previous = last, int(self.ends[last - 1])
        self._check_gap(previous, self.end, b"", count)

    def _check_gap(self, end, start, expected, feature):
        """Between two batches of features stands a comma, before and behind them nothing."""
        self.file.seek(end)
        if self.file.read(min(start - end, 1 << 20)).strip() != expected:
            raise Refused("bad_feature", feature=feature)

    def _load(self, first, last):
        start, end = int(self.starts[first]), int(self.ends[last - 1])
        self.file.seek(start)
        try:
            features = orjson.loads(b"[" + self.file.read(end - start) + b"]")
        except orjson.JSONDecodeError:
            if last - first > 1:
                self._load(first, first + (last - first) // 2)
                self._load(first + (last - first) // 2, last)
            raise Refused("bad_feature", feature=first + 1) from None
        for offset, feature in enumerate(features):
            if not _is_feature(feature):
                raise Refused("bad_feature", feature=first + offset + 1)
        if len(features) != last - first:
            raise Refused("bad_feature", feature=first + 1)
        return features

    def stated_crs(self):
        """The `crs` member; None where it is null, WGS 84 where it is not there."""
        stated = self.root.get("crs", {"properties": {"name": "EPSG:4326"}})
        if stated is None:
            return None
        properties = stated.get("properties") if isinstance(stated, dict) else None
        name = properties.get("name") if isinstance(properties, dict) else None
        try:
            crs = CRS.from_user_input(str(name))
        except CRSError:
            raise Refused("crs_unknown", crs=str(name)[:80]) from None
        return "EPSG:4326" if str(name).endswith("CRS84") else crs.to_string()


# Whole numbers from here on come as floats, their last digits lost.
ROUNDED = 2.0**63


def _is_feature(feature):
    return (
        feature.__class__ is dict
        and feature.get("type") == "Feature"
        and (feature.get("properties") is None or feature["properties"].__class__ is dict)
    )


def _cell(value):
    """Lists and objects have no place in any field; they are shown as what they are."""
    if value.__class__ in (dict, list):
        return orjson.dumps(value).decode()[: limits.CELL_CHARACTERS]
    if value.__class__ is float and abs(value) >= ROUNDED:
        return {"inexact": str(value)}
    return value
