"""The parser process: one file in, a header and batches of plain values out, as lines of JSON.

Started by sandbox.py with OGR_SKIP in its environment, so that GDAL knows one format only whatever
the bytes pretend to be. It has no Django and no database.

out  {"ready"}
in   {"action": "read", "format", "path", "layer", "encoding", "crs" or "place", "srid", "family", "outline"}
out  {"header": {"headings", "cut_headings", "crs", "encoding", "warnings"}} or {"refused": …}
in   {"columns": [positions of the headings to send]}, with "rows" only these, raw
out  {"rows", "columns", "shapes", "faults", "repaired"} … then {"end": {"outside", "likely_crs"}}
or
in   {"action": "inspect", "format", "path", "encoding"}
out  {"layers": [what inspection.py says]} or {"refused": …}
"""
import importlib
import os
import resource
import sys

import orjson

from .readers import limits
from .refusals import Refused

NOBODY = 65534
SENT = orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY
OPTIONS = ("geometry", "companions", "family")


def main():
    """Answers one request on standard input."""
    _limit()
    _send({"ready": True})
    request = orjson.loads(sys.stdin.buffer.readline())
    try:
        reader = _reader(request["format"])
        if request["action"] == "inspect":
            _inspect(reader, request)
        else:
            _answer(reader, request)
    except Refused as refusal:
        _send({"refused": {"reason": refusal.reason, "details": refusal.details}})
    except MemoryError:
        _send({"refused": {"reason": "too_large", "details": {}}})


def _limit():
    """Bounded time, memory and files, no core; nothing at all outside the sandbox."""
    if os.getuid() != NOBODY:
        sys.exit("Only sandbox.py starts a parser.")
    seconds = int(os.environ["CPU_SECONDS"])
    for kind, bound in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, limits.ADDRESS_SPACE),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        # A second more for SIGKILL, so that SIGXCPU, which says why, comes first.
        resource.setrlimit(kind, (bound, bound + (kind == resource.RLIMIT_CPU)))


def _reader(name):
    # pyogrio imports these two where it finds them: 0.2 s for nothing.
    sys.modules["geopandas"] = sys.modules["pandas"] = None
    reader = importlib.import_module(f".readers.{name}", __package__)
    if reader.DRIVER is not None:
        import pyogrio

        if set(pyogrio.list_drivers()) != {reader.DRIVER}:
            raise Refused("parser_failed")
    return reader


def _inspect(reader, request):
    from .readers.inspecting import looked_at

    options = {name: request[name] for name in OPTIONS if request.get(name) is not None}
    _send({"layers": looked_at(reader, request["path"], request["encoding"], options)})


def _answer(reader, request):
    options = {name: request[name] for name in OPTIONS if request.get(name) is not None}
    opened = reader.open_layer(
        request["path"], layer=request["layer"], encoding=request["encoding"], **options
    )
    with opened as layer:
        placed = _placed(request, layer)
        shaper = _shaper(request, placed)
        header = {
            "headings": layer.headings,
            "cut_headings": layer.cut_headings,
            "crs": placed and placed.shown,
            "place": placed and placed.as_dict(),
            "encoding": layer.encoding.shown,
            "shapeless": shaper is None,
            "warnings": [*layer.warnings, *(placed.warnings if placed else [])],
        }
        _send({"header": header})
        line = sys.stdin.buffer.readline()
        if line:
            asked = orjson.loads(line)
            _stream(layer, shaper, asked["columns"], asked.get("rows"))


def _placed(request, layer):
    """How the layer's coordinates become the county's; None for a table."""
    if request["family"] is None or (request.get("shapeless") and not layer.has_geometry):
        return None
    if not layer.has_geometry:
        raise Refused("no_geometry")
    from .readers.placement import placed

    return placed(request.get("place") or {"crs": request["crs"]}, layer.crs, request["srid"])


def _shaper(request, placed):
    """What brings shapes into the county's CRS; None for a table."""
    if placed is None:
        return None
    import shapely

    from .readers.geometry import Shaper

    shape = shapely.from_wkb(request["outline"]) if request["outline"] else None
    return Shaper(request["family"], placed.crs, placed.transformer, request["srid"], shape)


def _stream(layer, shaper, positions, wanted):
    read, last = 0, wanted[-1] if wanted else None
    for columns, shapes in layer.rows:
        count = len(shapes) if shapes is not None else len(columns[0])
        if read + count > limits.ROWS:
            raise Refused("too_many_rows", limit=limits.ROWS)
        chosen = [columns[position] for position in positions]
        if wanted is None:
            _send_batches(chosen, shapes, shaper, count)
        else:
            _send_raw(chosen, shapes, shaper, read, [n for n in wanted if read < n <= read + count])
        read += count
        if last is not None and read >= last:
            break
    _send({"end": _end(shaper)})


def _end(shaper):
    """What is known only when every row has passed."""
    if shaper is None:
        return {"outside": 0, "likely": None, "likely_crs": None, "warnings": []}
    placed = shaper.transformer
    return {
        "outside": shaper.outside_count,
        "likely": shaper.likely,
        "likely_crs": shaper.likely_crs(),
        "warnings": placed.late_warnings() if placed else [],
    }


def _send_batches(columns, shapes, shaper, count):
    for start, end in _pieces(shapes, count):
        piece = shapes[start:end] if shapes is not None else None
        _send(_batch([column[start:end] for column in columns], end - start, piece, shaper))


def _batch(columns, count, shapes, shaper):
    batch = {"rows": count, "columns": columns, "shapes": None, "faults": [], "repaired": []}
    if shaper is not None:
        wkbs = shapes if shapes is not None else [None] * count
        told = {row: wkb for row, wkb in enumerate(wkbs) if wkb.__class__ is dict}
        wkbs = [None if wkb.__class__ is dict else wkb for wkb in wkbs] if told else wkbs
        batch["shapes"], faults, batch["repaired"] = shaper.shape(wkbs)
        batch["faults"] = [fault for fault in faults if fault[0] not in told]
        for row, fault in told.items():
            batch["faults"].append([row, fault["fault"], fault.get("value"), fault.get("field")])
        if shaper.vertices > limits.VERTICES_PER_FILE:
            raise Refused("too_large")
    return batch


def _send_raw(columns, shapes, shaper, read, wanted):
    """Single rows as they came, for whoever mends them."""
    from .readers.inspecting import as_wkt

    for number in wanted:
        row = number - read - 1
        raw = shapes[row] if shapes is not None else None
        placed = _batch([], 1, [raw], shaper)["shapes"] if shaper else [None]
        cells = [column[row] for column in columns]
        _send({"row": number, "cells": cells, "wkt": as_wkt(raw), "shape": placed[0]})


def _pieces(shapes, count):
    """Row spans that hold few enough vertices for one line of output."""
    if shapes is None:
        return [(0, count)]
    spans, start, vertices = [], 0, 0
    for row, wkb in enumerate(shapes):
        size = len(wkb) // 16 if wkb else 0  # two doubles a vertex
        if row > start and vertices + size > limits.BATCH_VERTICES:
            spans.append((start, row))
            start, vertices = row, 0
        vertices += size
    return [*spans, (start, count)]


def _send(message):
    sys.stdout.buffer.write(orjson.dumps(message, option=SENT))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
