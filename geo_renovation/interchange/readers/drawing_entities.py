"""What stands in a drawing's model space, as rows of cells and shapes."""
import math
from collections import Counter

import shapely
from ezdxf import path as paths
from ezdxf.lldxf.encoding import decode_dxf_unicode
from shapely.errors import ShapelyError

from ..refusals import Refused
from . import limits
from .coordinates import fault

SAME = 1e-6  # drawing units between the ends of a closed line, after rounding
SAG = 0.05  # drawing units by which a chord may leave its arc
FARTHEST = 1e9  # no coordinate of a county; keeps an arc's chords countable
EXPANDED = 500_000  # entities that blocks may come to
DEPTH = 8  # blocks in blocks
CURVES = {"LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE"}
TEXTS = {"TEXT", "MTEXT"}
BASE = ["图层", "块名", "文字", "颜色", "线型", "标高"]
NEAR = "附近文字"
BYLAYER = 256


class Drawing:
    """Rows per import layer; what was passed over is counted, what lies elsewhere is named."""

    def __init__(self, document):
        self.document = document
        self.rows = {name: [] for name in ("线", "点", "面", "文字", "块内线", "块内面")}
        self.tags, self.passed_over, self.references = set(), Counter(), set()
        self.expanded = 0
        for entity in document.modelspace():
            self._take(entity, ())

    def _take(self, entity, blocks):
        kind = entity.dxftype()
        if kind == "INSERT":
            self._insert(entity, blocks)
        elif kind in CURVES and not getattr(entity, "is_poly_face_mesh", False) and not _is_mesh(entity):
            self._curve(entity, blocks)
        elif kind in TEXTS:
            text = " ".join(entity.plain_text().split())
            self._add("文字", entity, blocks, _point(_placed(entity)), {"文字": _readable(text)})
        elif kind == "POINT" and not blocks:
            self._add("点", entity, blocks, _point(entity.dxf.location), {"标高": _height(entity.dxf.location)})
        else:
            self.passed_over[kind] += 1

    def _add(self, layer, entity, blocks, shape, more):
        cells = {
            "图层": _readable(entity.dxf.layer),
            "块名": _readable(blocks[-1]) if blocks else None,
            "颜色": self._by_layer(entity, "color", BYLAYER),
            "线型": _readable(self._by_layer(entity, "linetype", "BYLAYER")),
        }
        self.rows[layer].append(({**cells, **more}, shape))
        if len(self.rows[layer]) > limits.ROWS:
            raise Refused("too_many_rows", limit=limits.ROWS)

    def _by_layer(self, entity, name, inherited):
        value = entity.dxf.get(name, inherited)
        if str(value).upper() != str(inherited):
            return value
        layers = self.document.layers
        return layers.get(entity.dxf.layer).dxf.get(name) if entity.dxf.layer in layers else None

    def _curve(self, entity, blocks):
        points = _flattened(entity)
        if points.__class__ is dict:
            return self._add("块内线" if blocks else "线", entity, blocks, points, {})
        is_area = len(points) >= 4 and points[0][:2] == points[-1][:2]
        shape = (shapely.Polygon if is_area else shapely.LineString)([p[:2] for p in points])
        layer = ("块内面" if blocks else "面") if is_area else ("块内线" if blocks else "线")
        return self._add(layer, entity, blocks, shapely.to_wkb(shape), {"标高": _height(points[0])})

    def _insert(self, insert, blocks):
        """The block as a point with its attributes, and what it is drawn of."""
        block = insert.block()
        if block is None or block.block.is_xref or block.block.is_xref_overlay:
            self.references.add(str(_readable(insert.dxf.name)))
            return
        if len(blocks) >= DEPTH or insert.mcount > EXPANDED:
            raise Refused("block_expansion", limit=EXPANDED)
        tags = {tag: _readable(text) for tag, text in _attributes(insert)}
        self.tags |= tags.keys()
        for single in insert.multi_insert() if insert.mcount > 1 else (insert,):
            self._count()
            if not blocks:
                place = single.ocs().to_wcs(single.dxf.insert)
                cells = {**tags, "块名": _readable(insert.dxf.name), "标高": _height(place)}
                self._add("点", insert, blocks, _point(place), cells)
            for part in single.virtual_entities():
                self._count()
                self._take(part, (*blocks, insert.dxf.name))

    def _count(self):
        self.expanded += 1
        if self.expanded > EXPANDED:
            raise Refused("block_expansion", limit=EXPANDED)


def _is_mesh(entity):
    return getattr(entity, "is_polygon_mesh", False)


def _attributes(insert):
    for attribute in insert.attribs:
        tag = decode_dxf_unicode(attribute.dxf.tag).strip()
        # A tag may be called as one of our own headings.
        yield f"{tag} (属性)" if tag in (*BASE, NEAR) else tag, _readable(attribute.plain_text().strip())


def _placed(text):
    """Where a text stands: an aligned one at its second point."""
    if text.dxftype() == "MTEXT":
        return text.dxf.insert
    is_aligned = text.dxf.halign or text.dxf.valign
    place = text.dxf.align_point if is_aligned and text.dxf.hasattr("align_point") else text.dxf.insert
    return text.ocs().to_wcs(place)


def _point(place):
    wrong = _wrong([place])
    return wrong or shapely.to_wkb(shapely.Point(place.x, place.y))


def _flattened(entity):
    """The vertices of a curve as (x, y, z), chords for arcs; or a fault."""
    try:
        path = paths.make_path(entity)
        wrong = _wrong(path.control_vertices())
        if wrong:
            return wrong
        points = [(p.x, p.y, p.z) for p in _chords(entity, path)]
    except (ValueError, TypeError, ZeroDivisionError, ShapelyError):
        return fault("geometry_unreadable", "geometry", entity.dxftype())
    if path.is_closed and points and points[0][:2] != points[-1][:2]:
        points[-1] = points[0] if _near(points[0], points[-1]) else points[-1]
    return points if len(points) > 1 else fault("geometry_unreadable", "geometry", entity.dxftype())


def _chords(entity, path):
    """Vertices on the curve itself: a path's Bézier curves leave a long arc by more than SAG."""
    if entity.dxftype() in ("ARC", "CIRCLE"):
        return list(entity.flattening(min(SAG, abs(entity.dxf.radius) / 4)))
    if not getattr(entity, "has_arc", False):
        return list(path.flattening(SAG))
    points = [path.start]
    for part in entity.virtual_entities():
        piece = [part.dxf.start, part.dxf.end] if part.dxftype() == "LINE" else _chords(part, None)
        # An arc is always drawn anticlockwise, whichever way the polyline goes.
        piece = piece[::-1] if points[-1].distance(piece[-1]) < points[-1].distance(piece[0]) else piece
        points += piece[1:]
    return points


def _near(first, second):
    return math.dist(first[:2], second[:2]) < SAME


def _wrong(places):
    for place in places:
        if not all(math.isfinite(value) for value in (place.x, place.y)):
            return fault("coordinate_not_a_number", "geometry", f"{place.x} {place.y}")
        if max(abs(place.x), abs(place.y)) > FARTHEST:
            return fault("out_of_range", "geometry", f"{place.x} {place.y}")
    return None


def _height(place):
    z = place.z if hasattr(place, "z") else place[2]
    return round(z, 4) if z and math.isfinite(z) else None


def _readable(text):
    """Text; bytes that were none of the encoding make it a fault of its cell."""
    if text.__class__ is not str:
        return text
    text = decode_dxf_unicode(text)  # \U+71C3: a letter that the drawing's code page lacks
    if text.isprintable():
        return text
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        return {"undecodable": text.encode("utf-8", "replace").decode()}
    return text
