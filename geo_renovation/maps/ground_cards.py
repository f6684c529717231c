"""What the viewer may know of one building, or of a river or railway."""

from django.utils.translation import gettext as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Building
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.districts.models import Barrier

from .cards import known, number
from .editing.subjects import SUBJECTS


def building_card(user, pk) -> dict:
    """A building; raises Building.DoesNotExist where the user may not see it."""
    building = Building.objects.visible_to(user).select_related("compound").defer("compound__boundary").get(pk=pk)
    compound = building.compound
    told = {
        "kind": "building",
        "id": building.pk,
        "title": _("Building"),
        "subtitle": compound.name,
        "compound": {"code": compound.code, "name": compound.name},
        "rows": [],
    }
    if audience_of(user) in OFFICIAL:
        told |= {"title": str(building), "rows": figures_of(building), "can": allowed(user, "building", building)}
    return told


def figures_of(building) -> list[dict]:
    return known(
        (_("Code"), building.code),
        (_("Storeys"), building.storeys),
        (_("Staircases"), building.unit_count),
        (_("Households"), number(building.household_count)),
        (_("Floor area"), number(building.floor_area_m2, "m²")),
        (_("Footprint"), number(building.footprint.area, "m²")),
        (_("Completed"), building.completion_year),
        (_("Structure"), building.structure),
    )


def barrier_card(user, code) -> dict:
    """A river, railway or arterial road; raises Barrier.DoesNotExist."""
    if "\0" in code:  # which PostgreSQL cannot hold
        raise Barrier.DoesNotExist
    barrier = Barrier.objects.visible_to(user).get(code=code)
    is_area = barrier.shape.dims == 2
    size = number(barrier.shape.area, "m²") if is_area else number(barrier.shape.length, "m")
    told = {
        "kind": "barrier",
        "code": barrier.code,
        "title": str(barrier),
        "subtitle": barrier.get_kind_display(),
        "note": _("Joint renovation does not cross it."),
        "rows": known((_("Code"), barrier.code), (_("Area") if is_area else _("Length"), size)),
    }
    return told | ({"can": allowed(user, "barrier", barrier)} if audience_of(user) in OFFICIAL else {})


def allowed(user, kind, row) -> dict:
    """Whether the user may change it; its history is every official's to read."""
    editable = SUBJECTS[kind].drawable.editable_by(user)
    return {"edit": editable.filter(pk=row.pk).exists(), "history": True}
