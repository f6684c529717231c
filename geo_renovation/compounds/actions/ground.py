"""What must hold of boundaries, footprints and barriers; checked in shapely, before the database places them."""
import shapely
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.drawing import NotAdjoining, ShapeRefused, TooDetailed, refusing
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.districts.models import District, TownArea
from geo_renovation.spatial import drawn

from ..models import Adjacency, Building, Compound

# domain.md §5: slack between two compounds; buildings are held to the same.
OVERLAP_M2 = 1.0
# As the importer has it: smaller is a relic of drawing.
SMALLEST_M2 = {Compound: 10.0, Building: 2.0}
OUTSIDE_SHARE = 0.5


class Overlaps(ShapeRefused):
    message = _("It overlaps %(other)s by %(area_m2)s m² here.")


class TooSmall(ShapeRefused):
    message = _("An area of %(area_m2)s m² is too small.")


class OutsideCompound(ShapeRefused):
    message = _("More than half of the building stands outside %(compound)s.")


class LeavesBuildings(ShapeRefused):
    field = "reason"
    message = _("%(count)d of its buildings would no longer stand in it. Say why, and it is saved all the same.")


class OutsideDistrict(ShapeRefused):
    message = _("Most of it would lie outside your district.")


class NoDistrict(ShapeRefused):
    message = _("It lies in no street office's district.")


class Unstandable(Refusal):
    field = "compound"
    message = _("The building's compound is not there, or not yours to change.")


def check_area(row, shape_field, others, name):
    """Large enough, and overlapping none of `others` by more than the slack."""
    shape = drawn.loaded(getattr(row, shape_field))
    if shape.area < SMALLEST_M2[type(row)]:
        raise TooSmall(drawn.inside(shape), area_m2=round(shape.area, 1))
    near = others.exclude(pk=row.pk).filter(**{f"{shape_field}__bboverlaps": getattr(row, shape_field)})
    for other in near.only("code", "name", shape_field):
        _check_apart(shape, drawn.loaded(getattr(other, shape_field)), name(other))


def _check_apart(shape, other, name):
    with refusing():
        shared = drawn.common_area(shape, other)
    if shared >= OVERLAP_M2:
        at = drawn.inside(shapely.intersection(shape, other))
        raise Overlaps(at, other=name, area_m2=round(shared, 1))


def check_boundary(row, edit):
    """A compound shares no ground with another, and can be placed by the database in reasonable time."""
    check_area(row, "boundary", Compound.objects.standing(), lambda other: f"{other.name} ({other.code})")
    shape = drawn.loaded(row.boundary)
    for places in (District, TownArea):
        for place in places.objects.filter(boundary__bboverlaps=row.boundary).only("boundary"):
            if not drawn.are_measurable(shape, drawn.loaded(place.boundary)):
                raise TooDetailed(drawn.inside(shape))


def check_footprint(row, edit):
    """A building stands apart from others, and at least half in its compound."""
    check_area(row, "footprint", Building.objects.standing(), lambda other: other.name or other.code)
    shape, compound = drawn.loaded(row.footprint), row.compound
    if not _stands_in(shape, drawn.loaded(compound.boundary)):
        raise OutsideCompound(drawn.inside(shape), compound=compound.name)


def _stands_in(footprint, boundary):
    with refusing():
        return drawn.common_area(footprint, boundary) >= (1 - OUTSIDE_SHARE) * footprint.area


def check_buildings_stay(compound, boundary):
    """Buildings that stand in the compound and would not under its new `boundary` are told."""
    before, after = drawn.loaded(compound.boundary), drawn.loaded(boundary)
    footprints = Building.objects.standing().filter(compound=compound).values_list("footprint", flat=True)
    shapes = [drawn.loaded(each) for each in footprints]
    left = [each for each in shapes if _stands_in(each, before) and not _stands_in(each, after)]
    if left:
        raise LeavesBuildings(drawn.inside(left[0]), count=len(left))


def settled_in_district(row, edit):
    """Where the database placed the compound must be the editor's to draw in."""
    if row.district_id is None:
        raise NoDistrict(drawn.inside(drawn.loaded(row.boundary)))
    if not Compound.objects.editable_by(edit.by).filter(pk=row.pk).exists():
        raise OutsideDistrict(drawn.inside(drawn.loaded(row.boundary)))


def settled_in_compound(row, edit):
    if not Building.objects.editable_by(edit.by).filter(pk=row.pk).exists():
        raise Unstandable


def neighbours(boundary, gap_m=1.0):
    """The shapes around one, whose corners a snapped corner may be."""
    around = boundary.envelope.buffer(gap_m)
    found = Compound.objects.standing().filter(boundary__bboverlaps=around).only("boundary")
    return [drawn.loaded(each.boundary) for each in found]


def check_adjacent(one, other):
    """Two compounds that the database holds for neighbours, no barrier between."""
    pair = Q(low=one, high=other) | Q(low=other, high=one)
    if not Adjacency.objects.free().filter(pair).exists():
        raise NotAdjoining(drawn.inside(drawn.loaded(other.boundary)))
