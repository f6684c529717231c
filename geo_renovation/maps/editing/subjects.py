"""The kinds of things that are drawn, each with its form and its actions."""
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from geo_renovation.accounts.choices import Drawn
from geo_renovation.accounts.revising import Drawable, NotYours
from geo_renovation.compounds.actions import drawing
from geo_renovation.utilities import actions as lines

from .forms import BarrierForm, BuildingForm, CompoundForm, NewSegmentForm, SegmentForm


@dataclass(frozen=True)
class Subject:
    """One kind: who draws it, with which form, by which actions."""

    drawable: Drawable
    form: type
    new_form: type
    may_draw: Callable
    draw: Callable
    redraw: Callable
    end: Callable
    split: Callable | None = None
    merge: Callable | None = None

    @property
    def kind(self) -> str:
        return self.drawable.kind.value

    def find(self, user, key, *, rows=None):
        """The row of that key among those the user may change; raises NotYours."""
        rows = self.drawable.editable_by(user) if rows is None else rows
        if self.drawable.key == "pk" and not (key.isascii() and key.isdigit() and len(key) < 19):
            raise NotYours
        row = None if "\0" in key else rows.filter(**{self.drawable.key: key}).first()
        if row is None:
            raise NotYours
        return row

    def key_of(self, row) -> str:
        return str(getattr(row, self.drawable.key))


def on_the_ground(drawable, form, **more) -> Subject:
    """A compound, building or barrier: the same actions for each."""
    return Subject(
        drawable=drawable,
        form=form,
        new_form=form,
        may_draw=partial(drawing.may_draw, drawable),
        draw=partial(drawing.draw, drawable=drawable),
        redraw=partial(drawing.redraw, drawable=drawable),
        end=partial(drawing.end, drawable=drawable),
        **more,
    )


def draw_line(*, values, **given):
    """A new line: whose it is goes beside what it is."""
    values = dict(values)
    told = {"basis": values.pop("basis"), "owner": values.pop("owner", None)}
    return lines.draw_segment(values=values, **told, **given)


SUBJECTS = {
    Drawn.COMPOUND.value: on_the_ground(
        drawing.COMPOUND, CompoundForm, split=drawing.split_compound, merge=drawing.merge_compounds
    ),
    Drawn.BUILDING.value: on_the_ground(drawing.BUILDING, BuildingForm),
    Drawn.BARRIER.value: on_the_ground(drawing.BARRIER, BarrierForm),
    Drawn.SEGMENT.value: Subject(
        drawable=lines.SEGMENT,
        form=SegmentForm,
        new_form=NewSegmentForm,
        may_draw=lines.may_draw,
        draw=draw_line,
        redraw=lines.redraw_segment,
        end=lines.end_segment,
        split=lines.split_segment,
        merge=lines.merge_segments,
    ),
}
# What an act may have changed; points only follow their lines.
DRAWABLES = {kind: subject.drawable for kind, subject in SUBJECTS.items()} | {Drawn.NODE.value: lines.NODE}


def subject_of(kind) -> Subject:
    """The subject of that name; raises NotYours."""
    if kind not in SUBJECTS:
        raise NotYours
    return SUBJECTS[kind]


def drawn_by(user) -> list[Subject]:
    """What the user may draw."""
    return [subject for subject in SUBJECTS.values() if subject.may_draw(user)]
