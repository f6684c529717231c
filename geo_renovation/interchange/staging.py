"""A user's file, copied under our own names into a private folder before anything parses it."""
import hashlib
import os
import shutil
import stat
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .archive import unpack
from .refusals import Refused

SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
FORMATS = {
    ".shp": "shapefile", ".dbf": "shapefile", ".gpkg": "geopackage",
    ".geojson": "geojson", ".json": "geojson", ".csv": "table",
}
MAGIC = {
    ".shp": lambda head: head[:4] == b"\x00\x00\x27\x0a",
    ".dbf": lambda head: head[:1] in (b"\x03", b"\x83", b"\x8b", b"\x30", b"\x31", b"\xf5"),
    ".gpkg": lambda head: head[:16] == b"SQLite format 3\0" and head[68:72] in (b"GPKG", b"GP10", b"GP11"),
    ".geojson": lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{",
    ".csv": lambda head: b"\0" not in head,
}
MAGIC[".json"] = MAGIC[".geojson"]


@dataclass
class Staged:
    """A copy that nobody else changes."""

    path: Path
    format: str
    layer: str | None
    name: str
    sha256: str


@contextmanager
def staged(path, layer=None):
    """Copies a file, shapefile (with its parts), folder or zip; gone when the block ends."""
    path = Path(path)
    with tempfile.TemporaryDirectory(prefix="import-") as folder:
        folder = Path(folder)
        source, layer = _members(path, folder, layer)
        suffix = source[0].suffix.lower()
        target = folder / f"layer{suffix}"
        for part in source:
            _copy(part, target.with_suffix(part.suffix.lower()))
        _check_magic(target, suffix)
        yield Staged(target, FORMATS[suffix], layer, path.name, _digest(folder))


def _members(path, folder, layer):
    """The file to read first, then its parts; and the layer left to choose inside it."""
    if path.is_symlink():
        raise Refused("symlink")
    if path.is_dir():
        return _pick(_listed(path), layer)
    if not path.exists():
        raise Refused("not_found")
    if path.suffix.lower() == ".zip":
        store = folder / "archive"
        store.mkdir()
        copy = folder / "archive.zip"
        _copy(path, copy)
        return _pick(unpack(copy, store, {*SHAPEFILE_PARTS, *FORMATS}), layer)
    if path.suffix.lower() not in FORMATS:
        raise Refused("unknown_format", suffix=path.suffix)
    if path.suffix.lower() == ".shp":
        return _with_parts(path, _siblings(path)), None
    return [path], layer


def _listed(folder):
    files = [f for f in sorted(folder.iterdir()) if f.suffix.lower() in {*SHAPEFILE_PARTS, *FORMATS}]
    return [(f.stem, f.suffix.lower(), f) for f in files]


def _pick(found, layer):
    """One readable file out of a folder or archive; `layer` names it where there are several."""
    shapes = {stem: file for stem, suffix, file in found if suffix == ".shp"}
    others = {s: f for s, suffix, f in found if suffix in FORMATS and suffix not in SHAPEFILE_PARTS}
    tables = {s: f for s, suffix, f in found if suffix == ".dbf" and s not in shapes}
    readable = {**tables, **others, **shapes}
    if not readable:
        raise Refused("unknown_format", suffix="")
    short = {stem.rsplit("/")[-1]: stem for stem in readable}
    stem = short.get(layer, layer) if layer in readable or layer in short else None
    if stem is None and len(readable) > 1:
        raise Refused("which_layer", layers=", ".join(sorted(short)))
    inner = layer if stem is None else None
    stem = stem or next(iter(readable))
    if stem in shapes:
        parts = {suffix: file for other, suffix, file in found if other == stem}
        return _with_parts(shapes[stem], parts), None
    return [readable[stem]], inner


def _siblings(path):
    """The parts beside a .shp, whatever the case of their suffixes."""
    return {f.suffix.lower(): f for f in path.parent.iterdir() if f.stem == path.stem}


def _with_parts(path, parts):
    for needed in (".shx", ".dbf"):
        if needed not in parts:
            raise Refused("missing_part", part=needed)
    return [path, *(parts[s] for s in SHAPEFILE_PARTS[1:] if s in parts)]


def _copy(source, target):
    """Copies a regular file; O_NOFOLLOW refuses a link that appeared meanwhile."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Refused("symlink" if Path(source).is_symlink() else "not_found") from None
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise Refused("not_found")
        with target.open("xb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)


def _check_magic(path, suffix):
    for file in (path, path.with_suffix(".dbf")):
        if file.exists():
            with file.open("rb") as opened:
                if not MAGIC[file.suffix](opened.read(100)):
                    raise Refused("not_what_it_says", suffix=file.suffix)


def _digest(folder):
    digest = hashlib.sha256()
    for file in sorted(folder.glob("layer.*")):
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return digest.hexdigest()
