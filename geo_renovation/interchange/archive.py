"""Zip archives: looked through before anything is unpacked, and unpacked by us to names of our own."""
import re
import stat
import unicodedata
import zipfile
from contextlib import contextmanager
from pathlib import PurePosixPath

from .readers import limits
from .refusals import Refused

ENCRYPTED = 0x1
UTF8_NAME = 0x800
LOCAL_HEADER_BYTES = 30
# Control characters, line ends, and what turns or hides the characters beside it; spaces of other widths are legal.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst")


@contextmanager
def opened(path):
    """The checked members of an archive as (archive, [(name, member)]); raises Refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive, checked(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError):
        raise Refused("bad_archive") from None
    except zipfile.zlib.error:
        raise Refused("bad_archive") from None


def checked(archive):
    """[(name, member)] of the files in an archive that is safe to unpack; raises Refused."""
    members = archive.infolist()
    if len(members) > limits.ARCHIVE_ENTRIES:
        raise Refused("too_many_members", limit=limits.ARCHIVE_ENTRIES)
    if sum(m.file_size for m in members) > limits.ARCHIVE_BYTES:
        raise Refused("too_large")
    named, spans = {}, []
    for member in members:
        name = name_of(member)
        if _folded(name) in named or _is_unsafe(name, member):
            raise Refused("unsafe_archive", member=name[:80])
        if member.flag_bits & ENCRYPTED:
            raise Refused("encrypted_archive", member=name[:80])
        named[_folded(name)] = (name, member)
        spans.append(_span(member))
    spans.sort()
    if any(end > start for (_, end), (start, _) in zip(spans, spans[1:], strict=False)):
        raise Refused("unsafe_archive", member="…")
    return [(name, member) for name, member in named.values() if not member.is_dir()]


def _folded(name):
    """As a file system without case and with composed characters would see it."""
    return unicodedata.normalize("NFC", name).casefold().rstrip("/")


def _span(member):
    """From its local header to its last byte, counting only what every local header has."""
    begin = member.header_offset
    return begin, begin + LOCAL_HEADER_BYTES + member.compress_size


def name_of(member):
    """zipfile reads names without the UTF-8 flag as cp437; Chinese tools write GBK there."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    raw = member.orig_filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def _is_unsafe(name, member):
    mode = stat.S_IFMT(member.external_attr >> 16)
    size, packed = member.file_size, max(member.compress_size, 1)
    return (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or "\0" in member.orig_filename
        or ".." in PurePosixPath(name).parts
        or INVISIBLE.search(name)
        or mode not in (0, stat.S_IFREG, stat.S_IFDIR)
        or name.lower().endswith(ARCHIVES)
        or (size > limits.RATIO_FREE_BYTES and size > limits.ARCHIVE_RATIO * packed)
    )


def extract(archive, member, target):
    """Writes one member, counting: a header may lie about its size."""
    written = 0
    try:
        with archive.open(member) as source, target.open("xb") as file:
            while block := source.read(1 << 20):
                written += len(block)
                if written > member.file_size:
                    raise Refused("unsafe_archive", member=name_of(member)[:80])
                file.write(block)
    except zipfile.zlib.error:
        raise Refused("bad_archive") from None
    if written != member.file_size:
        raise Refused("bad_archive")
