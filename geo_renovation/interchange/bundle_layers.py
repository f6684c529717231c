"""A bundle's members, networks and envelope as layers for a GeoPackage; a compound's likewise."""
import shapely

from geo_renovation.planning.showing import shown_boundaries

from .extract import OF_LINES, OF_NODES, extract

OF_BOTH = ("network_class", "class_label", "owner", "owner_name")
LINE_TOTALS = ("network_class", "class_label", "owner", "owner_name", "metres", "count")


def bundle_layers(bundle, record, figures, user, stamp) -> list[dict]:
    """The figures of the page, with the ground they stand on."""
    return [
        _members(bundle, figures),
        *network_layers(extract(shown_boundaries(bundle), user)),
        _envelope(bundle, record, figures),
        _table("responsibility", figures["lines"], LINE_TOTALS),
        _table("organisations", figures["organisations"], ("code", "name", "role", "role_label")),
        _table("about", [{"stamp": stamp.line, "digest": stamp.digest}], ("stamp", "digest")),
    ]


def _table(name, rows, headings):
    return {"name": name, "columns": {h: [row[h] for row in rows] for h in headings}, "geometry": None}


def _members(bundle, figures):
    headings = [name for name in figures["members"][0]] if figures["members"] else ["code"]
    boundaries = shown_boundaries(bundle)
    layer = _table("members", figures["members"], headings)
    shapes = [boundaries[member["code"]].wkb.hex() for member in figures["members"]]
    return layer | {"geometry": shapes, "geometry_type": "MultiPolygon"}


def network_layers(found) -> list[dict]:
    """Lines and nodes of an extract."""
    return [
        shaped("lines", found.lines, (*OF_BOTH, "metres", *OF_LINES), found.line_shapes, "MultiLineString"),
        shaped("nodes", found.nodes, (*OF_BOTH, "kind", "kind_label", *OF_NODES), found.node_shapes, "Point"),
    ]


def shaped(name, rows, headings, shapes, geometry_type):
    geometry = [shapely.to_wkb(shape, hex=True) for shape in shapes]
    return _table(name, rows, headings) | {"geometry": geometry, "geometry_type": geometry_type}


def compound_layers(found, stamp) -> list[dict]:
    """The networks under one compound, its boundary, and who took them."""
    boundaries = [{"name": name} for name in found.boundaries]
    return [
        shaped("boundary", boundaries, ("name",), list(found.boundaries.values()), "MultiPolygon"),
        *network_layers(found),
        _table("about", [{"stamp": stamp.line}], ("stamp",)),
    ]


def _envelope(bundle, record, figures):
    """The members' convex hull, with the totals."""
    shapes = shapely.from_wkb([bytes(b.wkb) for b in shown_boundaries(bundle).values()])
    hull = shapely.convex_hull(shapely.union_all(shapes)) if len(shapes) else None
    facts = {name: record[name] for name in ("number", "version", "name", "plan_year", "status", "digest")}
    rows = [facts | figures["totals"]] if hull is not None else []
    layer = _table("envelope", rows, [*facts, *figures["totals"]])
    return layer | {"geometry": [shapely.to_wkb(hull, hex=True)] if rows else [], "geometry_type": "Polygon"}
