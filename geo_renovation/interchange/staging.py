"""A user's file, copied under our own names into a private folder before anything parses it."""
import hashlib
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import archive
from .formats import FORMATS, HEAD_BYTES, INSTEAD, MAGIC, SHAPEFILE_PARTS, WITH_COMPANIONS, suffix_of
from .readers import limits
from .refusals import Refused
from .sources import entries_of, sources_of

COMPANIONS = 20


@dataclass
class Staged:
    """A copy that nobody else changes."""

    path: Path
    format: str
    layer: str | None
    name: str
    sha256: str
    # Other tables of the delivery, which this one may refer to: address -> file beside `path`.
    companions: dict = field(default_factory=dict)


@contextmanager
def staged(path, layer=None):
    """The one source of a file, folder or zip that `layer` names; gone when the block ends."""
    path = Path(path)
    with delivered(path) as delivery:
        source, inner = delivery.chosen(layer)
        with delivery.staged(source, inner) as file:
            yield file


@contextmanager
def delivered(path):
    """What a file, folder or zip holds, for as long as the block lasts."""
    path = Path(path)
    if path.suffix.lower() in INSTEAD and path.is_file():
        raise Refused(INSTEAD[path.suffix.lower()], suffix=suffix_of(path.name))
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        archives = Path(folder, "archives")
        archives.mkdir()
        with entries_of(path, archives) as entries:
            yield Delivered(path, Path(folder), sources_of(entries))


class Delivered:
    """The sources of one delivery."""

    def __init__(self, path, folder, sources):
        self.path, self.folder, self.sources = path, folder, sources

    @property
    def readable(self):
        return [source for source in self.sources if source.format is not None]

    def chosen(self, layer):
        """(source, layer inside it or None) of an address; raises Refused."""
        readable = self.readable
        if not readable:
            raise self._nothing()
        addresses = ", ".join(source.address for source in readable)
        if layer is None:
            if len(readable) > 1:
                raise Refused("which_layer", layers=addresses)
            return readable[0], None
        for found in (_by_address(readable, layer), _by_last_part(readable, layer)):
            if len(found) == 1:
                return found[0]
        if len(readable) == 1 and readable[0].has_layers:
            return readable[0], layer
        raise Refused("layer_unknown", layer=layer, layers=addresses)

    def _nothing(self):
        told = [source.refused for source in self.sources if source.refused.reason != "unknown_format"]
        told += [source.refused for source in self.sources]
        return told[0] if told else Refused("unknown_format", suffix="")

    @contextmanager
    def staged(self, source, inner=None):
        """A copy of the source and its parts alone in a folder."""
        with tempfile.TemporaryDirectory(prefix="source-", dir=self.folder) as folder:
            try:
                if source.refused:
                    raise source.refused
                path = _write(source, Path(folder))
                digest = _digest(Path(folder))
                beside = self._companions(source, Path(folder))
            except Refused as refusal:
                if source.name != self.path.name:
                    refusal.details.setdefault("file", source.name)
                raise
            yield Staged(path, source.format, inner, self.path.name, digest, beside)

    def _companions(self, source, folder):
        """The other tables, as far as they are what they say."""
        if source.format not in WITH_COMPANIONS:
            return {}
        others = [s for s in self.readable if s.format in WITH_COMPANIONS and s is not source]
        found = {}
        for number, other in enumerate(others[:COMPANIONS]):
            target = folder / f"companion{number}{other.suffix}"
            other.parts[other.suffix].write(target)
            if _is_what_it_says(target):
                found[other.address] = target
        return found


def _by_address(readable, layer):
    exact = [(source, None) for source in readable if source.address == layer]
    inside = [
        (source, layer[len(source.address) + 1 :])
        for source in readable
        if source.has_layers and layer.startswith(source.address + "/")
    ]
    return exact or inside


def _by_last_part(readable, layer):
    """Without the folders, where that says enough."""
    found = []
    for source in readable:
        short = source.address.rsplit("/", 1)[-1]
        if layer == short:
            found.append((source, None))
        elif source.has_layers and layer.startswith(short + "/"):
            found.append((source, layer[len(short) + 1 :]))
    return found


def _write(source, folder):
    """The parts as layer.shp, layer.dbf … in `folder`; the path of the one to open."""
    first = ".shp" if ".shp" in source.parts else source.suffix
    for suffix, entry in source.parts.items():
        if suffix in FORMATS or suffix in SHAPEFILE_PARTS:
            target = folder / f"layer{suffix}"
            entry.write(target)
            if target.stat().st_size > limits.FILE_BYTES:
                raise Refused("too_large")
            if target.stat().st_size == 0 and suffix in FORMATS:
                raise Refused("empty")
            if not _is_what_it_says(target):
                raise Refused("not_what_it_says", suffix=suffix)
    path = folder / f"layer{first}"
    return _document(path) if first == ".kmz" else path


def _is_what_it_says(file):
    with file.open("rb") as opened:
        return bool(MAGIC[file.suffix](opened.read(HEAD_BYTES)))


def _document(path):
    """The one KML document in a KMZ."""
    with archive.opened(path) as (opened, members):
        documents = [member for name, member in members if name.lower().endswith(".kml")]
        if len(documents) != 1:
            raise Refused("unreadable" if not documents else "several_documents")
        target = path.with_suffix(".kml")
        archive.extract(opened, documents[0], target)
    path.unlink()
    if not _is_what_it_says(target):
        raise Refused("not_what_it_says", suffix=".kml")
    return target


def _digest(folder):
    digest = hashlib.sha256()
    for file in sorted(folder.glob("layer.*")):
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
