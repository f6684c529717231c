"""What a file, folder or archive holds: the files in it, and which of them make one readable source."""
import os
import stat
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from . import archive
from .formats import FORMATS, INSTEAD, SHAPEFILE_PARTS, WITH_LAYERS, archive_of, is_quiet, suffix_of
from .readers import limits
from .refusals import Refused


@dataclass
class Entry:
    """A file of a delivery; `write(target)` copies it."""

    name: str
    size: int
    write: Callable

    @property
    def suffix(self):
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self):
        """The name without its suffix, folders included."""
        return str(PurePosixPath(self.name).with_suffix(""))


@dataclass
class Source:
    """One readable file with its parts; `address` is how its layers' names begin."""

    name: str
    format: str | None
    parts: dict = field(default_factory=dict)
    refused: Refused | None = None
    address: str = ""

    @property
    def suffix(self):
        return PurePosixPath(self.name).suffix.lower()

    @property
    def has_layers(self):
        return self.format in WITH_LAYERS


@contextmanager
def entries_of(path, folder):
    """The entries of a file, folder or zip; `folder` is a private place for copies of archives."""
    path = Path(path)
    if path.is_symlink():
        raise Refused("symlink")
    if path.is_dir():
        yield _in_folder(path, folder)
    elif not path.exists():
        raise Refused("not_found")
    elif path.suffix.lower() == ".zip":
        yield _in_zip(path, folder)
    elif path.suffix.lower() == ".shp":
        beside = (f for f in sorted(path.parent.iterdir()) if f.stem.casefold() == path.stem.casefold())
        yield [_entry(f, f.name) for f in beside if f.suffix.lower() in SHAPEFILE_PARTS]
    else:
        log = path.with_name(path.name + "-wal")
        yield [_entry(file, file.name) for file in (path, log) if file.exists()]


def _in_folder(path, folder):
    found = []
    for directory, folders, files in os.walk(path):
        folders.sort()
        for name in sorted(files) + [f for f in folders if os.path.islink(os.path.join(directory, f))]:
            file = Path(directory, name)
            relative = file.relative_to(path).as_posix()
            if is_quiet(relative):
                continue
            if file.suffix.lower() == ".zip" and not file.is_symlink():
                found += _in_zip(file, folder, relative[:-4] + "/")
            else:
                found.append(_entry(file, relative))
            if len(found) > limits.FOLDER_FILES:
                raise Refused("too_many_members", limit=limits.FOLDER_FILES)
    return found


def _entry(file, name):
    return Entry(name, file.lstat().st_size, lambda target: copy(file, target))


def _in_zip(path, folder, prefix=""):
    store = folder / f"archive{len(list(folder.iterdir()))}.zip"
    copy(path, store)
    with store.open("rb") as file:
        head = file.read(8)
        if other := archive_of(head):
            raise Refused("other_archive", suffix=other, file=path.name)
        if head[:4] not in (b"PK\3\4", b"PK\5\6"):
            raise Refused("not_what_it_says", suffix=".zip", file=path.name)
    with archive.opened(store) as (_, members):
        return [
            Entry(prefix + name, member.file_size, _writer(store, member))
            for name, member in members
            if not is_quiet(name)
        ]


def _writer(store, member):
    def write(target):
        with archive.opened(store) as (opened, _):
            archive.extract(opened, member, target)

    return write


def copy(source, target):
    """Copies a regular file; O_NOFOLLOW refuses a link that appeared meanwhile."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Refused("symlink" if Path(source).is_symlink() else "not_found") from None
    with open(handle, "rb") as file, target.open("xb") as written:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise Refused("not_found")
        if about.st_size > limits.FILE_BYTES:
            raise Refused("too_large")
        while block := file.read(1 << 20):
            written.write(block)


def sources_of(entries):
    """The sources that entries make, in the order of their names; unreadable ones say why."""
    groups = {}
    for entry in entries:
        groups.setdefault(entry.stem.casefold(), {}).setdefault(entry.suffix, []).append(entry)
    found = []
    for group in groups.values():
        found += _shapefiles(group)
        for suffix, same in group.items():
            if suffix not in SHAPEFILE_PARTS:
                found += [source for entry in same if (source := _source(entry, suffix, group))]
    _address(found)
    return _once_per_geodatabase(sorted(found, key=lambda source: source.name))


def _shapefiles(group):
    """The shapefile among the files of one name, or its lone table."""
    parts = {suffix: same[0] for suffix, same in group.items() if suffix in SHAPEFILE_PARTS}
    twice = next((same[1] for s, same in group.items() if s in SHAPEFILE_PARTS and len(same) > 1), None)
    if twice is not None:
        return [Source(twice.name, "shapefile", refused=Refused("twice"))]
    if ".dbf" in parts and not {".shp", ".shx"} & set(parts):
        return [Source(parts[".dbf"].name, "shapefile", parts)]
    if not {".shp", ".shx", ".dbf"} & set(parts):
        return []  # a lone .prj or .cpg tells nothing
    missing = next((part for part in (".shp", ".shx", ".dbf") if part not in parts), None)
    name = next(iter(parts[s] for s in SHAPEFILE_PARTS if s in parts)).name
    refused = Refused("missing_part", part=missing) if missing else None
    return [Source(name, "shapefile", parts, refused)]


def _source(entry, suffix, group):
    if suffix in FORMATS:
        return Source(entry.name, FORMATS[suffix], {suffix: entry}, _unsaved(suffix, group))
    if ".gdb/" in entry.name.lower():
        folder = entry.name[: entry.name.lower().index(".gdb/") + 4]
        return Source(folder, None, refused=Refused("geodatabase"))
    if suffix in INSTEAD:
        return Source(entry.name, None, refused=Refused(INSTEAD[suffix], suffix=suffix_of(entry.name)))
    if ".shp" in group or suffix in (".gpkg-wal", ".gpkg-shm"):
        return None  # an index or a style beside a shapefile
    return Source(entry.name, None, refused=Refused("unknown_format", suffix=suffix))


def _unsaved(suffix, group):
    """What SQLite has not yet moved from its log into the file would be missing."""
    logs = group.get(".gpkg-wal", []) if suffix == ".gpkg" else []
    return Refused("unsaved") if any(log.size for log in logs) else None


def _address(found):
    """Sources of one name but different suffixes keep their suffix."""
    stems = [str(PurePosixPath(source.name).with_suffix("")) for source in found]
    folded = [stem.casefold() for stem in stems if stem]
    for source, stem in zip(found, stems, strict=True):
        alone = folded.count(stem.casefold()) == 1
        source.address = stem if alone else source.name


def _once_per_geodatabase(found):
    once = {}
    for source in found:
        once.setdefault(source.name, source)
    return list(once.values())
