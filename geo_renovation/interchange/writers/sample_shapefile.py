"""A small shapefile of each kind, in GBK with Chinese headings, as the county's own software writes it."""
import io
import zipfile

import shapefile
from django.conf import settings
from pyproj import CRS, Transformer

from geo_renovation.districts.models import County

from ..values import Day, Number, Whole
from .samples import SAMPLES

ENCODING, DECLARED = "gb18030", "GBK"
HEADING_BYTES, TEXT_BYTES = 10, 254
TYPES = {"point": shapefile.POINT, "line": shapefile.POLYLINE, "multiline": shapefile.POLYLINE}
CHANGED = bytes((121, 7, 29))  # years since 1900, month, day
EPOCH = (1980, 1, 1, 0, 0, 0)  # the same bytes on every call


def shapefile_zip(kind):
    """The zipped sample; None for a kind without shapes."""
    if kind.name not in SAMPLES:
        return None
    rows = SAMPLES[kind.name]
    fields = [field for field in kind.fields if any(field.name in values for values, _shape in rows)]
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    with shapefile.Writer(**parts, shapeType=TYPES.get(kind.family, shapefile.POLYGON), encoding=ENCODING) as writer:
        for field in fields:
            writer.field(short_heading(field), *_width(field))
        for values, shape in rows:
            _draw(writer, kind.family, _moved(shape))
            writer.record(*(values.get(field.name) for field in fields))
    return _zipped(kind.name, {suffix: held.getvalue() for suffix, held in parts.items()})


def short_heading(field):
    """The first Chinese heading that a .dbf can hold whole."""
    words = [word for word in field.aliases if not word.isascii()]
    return next((w for w in words if len(w.encode(ENCODING)) <= HEADING_BYTES), field.name[:HEADING_BYTES])


def _width(field):
    if isinstance(field.type, Day):
        return "D", 8, 0
    if isinstance(field.type, Whole):
        return "N", 10, 0
    if isinstance(field.type, Number):
        return "N", 18, 3
    return "C", min(TEXT_BYTES, 2 * getattr(field.type, "length", 40)), 0


def _draw(writer, family, shape):
    if family == "point":
        writer.point(*shape)
    elif family in ("line", "multiline"):
        writer.line([shape])
    else:
        writer.poly([shape])


def _moved(shape):
    east, north = _place()
    if isinstance(shape, tuple):
        return east + shape[0], north + shape[1]
    return [(east + x, north + y) for x, y in shape]


def _place():
    """A spot inside the county; before there is one, the middle of where its CRS is used."""
    outline = County.objects.values_list("outline", flat=True).first()
    if outline is not None:
        return outline.point_on_surface.coords
    crs = CRS.from_epsg(settings.COUNTY_SRID)
    west, south, east, north = crs.area_of_use.bounds
    degrees = Transformer.from_crs(crs.geodetic_crs, crs, always_xy=True)
    return tuple(round(value, -2) for value in degrees.transform((west + east) / 2, (south + north) / 2))


def _zipped(name, parts):
    parts["prj"] = CRS.from_epsg(settings.COUNTY_SRID).to_wkt("WKT1_ESRI").encode()
    parts["cpg"] = DECLARED.encode()
    # A .dbf carries the day of its last change, which pyshp takes from the clock.
    parts["dbf"] = parts["dbf"][:1] + CHANGED + parts["dbf"][4:]
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for suffix, data in parts.items():
            archive.writestr(zipfile.ZipInfo(f"{name}.{suffix}", EPOCH), data, zipfile.ZIP_DEFLATED)
    return held.getvalue()
