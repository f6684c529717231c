"""One object as the editor opens it: shape, fields, state, who changed it last."""
from django.contrib.gis.db.models.functions import Centroid
from django.utils.timezone import localtime

from geo_renovation.accounts.choices import OF_HANDOVERS
from geo_renovation.accounts.models import Revision
from geo_renovation.districts.models import County
from geo_renovation.spatial import drawn

from .forms import declared


def county_scale() -> float:
    """By how much the browser's metres are stretched to agree with the county's plane."""
    middle = County.objects.values_list(Centroid("outline"), flat=True).first()
    return drawn.plane_scale(drawn.to_world_point(middle.coords)) if middle else 1.0


def declaration(subject, user) -> dict:
    """What the browser needs to draw a new one."""
    return {
        "kind": subject.kind,
        "label": str(subject.drawable.kind.label),
        "families": list(subject.drawable.families),
        "fields": declared(subject.new_form(user=user)),
        "can": {"split": subject.split is not None, "merge": subject.merge is not None},
    }


def record(subject, row, user) -> dict:
    """The object as it stands now, for who may change it."""
    drawable = subject.drawable
    geometry = getattr(row, drawable.shape)
    form = subject.form(instance=row, user=user)
    last = Revision.objects.of(drawable.kind, row.pk).select_related("user", "organisation", "undone_by").first()
    return {
        "kind": subject.kind,
        "key": subject.key_of(row),
        "title": getattr(row, "name", "") or row.code,
        "code": row.code,
        "state": drawable.state(row),
        "geometry": drawn.geojson(geometry),
        "area_m2": round(geometry.area, 1),
        "length_m": round(geometry.length, 2),
        "fields": declared(form),
        "values": {name: shown(form, name) for name in form.fields},
        "last": last and {**who(last), "at": moment(last.at), "verb": last.get_verb_display()},
        "undo": str(last.request) if last and may_undo(last, drawable.state(row), user) else None,
    }


def shown(form, name):
    """A field's value as its control has it."""
    value = form[name].value()
    return getattr(form.instance, name).code if name == "compound" else value


def who(revision) -> dict:
    """Posts and organisations; the account's name only where it has no post."""
    return {
        "who": revision.user.post or revision.user.get_username(),
        "organisation": str(revision.organisation or ""),
    }


def moment(at) -> str:
    return localtime(at).strftime("%Y-%m-%d %H:%M")


def may_undo(revision, state, user) -> bool:
    """One's own latest change, while nothing was changed since."""
    is_own = revision.user_id == user.pk and not hasattr(revision, "undone_by")
    return is_own and revision.verb not in OF_HANDOVERS and revision.state_after in (state, "")
