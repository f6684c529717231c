"""Who held what on a day: lines and points by class and kind of right, from the dated rights."""
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from geo_renovation.spatial.functions import Metres

from .choices import NetworkClass, RightKind
from .models import AssetRight

CLASS_ORDER, KIND_ORDER = list(NetworkClass.values), list(RightKind.values)


@dataclass
class Holding:
    """What one organisation held of one class by one kind of right; whole lines, not cut at any boundary."""

    organisation: str
    organisation_name: str
    network_class: str
    kind: str
    segments: int = 0
    metres: float = 0.0
    nodes: int = 0

    def as_json(self):
        labels = {"class_label": NetworkClass(self.network_class).label, "kind_label": RightKind(self.kind).label}
        return vars(self) | {"metres": round(self.metres, 3)} | {name: str(label) for name, label in labels.items()}


def held_on(user, day, organisation=None) -> list[Holding]:
    """Of one organisation or of all that the user may read; two queries."""
    rights = AssetRight.objects.visible_to(user).held_on(day).filter(organisation__isnull=False)
    if organisation is not None:
        rights = rights.filter(organisation=organisation)
    found = {}
    for asset in ("segment", "node"):
        for *key, count, metres in _grouped(rights, asset, day):
            holding = found.setdefault(tuple(key), Holding(*key))
            if asset == "segment":
                holding.segments, holding.metres = count, metres
            else:
                holding.nodes = count
    return sorted(found.values(), key=_order)


def _grouped(rights, asset, day):
    """Rows of organisation, class, kind, number and length; what had ended by the day is left out."""
    there = Q(**{f"{asset}__ended_on": None}) | Q(**{f"{asset}__ended_on__gt": day})
    rows = rights.filter(there, **{f"{asset}__isnull": False})
    keys = "organisation__code", "organisation__name", f"{asset}__network_class", "kind"
    metres = Sum(Metres("segment__route"), default=0.0)
    return rows.values_list(*keys).annotate(count=Count("pk"), metres=metres).order_by()


def _order(holding):
    place = CLASS_ORDER.index(holding.network_class), KIND_ORDER.index(holding.kind)
    return holding.organisation, *place


def by_organisation(holdings) -> dict[str, list[Holding]]:
    """{name: its holdings}."""
    grouped = defaultdict(list)
    for holding in holdings:
        grouped[holding.organisation_name].append(holding)
    return dict(grouped)
