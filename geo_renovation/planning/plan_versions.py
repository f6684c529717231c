"""An annual plan at one moment, and what differs between two."""
from django.db.models import Max

from .choices import PlanStatus, VersionKind
from .models import PlanVersion
from .selected import SUMMED
from .selection import plain

FIGURES = {"year_built": "year_built"} | {name: name for name in SUMMED}


def entries_of(rows) -> list[dict]:
    """Each compound's place and figures in a queryset of planned compounds, in the order of the plan."""
    fields = ("code", "name", "district__code", "district__name", "year_built", *SUMMED)
    rows = rows.order_by("compound__district__code", "sequence", "compound__code")
    names = ("code", "name", "district", "district_name", "year_built", *SUMMED, "sequence", "tier")
    values = rows.values_list(*(f"compound__{field}" for field in fields), "sequence", "tier")
    return [dict(zip(names, map(_plain, row), strict=True)) for row in values]


def _plain(value):
    return value if isinstance(value, str) else plain(value)


def record_version(plan, kind, *, by, request, district=None, reason="") -> PlanVersion:
    """Writes the plan, or one street's part of it, as it stands now."""
    rows = plan.entries.all()
    if district:
        rows = rows.filter(compound__district=district)
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    return PlanVersion.objects.create(
        plan=plan, number=last + 1, kind=kind, district=district, reason=reason, entries=entries_of(rows),
        request=request, made_by=by, organisation=by.organisation,
    )  # fmt: skip


def submissions(plan) -> dict[int, PlanVersion]:
    """By district its last submission, unless it was returned since; without the entries."""
    rows = plan.versions.filter(kind__in=[VersionKind.SUBMITTED, VersionKind.RETURNED], district__isnull=False)
    last = rows.order_by("district_id", "-number").distinct("district_id").select_related("district")
    last = last.defer("entries", "district__boundary", "district__boundary_3857")
    return {row.district_id: row for row in last if row.kind == VersionKind.SUBMITTED}


def came_submitted(plan) -> bool:
    """As a whole, with an import: no street's part has a version of its own."""
    return plan.status == PlanStatus.SUBMITTED and not plan.versions.exists()


def is_submitted(plan, district_id) -> bool:
    return came_submitted(plan) or district_id in submissions(plan)


def waiting_for(plan) -> list:
    """Districts with compounds in the plan whose street has not submitted it; none once the plan is in force."""
    if came_submitted(plan):
        return []
    told = submissions(plan)
    rows = plan.entries.filter(compound__district__isnull=False).order_by("compound__district__code")
    districts = rows.values_list("compound__district", "compound__district__name").distinct()
    return [name for pk, name in districts if pk not in told]


def settle_status(plan):
    """Submitted once every street has submitted its part, a draft again where one has not."""
    if plan.status == PlanStatus.ADOPTED:
        return
    is_submitted = plan.entries.exists() and not waiting_for(plan)
    plan.status = PlanStatus.SUBMITTED if is_submitted else PlanStatus.DRAFT


def differences(before: list[dict], after: list[dict]) -> dict:
    """What came, what went, what moved within the plan, and whose figures changed."""
    old, new = ({entry["code"]: entry for entry in entries} for entries in (before, after))
    kept = [code for code in new if code in old]
    return {
        "added": [new[code] for code in new if code not in old],
        "gone": [old[code] for code in old if code not in new],
        "moved": [new[code] | {"was": old[code]["sequence"]} for code in kept if old[code]["sequence"] != new[code]["sequence"]],
        "changed": [_changed(old[code], new[code]) for code in kept if _figures(old[code]) != _figures(new[code])],
    }


def _figures(entry):
    return {name: entry.get(name) for name in (*FIGURES, "tier")}


def _changed(old, new):
    figures = {name: [was, now] for name, was in _figures(old).items() if was != (now := new.get(name))}
    return {"code": new["code"], "name": new["name"], "figures": figures}


def sums(entries) -> dict:
    """Totals of entries; what is not on record is left out and counted in `lacking`."""
    total = {name: sum(entry[name] or 0 for entry in entries) for name in SUMMED}
    lacking = {name: sum(entry[name] is None for entry in entries) for name in SUMMED}
    return total | {"compounds": len(entries), "lacking": lacking}
