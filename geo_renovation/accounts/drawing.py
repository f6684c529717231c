"""Shapes that somebody drew: read within the caps, inside the county, refused with the place on the map."""
import contextlib

import shapely
from django.utils.translation import gettext_lazy as _

from geo_renovation.districts.models import County
from geo_renovation.spatial import drawn

from .refusals import Refusal

# As the importer has it: at least half of a shape lies in the county.
INSIDE_SHARE = 0.5


class ShapeRefused(Refusal):
    """The drawn shape cannot be taken."""

    field = "geometry"


class Unreadable(ShapeRefused):
    status = 400
    message = _("The shape cannot be read.")


class WrongKind(ShapeRefused):
    message = _("This kind of thing is not drawn so: an area is wanted where a line was drawn, or the reverse.")


class TooManyVertices(ShapeRefused):
    message = _("The shape has %(count)d corners; at most %(most)d are taken. Draw it more simply.")


class OutsideWorld(ShapeRefused):
    message = _("A corner has no place on the earth.")


class CrossesItself(ShapeRefused):
    message = _("The outline crosses or touches itself here. Move the corner.")


class NothingDrawn(ShapeRefused):
    message = _("The shape is empty or far too small.")


class TooDetailed(ShapeRefused):
    message = _("The outline has too many corners to be compared with what lies around it. Draw it more simply.")


class NotInTwo(ShapeRefused):
    message = _("The cut must go through the shape once, from edge to edge.")


class NotAdjoining(ShapeRefused):
    message = _("The two do not adjoin here.")


class OutsideCounty(ShapeRefused):
    message = _("More than half of the shape lies outside the county.")


MEANING = {
    "unreadable": Unreadable,
    "wrong_kind": WrongKind,
    "too_many_vertices": TooManyVertices,
    "outside_world": OutsideWorld,
    "invalid": CrossesItself,
    "empty": NothingDrawn,
    "too_detailed": TooDetailed,
    "not_in_two": NotInTwo,
    "not_adjoining": NotAdjoining,
}


@contextlib.contextmanager
def refusing():
    """What the library finds unusable comes back as a named refusal."""
    try:
        yield
    except drawn.Unusable as unusable:
        raise MEANING[unusable.reason](unusable.at, **unusable.told) from unusable


def read(geometry, families, known=()):
    """The drawn shape in the county's CRS, its corners those of `known` shapes where they are the same."""
    with refusing():
        shape = drawn.read(geometry, families)
    shape = drawn.same_corners(shape, known)
    check_in_county(shape)
    return shape


def check_in_county(shape):
    """Refuses what lies more than half outside the county's outline."""
    county = County.objects.only("outline").first()
    if county is None:
        return
    with refusing():
        outline = drawn.loaded(county.outline)
        if shapely.box(*shape.bounds).within(outline):
            return
        if not drawn.are_measurable(outline, shape):
            raise drawn.Unusable("too_detailed", drawn.inside(shape))
    common = shapely.intersection(outline, shape)
    is_line = shape.geom_type == "LineString"
    inside, whole = (common.length, shape.length) if is_line else (common.area, shape.area)
    if inside < INSIDE_SHARE * whole:
        raise OutsideCounty(drawn.inside(shape))
