"""Which compounds may be bundled, and why the others may not."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from geo_renovation.compounds.choices import Criterion, Eligibility, Stage
from geo_renovation.compounds.eligibility import LABELS, standing
from geo_renovation.compounds.models import Compound

from ..models import BundleMember, PlannedCompound

TENDERED = {stage.value for stage in Stage if stage.number >= Stage.TENDERED.number}
SCOPE = ("is_in_town", "completion_year", "year_built", *Criterion.values)
READ = (
    "pk code name district__code district__name eligibility stage estimate_cny wished_year household_count planned_year live_in"
).split()
LEFT_OUT = {
    "ineligible": _("Not eligible: %(criteria)s."),
    "unjudged": _("Not yet judged: %(criteria)s."),
    "tendered": _("Already tendered or further."),
    "live": _("Already in bundle %(number)s."),
    "no_district": _("In no street office's district."),
    "no_estimate": _("Without an estimate."),
    "no_year": _("Neither a wished year nor a plan year."),
    "other_year": _("Meant for %(year)s."),
    "outside": _("Locked out of the plan."),
}


@dataclass
class Candidates:
    """Rows of those that take part; of those that do not: code, name, why and what is said with it."""

    rows: list[dict] = field(default_factory=list)
    left_out: list[tuple] = field(default_factory=list)


def candidates(user, years, districts) -> Candidates:
    """The compounds of some districts (none named: all) for these years; one query."""
    found = Candidates()
    for row in _rows(user, districts):
        row["year"] = row["planned_year"] or row["wished_year"]
        why = _why_not(row, years)
        if why:
            found.left_out.append((row["code"], row["name"], why, _said(row, why)))
        else:
            found.rows.append(row)
    return found


def left_out_because(why, said) -> str:
    """The reason in words."""
    return str(LEFT_OUT[why]) % (said | {"criteria": gettext(", ").join(str(LABELS[name]) for name in said.get("criteria", ()))})


def _said(row, why) -> dict:
    if why not in ("ineligible", "unjudged"):
        return {"number": row["live_in"], "year": row["year"]}
    speaks_against = False if why == "ineligible" else None
    answers = standing(SimpleNamespace(**{name: row[name] for name in SCOPE}))
    return {"criteria": [reason.criterion for reason in answers if reason.ok is speaks_against]}


def count(user, districts) -> int:
    """How many compounds would be looked at."""
    return _in_districts(user, districts).count()


def _in_districts(user, districts):
    rows = Compound.objects.visible_to(user)
    return rows.filter(district__code__in=districts) if districts else rows


def _rows(user, districts):
    planned = PlannedCompound.objects.visible_to(user).filter(compound=OuterRef("pk")).values("plan__year")[:1]
    live = BundleMember.objects.filter(is_live=True, compound=OuterRef("pk")).order_by("plan_year")
    found = _in_districts(user, districts).annotate(planned_year=Subquery(planned), live_in=Subquery(live.values("bundle__number")[:1]))
    return found.order_by("code").values(*READ, *SCOPE)


def _why_not(row, years) -> str:
    answers = {
        "ineligible": row["eligibility"] == Eligibility.INELIGIBLE,
        "unjudged": row["eligibility"] == Eligibility.UNJUDGED,
        "tendered": row["stage"] in TENDERED,
        "live": row["live_in"] is not None,
        "no_district": row["district__code"] is None,
        "no_estimate": row["estimate_cny"] is None,
        "no_year": row["year"] is None,
        "other_year": row["year"] not in years,
    }
    return next((why for why, holds in answers.items() if holds), "")
