"""The rules of joint renovation 联动改造 (domain.md §3): which are broken, and what would repair it."""
from dataclasses import dataclass, field, replace

from django.db.models import TextChoices
from django.utils.translation import gettext as _

from geo_renovation.compounds.choices import Eligibility, Stage
from geo_renovation.compounds.eligibility import standing

from .choices import ContractKind
from .pieces import joining
from .selected import Selection, has_been_tendered
from .splitting import left_apart
from .tendering import procured


class Severity(TextChoices):
    """An error blocks freezing; a warning is for the planner to weigh."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One rule broken by the compounds `codes`, and what would repair it."""

    rule: str
    message: str
    repair: str
    codes: list[str] = field(default_factory=list)
    severity: Severity = Severity.ERROR
    overruled: dict | None = None

    def as_json(self):
        return {
            "rule": self.rule,
            "message": self.message,
            "repair": self.repair,
            "codes": self.codes,
            "severity": self.severity.value,
            "overruled": self.overruled,
        }

    def answered_by(self, overrulings):
        """The same warning with the reason for which it was overruled, if it was, about the same compounds."""
        if self.severity == Severity.ERROR:
            return self
        said = next((o for o in overrulings if (o.rule, o.codes) == (self.rule, sorted(self.codes))), None)
        if said is None:
            return self
        who = str(said.organisation or said.made_by.get_username())
        told = {"reason": said.reason, "by": who, "at": said.at.isoformat()}
        return replace(self, overruled=told, repair=_("Overruled by %(by)s: %(reason)s") % told)


def warning(rule, message, repair, codes=()):
    return Problem(rule, message, repair, list(codes), Severity.WARNING)


def names(compounds) -> str:
    """Names in a row, the way both languages read them."""
    return _(", ").join(compound.name for compound in compounds)


def problems(selection: Selection) -> list[Problem]:
    """Every rule that the selection breaks, errors first."""
    found = [problem.answered_by(selection.overrulings) for rule in RULES for problem in rule(selection)]
    return sorted(found, key=lambda problem: problem.severity != Severity.ERROR)


def errors(selection: Selection) -> list[Problem]:
    return [problem for problem in problems(selection) if problem.severity == Severity.ERROR]


def _of(selection, codes):
    return [member for member in selection.members if member.code in codes]


def _criteria(member, ok):
    """Labels of the criteria that speak against it (False) or are open (None)."""
    return [str(reason.label) for reason in standing(member) if reason.ok is ok]


def nothing_chosen(selection):
    if not selection.members:
        yield Problem("empty", _("No compound is chosen."), _("Choose at least two adjacent compounds."))


def not_in_register(selection):
    if selection.unknown:
        message = _("Not in the register: %(codes)s.") % {"codes": _(", ").join(selection.unknown)}
        yield Problem("unknown", message, _("Remove them from the selection."), selection.unknown)


def not_eligible(selection):
    for member in selection.members:
        said = {"name": member.name, "reasons": _(", ").join(_criteria(member, ok=False))}
        if member.eligibility == Eligibility.INELIGIBLE:
            message = _("%(name)s is not eligible: %(reasons)s.") % said
            repair = _("Remove %(name)s.") % said
            yield Problem("ineligible", message, repair, [member.code])


def not_yet_judged(selection):
    for member in selection.members:
        said = {"name": member.name, "reasons": _(", ").join(_criteria(member, ok=None))}
        if member.eligibility == Eligibility.UNJUDGED:
            message = _("%(name)s is not yet judged: %(reasons)s.") % said
            repair = _("Judge what is open with its evidence, or remove %(name)s.") % said
            yield Problem("unjudged", message, repair, [member.code])


def in_pieces(selection):
    groups = selection.pieces
    if len(groups) < 2:
        return
    said = {"count": len(groups), "gap": f"{selection.gap_m:g}"}
    message = _("The compounds lie in %(count)s separate pieces (gap over %(gap)s m, or a barrier between).") % said
    loose = [code for group in groups[1:] for code in group]
    yield Problem("connected", message, _join_or_remove(selection, groups, loose), loose)


def _join_or_remove(selection, groups, loose):
    beside = {selection.neighbours[pk].code: near["beside"] for pk, near in selection.ring.items()}
    by_code = {compound.code: compound for compound in selection.neighbours.values()}
    bridges = [code for code in joining(groups, beside) if by_code[code].eligibility == Eligibility.ELIGIBLE]
    said = {"names": names(_of(selection, loose))}
    if not bridges:
        return _("Remove %(names)s, or freeze them as a bundle of their own.") % said
    said["bridge"] = by_code[bridges[0]].name
    return _("Add %(bridge)s, which joins pieces, or remove %(names)s.") % said


def across_districts(selection):
    if len(selection.districts) < 2:
        return
    main = selection.districts[0]
    outside = [m for m in selection.members if m.district and m.district != main]
    said = {"districts": _(", ").join(d.name for d in selection.districts), "names": names(outside), "main": main.name}
    message = _("The compounds lie in more than one street office's district: %(districts)s.") % said
    codes = [m.code for m in outside]
    if selection.exception_reason:
        reason = _("Allowed as an exception: %(reason)s") % {"reason": selection.exception_reason}
        yield warning("district", message, reason, codes)
    else:
        repair = _("Remove %(names)s to stay within %(main)s, or state why the border must be crossed.") % said
        yield Problem("district", message, repair, codes)


def outside_districts(selection):
    outside = [m for m in selection.members if m.district is None]
    if outside:
        said = {"names": names(outside)}
        message = _("In no street office's district: %(names)s.") % said
        yield Problem("no_district", message, _("Correct the boundary, or remove %(names)s.") % said, _codes(outside))


def _codes(members):
    return [member.code for member in members]


def claimed_elsewhere(selection):
    for code, bundle in sorted(selection.claims.items()):
        said = {"name": _of(selection, [code])[0].name, "bundle": bundle.number, "year": selection.plan_year}
        message = _("%(name)s is already in bundle %(bundle)s of %(year)s.") % said
        repair = _("Remove %(name)s, choose another year, or dissolve %(bundle)s.") % said
        yield Problem("claimed", message, repair, [code])


def already_tendered(selection):
    begun = [m for m in selection.members if has_been_tendered(m)]
    if begun:
        said = {"names": names(begun)}
        message = _("Already tendered or further: %(names)s.") % said
        yield Problem("begun", message, _("Remove %(names)s.") % said, _codes(begun))


def already_designed(selection):
    designed = [m for m in selection.members if m.stage == Stage.DESIGNED]
    if designed and len(designed) < len(selection.members):
        said = {"names": names(designed)}
        message = _("Already designed, while others are not: %(names)s.") % said
        repair = _("Design all members together, or leave these out.")
        yield warning("designed", message, repair, _codes(designed))


def alone(selection):
    if len(selection.members) == 1:
        yield warning("single", _("One compound alone is no joint renovation."), _("Add a neighbour from the ring."))


def figure_labels() -> dict[str, str]:
    return {
        "household_count": _("households"),
        "building_count": _("buildings"),
        "floor_area_m2": _("floor area"),
        "estimate_cny": _("estimate"),
    }


def figures_missing(selection):
    labels = figure_labels()
    for figure, codes in selection.missing.items():
        said = {"figure": labels[figure], "names": names(_of(selection, codes))}
        message = _("Not on record: %(figure)s of %(names)s. The sum leaves it out.") % said
        yield warning(f"missing_{figure}", message, _("Enter the figure in the register."), codes)


def wished_otherwise(selection):
    others = [m for m in selection.members if m.wished_year and m.wished_year != selection.plan_year]
    if others:
        said = {"names": names(others), "year": selection.plan_year}
        message = _("Another year than %(year)s was wished for by %(names)s.") % said
        yield warning("wished_year", message, _("Ask the street office, or choose another year."), _codes(others))


def planned_otherwise(selection):
    planned = selection.planned_years
    others = [m for m in selection.members if planned.get(m.code, selection.plan_year) != selection.plan_year]
    if others:
        said = {"names": names(others), "year": selection.plan_year}
        message = _("In the annual plan of another year than %(year)s: %(names)s.") % said
        yield warning("planned_year", message, _("Change the annual plan, or choose its year."), _codes(others))


def must_be_tendered(selection):
    """At or over the line of its kind, by the sum of what may be procured together."""
    for part in procured(selection):
        if not part.must:
            continue
        said = _money(part.line.amount_cny)
        if part.kind == ContractKind.WORKS:
            message = _("The estimate reaches CNY %(limit)s: the works must be tendered openly.") % said
            yield warning("tender", message, _("Plan for an open tender."))
        else:
            said |= {"kind": part.label, "value": f"{part.value:,.0f}"}
            message = _("%(kind)s: CNY %(value)s together reach CNY %(limit)s and must be tendered openly.") % said
            yield warning(f"tender_{part.kind}", message, _("Plan for an open tender."))


def looks_like_splitting(selection):
    """Adjacent compounds of one year left apart, each under the line but together over it 化整为零."""
    near, limit = left_apart(selection)
    if not near:
        return
    said = {"names": names(near), **_money(limit)}
    message = _("Left apart from %(names)s of the same year, it stays under CNY %(limit)s; together they reach it.")
    repair = _("Take them in, or be ready to show that this is no splitting.")
    yield warning("splitting", message % said, repair, _codes(near))


def _money(limit):
    return {"limit": f"{limit:,}"}


RULES = (
    nothing_chosen,
    not_in_register,
    not_eligible,
    not_yet_judged,
    in_pieces,
    across_districts,
    outside_districts,
    claimed_elsewhere,
    already_tendered,
    already_designed,
    alone,
    figures_missing,
    wished_otherwise,
    planned_otherwise,
    must_be_tendered,
    looks_like_splitting,
)
