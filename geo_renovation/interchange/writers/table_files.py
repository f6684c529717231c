"""The table under the map with its shapes, as GeoPackage, GeoJSON or zipped shapefile."""
import io
import json
import tempfile
import zipfile
from pathlib import Path

import shapely
from django.utils.translation import gettext as _

from geo_renovation.maps.columns import MONEY, NUMBER

from .geopackage import county_crs, write_in_child

TEXT_BYTES = 254  # the longest text of a .dbf
ENCODINGS = {"gbk": "GBK", "utf-8": "UTF-8"}
PARTS = ("shp", "shx", "dbf", "prj", "cpg")


def geopackage(exported, stamp) -> bytes:
    """The rows under their keys, and a table that says what these mean and whose it is."""
    order = _order(exported, stamp, [column.key for column in exported.columns])
    facts = [(stamp.line, ""), (stamp.filter_line, ""), *zip(order["headings"], exported.headings, strict=True)]
    about = {"name": [fact for fact, _label in facts], "label": [label for _fact, label in facts]}
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "table.gpkg"
        write_in_child("table_child", order | {"path": str(path), "driver": "GPKG", "about": about})
        return path.read_bytes()


def geojson(exported, stamp) -> bytes:
    """RFC 7946, degrees of WGS 84 to seven decimals; the stamp as a member beside the features."""
    order = _order(exported, stamp, [column.key for column in exported.columns])
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / "table.geojson"
        write_in_child("table_child", order | {"path": str(path), "driver": "GeoJSON"})
        body = path.read_text("utf-8")
    told = json.dumps({"stamp": stamp.line, "filter": stamp.filter_line}, ensure_ascii=False)
    return body.replace("{", f"{{{told[1:-1]},", 1).encode()


def shapefile_zip(exported, stamp, encoding) -> bytes:
    """Headings in ASCII, texts in GBK or UTF-8, and a readme with what the headings mean."""
    declared = ENCODINGS[encoding]
    order = _order(exported, stamp, [column.heading for column in exported.columns])
    lost = 0
    for values in order["columns"]:
        for index, value in enumerate(values):
            if isinstance(value, str):
                values[index], changed = fitting(value, declared)
                lost += changed
    name = exported.table.kind.layer.key
    with tempfile.TemporaryDirectory(prefix="export-") as folder:
        path = Path(folder) / f"{name}.shp"
        write_in_child("table_child", order | {"path": str(path), "driver": "ESRI Shapefile", "encoding": declared})
        parts = {f"{name}.{suffix}": path.with_suffix(f".{suffix}").read_bytes() for suffix in PARTS}
    # With a mark at its start, so that Notepad reads it.
    return _zipped(parts | {"readme.txt": readme(exported, stamp, order["headings"], declared, lost).encode("utf-8-sig")})


def readme(exported, stamp, headings, encoding, lost) -> str:
    lines = [stamp.line, stamp.filter_line, "", _("Coordinates: %(crs)s. Texts: %(encoding)s.")]
    lines[-1] %= {"crs": county_crs(), "encoding": encoding}
    if lost:
        note = _("%(count)d texts are shorter than on record, or hold ? for a character that %(encoding)s lacks.")
        lines.append(note % {"count": lost, "encoding": encoding})
    lines += ["", *(f"{heading}\t{label}" for heading, label in zip(headings, exported.headings, strict=True)), ""]
    return "\r\n".join(lines)


def fitting(text, encoding) -> tuple[str, bool]:
    """A text as a .dbf can hold it, and whether it lost something."""
    held = text.encode(encoding, "replace")[:TEXT_BYTES].decode(encoding, "ignore")
    return held, held != text


def _order(exported, stamp, headings) -> dict:
    columns = [list(map(_plain, values)) for values in zip(*exported.rows, strict=True)]
    return {
        "layer": exported.table.kind.layer.key,
        "crs": county_crs(),
        "headings": headings,
        "numbers": [column.kind in (NUMBER, MONEY) for column in exported.columns],
        "columns": columns or [[] for _heading in headings],
        "geometry": shapely.to_wkb(exported.shapes, hex=True).tolist(),
        "geometry_type": exported.table.kind.shape,
        "stamp": stamp.line,
    }


def _plain(cell):
    if cell is None or isinstance(cell, (str, int)):
        return cell
    return cell.isoformat() if hasattr(cell, "isoformat") else float(cell)


def _zipped(parts) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return held.getvalue()
