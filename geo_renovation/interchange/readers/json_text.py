"""Where the features of a GeoJSON text stand, found without building anything of it in memory."""
import re
from dataclasses import dataclass

import numpy as np
import orjson

from ..refusals import Refused
from . import limits

BLOCK = 1 << 22
QUOTE, BACKSLASH = 0x22, 0x5C
# What a byte outside strings does to the depth.
STEP = np.zeros(256, dtype=np.int8)
STEP[[0x5B, 0x7B]] = 1
STEP[[0x5D, 0x7D]] = -1
FEATURES = re.compile(rb'"features"\s*:\s*\[$')
OUTSIDE_FEATURES = 1 << 20  # bytes of everything but the features


@dataclass
class Outline:
    """The members of the root but `features`, and where these and each of them begin and end."""

    root: dict
    begin: int
    end: int
    starts: np.ndarray
    ends: np.ndarray


def outline(file, size):
    """Outline of the text in `file` (binary, at its beginning); raises Refused."""
    at, step, depth = _brackets(file)
    members = _spans(at, step, depth, 2)
    features = [(a, b) for a, b in zip(*members, strict=True) if _is_features(file, a)]
    if not features:
        return Outline(_loaded(file, 0, size), 0, size, *_spans(at, step, depth, 1))
    if len(features) > 1:
        raise Refused("unreadable")
    start, end = features[0]
    root = _loaded(file, 0, start, b"[]", end, size)
    inside = (at > start) & (at < end)
    return Outline(root, int(start) + 1, int(end) - 1, *_spans(at[inside], step[inside], depth[inside], 3))


def _brackets(file):
    """Position, step and depth reached of every bracket outside strings."""
    found, depth, in_string, offset = [], 0, False, 0
    while block := _block(file):
        bytes_ = np.frombuffer(block, dtype=np.uint8)
        quotes = _quotes(bytes_)
        inside = (np.cumsum(quotes, dtype=np.int32) + in_string) & 1
        step = STEP[bytes_] * (inside == 0)
        at = np.flatnonzero(step)
        depths = depth + np.cumsum(step[at], dtype=np.int64)
        _check_depths(depths)
        keep = depths <= 3  # a bracket that closes depth 3 reaches 2
        found.append((at[keep] + offset, step[at][keep], depths[keep]))
        depth = int(depths[-1]) if len(depths) else depth
        in_string, offset = bool(inside[-1]), offset + len(block)
    if depth or in_string or not found:
        raise Refused("cut_short")
    return (np.concatenate(part) for part in zip(*found, strict=True))


def _check_depths(depths):
    if len(depths) and depths.max() > limits.JSON_DEPTH:
        raise Refused("too_deep", limit=limits.JSON_DEPTH)
    if len(depths) and depths.min() < 0:
        raise Refused("unreadable")


def _block(file):
    """A block that does not end within an escape."""
    block = file.read(BLOCK)
    while block.endswith(b"\\") and (more := file.read(1)):
        block += more
    return block


def _quotes(bytes_):
    """Which bytes are quotes that begin or end a string: not behind an odd run of backslashes."""
    quotes = bytes_ == QUOTE
    slashes = bytes_ == BACKSLASH
    if slashes.any():
        here = np.arange(len(bytes_))
        last_other = np.maximum.accumulate(np.where(slashes, -1, here))
        at = np.flatnonzero(quotes[1:]) + 1
        quotes[at] = (at - 1 - last_other[at - 1]) % 2 == 0
    return quotes


def _spans(at, step, depth, level):
    """Begin and end (exclusive) of every bracket pair that opens at `level`."""
    starts = at[(step == 1) & (depth == level)]
    ends = at[(step == -1) & (depth == level - 1)] + 1
    return starts, ends


def _is_features(file, start):
    before = min(start, 64)
    file.seek(start - before)
    return FEATURES.search(file.read(before + 1)) is not None


def _loaded(file, start, end, filling=b"", again=0, until=0):
    """JSON of two stretches of the file with `filling` between them."""
    if end - start + until - again > OUTSIDE_FEATURES:
        raise Refused("not_a_collection")
    file.seek(start)
    text = file.read(end - start) + filling
    file.seek(again)
    text += file.read(until - again)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused("unreadable") from None
