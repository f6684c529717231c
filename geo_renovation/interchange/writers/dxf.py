"""Networks as a drawing: DXF 2010, which every CAD since reads with its Chinese; metres of the county's CRS."""
import io
import math

import ezdxf
import shapely
from django.utils.translation import gettext as _
from ezdxf import units
from ezdxf.enums import TextEntityAlignment

from geo_renovation.utilities.choices import NetworkClass, Placement

from .. import cjj61
from .geopackage import county_crs

# Read well at 1:500.
LABEL_M, NAME_M, STAMP_M, SYMBOL_M = 1.0, 2.5, 2.0, 0.6
# On a shorter piece a label would hide more than it says.
LEAST_LABELLED_M = 12
BOUNDARY, STAMP, STYLE = "BOUNDARY", "EXPORT", "CJJ61"
LONGEST = 250


def write_dxf(extract, stamp) -> bytes:
    """The drawing of an extract; who took it and when stands below it and in its properties."""
    document = _new(stamp)
    space = document.modelspace()
    for name, boundary in extract.boundaries.items():
        _draw_boundary(space, name, boundary)
    for row, shape in zip(extract.lines, extract.line_shapes, strict=True):
        _draw_line(space, row, shape)
    for row, shape in zip(extract.nodes, extract.node_shapes, strict=True):
        _draw_node(space, row, shape)
    _draw_stamp(space, extract, stamp)
    held = io.StringIO()
    document.write(held)
    return held.getvalue().encode()


def one_line(text) -> str:
    """Text that is only text: no line break, and no code of the format."""
    shown = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return shown.replace("%%", "% %").replace("\\", "/").replace("^", "'")[:LONGEST]


def _new(stamp):
    document = ezdxf.new("R2010", setup=["linetypes"], units=units.M)
    document.styles.add(STYLE, font="simsun.ttc")
    document.header.custom_vars.append("CRS", county_crs())
    document.header.custom_vars.append("EXPORTED", one_line(stamp.line))
    for network_class, rgb in cjj61.RGB.items():
        for holds in (cjj61.LINE, cjj61.POINT, cjj61.TEXT):
            added = document.layers.add(cjj61.layer(network_class, holds))
            added.rgb = rgb
            added.description = one_line(NetworkClass(network_class).label)
    for name in (BOUNDARY, STAMP):
        document.layers.add(name, color=8)
    for kind, name in cjj61.BLOCKS.items():
        _make_block(document.blocks.new(name), kind)
    return document


def _make_block(block, kind):
    """A circle with the first letter of the kind's code; drawn in the colour of the layer it is set on."""
    block.add_circle((0, 0), SYMBOL_M)
    letter = block.add_text(kind.value[0].upper(), height=SYMBOL_M, dxfattribs={"style": STYLE})
    letter.set_placement((0, 0), align=TextEntityAlignment.MIDDLE_CENTER)


def _draw_boundary(space, name, boundary):
    for ring in (ring for part in shapely.get_parts(boundary) for ring in (part.exterior, *part.interiors)):
        space.add_lwpolyline(ring.coords[:-1], close=True, dxfattribs={"layer": BOUNDARY})
    _put(space, name, shapely.point_on_surface(boundary), NAME_M, BOUNDARY)


def _draw_line(space, row, shape):
    looks = {"layer": cjj61.layer(row["network_class"], cjj61.LINE)}
    if row["placement"] == Placement.OVERHEAD:
        looks["linetype"] = "DASHED"
    for part in shapely.get_parts(shape):
        # A line back to where it began would be read as an area.
        space.add_lwpolyline(part.coords, dxfattribs=looks)
        if part.length >= LEAST_LABELLED_M:
            middle, turn = _along(part)
            _put(space, label(row), middle, LABEL_M, cjj61.layer(row["network_class"], cjj61.TEXT), turn)


def label(row) -> str:
    """Class, size, material, depth of top, owner: as much of it as is known to the viewer."""
    size = row["diameter_mm"] and f"DN{row['diameter_mm']:g}"
    depth = None if row["depth_m"] is None else f"{row['depth_m']:.2f}m"
    return " ".join(filter(None, (row["network_class"], size, row["material"], depth, row["owner_name"])))


def _along(part):
    """The middle of a line, and how far to turn a text there so that it is read from below or from the right."""
    middle = part.interpolate(0.5, normalized=True)
    before, after = (part.interpolate(share, normalized=True) for share in (0.49, 0.51))
    turn = math.degrees(math.atan2(after.y - before.y, after.x - before.x))
    return middle, (turn + 90) % 180 - 90


def _draw_node(space, row, shape):
    layer = cjj61.layer(row["network_class"], cjj61.POINT)
    at = (shape.x, shape.y)
    node = space.add_blockref(cjj61.BLOCKS[row["kind"]], at, dxfattribs={"layer": layer})
    told = {"点号": row["code"], "权属单位": row["owner_name"], "埋深": row["depth_m"], "建设年代": row["laid_year"]}
    for tag, value in told.items():
        if value not in (None, ""):
            # Not shown: they would lie on one another.
            node.add_attrib(tag, one_line(value), at, dxfattribs={"layer": layer, "height": LABEL_M, "flags": 1})


def _draw_stamp(space, extract, stamp):
    shapes = [*extract.boundaries.values(), *extract.line_shapes]
    west, south = shapely.total_bounds(shapes)[:2] if shapes else (0, 0)
    colours = _("Layers and colours after CJJ 61-2017; a depth is that of the top, in metres.")
    for row, text in enumerate((stamp.line, county_crs(), colours), 2):
        space.add_text(one_line(text), height=STAMP_M, dxfattribs={"layer": STAMP, "style": STYLE}).set_placement(
            (west, south - 2 * row * STAMP_M)
        )


def _put(space, text, at, height, layer, turn=0):
    entity = space.add_text(one_line(text), height=height, rotation=turn, dxfattribs={"layer": layer, "style": STYLE})
    entity.set_placement((at.x, at.y), align=TextEntityAlignment.BOTTOM_CENTER)
