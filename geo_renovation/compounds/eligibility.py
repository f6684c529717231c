"""Why a compound is in the scope of the plan 改造范围, or is not: every criterion with its answer and evidence."""
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .choices import EXCLUDING, LAST_COMPLETION_YEAR, Criterion
from .models import Compound, Finding

IN_TOWN = "in_town"
COMPLETED = "completed"
LABELS = {
    Criterion.RESIDENTIAL.value: Criterion.RESIDENTIAL.label,
    IN_TOWN: _("Inside the county town"),
    Criterion.STATE_LAND.value: Criterion.STATE_LAND.label,
    COMPLETED: _("Completed by the end of 2005"),
}
LABELS |= {c.value: c.label for c in Criterion if c.value not in LABELS}


@dataclass(frozen=True)
class Reason:
    """One criterion: `answer` as given, `ok` whether it speaks for renovation; None is not yet judged."""

    criterion: str
    label: str
    answer: bool | None
    ok: bool | None
    evidence: str = ""
    recorded_at: datetime | None = None

    @property
    def state(self) -> str:
        return {True: "ok", False: "not-ok", None: "open"}[self.ok]

    @property
    def is_judged_by_people(self) -> bool:
        return self.criterion in Criterion.values

    def as_json(self) -> dict:
        return {
            "criterion": self.criterion,
            "label": str(self.label),
            "answer": self.answer,
            "ok": self.ok,
            "evidence": str(self.evidence),
            "recorded_at": self.recorded_at.isoformat() if self.recorded_at else None,
        }


def reasons(compound: Compound, user) -> list[Reason]:
    """Every criterion in the plan's order; nothing for who may see no findings."""
    findings = Finding.objects.visible_to(user)
    if findings.query.is_empty():
        return []
    latest = {f.criterion: f for f in findings.latest_of(compound)}
    return [_reason(compound, criterion, latest.get(criterion)) for criterion in LABELS]


def standing(compound: Compound) -> list[Reason]:
    """Every criterion as it stands on the compound, without its evidence; no query."""
    return [_reason(compound, criterion, None) for criterion in LABELS]


def _reason(compound, criterion, finding):
    if criterion == IN_TOWN:
        return Reason(criterion, LABELS[criterion], compound.is_in_town, compound.is_in_town, _("By the map"))
    if criterion == COMPLETED:
        return _completed(compound)
    answer = getattr(compound, criterion)
    ok = None if answer is None else answer != (criterion in EXCLUDING)
    evidence, at = (finding.evidence, finding.recorded_at) if finding else ("", None)
    return Reason(criterion, LABELS[criterion], answer, ok, evidence, at)


def _completed(compound):
    year = compound.year_built
    ok = None if year is None else year <= LAST_COMPLETION_YEAR
    basis = _("Registered: %(year)s") if compound.completion_year else _("By its buildings: %(year)s")
    evidence = basis % {"year": year} if year else ""
    return Reason(COMPLETED, LABELS[COMPLETED], ok, ok, evidence)


def excluded_by(criterion: str) -> Q:
    """Compounds that `criterion` keeps out of the plan."""
    if criterion == IN_TOWN:
        return Q(is_in_town=False)
    if criterion == COMPLETED:
        return Q(year_built__gt=LAST_COMPLETION_YEAR)
    return Q(**{Criterion(criterion).value: criterion in EXCLUDING})


def open_on(criterion: str) -> Q:
    """Compounds for which `criterion` is not yet judged."""
    if criterion == IN_TOWN:
        return Q(is_in_town__isnull=True)
    if criterion == COMPLETED:
        return Q(year_built__isnull=True)
    return Q(**{f"{Criterion(criterion).value}__isnull": True})
