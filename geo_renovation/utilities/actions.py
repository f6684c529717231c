"""Drawing pipes and cables: new, reshaped, ended, split, merged; rights go with the line."""
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from geo_renovation.accounts.choices import Audience, Drawn, Verb
from geo_renovation.accounts.drawing import read, refusing
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.refusals import Refusal, change
from geo_renovation.accounts.revising import Drawable, Edit, NotYours
from geo_renovation.spatial import drawn

from .choices import OWNING_KINDS, HolderUnknown, RightKind
from .joining import cut_place, keep_joined
from .models import AssetRight, Node, Segment

# How far around a drawn line nodes and lines are looked for whose corners its ends may be.
AROUND_M = 1.0
# Lines near a drawn one beyond which corners are no longer compared.
MOST_NEAR = 500


class ClassNotYours(Refusal):
    field = "network_class"
    message = _("Your organisation has no network of this class.")


class OfAnotherOwner(Refusal):
    message = _("The line is owned by another organisation; it cannot be ended, split or merged by yours.")


class NotAlike(Refusal):
    message = _("Only two lines of one class, owner and section can be merged.")


class WithItself(Refusal):
    message = _("Choose another one to merge with.")


def settled_line(row, edit):
    """After the act it is still the editor's own."""
    if not Segment.objects.editable_by(edit.by).filter(pk=row.pk).exists():
        raise NotYours


def check_leaving(row, edit):
    """A utility that manages or stewards what another owns does not end it."""
    if audience_of(edit.by) != Audience.CENTRE and row.owner_id not in (None, edit.by.organisation_id):
        raise OfAnotherOwner


SEGMENT = Drawable(
    kind=Drawn.SEGMENT,
    model=Segment,
    shape="route",
    fields=(
        "code", "network_class", "placement", "material", "diameter_mm", "depth_m", "laid_year", "accuracy", "status",
    ),
    editable_by=lambda user: Segment.objects.editable_by(user),
    families=("line",),
    check=lambda row, edit: check_class(row, edit.by),
    settle=settled_line,
    leave=check_leaving,
    holders=tuple(kind.value for kind in OWNING_KINDS),
)  # fmt: skip


def settled_node(row, edit):
    """After the act it is still the editor's own."""
    if not Node.objects.editable_by(edit.by).filter(pk=row.pk).exists():
        raise NotYours


# Points are not drawn; they follow the line they lie on, and are put back with it.
NODE = Drawable(
    kind=Drawn.NODE,
    model=Node,
    shape="position",
    fields=("code", "network_class", "kind", "depth_m", "laid_year"),
    editable_by=lambda user: Node.objects.editable_by(user),
    families=(),
    check=lambda row, edit: check_class(row, edit.by),
    settle=settled_node,
    holders=tuple(kind.value for kind in OWNING_KINDS),
)
DRAWABLE_OF = {Segment: SEGMENT, Node: NODE}


def may_draw(by) -> bool:
    return audience_of(by) in (Audience.CENTRE, Audience.UTILITY)


def check_class(row, by):
    """A utility draws lines of its own classes only."""
    classes = by.organisation.network_classes if audience_of(by) == Audience.UTILITY else []
    if classes and row.network_class not in classes:
        raise ClassNotYours


def _shape(geometry, by, held=None):
    """The drawn line; its corners those on record of what the editor sees there, where they are the same."""
    route = drawn.stored(read(geometry, ("line",)))
    around = route.envelope.buffer(AROUND_M)
    known = [drawn.loaded(held.route)] if held is not None else []
    for model, column in ((Node, "position"), (Segment, "route")):
        near = model.objects.visible_to(by).filter(**{f"{column}__bboverlaps": around})
        shapes = near.values_list(f"seen_{column}", flat=True)[:MOST_NEAR]
        known += [drawn.loaded(shape) for shape in shapes if shape is not None]
    return drawn.stored(drawn.same_corners(drawn.loaded(route), known))


@change
def draw_segment(*, geometry, values, basis, by, request, owner=None):
    """A new line; a utility's own is owned by it, the centre's by `owner` or by nobody on record."""
    edit = Edit(by=by, request=request, verb=Verb.DREW)
    if before := edit.repeated():
        return before
    if not may_draw(by):
        raise NotYours
    row = Segment(**values)
    row.code = row.code or f"segment-{request.hex[:12]}"
    row.route = _shape(geometry, by)
    holder = by.organisation if audience_of(by) == Audience.UTILITY else owner
    edit.insert(SEGMENT, row, then=lambda made: _own(made, holder, basis))
    return edit.sign(row.code)


def _own(segment, owner, basis):
    """The right of ownership, since the line was laid where that is known, else from today."""
    today = timezone.localdate()
    since = today.replace(year=segment.laid_year, month=1, day=1) if segment.laid_year else today
    AssetRight.objects.create(
        segment=segment,
        kind=RightKind.OWNER,
        organisation=owner,
        unknown_reason="" if owner else HolderUnknown.NOT_ON_RECORD,
        valid=(since, None),
        basis=basis,
    )


@change
def redraw_segment(*, pk, state, by, request, geometry=None, values=None, reason="", connected=""):
    """A change of the route, of what people enter, or of both; `connected` "move" takes along what hangs on it."""
    edit = Edit(by=by, request=request, verb=Verb.CHANGED, reason=reason)
    if before := edit.repeated():
        return before
    row = edit.hold(SEGMENT, pk, state)
    for name, value in (values or {}).items():
        setattr(row, name, value)
    before = row.route.clone()
    if geometry is not None:
        row.route = _shape(geometry, by, row)
    if edit.store(SEGMENT, row) and row.route != before:
        keep_joined(row, before, edit, connected, DRAWABLE_OF)
    return edit.sign(row.code)


@change
def end_segment(*, pk, state, by, request, ended_on=None, reason=""):
    """Ends a line with a day."""
    edit = Edit(by=by, request=request, verb=Verb.ENDED, reason=reason)
    if before := edit.repeated():
        return before
    row = edit.hold(SEGMENT, pk, state)
    edit.end(SEGMENT, row, ended_on)
    return edit.sign(row.code)


@change
def split_segment(*, pk, state, at, by, request, code=""):
    """Cuts a line nearest to `at` (lon, lat), at the valve where one is; the second half is a new line with its rights."""
    edit = Edit(by=by, request=request, verb=Verb.SPLIT)
    if before := edit.repeated():
        return before
    row = edit.hold(SEGMENT, pk, state)
    check_leaving(row, edit)
    with refusing():
        point = cut_place(row, drawn.point_in_county(at), edit)
        first, second = drawn.line_parts(drawn.loaded(row.route), point)
    code = code or f"segment-{request.hex[:12]}"
    new = Segment(**_copied(row), code=code, route=drawn.stored(second))
    row.route = drawn.stored(first)
    edit.store(SEGMENT, row)
    edit.insert(SEGMENT, new, then=lambda made: _same_rights(row, made))
    return edit.sign(row.code)


def _copied(segment):
    """Everything entered of a line but its code and route."""
    left_out = {"id", "code", "route", "route_3857", "ended_on", *RightKind.values}
    return {field.attname: getattr(segment, field.attname) for field in Segment._meta.fields if field.name not in left_out}


def _same_rights(old, new):
    """The open rights over one line, over the other too."""
    rights = AssetRight.objects.filter(segment=old, valid__endswith__isnull=True)
    AssetRight.objects.bulk_create(
        AssetRight(
            segment=new, kind=right.kind, organisation_id=right.organisation_id,
            unknown_reason=right.unknown_reason, valid=right.valid, basis=right.basis,
        )
        for right in rights
    )  # fmt: skip


@change
def merge_segments(*, pk, state, other_pk, other_state, by, request, reason=""):
    """Two lines that meet at an end become one: the first keeps its code, the other ends today."""
    edit = Edit(by=by, request=request, verb=Verb.MERGED, reason=reason)
    if before := edit.repeated():
        return before
    if pk == other_pk:
        raise WithItself
    held = {key: edit.hold(SEGMENT, *key) for key in sorted([(pk, state), (other_pk, other_state)])}
    kept, other = held[pk, state], held[other_pk, other_state]
    check_leaving(kept, edit)
    if any(getattr(kept, name) != getattr(other, name) for name in ("network_class", "owner_id", "diameter_mm")):
        raise NotAlike
    with refusing():
        kept.route = drawn.stored(drawn.chained(drawn.loaded(kept.route), drawn.loaded(other.route)))
    edit.end(SEGMENT, other)
    edit.store(SEGMENT, kept)
    return edit.sign(kept.code)
