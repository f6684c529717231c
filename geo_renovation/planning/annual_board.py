"""The board of annual plans: years × districts × compounds in their order, as one viewer may see and change it."""
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.compounds.models import Compound
from geo_renovation.compounds.querysets import stage_number
from geo_renovation.districts.models import District

from .actions.moving import last_move
from .choices import PlanStatus
from .models import AnnualPlan, BundleMember, PlannedCompound
from .plan_effects import COUNTED, IN_STEP, effects
from .plan_versions import submissions

YEARS_SHOWN = 5
# More cards than this are no board to work on: one district at a time then.
MOST_CARDS, MOST_WAITING = 900, 240


@dataclass(frozen=True)
class Question:
    """What of the plans is shown: years from `first` on, one district or all, waiting compounds by a part of their name."""

    user: object
    first: int
    district: str = ""
    text: str = ""

    @property
    def years(self):
        return range(self.first, self.first + YEARS_SHOWN)


def board(asked: Question) -> dict:
    """Everything the page draws; the same for the first view and after each move."""
    told = effects(asked.user)
    districts = _districts(asked.user)
    district = asked.district if asked.district in {row["code"] for row in districts} else ""
    planned = _planned(asked, district)
    if not district and planned.count() > MOST_CARDS and districts:
        district = districts[0]["code"]
        planned = _planned(asked, district)
    waiting, more = _waiting(asked, district)
    cards = [_card(row, row.planned_year, row.planned_sequence) for row in planned] + [_card(row, None, None) for row in waiting]
    return {
        "years": [_year(year, plan, told["years"].get(year)) for year, plan in _plans(asked).items()],
        "targets": told["targets"],
        "districts": [row for row in districts if not district or row["code"] == district],
        "all_districts": districts,
        "district": district,
        "first": asked.first,
        "cards": _with_bundles(cards),
        "more_waiting": more,
        "this_year": timezone.localdate().year,
        "can_move": _can_move(asked.user),
        "last_move": _last(asked.user),
    }


def _can_move(user) -> bool:
    return audience_of(user) in (Audience.CENTRE, Audience.STREET)


def _districts(user):
    """All of them; `mine` are those whose compounds the user may move."""
    is_centre = audience_of(user) == Audience.CENTRE
    own = user.organisation.district_code if audience_of(user) == Audience.STREET else None
    rows = District.objects.order_by("code").values("code", "name")
    return sorted((row | {"mine": is_centre or row["code"] == own} for row in rows), key=lambda row: row["code"] != own)


def _plans(asked) -> dict[int, AnnualPlan | None]:
    found = {plan.year: plan for plan in AnnualPlan.objects.visible_to(asked.user).filter(year__in=asked.years)}
    return {year: found.get(year) for year in asked.years}


def _year(year, plan, figures):
    status = plan.status if plan else PlanStatus.DRAFT
    return {
        "year": year,
        "status": status,
        "status_label": str(PlanStatus(status).label) if plan else _("Not begun"),
        "is_begun": plan is not None,
        "revision": plan.revision if plan else 1,
        "submitted": [version.district.code for version in submissions(plan).values()] if plan else [],
        "url": reverse("planning:annual_year", args=[year]),
        **(figures or COUNTED | IN_STEP),
    }


def _compounds(asked, district):
    rows = Compound.objects.visible_to(asked.user).with_cohort().select_related("district")
    unread = ("boundary", "boundary_3857", "district__boundary", "district__boundary_3857")
    rows = rows.filter(district__code=district) if district else rows
    return rows.defer(*unread).alias(reached=stage_number())


def _planned(asked, district):
    entries = PlannedCompound.objects.visible_to(asked.user).filter(plan__year__in=asked.years)
    rows = _compounds(asked, district).filter(planned__in=entries.order_by().values("pk"))
    rows = rows.annotate(planned_year=F("planned__plan__year"), planned_sequence=F("planned__sequence"))
    return rows.order_by("planned_year", F("planned_sequence").asc(nulls_last=True), "code")


def _waiting(asked, district):
    """Eligible compounds in no plan that the user may move, the wished years first; and how many are not shown."""
    if not _can_move(asked.user):
        return [], 0
    rows = Compound.objects.editable_by(asked.user).filter(eligibility=Eligibility.ELIGIBLE)
    rows = rows.alias(reached=stage_number()).filter(reached__lt=Stage.TENDERED.number, district__isnull=False)
    rows = rows.filter(~Exists(PlannedCompound.objects.filter(compound=OuterRef("pk"))))
    if asked.text:
        rows = rows.filter(Q(name__icontains=asked.text) | Q(code__icontains=asked.text))
    rows = _compounds(asked, district).filter(pk__in=rows.order_by().values("pk"))
    is_shown_first = Case(When(wished_year__in=list(asked.years), then=Value(0)), default=Value(1))
    shown = list(rows.order_by(is_shown_first, F("wished_year").asc(nulls_last=True), "code")[: MOST_WAITING + 1])
    more = max(rows.count() - MOST_WAITING, 0) if len(shown) > MOST_WAITING else 0
    return shown[:MOST_WAITING], more


def _card(row, year, sequence):
    stage = Stage(row.stage).number if row.stage else 0
    return {
        "code": row.code,
        "name": row.name,
        "district": row.district.code if row.district else None,
        "year": year,
        "sequence": sequence,
        "wished_year": row.wished_year,
        "households": row.household_count,
        "estimate_cny": None if row.estimate_cny is None else float(row.estimate_cny),
        "cohort": str(row.cohort),
        "cohort_label": str(Cohort(row.cohort).label),
        "stage": stage,
        "is_eligible": row.eligibility == Eligibility.ELIGIBLE,
        "is_fixed": stage >= Stage.TENDERED.number,
        "url": reverse("compounds:compound", args=[row.code]),
        "bundle": None,
    }


def _with_bundles(cards):
    """Cards with the live bundle their compound is in: it moves with the whole of it."""
    rows = BundleMember.objects.filter(is_live=True, compound__code__in=[card["code"] for card in cards])
    held = {code: (number, year) for code, number, year in rows.values_list("compound__code", "bundle__number", "plan_year")}
    for card in cards:
        if card["code"] in held:
            number, year = held[card["code"]]
            card["bundle"] = {"number": number, "year": year}
    return cards


def _last(user):
    """Names of what the user could take back."""
    move = last_move(user) if _can_move(user) else None
    if move is None:
        return None
    names = dict(Compound.objects.filter(code__in=move.moved).values_list("code", "name"))
    return {"id": move.pk, "names": [names.get(code, code) for code in move.moved]}
