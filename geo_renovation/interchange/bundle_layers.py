"""A bundle's members, lines and envelope as layers for a GeoPackage."""
import shapely

from geo_renovation.planning.lines import lines_under
from geo_renovation.planning.showing import shown_boundaries, shown_ground
from geo_renovation.spatial.functions import LinesOf

# Attributes of a line that `visible_to` lets the viewer read; NULL where it may not.
SEEN = (
    "code", "material", "diameter_mm", "depth_m", "placement", "accuracy", "status", "laid_year", "is_precaution",
)  # fmt: skip
LINE_TOTALS = ("network_class", "class_label", "owner", "owner_name", "metres", "count")


def bundle_layers(bundle, record, figures, user, stamp) -> list[dict]:
    """The figures of the page, with the ground they stand on."""
    return [
        _members(bundle, figures),
        _lines(bundle, user),
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


def _lines(bundle, user):
    """Every segment under the members that the viewer may see, cut to them."""
    rows = lines_under(shown_ground(bundle), user).select_related("owner")
    rows = [row for row in rows.annotate(cut=LinesOf("part")).order_by("id") if row.metres.m > 0]
    columns = {
        "network_class": [row.network_class for row in rows],
        "owner": [row.owner.code if row.owner else "" for row in rows],
        "owner_name": [row.owner.name if row.owner else "" for row in rows],
        "metres": [row.metres.m for row in rows],
    }
    columns |= {name: [getattr(row, f"seen_{name}") for row in rows] for name in SEEN}
    shapes = [row.cut.wkb.hex() for row in rows]
    return {"name": "lines", "columns": columns, "geometry": shapes, "geometry_type": "MultiLineString"}


def _envelope(bundle, record, figures):
    """The members' convex hull, with the totals."""
    shapes = shapely.from_wkb([bytes(b.wkb) for b in shown_boundaries(bundle).values()])
    hull = shapely.convex_hull(shapely.union_all(shapes)) if len(shapes) else None
    facts = {name: record[name] for name in ("number", "version", "name", "plan_year", "status", "digest")}
    rows = [facts | figures["totals"]] if hull is not None else []
    layer = _table("envelope", rows, [*facts, *figures["totals"]])
    return layer | {"geometry": [shapely.to_wkb(hull, hex=True)] if rows else [], "geometry_type": "Polygon"}
