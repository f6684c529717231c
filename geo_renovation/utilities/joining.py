"""What hangs on a line follows when the line is reshaped: ends that met it, valves and other points on it.

Two things are joined where they lie within NETWORK_JOIN_M of one another, as in the graph by which a
network is traced. Only what the editor may change follows; nothing is said of what they may not see.
"""
from collections import deque
from dataclasses import dataclass, field

import shapely
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.refusals import Refusal
from geo_renovation.spatial import drawn

from .models import Node, Segment

MOST_FOLLOWING = 200
# A cut asked for this near to a valve or other point on the line is made there.
CUT_AT_POINT_M = 1.0


class ComesApart(Refusal):
    """Something was joined to the line and would not be any more: the editor says what shall become of it."""

    message = _("Something is connected here and would come apart.")

    def __init__(self, following):
        super().__init__()
        self.connected = following.as_json()


class TooManyFollow(Refusal):
    message = _("More than 200 lines and points hang on this one; move a shorter piece, or leave them where they are.")


class WouldVanish(Refusal):
    message = _("Line %(code)s between here and there would have no length left. End it, or leave it where it is.")


@dataclass
class Following:
    """New shapes of what follows, by kind and id, and the lines that the reshaped one leaves."""

    lines: dict = field(default_factory=dict)  # {id: (row, shape)}
    nodes: dict = field(default_factory=dict)
    left: list = field(default_factory=list)

    def as_json(self) -> dict:
        moved = [*self.lines.values(), *self.nodes.values()]
        far = [shapely.hausdorff_distance(_shape_of(row), shape) for row, shape in moved]
        return {
            "lines": len(self.lines),
            "nodes": len(self.nodes),
            "left": len(self.left),
            "farthest_m": round(max(far, default=0), 2),
            "shapes": [drawn.geojson(shape) for _row, shape in moved],
        }

    def __bool__(self):
        return bool(self.lines or self.nodes or self.left)


def _shape_of(row):
    return drawn.loaded(row.route if isinstance(row, Segment) else row.position)


def following(row, before, edit) -> Following:
    """What would follow if `row`, whose route was `before`, is stored as it is now; the rows are held until commit."""
    found = Following()
    old, new = drawn.loaded(before), drawn.loaded(row.route)
    todo = deque([(row.pk, old, _turned(old, new))])
    while todo:
        pk, old, new = todo.popleft()
        for other in _near(Segment, "route", row, old, edit):
            if other.pk not in (pk, row.pk):
                todo += _line_follows(found, other, old, new)
        for node in _near(Node, "position", row, old, edit):
            at = drawn.loaded(node.position)
            if node.pk not in found.nodes and not _joined(at, new):
                found.nodes[node.pk] = (node, _place(at, old, new))
        if len(found.lines) + len(found.nodes) > MOST_FOLLOWING:
            raise TooManyFollow
    found.left = _left(row, drawn.loaded(before), found, edit)
    return found


def _turned(old, new):
    """The new line in the direction of the old one."""
    ends = [shapely.get_point(line, n) for line in (old, new) for n in (0, -1)]
    along = ends[0].distance(ends[2]) + ends[1].distance(ends[3])
    against = ends[0].distance(ends[3]) + ends[1].distance(ends[2])
    return shapely.reverse(new) if against < along else new


def _near(model, column, row, line, edit):
    """The editor's own lines or points of the class within reach of a line, held."""
    rows = model.objects.editable_by(edit.by).filter(network_class=row.network_class)
    rows = rows.filter(**{f"{column}__dwithin": (drawn.stored(line), settings.NETWORK_JOIN_M)})
    return list(rows.order_by("pk").select_for_update(of=("self",), no_key=True))


def _joined(one, other) -> bool:
    return one.distance(other) <= settings.NETWORK_JOIN_M


def _line_follows(found, other, old, new):
    """Moves the ends of a line that met the old one and do not meet the new one; yields what changed, if anything."""
    was = found.lines[other.pk][1] if other.pk in found.lines else _shape_of(other)
    corners = shapely.get_coordinates(was)
    for n in (0, -1):
        end = shapely.Point(corners[n])
        if _joined(end, old) and not _joined(end, new):
            corners[n] = _place(end, old, new).coords[0]
    shape = shapely.LineString(corners)
    if shape.equals(was):
        return
    if shape.length < drawn.SHORTEST_M or not shape.is_valid:
        raise WouldVanish(code=other.code)
    found.lines[other.pk] = (other, shape)
    yield other.pk, was, shape


def _place(at, old, new):
    """Where a point on the old line belongs on the new one: its end, the same corner, or else the nearest place."""
    before, after = shapely.get_coordinates(old), shapely.get_coordinates(new)
    for n in (0, -1):
        if _joined(at, shapely.Point(before[n])):
            return shapely.Point(after[n])
    if len(before) == len(after):
        for n, corner in enumerate(before):
            if _joined(at, shapely.Point(corner)):
                return shapely.Point(after[n])
    return new.interpolate(new.project(at))


def _left(row, old, found, edit):
    """Lines on whose way an end of the old one lay, and no end of the new one lies any more: they do not follow."""
    new = drawn.loaded(row.route)
    ends = [shapely.get_point(old, n) for n in (0, -1)]
    left = []
    for other in _near(Segment, "route", row, old, edit):
        way = _shape_of(other)
        tips = [shapely.get_point(way, n) for n in (0, -1)]
        met = [end for end in ends if _joined(end, way) and not any(_joined(end, tip) for tip in tips)]
        if other.pk not in (row.pk, *found.lines) and met and not any(_joined(shapely.get_point(new, n), way) for n in (0, -1)):
            left.append(other)
    return left


def keep_joined(row, before, edit, connected, drawables):
    """Asks what shall become of what hangs on a reshaped line, or moves it along; `drawables` by model."""
    if connected == "leave":
        return
    found = following(row, before, edit)
    if found and connected != "move":
        raise ComesApart(found)
    for model, moved in ((Segment, found.lines), (Node, found.nodes)):
        drawable = drawables[model]
        for _pk, (held, shape) in sorted(moved.items()):
            edit.remember(drawable, held)
            setattr(held, drawable.shape, drawn.stored(shape))
            edit.store(drawable, held)


def cut_place(row, at, edit):
    """Where a line is cut: at the own point on it that is nearest to `at`, if one is near, else there."""
    nodes = [drawn.loaded(node.position) for node in _near(Node, "position", row, drawn.loaded(row.route), edit)]
    cut = shapely.Point(at)
    near = min(nodes, key=cut.distance, default=cut)
    return near.coords[0] if near.distance(cut) <= CUT_AT_POINT_M else at
