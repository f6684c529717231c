"""弱电入地: telecom cable over old compounds that is to go underground, in metres left and metres done.

Left is what stands overhead today. Done is what was overhead and is no more: a line laid underground that
was overhead before, by the history of the map or of imports; and an overhead line that has ended, but for
what another overhead line carries on in its place (merged, split, surveyed anew). How a line is laid is
for the centre and its owner to know (domain.md §4), so these figures are too.
"""
from collections import defaultdict, namedtuple
from dataclasses import dataclass

import shapely
from django.contrib.gis.measure import D
from django.db.models import Case, CharField, Exists, OuterRef, Q, Sum, Value, When

from geo_renovation.accounts.choices import Audience, Drawn
from geo_renovation.accounts.models import Revision
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.choices import NetworkClass, Placement
from geo_renovation.utilities.models import Segment
from geo_renovation.utilities.querysets import ALWAYS, own

from .models import Stretch

UNDERGROUND = (
    Placement.BURIED, Placement.IN_PIPE, Placement.DUCT_BLOCK, Placement.TRENCH, Placement.TUNNEL, Placement.JACKED,
)  # fmt: skip
LEFT, DONE, UNKNOWN = "left", "done", "unknown"
# A line this near to one that ended hangs in its place: two surveys of one cable differ by so much.
SAME_PLACE_M = 1
# One that is so near for less than this only crosses it.
CROSSING_M = 5
# Metres of one owner under a compound; with `other`, what both hold, with a minus, as in Stretch.
Share = namedtuple("Share", "compound other owner state metres")
# Each answers a queryset of ids of segments that once were overhead.
ONCE_OVERHEAD = []


def once_overhead(source):
    """Registers a source of `ONCE_OVERHEAD`; apps above this one know what imports changed."""
    ONCE_OVERHEAD.append(source)
    return source


@once_overhead
def changed_on_the_map():
    """An undone change, and the undoing itself, changed nothing on the ground."""
    changes = Revision.objects.standing().filter(kind=Drawn.SEGMENT, undoes=None, before__placement=Placement.OVERHEAD)
    return changes.values("object_id")


@dataclass
class Burying:
    """Metres of some ground."""

    left: float = 0.0
    done: float = 0.0
    unknown: float = 0.0

    def add(self, share):
        setattr(self, share.state, getattr(self, share.state) + share.metres)

    @property
    def percent(self) -> float | None:
        """Of what was overhead; None where nothing was."""
        overhead = self.left + self.done
        return 100 * self.done / overhead if overhead > 0 else None

    def as_json(self):
        figures = {name: round(getattr(self, name), 3) for name in (LEFT, DONE, UNKNOWN)}
        return figures | {"percent": None if self.percent is None else round(self.percent, 1)}


def shares(user) -> list[Share]:
    """Everything the viewer may know, compound by compound."""
    return [*_standing(user), *_ended(user)]


def _standing(user) -> list[Share]:
    once = Q(pk__in=())
    for source in ONCE_OVERHEAD:
        once |= Q(segment__in=source())
    state = Case(
        When(segment__placement=Placement.OVERHEAD, then=Value(LEFT)),
        When(segment__placement=Placement.UNKNOWN, then=Value(UNKNOWN)),
        When(once, segment__placement__in=UNDERGROUND, then=Value(DONE)),
        output_field=CharField(),
    )
    rows = Stretch.objects.visible_to(user).filter(_full(user, "segment__"), segment__network_class=NetworkClass.TELECOM)
    found = rows.annotate(state=state).exclude(state=None).values_list("compound", "other", "segment__owner", "state")
    return [Share(*row) for row in found.annotate(metres=Sum("seen_metres")).order_by()]


def _full(user, over="") -> Q:
    return ALWAYS if audience_of(user) == Audience.CENTRE else own(user, over)


def _ended(user) -> list[Share]:
    """Overhead lines that ended and no other hangs in their place, cut to the compounds of today."""
    overhead = Segment.objects.counted().filter(network_class=NetworkClass.TELECOM, placement=Placement.OVERHEAD).order_by()
    gone = overhead.visible_to(user, with_ended=True).filter(_full(user), ended_on__isnull=False)
    lines = [(owner, _read(route)) for owner, route in gone.values_list("owner", "seen_route")]
    if not lines:
        return []
    ended = overhead.filter(ended_on__isnull=False)
    near = Exists(ended.filter(route__dwithin=(OuterRef("route"), D(m=SAME_PLACE_M))))
    hanging = overhead.standing().filter(_full(user), near).values_list("route", flat=True)
    carried_on = shapely.union_all([shapely.buffer(_read(route), SAME_PLACE_M) for route in hanging])
    under = Exists(ended.filter(route__intersects=OuterRef("boundary")))
    ground = {pk: _read(shape) for pk, shape in Compound.objects.standing().filter(under).values_list("pk", "boundary")}
    return _cut([(owner, _taken_down(route, carried_on)) for owner, route in lines], ground)


def _taken_down(route, carried_on):
    """The parts of an ended line where no other hangs."""
    near = shapely.get_parts(shapely.intersection(route, carried_on))
    crossed = [part for part in near if part.length < min(CROSSING_M, route.length)]
    return shapely.union_all([shapely.difference(route, carried_on), *crossed])


def _read(shape):
    return shapely.from_wkb(bytes(shape.wkb))


def _cut(lines, ground) -> list[Share]:
    """Metres of each line in each compound, and with a minus those that two compounds hold both."""
    ids, shapes = list(ground), list(ground.values())
    tree, found = shapely.STRtree(shapes), []
    for owner, line in lines:
        parts = sorted((ids[n], shapely.intersection(line, shapes[n])) for n in tree.query(line, "intersects"))
        for place, (pk, part) in enumerate(parts):
            found.append(Share(pk, None, owner, DONE, part.length))
            for other, other_part in parts[place + 1 :]:
                found.append(Share(pk, other, owner, DONE, -shapely.intersection(part, other_part).length))
    return [share for share in found if share.metres]


def by_group(found, groups) -> dict:
    """{group: Burying}; `groups` is {compound: its groups}, and what two compounds share is taken off in each group of both."""
    sums = defaultdict(Burying)
    for share in found:
        mine = groups.get(share.compound, ())
        for group in mine if share.other is None else set(mine) & set(groups.get(share.other, ())):
            sums[group].add(share)
    return sums


def by_owner(found) -> dict:
    sums = defaultdict(Burying)
    for share in found:
        sums[share.owner].add(share)
    return sums


def total(found) -> Burying:
    whole = Burying()
    for share in found:
        whole.add(share)
    return whole
