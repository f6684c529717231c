"""A bundle's contracts by kind against the lines from which they must be tendered openly."""
from dataclasses import dataclass
from decimal import Decimal

from .choices import ContractKind
from .models import TenderThreshold


@dataclass(frozen=True)
class Procured:
    """All contracts of one kind that may be procured together; `value` is None where none is on record."""

    kind: ContractKind
    value: Decimal | None
    is_from_register: bool
    line: TenderThreshold | None

    @property
    def label(self) -> str:
        return str(self.kind.label)

    @property
    def must(self) -> bool:
        """Reaches the line."""
        return self.line is not None and self.value is not None and self.value >= self.line.amount_cny

    def as_json(self) -> dict:
        line = self.line and {
            "amount_cny": self.line.amount_cny, "valid_from": self.line.valid_from.isoformat(), "source": self.line.source
        }  # fmt: skip
        value = None if self.value is None else round(float(self.value), 2)
        return {
            "kind": self.kind.value, "value": value, "is_from_register": self.is_from_register, "line": line, "must": self.must
        }  # fmt: skip


def procured(selection) -> list[Procured]:
    return [_of_kind(selection, kind, selection.thresholds.get(kind)) for kind in ContractKind]


def _of_kind(selection, kind, line):
    entered = entered_value(selection.contracts, kind)
    if entered is None and kind == ContractKind.WORKS:
        return Procured(kind, works_value(selection), True, line)
    return Procured(kind, entered, False, line)


def entered_value(contracts, kind) -> Decimal | None:
    """The sum of the contracts of a kind that have a value."""
    values = [c.amount_cny for c in contracts if c.kind == kind and c.amount_cny is not None]
    return sum(values) if values else None


def works_value(selection) -> Decimal:
    """The works as entered; until then the register's estimates."""
    entered = entered_value(selection.contracts, ContractKind.WORKS)
    return Decimal(selection.total("estimate_cny")) if entered is None else entered


def contract_json(contract) -> dict:
    amount = contract.amount_cny
    return {"kind": contract.kind, "name": contract.name, "amount_cny": None if amount is None else float(amount)}
