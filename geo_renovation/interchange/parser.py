"""The parser process: one file in, a header and batches of plain values out, as lines of JSON.

Started as `python -m geo_renovation.interchange.parser` with OGR_SKIP in its environment, so that
GDAL knows one format only whatever the bytes pretend to be. It has no Django and no database.

in   {"format", "path", "layer", "encoding", "crs", "srid", "family", "outline"}
out  {"header": {"headings", "cut_headings", "crs", "encoding", "warnings"}} or {"refused": …}
in   {"columns": [positions of the headings to send]}
out  {"rows", "columns", "shapes", "faults", "repaired"} … then {"end": {"outside", "likely_crs"}}
"""
import ctypes
import importlib
import json
import os
import resource
import signal
import sys

from .readers import limits
from .refusals import Refused

PR_SET_PDEATHSIG = 1


def main():
    """Answers one request on standard input."""
    _limit()
    request = json.loads(sys.stdin.readline())
    try:
        _answer(request)
    except Refused as refusal:
        _send({"refused": {"reason": refusal.reason, "details": refusal.details}})
    except MemoryError:
        _send({"refused": {"reason": "too_large", "details": {}}})


def _limit():
    """Dies with its parent; bounded time, memory and files; leaves no core."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for kind, bound in (
        (resource.RLIMIT_CPU, limits.CPU_SECONDS),
        (resource.RLIMIT_AS, limits.ADDRESS_SPACE),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def _answer(request):
    reader = importlib.import_module(f".readers.{request['format']}", __package__)
    if reader.DRIVER is not None:
        _check_driver(reader.DRIVER)
    opened = reader.open_layer(
        request["path"], layer=request["layer"], encoding=request["encoding"]
    )
    with opened as layer:
        shaper, warnings, crs = _shaper(request, layer)
        header = {
            "headings": layer.headings,
            "cut_headings": layer.cut_headings,
            "crs": crs,
            "encoding": layer.encoding.shown,
            "warnings": [*layer.warnings, *warnings],
        }
        _send({"header": header})
        line = sys.stdin.readline()
        if line:
            _stream(layer, shaper, json.loads(line)["columns"])


def _check_driver(name):
    import pyogrio

    if set(pyogrio.list_drivers()) != {name}:
        raise Refused("parser_failed")


def _shaper(request, layer):
    """None for a table; otherwise what brings shapes into the county's CRS."""
    if request["family"] is None:
        return None, [], None
    if not layer.has_geometry:
        raise Refused("no_geometry")
    import shapely

    from .readers import crs
    from .readers.geometry import Shaper

    srid, outline = request["srid"], request["outline"]
    found, transformer, warnings = crs.resolve(layer.crs, request["crs"], srid)
    shape = shapely.from_wkb(outline) if outline else None
    return Shaper(request["family"], found, transformer, srid, shape), warnings, crs.shown(found)


def _stream(layer, shaper, positions):
    read = 0
    for columns, shapes in layer.rows:
        count = len(shapes) if shapes is not None else len(columns[0])
        read += count
        if read > limits.ROWS:
            raise Refused("too_many_rows", limit=limits.ROWS)
        chosen = [columns[position] for position in positions]
        for start, end in _pieces(shapes, count):
            piece = shapes[start:end] if shapes is not None else None
            _send_batch([column[start:end] for column in chosen], end - start, piece, shaper)
    likely = shaper.likely_crs() if shaper else None
    _send({"end": {"outside": shaper.outside_count if shaper else 0, "likely_crs": likely}})


def _send_batch(columns, count, shapes, shaper):
    batch = {"rows": count, "columns": columns, "shapes": None, "faults": [], "repaired": []}
    if shaper is not None:
        wkbs = shapes if shapes is not None else [None] * count
        batch["shapes"], batch["faults"], batch["repaired"] = shaper.shape(wkbs)
        if shaper.vertices > limits.VERTICES_PER_FILE:
            raise Refused("too_large")
    _send(batch)


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
    sys.stdout.write(json.dumps(message, ensure_ascii=True, allow_nan=False))
    sys.stdout.write("\n")
    sys.stdout.flush()


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
