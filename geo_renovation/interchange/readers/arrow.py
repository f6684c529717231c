"""Plain Python columns out of pyogrio's Arrow stream, one batch in memory at a time."""
import datetime
import math

import nanoarrow
import numpy as np

EPOCH = datetime.date(1970, 1, 1)
NUMBERS = set("cCsSiIlLfg")


def batches(stream):
    """Yields one dict {column name position: (name, list)} per batch of the stream."""
    for array in nanoarrow.c_array_stream(stream):
        view = array.view()
        schema = array.schema
        yield [
            (schema.child(i).name, values(view.child(i), schema.child(i).format))
            for i in range(view.n_children)
        ]


def values(view, kind):
    """The values of one Arrow column; bytes for binary, None for null and NaN."""
    present = _present(view)
    if kind in ("u", "U", "z", "Z"):
        found = _bytes(view, kind)
    elif kind in NUMBERS:
        found = _finite(_buffer(view, 1).tolist())
    elif kind == "b":
        found = [bool(bit) for bit in _bits(view, 1)]
    elif kind == "tdD":
        found = [(EPOCH + datetime.timedelta(days=d)).isoformat() for d in _buffer(view, 1).tolist()]
    else:  # lists and other nested values have no place in any field
        return [None] * view.length
    if present is None:
        return found
    return [value if here else None for value, here in zip(found, present, strict=True)]


def _finite(numbers):
    return [n if n.__class__ is int or math.isfinite(n) else None for n in numbers]


def _buffer(view, index):
    return np.asarray(view.buffer(index))[view.offset : view.offset + view.length]


def _bits(view, index):
    packed = np.frombuffer(view.buffer(index), dtype=np.uint8)
    bits = np.unpackbits(packed, bitorder="little")
    return bits[view.offset : view.offset + view.length]


def _present(view):
    return _bits(view, 0).tolist() if view.null_count and view.buffer(0).size_bytes else None


def _bytes(view, kind):
    width = np.int64 if kind.isupper() else np.int32
    ends = np.frombuffer(view.buffer(1), dtype=width)
    ends = ends[view.offset : view.offset + view.length + 1].tolist()
    data = bytes(view.buffer(2))
    return [data[a:b] for a, b in zip(ends, ends[1:], strict=False)]
