"""What counts as a picture of a tile; the bytes decide, never what a server calls them."""

from dataclasses import dataclass

# Bytes; a photographic tile of 256 px has 10 to 40 thousand.
LARGEST = 1_000_000
BEGINNINGS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True)
class Picture:
    """One tile."""

    body: bytes
    content_type: str


class NoPicture(Exception):
    """There is no tile to show."""


def picture(body: bytes) -> Picture:
    """PNG, JPEG or WebP; raises NoPicture for anything else."""
    if len(body) > LARGEST:
        raise NoPicture("too large")
    for beginning, content_type in BEGINNINGS.items():
        if body.startswith(beginning):
            return Picture(body, content_type)
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return Picture(body, "image/webp")
    raise NoPicture("not a picture")
