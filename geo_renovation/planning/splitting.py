"""Adjacent works of one year left apart, each under the line but together over it 化整为零."""
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from geo_renovation.compounds.choices import Eligibility
from geo_renovation.compounds.models import Adjacency

from .choices import ContractKind
from .models import BundleMember, PlannedCompound, TenderThreshold
from .pieces import pieces
from .selected import has_been_tendered
from .tendering import works_value


@dataclass
class Unit:
    """What is tendered on its own: a live bundle, or a compound in none."""

    key: str
    names: list[str] = field(default_factory=list)
    value: Decimal = Decimal(0)


def works_line() -> int | None:
    """From this value on works must be tendered openly today."""
    row = TenderThreshold.objects.on(timezone.localdate()).get(ContractKind.WORKS)
    return row and row.amount_cny


def left_apart(selection) -> tuple[list, int | None]:
    """Neighbours of a selection with which it would reach the line though each stays under it, and the line."""
    threshold, own = selection.thresholds.get(ContractKind.WORKS), works_value(selection)
    line = threshold and threshold.amount_cny
    if not line or own >= line or not selection.ring:
        return [], line
    values = _values_beside(selection)
    near = [compound for pk, compound in selection.neighbours.items() if 0 < values.get(pk, (None, 0))[1] < line]
    units = {values[compound.pk] for compound in near}
    if own + sum(value for _unit, value in units) < line:
        return [], line
    return sorted(near, key=lambda compound: compound.code), line


def _values_beside(selection) -> dict[int, tuple[str, Decimal]]:
    """{neighbour of the same year: what it is tendered in, and that one's value}."""
    ring = {pk: selection.neighbours[pk] for pk in selection.ring}
    planned = PlannedCompound.objects.visible_to(selection.user).filter(compound__in=ring)
    years = dict(planned.values_list("compound", "plan__year"))
    bundles = _bundles_of(ring, selection)
    found = {}
    for pk, compound in ring.items():
        is_open = compound.eligibility == Eligibility.ELIGIBLE and not has_been_tendered(compound)
        if is_open and pk in bundles:
            found[pk] = bundles[pk]
        elif is_open and years.get(pk, compound.wished_year) == selection.plan_year:
            found[pk] = (compound.code, compound.estimate_cny or Decimal(0))
    return found


def _bundles_of(ring, selection) -> dict[int, tuple[str, Decimal]]:
    """Neighbours in live bundles of the year, with the bundle's number and value."""
    held = BundleMember.objects.filter(is_live=True, plan_year=selection.plan_year, compound__in=ring)
    if selection.bundle:
        held = held.exclude(bundle__number=selection.bundle.number)
    of = dict(held.values_list("compound", "bundle"))
    sums = BundleMember.objects.filter(bundle__in=set(of.values())) if of else BundleMember.objects.none()
    rows = sums.order_by().values("bundle", "bundle__number").annotate(value=Sum("compound__estimate_cny", default=0))
    value = {row["bundle"]: (row["bundle__number"], row["value"]) for row in rows}
    return {pk: value[bundle] for pk, bundle in of.items()}


def looks_split(planned) -> list[dict]:
    """Groups in a queryset of planned compounds of one year that look like splitting, the dearest first."""
    line = works_line()
    if not line:
        return []
    of, units = _units(planned)
    small = {key for key, unit in units.items() if 0 < unit.value < line}
    links = Adjacency.objects.free().among(list(of)).values_list("low_id", "high_id")
    edges = [(of[low], of[high]) for low, high in links if of[low] != of[high] and {of[low], of[high]} <= small]
    groups = [[units[key] for key in piece] for piece in pieces(sorted(small), edges) if len(piece) > 1]
    told = [{"units": [", ".join(u.names) for u in group], "value": sum(u.value for u in group), "line": line} for group in groups]
    return sorted((row for row in told if row["value"] >= line), key=lambda row: -row["value"])


def _units(planned):
    """{compound id: unit key} and {key: unit}."""
    rows = list(planned.values_list("compound", "compound__code", "compound__name", "compound__estimate_cny", "plan__year"))
    held = BundleMember.objects.filter(is_live=True, compound__in=[row[0] for row in rows]).select_related("bundle")
    bundles = {(m.compound_id, m.plan_year): m.bundle.number for m in held.defer("boundary", "figures", "bundle__snapshot")}
    of, units = {}, {}
    for pk, code, name, estimate, year in rows:
        number = bundles.get((pk, year))
        of[pk] = key = f"bundle {number}" if number else f"compound {code}"
        unit = units.setdefault(key, Unit(key))
        unit.names = [number] if number else [name]
        unit.value += estimate or 0
    return of, units
