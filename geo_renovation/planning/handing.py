"""Which lines and points of a class and holder under some ground are meant by a handover."""
from dataclasses import dataclass

from django.db.models import F, Sum

from geo_renovation.spatial.functions import Metres
from geo_renovation.utilities.models import Node, Segment

from .models import NodePlace, Stretch

# A main that only passes through a compound is not handed over with it.
INSIDE_SHARE = 0.5


@dataclass(frozen=True)
class Meant:
    """Ids of whole lines and of points, and the lines' whole length."""

    segments: list
    nodes: list
    metres: float

    def __bool__(self):
        return bool(self.segments or self.nodes)


def meant(user, compounds, network_class, holder) -> Meant:
    """Those the user may hand over; `holder` None is nobody on record. Two queries."""
    rows = _under(Stretch, compounds).filter(segment__in=Segment.objects.editable_by(user).values("pk"))
    rows = rows.filter(segment__network_class=network_class, segment__owner=holder).values("segment")
    lines = rows.annotate(inside=Sum("metres"), whole=Metres("segment__route"))
    found = list(lines.filter(inside__gte=F("whole") * INSIDE_SHARE).order_by("segment").values_list("segment", "whole"))
    points = _under(NodePlace, compounds).filter(node__in=Node.objects.editable_by(user).values("pk"))
    points = points.filter(node__network_class=network_class, node__owner=holder)
    nodes = points.order_by("node").values_list("node", flat=True).distinct()
    return Meant([pk for pk, _whole in found], list(nodes), sum(whole for _pk, whole in found))


def _under(model, compounds):
    return model.objects.all() if compounds is None else model.objects.under(compounds)
