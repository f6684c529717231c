"""What is known of one compound, as the panel beside the map shows it."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Eligibility
from geo_renovation.compounds.eligibility import reasons
from geo_renovation.compounds.models import Compound, StageEvent
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.planning.models import Bundle, PlannedCompound

CHANGES = ("stages", "findings", "publish")


def row(label, value) -> dict:
    return {"label": str(label), "value": str(value)}


def known(*pairs) -> list[dict]:
    """Rows for what is on record; what is not known is left out."""
    return [row(label, value) for label, value in pairs if value not in (None, "")]


def number(value, unit="", decimals=0) -> str | None:
    """A figure with its unit, None where there is none."""
    if value is None:
        return None
    return f"{value:,.{decimals}f} {unit}".strip()


def money(value) -> str | None:
    """CNY in units of 10,000 (万元), as the county counts."""
    return None if value is None else _("%(amount)s × 10,000 CNY") % {"amount": number(value / 10_000, decimals=2)}


def day(value) -> str | None:
    """A day, or a moment in the county's time, as 2026-11-22."""
    if value is None:
        return None
    return date_format(localtime(value) if hasattr(value, "hour") else value, "Y-m-d")


def compound_card(user, code) -> dict:
    """Everything the user may know of a compound; raises Compound.DoesNotExist for the rest."""
    if "\0" in code:  # which PostgreSQL cannot hold
        raise Compound.DoesNotExist
    compound = Compound.objects.visible_to(user).listed().with_cohort().get(code=code)
    is_official = audience_of(user) in OFFICIAL
    card = {
        "kind": "compound",
        "code": compound.code,
        "title": compound.name,
        "subtitle": " · ".join(str(place) for place in (compound.district, compound.community) if place),
        "stage": {"code": compound.stage, "label": str(compound.stage_label)},
        "rows": known((_("Code"), compound.code), (_("Stage"), compound.stage_label)),
        "urls": {"page": reverse("compounds:compound", args=[code])},
    }
    if is_official:
        card["rows"] += official_rows(compound, user)
        card["eligibility"] = judged(compound, user)
        card["stages"] = course(compound, user)
        card["actions"] = actions(compound, user)
        card["can"] = {"edit": card["actions"]["can_judge"], "history": True}
    return card


def official_rows(compound, user) -> list[dict]:
    in_favour = number(compound.willingness_percent, "%")
    bundles = Bundle.objects.visible_to(user).filter(members__compound=compound)
    planned = PlannedCompound.objects.visible_to(user).filter(compound=compound).select_related("plan")
    return known(
        (_("Former name"), compound.former_name),
        (_("Completed"), compound.year_built),
        (_("Cohort"), Cohort(compound.cohort).label),
        (_("Households"), number(compound.household_count)),
        (_("Buildings"), number(compound.building_count)),
        (_("Floor area"), number(compound.floor_area_m2, "m²")),
        (_("Land area"), number(compound.land_area_m2, "m²")),
        (_("Owner unit"), compound.owner_unit),
        (_("In favour"), in_favour),
        (_("Households surveyed"), number(compound.surveyed_households)),
        (_("Wished year"), compound.wished_year),
        (_("Estimate"), money(compound.estimate_cny)),
        (_("Plan year"), next((f"{entry.plan} {entry.plan.get_status_display()}" for entry in planned), None)),
        (_("Bundle"), "、".join(f"{bundle} {bundle.get_status_display()}" for bundle in bundles)),
        (_("Published"), day(compound.published_at) or _("Not yet")),
    )


def judged(compound, user) -> dict:
    """Whether the compound is in the plan's scope, criterion by criterion."""
    return {
        "status": compound.eligibility,
        "label": str(Eligibility(compound.eligibility).label),
        "reasons": [reason.as_json() for reason in reasons(compound, user)],
    }


def course(compound, user) -> list[dict]:
    """Every stage event, the corrected ones included, in the order of record."""
    events = StageEvent.objects.visible_to(user).filter(compound=compound)
    events = list(events.select_related("recorded_by").order_by("recorded_at", "id"))
    corrected = {event.corrects_id for event in events}
    return [
        {
            "code": event.code,
            "stage": event.stage,
            "label": event.get_stage_display(),
            "effective_from": day(event.effective_from),
            "effective_to": day(event.effective_to),
            "unknown_reason": event.get_unknown_reason_display() if event.unknown_reason else "",
            "recorded_at": day(event.recorded_at),
            "recorded_by": str(event.recorded_by or ""),
            "evidence": event.evidence,
            "correction_reason": event.correction_reason,
            "is_corrected": event.pk in corrected,
        }
        for event in events
    ]


def actions(compound, user) -> dict:
    """What the user may change about the compound, and where to send it."""
    mine = Compound.objects.filter(pk=compound.pk)
    can_edit = mine.editable_by(user).exists()
    can_publish = compound.published_at is None and mine.publishable_by(user).exists()
    following = compound.next_stage
    return {
        "can_record_stage": can_edit and following is not None,
        "can_judge": can_edit,
        "can_publish": can_publish,
        "next_stage": following and {"code": following, "number": following.number, "label": str(following.label)},
        "urls": {name: reverse(f"compounds:{name}", args=[compound.code]) for name in CHANGES},
    }
