"""What somebody sent in: its files and layers, each looked at in a sandbox of its own."""
from contextlib import contextmanager

from .parsing import inspected, parser
from .refusals import Refused
from .staging import delivered, staged

MOST_LAYERS = 100


def inspect(path, *, encoding=None):
    """The files and layers of a file, folder or zip.

    {"files": [{"name", "format", "refused"}], "layers": [{"name", "count", "geometry", "headings",
    "encoding", "crs", "crs_stated", "bounds", "sample", "warnings", "refused"}]}. A layer's `name` is
    what import_layer takes as `layer`. `refused` is None or {"reason", "details"}; Refused is raised
    where nothing at all could be opened.
    """
    files, layers = [], []
    with delivered(path) as delivery:
        # Each readable file holds a layer at least: too many are refused before the first is opened.
        _check_number(delivery.readable)
        for source in delivery.sources:
            refused, found = _looked_into(delivery, source, encoding)
            files.append({"name": source.name, "format": source.format, "refused": refused})
            layers += [layer | {"name": _address(source, layer["name"])} for layer in found]
            _check_number(layers)
    if not files:
        raise Refused("unknown_format", suffix="")
    return {"files": files, "layers": layers}


def _check_number(layers):
    if len(layers) > MOST_LAYERS:
        raise Refused("too_many_layers", limit=MOST_LAYERS)


def _looked_into(delivery, source, encoding):
    """(why it is refused or None, its layers)."""
    try:
        with delivery.staged(source) as file:
            layers = inspected(file, encoding=encoding)
            return (None if layers else {"reason": "empty", "details": {}}), layers
    except Refused as refusal:
        if refusal.reason == "no_sandbox":
            raise
        return {"reason": refusal.reason, "details": refusal.details}, []


def _address(source, inner):
    return source.address if inner is None else f"{source.address}/{inner}"


@contextmanager
def raw_rows(path, rows, *, layer=None, encoding=None, family=None, **more):
    """Yields (headings, iterator of {"row", "cells", "wkt", "shape"}) of single rows, as they came.

    `rows` are their numbers, ascending; `more` as parser() takes it (crs, place, geometry, outline).
    """
    asked = {"crs": None, "outline": None, **more}
    with staged(path, layer) as file, parser(file, encoding=encoding, family=family, **asked) as parsed:
        yield parsed.header["headings"], parsed.raw_rows(rows)
