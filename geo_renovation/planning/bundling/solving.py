"""Plans of bundles with what no plan can exceed. The same instance gives the same plan on any number of workers."""

import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from multiprocessing import get_context

import numpy as np

from .components import pieces
from .instance import Instance, Rules
from .master import Effort, choose
from .pool import Pool, enumerate_pool

# Rows of one piece: about 60 bytes each while they are grown.
MOST_BUNDLES = 3_000_000
# Bundles among which the best choice is found while the planner waits.
AT_ONCE = 20_000


@dataclass(frozen=True)
class Part:
    """The plan of one piece."""

    bundles: list[list[int]]
    value: int
    bound: float
    missing: float
    members_cap: int
    nowhere: list[int]
    size: int
    effort: Effort
    columns: int = 0

    @property
    def is_settled(self) -> bool:
        """Nothing is left to be won, or all was tried."""
        return self.missing < 1 or self.effort == Effort.PROVE


@dataclass(frozen=True)
class Plan:
    """Bundles by the numbers of their members; `bound` holds for bundles of up to `members_cap` members.

    `left_alone`: affordable, yet in no bundle; of these no feasible bundle has the ones `nowhere`. `unmet`: locked into
    the plan, but in none.
    """

    bundles: list[list[int]]
    value: int
    bound: float
    weight: int
    left_alone: list[int]
    nowhere: list[int] = field(default_factory=list)
    unmet: list[int] = field(default_factory=list)
    members_cap: int = 0
    capped: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def gap(self) -> float:
        """No plan can be more than this share better, 0–1."""
        return (self.bound - self.value) / self.bound if self.bound > 0 else 0.0

    @property
    def gap_on_weight(self) -> float:
        """The same, if all that may be missing were edge weight: the worth of each compound taken in flatters the other."""
        missing = self.bound - self.value
        return missing / (self.weight + missing) if missing > 0 else 0.0

    def as_json(self):
        shown = {name: getattr(self, name) for name in ("value", "bundles", "left_alone", "members_cap")}
        rounded = {
            "bound": round(self.bound, 3),
            "gap": round(self.gap, 6),
            "gap_on_weight": round(self.gap_on_weight, 6),
        }
        return shown | rounded | {"seconds": round(self.seconds, 3)}


def solve(instance: Instance, rules: Rules, *, gap=0.0, prove=False, workers=1, executor=None) -> Plan:
    """A plan within `gap` of the best, or the best itself with `prove`.

    `executor`: any of `concurrent.futures`, a Dask client's too; by default so many processes of this machine.
    """
    begun = time.monotonic()
    todo = pieces(instance, rules)
    with nullcontext(executor) if executor else _processes(min(workers, len(todo))) as pool:
        parts = _solved(todo, rules, Effort.PROVE if prove else Effort.DIVE, gap, pool)
        for effort in () if prove else (Effort.MEND, Effort.PROVE):
            while worst := [k for k in _worst(parts, gap) if parts[k].effort < effort]:
                better = _solved([todo[k] for k in worst], rules, effort, gap / 2, pool)
                for k, part in zip(worst, better, strict=True):
                    parts[k] = part
    return replace(plan_of(instance, rules, parts), seconds=time.monotonic() - begun)


def solve_at_once(todo, rules) -> list[Part]:
    """A plan of every piece by diving, the best there is while the pools together are small; asks no clock."""
    parts, left = [], AT_ONCE
    for piece in todo:
        part = solve_piece((piece, rules, Effort.DIVE, 0.0))
        if not part.is_settled and part.columns <= left:
            left -= part.columns
            part = solve_piece((piece, rules, Effort.PROVE, 0.0))
        parts.append(part)
    return parts


def solve_piece(task) -> Part:
    """One piece, with an effort."""
    piece, rules, effort, gap = task
    pool = _allowed(enumerate_pool(piece, rules, MOST_BUNDLES), piece)
    wanted = np.isin(pool.members, piece.wanted).sum(axis=1)
    # Worth more than all else together, so that no compound locked into the plan is given up for a better rest.
    bonus = int(np.maximum(pool.value, 0).max(initial=0)) * piece.n if len(piece.wanted) else 0
    choice = choose(replace(pool, value=pool.value + bonus * wanted), piece, effort, gap)
    members = [pool.members[row] for row in choice.rows]
    reached = np.zeros(piece.n + 1, bool)
    reached[pool.members] = True
    met = int(wanted[choice.rows].sum())
    return Part(
        bundles=sorted([int(piece.nodes[k]) for k in row if k < piece.n] for row in members),
        value=choice.value - bonus * met,
        bound=max(
            choice.bound - bonus * (met if effort == Effort.PROVE else len(piece.wanted)), choice.value - bonus * met
        ),
        missing=choice.bound - choice.value,
        members_cap=pool.max_members,
        nowhere=[int(node) for node in piece.nodes[~reached[:-1]]],
        size=piece.n,
        effort=effort,
        columns=len(pool.value),
    )


def _allowed(pool, piece) -> Pool:
    """Without the bundles that the planner's locks forbid."""
    kept = np.ones(len(pool.value), bool)
    for group in piece.together:
        held = np.isin(pool.members, group).sum(axis=1)
        kept &= (held == 0) | (held == len(group))
    for pair in piece.apart:
        kept &= np.isin(pool.members, pair).sum(axis=1) < 2
    return replace(pool, members=pool.members[kept], value=pool.value[kept])


def _solved(todo, rules, effort, gap, executor):
    """In their order; the largest first in line, so that no worker is left with one at the end."""
    order = sorted(range(len(todo)), key=lambda k: -todo[k].n)
    tasks = [(todo[k], rules, effort, gap) for k in order]
    results = executor.map(solve_piece, tasks) if executor else map(solve_piece, tasks)
    return [part for _k, part in sorted(zip(order, results, strict=True), key=lambda each: each[0])]


def _worst(parts, gap):
    """Pieces without whose shortfall the whole would be within the gap; the small with much to win first."""
    allowed = gap * sum(part.bound for part in parts)
    missing = sum(part.missing for part in parts)
    worst = []
    for k in sorted(range(len(parts)), key=lambda k: (-parts[k].missing / parts[k].size ** 2, k)):
        if missing <= allowed or parts[k].missing < 1:
            break
        worst.append(k)
        missing -= parts[k].missing
    return sorted(worst)


@contextmanager
def _processes(workers):
    if workers <= 1:
        yield None
        return
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        yield pool


def plan_of(instance, rules, parts) -> Plan:
    """The plan of the whole from those of its pieces."""
    bundles = sorted(bundle for part in parts for bundle in part.bundles)
    taken = {k for bundle in bundles for k in bundle}
    alone = [k for k in range(instance.n) if k not in taken and instance.cost[k] <= rules.cmax]
    alone = [k for k in alone if k not in set(instance.locks.outside)]
    value = sum(part.value for part in parts)
    capped = [k for part in parts if part.members_cap < rules.max_members for bundle in part.bundles for k in bundle]
    return Plan(
        bundles=bundles,
        value=value,
        bound=sum(part.bound for part in parts),
        weight=value - rules.alpha * len(taken) + rules.beta * len(bundles),
        left_alone=alone,
        nowhere=sorted(k for part in parts for k in part.nowhere),
        unmet=sorted(instance.locks.wanted - taken),
        members_cap=min((part.members_cap for part in parts), default=rules.max_members),
        capped=sorted(capped),
    )
