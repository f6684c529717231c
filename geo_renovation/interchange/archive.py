"""Zip archives: unpacked by us to names of our own."""
import stat
import zipfile
from pathlib import PurePosixPath

from .readers import limits
from .refusals import Refused

ENCRYPTED = 0x1
UTF8_NAME = 0x800


def unpack(path, folder, wanted):
    """Unpacks the members whose suffix is in `wanted` as (original stem, suffix, file) triples."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = _checked(archive)
            unpacked = []
            for number, (name, member) in enumerate(members):
                suffix = PurePosixPath(name).suffix.lower()
                if suffix in wanted:
                    target = folder / f"member{number}{suffix}"
                    _extract(archive, member, target)
                    unpacked.append((str(PurePosixPath(name).with_suffix("")), suffix, target))
            return unpacked
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, RuntimeError, OSError):
        raise Refused("bad_archive") from None


def _checked(archive):
    members = [m for m in archive.infolist() if not m.is_dir()]
    if len(members) > limits.ARCHIVE_ENTRIES:
        raise Refused("unsafe_archive", member="…")
    if sum(m.file_size for m in members) > limits.ARCHIVE_BYTES:
        raise Refused("too_large")
    named, spans = {}, []
    for member in members:
        name = _name(member)
        if name in named or _is_unsafe(name, member):
            raise Refused("unsafe_archive", member=name[:80])
        named[name] = member
        spans.append((member.header_offset, member.header_offset + member.compress_size))
    spans.sort()
    if any(end > start for (_, end), (start, _) in zip(spans, spans[1:], strict=False)):
        raise Refused("unsafe_archive", member="…")
    return named.items()


def _name(member):
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
    mode = member.external_attr >> 16
    return (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in PurePosixPath(name).parts
        or (stat.S_IFMT(mode) not in (0, stat.S_IFREG))
        or bool(member.flag_bits & ENCRYPTED)
        or name.lower().endswith((".zip", ".7z", ".rar", ".gz", ".kmz"))
        or member.file_size > limits.ARCHIVE_RATIO * max(member.compress_size, 1)
    )


def _extract(archive, member, target):
    """Writes one member, counting: a header may lie about its size."""
    written = 0
    with archive.open(member) as source, target.open("xb") as file:
        while block := source.read(1 << 20):
            written += len(block)
            if written > member.file_size:
                raise Refused("unsafe_archive", member=member.filename[:80])
            file.write(block)
