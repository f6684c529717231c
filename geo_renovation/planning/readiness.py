"""What a bundle still lacks before it is tendered 招标准备: a checklist with the missing named."""
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from geo_renovation.compounds.choices import Stage
from geo_renovation.utilities.choices import NetworkClass

from .choices import ContractKind, PlanStatus
from .models import PlannedCompound
from .rules import Severity, figure_labels, names, problems
from .selected import stage_number
from .tendering import entered_value


@dataclass(frozen=True)
class Item:
    """One thing that must be there; `missing` says what is not."""

    key: str
    label: str
    missing: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.missing

    def as_json(self) -> dict:
        return {"key": self.key, "label": self.label, "ok": self.ok, "missing": self.missing}


def checklist(selection) -> list[Item]:
    """In the order in which an office works through it."""
    return [item(selection) for item in ITEMS]


def rules_kept(selection):
    broken = [p.message for p in problems(selection) if p.severity == Severity.ERROR]
    return Item("rules", _("No rule of joint renovation is broken"), broken)


def figures_on_record(selection):
    labels = figure_labels()
    told = [
        _("%(figure)s: %(names)s") % {"figure": labels[figure], "names": names(m for m in selection.members if m.code in codes)}
        for figure, codes in selection.missing.items()
    ]
    return Item("figures", _("Households, buildings, floor area and estimate are on record"), told)


def in_adopted_plan(selection):
    rows = PlannedCompound.objects.filter(plan__year=selection.plan_year, plan__status=PlanStatus.ADOPTED)
    planned = set(rows.filter(compound__in=list(selection.by_id)).values_list("compound", flat=True))
    label = _("In the adopted annual plan of %(year)s") % {"year": selection.plan_year}
    return Item("plan", label, _names_of(selection, lambda member: member.pk not in planned))


def designed(selection):
    number = Stage.DESIGNED.number
    return Item("design", _("Designed"), _names_of(selection, lambda member: stage_number(member) < number))


def published(selection):
    label = _("Scheme published at the compound")
    return Item("published", label, _names_of(selection, lambda member: member.published_at is None))


def contracts_valued(selection):
    """Works have the register's estimate; what is not needed is entered as 0."""
    kinds = (ContractKind.GOODS, ContractKind.SERVICES)
    missing = [str(kind.label) for kind in kinds if entered_value(selection.contracts, kind) is None]
    return Item("contracts", _("Goods and services are estimated"), missing)


def owners_known(selection):
    classes = dict(NetworkClass.choices)
    unknown = sorted({row.network_class for row in selection.lines.rows if row.owner is None})
    return Item("owners", _("The owner of every line is on record"), [str(classes[each]) for each in unknown])


def warnings_answered(selection):
    """That something must be tendered openly is a fact to act upon, nothing to answer."""
    open_ones = [p for p in problems(selection) if p.severity == Severity.WARNING and not p.overruled]
    told = [p.message for p in open_ones if not p.rule.startswith("tender")]
    return Item("warnings", _("Every warning is heeded, or overruled with a reason"), told)


def frozen(selection):
    is_draft = selection.bundle is None or selection.bundle.is_draft
    return Item("frozen", _("Frozen"), [_("still a draft")] if is_draft else [])


def _names_of(selection, lacks):
    return [member.name for member in selection.members if lacks(member)]


ITEMS = (
    rules_kept, figures_on_record, in_adopted_plan, designed, published, contracts_valued, owners_known, warnings_answered,
    frozen,
)  # fmt: skip
