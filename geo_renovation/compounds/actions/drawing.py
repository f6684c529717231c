"""Drawing compounds, buildings and barriers: new, changed, ended, split, merged."""
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience, Drawn, Verb
from geo_renovation.accounts.drawing import WrongKind, read, refusing
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.refusals import Refusal, change
from geo_renovation.accounts.revising import Drawable, Edit, NotYours
from geo_renovation.districts.choices import BarrierKind
from geo_renovation.districts.models import Barrier
from geo_renovation.spatial import drawn

from ..models import Building, Compound
from .ground import (
    check_adjacent,
    check_boundary,
    check_buildings_stay,
    check_footprint,
    neighbours,
    settled_in_compound,
    settled_in_district,
)
from .leaving import check_leaving

# Figures that add up over the two halves of a compound.
SHARED_FIGURES = ("household_count", "floor_area_m2", "land_area_m2")


class WithItself(Refusal):
    message = _("Choose another one to merge with.")


def barriers_editable_by(user):
    """Rivers and railways are drawn by the centre; arterial roads follow from the roads."""
    if audience_of(user) != Audience.CENTRE:
        return Barrier.objects.none()
    return Barrier.objects.filter(kind__in=(BarrierKind.RIVER, BarrierKind.RAILWAY), road__isnull=True)


def settled_barrier(row, edit):
    if not barriers_editable_by(edit.by).filter(pk=row.pk).exists():
        raise NotYours


COMPOUND = Drawable(
    kind=Drawn.COMPOUND,
    model=Compound,
    shape="boundary",
    fields=("code", "name", "completion_year", "household_count", "floor_area_m2", "land_area_m2", "owner_unit"),
    editable_by=lambda user: Compound.objects.editable_by(user),
    families=("area",),
    check=check_boundary,
    settle=settled_in_district,
    leave=check_leaving,
    key="code",
    alone_as="compounds",
)
BUILDING = Drawable(
    kind=Drawn.BUILDING,
    model=Building,
    shape="footprint",
    fields=(
        "code", "compound", "name", "storeys", "unit_count", "household_count", "floor_area_m2", "completion_year",
    ),
    editable_by=lambda user: Building.objects.editable_by(user),
    families=("area",),
    check=check_footprint,
    settle=settled_in_compound,
    alone_as="buildings",
)  # fmt: skip
BARRIER = Drawable(
    kind=Drawn.BARRIER,
    model=Barrier,
    shape="shape",
    fields=("code", "name", "kind"),
    editable_by=barriers_editable_by,
    families=("line", "area"),
    check=lambda row, edit: None,
    settle=settled_barrier,
    key="code",
)


def may_draw(drawable, by) -> bool:
    """Whether the account draws things of this kind at all."""
    audiences = (Audience.CENTRE,) if drawable is BARRIER else (Audience.CENTRE, Audience.STREET)
    return audience_of(by) in audiences


@change
def draw(*, drawable, geometry, values, by, request):
    """A new compound, building or barrier."""
    edit = Edit(by=by, request=request, verb=Verb.DREW)
    if before := edit.repeated(drawable):
        return before
    if not may_draw(drawable, by):
        raise NotYours
    row = drawable.model(**values)
    row.code = row.code or f"{drawable.kind}-{request.hex[:12]}"
    setattr(row, drawable.shape, _shape(drawable, geometry))
    edit.insert(drawable, row)
    return edit.sign(row.code)


def _shape(drawable, geometry, held=None):
    """The drawn shape for the column; corners that were not moved, or were snapped, are those on record."""
    shape = drawn.stored(read(geometry, drawable.families))
    known = [drawn.loaded(getattr(held, drawable.shape))] if held is not None else []
    known += neighbours(shape) if drawable is not BARRIER else []
    return drawn.stored(drawn.same_corners(drawn.loaded(shape), known))


@change
def redraw(*, drawable, pk, state, by, request, geometry=None, values=None, reason=""):
    """A change of the shape, of what people enter, or of both; a compound leaves buildings outside for a reason only."""
    edit = Edit(by=by, request=request, verb=Verb.CHANGED, reason=reason)
    if before := edit.repeated(drawable):
        return before
    row = edit.hold(drawable, pk, state)
    for name, value in (values or {}).items():
        setattr(row, name, value)
    if geometry is not None:
        shape = _shape(drawable, geometry, row)
        if shape.geom_type != getattr(row, drawable.shape).geom_type and drawable is not BARRIER:
            raise WrongKind
        if drawable is COMPOUND and not edit.reason:
            check_buildings_stay(row, shape)
        setattr(row, drawable.shape, shape)
    edit.store(drawable, row)
    return edit.sign(row.code)


@change
def end(*, drawable, pk, state, by, request, ended_on=None, reason=""):
    """Ends it with a day; a barrier is taken away and kept in its history."""
    edit = Edit(by=by, request=request, verb=Verb.ENDED, reason=reason)
    if before := edit.repeated(drawable):
        return before
    row = edit.hold(drawable, pk, state)
    edit.end(drawable, row, ended_on)
    return edit.sign(row.code)


@change
def split_compound(*, pk, state, line, values, by, request):
    """Cuts a compound along a line: the larger part keeps its code and record, the other is a new compound.

    Figures given for the new part are taken off the old; buildings go with the ground they stand on.
    The new part begins without findings and not yet surveyed.
    """
    edit = Edit(by=by, request=request, verb=Verb.SPLIT)
    if before := edit.repeated(COMPOUND, BUILDING):
        return before
    row = edit.hold(COMPOUND, pk, state)
    with refusing():
        kept, gone = drawn.halves(drawn.loaded(row.boundary), drawn.read(line, ("line",)))
    row.boundary = drawn.stored(kept)
    for name in SHARED_FIGURES:
        whole, part = getattr(row, name), values.get(name)
        if whole is not None and part is not None:
            setattr(row, name, max(whole - part, 0))
    edit.store(COMPOUND, row)
    told = {"completion_year": row.completion_year, "owner_unit": row.owner_unit, "community_id": row.community_id}
    new = Compound(**(told | values), boundary=drawn.stored(gone))
    edit.insert(COMPOUND, new)
    _move_buildings(edit, new, [b for b in _held_buildings(edit, row) if _stands_on(b, gone)])
    return edit.sign(row.code)


def _held_buildings(edit, compound):
    rows = Building.objects.filter(compound=compound, ended_on__isnull=True)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def _stands_on(building, ground):
    footprint = drawn.loaded(building.footprint)
    with refusing():
        return drawn.common_area(footprint, ground) * 2 > footprint.area


def _move_buildings(edit, new, buildings):
    for building in buildings:
        edit.remember(BUILDING, building)
        building.compound = new
        building.save(update_fields=["compound"])
        edit.note(BUILDING, building)


@change
def merge_compounds(*, pk, state, other_pk, other_state, by, request, reason=""):
    """Two neighbours become one: the first keeps its code, the other ends today and stays on record.

    Figures on record for both are added up; the other's buildings become the first's.
    """
    edit = Edit(by=by, request=request, verb=Verb.MERGED, reason=reason)
    if before := edit.repeated(COMPOUND, BUILDING):
        return before
    if pk == other_pk:
        raise WithItself
    held = {key: edit.hold(COMPOUND, *key) for key in sorted([(pk, state), (other_pk, other_state)])}
    kept, other = held[pk, state], held[other_pk, other_state]
    check_adjacent(kept, other)
    kept.boundary = drawn.stored(drawn.united(drawn.loaded(kept.boundary), drawn.loaded(other.boundary)))
    for name in SHARED_FIGURES:
        figures = [getattr(row, name) for row in (kept, other)]
        if None not in figures:
            setattr(kept, name, sum(figures))
    buildings = _held_buildings(edit, other)
    edit.end(COMPOUND, other)
    edit.store(COMPOUND, kept)
    _move_buildings(edit, kept, buildings)
    return edit.sign(kept.code)
