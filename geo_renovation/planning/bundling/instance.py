"""Compounds, their adjacency and the rules of bundling, as plain data."""

from dataclasses import dataclass, field


class InvalidInstance(ValueError):
    """What is wrong with an instance, and where."""


@dataclass(frozen=True)
class Rules:
    """Limits and weights of bundling; costs in the instance's unit of money, weights in its unit of edges."""

    cmin: int
    cmax: int
    max_members: int
    year_spread: int
    alpha: int = 1000
    beta: int = 0

    def __post_init__(self):
        if not 0 <= self.cmin <= self.cmax:
            raise InvalidInstance(
                f"cost window {self.cmin}–{self.cmax}: the lower limit must lie between 0 and the upper"
            )
        if self.max_members < 1:
            raise InvalidInstance(f"largest size {self.max_members}: at least 1")
        if self.year_spread < 0:
            raise InvalidInstance(f"year spread {self.year_spread}: at least 0")


@dataclass(frozen=True)
class Locks:
    """What a planner has fixed: groups that stay together, pairs kept apart, compounds in some bundle or in none."""

    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    inside: tuple[int, ...] = ()
    outside: tuple[int, ...] = ()

    @property
    def wanted(self) -> set[int]:
        """What is to be in some bundle."""
        return {k for group in (*self.together, self.inside) for k in group}


@dataclass(frozen=True)
class Instance:
    """`n` compounds 0…n−1; `edges` (i, j) of adjacent ones with weights `w`; cost, wished year and street of each."""

    n: int
    edges: list[tuple[int, int]]
    w: list[int]
    cost: list[int]
    year: list[int]
    street: list
    locks: Locks = field(default_factory=Locks)

    def __post_init__(self):
        for name, count in (("cost", self.n), ("year", self.n), ("street", self.n), ("w", len(self.edges))):
            if len(getattr(self, name)) != count:
                raise InvalidInstance(f"“{name}” has {len(getattr(self, name))} entries, {count} are needed")
        for place, (i, j) in enumerate(self.edges):
            if not (0 <= i < self.n and 0 <= j < self.n and i != j):
                raise InvalidInstance(
                    f"edge {place} joins {i} and {j}: two different compounds below {self.n} are needed"
                )
        for name in ("w", "cost"):
            if (least := min(getattr(self, name), default=0)) < 0:
                raise InvalidInstance(f"“{name}” {getattr(self, name).index(least)} is negative")
        self._check_locks()

    def _check_locks(self):
        locks = self.locks
        for k in (*locks.wanted, *locks.outside, *(k for pair in locks.apart for k in pair)):
            if not 0 <= k < self.n:
                raise InvalidInstance(f"a lock names compound {k}: only 0 to {self.n - 1} are there")
        if both := sorted(locks.wanted & set(locks.outside)):
            raise InvalidInstance(f"compounds {both} are locked into the plan and out of it")

    @classmethod
    def from_json(cls, data):
        """Of a mapping with n, edges, w, cost, year, street; errors name the field."""
        if not isinstance(data, dict):
            raise InvalidInstance("an object with n, edges, w, cost, year and street is needed")
        missing = [name for name in ("n", "edges", "w", "cost", "year", "street") if name not in data]
        if missing:
            raise InvalidInstance(f"missing: {', '.join(missing)}")
        try:
            edges = [(int(i), int(j)) for i, j in data["edges"]]
            weights, costs, years = ([int(value) for value in data[name]] for name in ("w", "cost", "year"))
            return cls(int(data["n"]), edges, weights, costs, years, list(data["street"]))
        except (TypeError, ValueError) as wrong:
            if isinstance(wrong, InvalidInstance):
                raise
            raise InvalidInstance(f"n, edges, w, cost and year must be whole numbers: {wrong}") from wrong
