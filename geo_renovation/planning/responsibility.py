"""Who organises, who pays, who maintains afterwards: the plan's rule for utilities, on plain data.

County plan, 四（四）: what a utility owns outside the household entry point it renews itself; what it does
not own is renewed under it and the departments concerned, in step with the compound, and handed over to
it afterwards. Drains and street lighting have no utility there: they go with the compound's works.
"""
from dataclasses import dataclass

from geo_renovation.utilities.choices import NetworkClass

from .choices import Bearer, Duty

WITH_THE_WORKS = (NetworkClass.RAIN, NetworkClass.SEWAGE, NetworkClass.COMBINED, NetworkClass.LIGHTING)


@dataclass(frozen=True)
class Holder:
    """An organisation as far as the rule minds it."""

    code: str
    name: str
    is_utility: bool = False
    is_municipal: bool = False
    classes: frozenset = frozenset()


@dataclass(frozen=True)
class Answers:
    """Each a Holder, or a Bearer where it is no organisation."""

    duty: Duty
    organises: Holder | Bearer
    pays: Holder | Bearer
    maintains: Holder | Bearer

    def as_json(self):
        said = {name: named(getattr(self, name)) for name in ("organises", "pays", "maintains")}
        return said | {"duty": self.duty.value, "duty_label": str(self.duty.label)}


UNDECIDED = Answers(Duty.UNDECIDED, Bearer.OPEN, Bearer.OPEN, Bearer.OPEN)


def answers(network_class: str, owner: Holder | None, holders) -> Answers:
    """The three answers for every line of a class and owner; `holders` are all organisations."""
    if owner and owner.is_utility:
        return Answers(Duty.OWNER, owner, owner, owner)
    if network_class in WITH_THE_WORKS:
        municipal = owner if owner and owner.is_municipal else next((h for h in holders if h.is_municipal), Bearer.OPEN)
        return Answers(Duty.WORKS, Bearer.WORKS, Bearer.FUNDS, municipal)
    utilities = [holder for holder in holders if holder.is_utility and network_class in holder.classes]
    if len(utilities) == 1:
        return Answers(Duty.UTILITY, utilities[0], Bearer.FUNDS, utilities[0])
    return UNDECIDED


def named(who: Holder | Bearer) -> dict:
    """As JSON; a bearer that is no organisation has no code."""
    if isinstance(who, Bearer):
        return {"code": "", "name": str(who.label)}
    return {"code": who.code, "name": who.name}
