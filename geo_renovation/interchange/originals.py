"""What somebody sent in, kept as it came, below settings.IMPORT_FOLDER and under names of our own."""
import hashlib
import os
import shutil
import stat
import tempfile
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from .archive import ARCHIVES
from .models import Delivery
from .refusals import Refused

NAME = "original.zip"
# Several files of which some are archives: no archive is read that lies in another.
FOLDER = "original"
LONGEST_NAME_BYTES, DEEPEST = 200, 10
BLOCK_BYTES = 1 << 20
# Zip's first day: two deliveries of the same files are the same bytes.
NO_DAY = (1980, 1, 1, 0, 0, 0)
# A folder without a delivery is an upload under way, or one that a crash cut short.
ABANDONED_AFTER = timedelta(days=1)


class Kept(NamedTuple):
    """What became of the files."""

    name: str
    size_bytes: int
    sha256: str


def path(delivery):
    """What holds all that was sent: a zip with the sender's names inside, or a folder of archives."""
    home = settings.IMPORT_FOLDER / str(delivery.folder)
    return home / NAME if (home / NAME).exists() else home / FOLDER


def has_room(organisation, size_bytes):
    """Whether the organisation may send in so much more."""
    kept = Delivery.objects.filter(organisation=organisation).aggregate(total=Sum("size_bytes", default=0))
    return kept["total"] + size_bytes <= settings.IMPORT_QUOTA_BYTES


def keep(folder, files):
    """Keeps (sender's name, open binary file) pairs in the folder of that UUID, durably and once."""
    files = sorted(files, key=lambda named: named[0])
    home = settings.IMPORT_FOLDER / str(folder)
    home.mkdir(parents=True, exist_ok=True)
    archived = len(files) > 1 and any(name.lower().endswith(ARCHIVES) for name, _file in files)
    write, target = (_lay_out, FOLDER) if archived else (_take_over if _is_one_zip(files) else _pack, NAME)
    arriving = home / f"arriving-{uuid.uuid4()}"
    try:
        kept = write(files, arriving)
        _make_lasting(arriving)
        if not (home / target).exists():  # the second click finds what the first has kept
            arriving.rename(home / target)
    finally:
        _remove(arriving)
    for place in (home, settings.IMPORT_FOLDER):
        _flush(place)
    return kept


def _make_lasting(arriving):
    """Read-only, and on the disk."""
    for place in [*arriving.rglob("*"), arriving]:
        if place.is_file():
            place.chmod(0o440)
        _flush(place)


def _remove(place):
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    place.unlink(missing_ok=True)


def keep_path(folder, source):
    """Keeps a file, a shapefile with its parts, or a folder, as the command names it."""
    opened = [(label, _open(file)) for label, file in _parts(Path(source))]
    try:
        return keep(folder, opened)
    finally:
        for _label, file in opened:
            file.close()


def discard(folder):
    """Forgets what was kept for a delivery that came to nothing."""
    shutil.rmtree(settings.IMPORT_FOLDER / str(folder), ignore_errors=True)


def already(delivery):
    """Earlier deliveries of the same bytes."""
    return Delivery.objects.filter(sha256=delivery.sha256).exclude(sha256="").exclude(pk=delivery.pk)


def open_original(delivery):
    """(name, open file, size) for whoever wants it back; one file comes back as itself, several as a zip."""
    packed, is_zip = path(delivery), delivery.name.lower().endswith(".zip")
    named = delivery.name if is_zip else f"{delivery.name}.zip"
    if packed.is_dir():
        file = _together(packed)
        return named, file, file.seek(0, os.SEEK_END) - file.seek(0)
    if not is_zip:
        archive = zipfile.ZipFile(packed)
        members = archive.infolist()
        if len(members) == 1:
            return delivery.name, archive.open(members[0]), members[0].file_size
        archive.close()
    return named, packed.open("rb"), packed.stat().st_size


def _together(folder):
    """A zip of all files of a folder, gone when it is closed."""
    file = tempfile.TemporaryFile(dir=settings.IMPORT_FOLDER)
    with zipfile.ZipFile(file, "w") as archive:
        for place in sorted(folder.rglob("*")):
            if place.is_file():
                archive.write(place, place.relative_to(folder).as_posix())
    return file


def sweep():
    """Removes folders that belong to no delivery."""
    known = {str(folder) for folder in Delivery.objects.values_list("folder", flat=True)}
    oldest = (timezone.now() - ABANDONED_AFTER).timestamp()
    for home in settings.IMPORT_FOLDER.iterdir():
        if _is_uuid(home.name) and home.name not in known and home.stat().st_mtime < oldest:
            shutil.rmtree(home, ignore_errors=True)


def _is_one_zip(files):
    return len(files) == 1 and files[0][0].lower().endswith(".zip")


def _take_over(files, target):
    (name, file), digest = files[0], hashlib.sha256()
    with target.open("xb") as copy:
        size = _copy(file, copy, digest)
    return Kept(_shown(name), size, digest.hexdigest())


def _pack(files, target):
    """All files in one zip, uncompressed; a single file keeps its own size and digest."""
    digests, total = [], 0
    with zipfile.ZipFile(target, "x") as archive:
        for name, file in files:
            digest = hashlib.sha256()
            with archive.open(zipfile.ZipInfo(name, NO_DAY), "w", force_zip64=True) as member:
                total += _copy(file, member, digest)
            digests.append(f"{digest.hexdigest()}  {name}\n")
    if len(files) == 1:
        return Kept(_shown(files[0][0]), total, digests[0][:64])
    return Kept(_name_of(files), total, hashlib.sha256("".join(digests).encode()).hexdigest())


def _lay_out(files, target):
    """Each file by itself in a folder, under the sender's name where that is harmless."""
    digests, total = [], 0
    for number, (name, file) in enumerate(files):
        place, digest = target / _harmless(name, number), hashlib.sha256()
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as copy:
            total += _copy(file, copy, digest)
        digests.append(f"{digest.hexdigest()}  {name}\n")
    return Kept(_name_of(files), total, hashlib.sha256("".join(digests).encode()).hexdigest())


def _harmless(name, number):
    """A relative path inside the folder; a name that could lead elsewhere gets one of ours."""
    parts = name.split("/")
    if len(parts) <= DEEPEST and all(_is_harmless(part) for part in parts):
        return Path(*parts)
    suffix = Path(name).suffix
    return Path(f"file-{number}{suffix if suffix[1:].isalnum() else ''}")


def _is_harmless(part):
    plain = part.isprintable() and part.strip(". ") and not {*part} & {*"\\:"}
    return plain and len(part.encode()) <= LONGEST_NAME_BYTES


def _copy(source, target, digest):
    size = 0
    while block := source.read(BLOCK_BYTES):
        digest.update(block)
        target.write(block)
        size += len(block)
    return size


def _name_of(files):
    """Several files are called after their common folder, a shapefile after its .shp, others after the first."""
    top = {name.split("/")[0] for name, _file in files}
    if len(top) == 1:
        return _shown(top.pop())
    first = next((name for name, _file in files if name.lower().endswith(".shp")), files[0][0])
    return _shown(first)


def _shown(name):
    return name.rsplit("/", 1)[-1][:255]


def _parts(source):
    """(label, file) pairs of what the command was given."""
    if source.is_dir():
        found = sorted(f for f in source.rglob("*") if f.is_file() and not f.is_symlink())
        return [(f"{source.name}/{file.relative_to(source).as_posix()}", file) for file in found]
    if source.suffix.lower() == ".shp":
        return [(f.name, f) for f in sorted(source.parent.iterdir()) if f.stem == source.stem and f.is_file()]
    return [(source.name, source)]


def _open(source):
    """A regular file; O_NOFOLLOW refuses a link that appeared meanwhile."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Refused("not_found") from None
    file = open(handle, "rb")
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise Refused("not_found")
    return file


def _flush(place):
    """What is there survives a power cut."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_uuid(name):
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False
