"""The choice of disjoint bundles from a pool, by HiGHS: LP bound by pricing, a plan by diving, the proof by a MIP.

Nothing here looks at a clock: limits are numbers of nodes, the seed is fixed and HiGHS runs in one thread, so that the
same pool gives the same plan however busy the machine is.
"""

from dataclasses import dataclass
from enum import IntEnum
from itertools import count

import highspy
import numpy as np

TOLERANCE = 1e-6
SEED = 2021
FIRST_PER_COMPOUND = 12
PRICED_PER_ROUND = 3
MIP_NODES = 20_000
PROHIBITIVE = 1e12
DIVE_ROUNDS = 1
MENDED_TOGETHER = 16


class SolverFailed(RuntimeError):
    """HiGHS ended otherwise than with an optimum or at its limit of nodes."""


@dataclass
class Choice:
    """Rows of the pool chosen, their value, and what no choice can exceed."""

    rows: list[int]
    value: int
    bound: float


class Effort(IntEnum):
    """How far a plan is taken."""

    DIVE = 0  # the LP's favourites, one after the other
    MEND = 1  # the surroundings of each compound left alone chosen anew
    PROVE = 2  # the best there is


def choose(pool, piece, effort, gap=0.0) -> Choice:
    """The best plan found with that effort; mending ends where no plan can be better by more than the gap, 0–1."""
    if not len(pool.value) or pool.value.max() <= 0:
        return Choice([], 0, 0.0)
    relaxation = Relaxation(pool, piece.n)
    best = relaxation.dive(relaxation.solve())
    if effort >= Effort.MEND:
        best = _mended(pool, piece, best, relaxation.reduced(), gap)
    if effort == Effort.PROVE and best.value < best.bound:
        best = _proven(pool, piece.n, best, relaxation.reduced())
    return best


class Relaxation:
    """The LP over the pool; columns enter as they are priced in."""

    def __init__(self, pool, n):
        self.pool, self.n = pool, n
        self.columns = np.zeros(0, np.int64)
        self.is_in = np.zeros(len(pool.value), bool)
        self.taken = np.zeros(0, bool)
        self.solver = _solver()
        for _ in range(n):
            self.solver.addRow(-highspy.kHighsInf, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
        self.price = np.zeros(n + 1)
        self._enter(_first(pool, n))

    def solve(self) -> float:
        """Prices columns in until none is left that pays; what no plan can exceed, in whole units as all values are."""
        self._price_in()
        # A plan has at most n bundles, so what rounding leaves of positive values is accounted for.
        return float(np.floor(self.price.sum() + self.n * max(0.0, self.reduced().max()) + TOLERANCE))

    def reduced(self):
        """What each bundle is worth beyond the prices of its members."""
        return self.pool.value - self.price[self.pool.members].sum(axis=1)

    def dive(self, bound) -> Choice:
        """Takes the bundle that the LP likes best, again and again; leaves prices and columns as the bound has them."""
        price, rows = self.price.copy(), []
        while True:
            solution = np.asarray(self.solver.getSolution().col_value)
            solution[self.taken] = 0.0
            if solution.max(initial=0.0) <= TOLERANCE:
                break
            whole = np.flatnonzero(solution > 1 - TOLERANCE)
            self._take(whole if len(whole) else np.array([np.argmax(solution)]))
            self._price_in(rounds=DIVE_ROUNDS)
        rows = np.sort(self.columns[self.taken]).tolist()
        self._release()
        self.price = price
        return Choice(rows, int(self.pool.value[rows].sum()), bound)

    def _price_in(self, rounds=None):
        self._run()
        for _round in count() if rounds is None else range(rounds):
            reduced = self.reduced()
            paying = np.flatnonzero((reduced > TOLERANCE) & ~self.is_in)
            if not len(paying):
                break
            self._enter(_spread(self.pool, paying, reduced[paying], self.n, PRICED_PER_ROUND))
            self._run()

    def _enter(self, rows):
        self.is_in[rows] = True
        self.columns = np.concatenate([self.columns, rows])
        members = self.pool.members[rows]
        real = members < self.n
        starts = np.concatenate([[0], np.cumsum(real.sum(axis=1))[:-1]]).astype(np.int32)
        index = members[real].astype(np.int32)
        entering = len(rows)
        lower, upper = np.zeros(entering), np.full(entering, highspy.kHighsInf)
        cost = -self.pool.value[rows].astype(float)
        self.solver.addCols(entering, cost, lower, upper, len(index), starts, index, np.ones(len(index)))
        self.taken = np.concatenate([self.taken, np.zeros(entering, bool)])

    def _run(self):
        _run(self.solver)
        self.price[: self.n] = np.maximum(0.0, -np.asarray(self.solver.getSolution().row_dual))
        # Nothing else can have the members of a bundle that is taken.
        self.price[self.pool.members[self.columns[self.taken]]] = PROHIBITIVE
        self.price[self.n] = 0.0

    def _take(self, columns):
        self.taken[columns] = True
        for column in columns:
            self.solver.changeColBounds(int(column), 1.0, 1.0)

    def _release(self):
        for column in np.flatnonzero(self.taken):
            self.solver.changeColBounds(int(column), 0.0, highspy.kHighsInf)
        self.taken[:] = False


def _mended(pool, piece, best, reduced, gap):
    """Around each compound left alone, the bundles near it are chosen anew."""
    for node in np.setdiff1d(pool.members, np.append(pool.members[best.rows], piece.n)):
        if best.bound - best.value <= gap * best.bound:
            break
        around = _around(pool, piece, best, node)
        inside = np.append(np.isin(np.arange(piece.n), around), True)
        kept = [row for row in best.rows if not inside[pool.members[row]].all()]
        rows = np.flatnonzero(inside[pool.members].all(axis=1) & (reduced > best.value - best.bound))
        if not len(rows):
            continue
        found = _mip(pool, piece.n, rows, Choice(sorted(set(best.rows) - set(kept)), 0, 0.0))
        value = found.value + int(pool.value[kept].sum())
        if value > best.value:
            best = Choice(sorted(kept + found.rows), value, best.bound)
    return best


def _around(pool, piece, best, node):
    """The compound, and whole bundles nearest to it, as many as are quickly chosen anew."""
    order = [node]
    left = [pool.members[row][pool.members[row] < piece.n] for row in best.rows]
    while len(order) < MENDED_TOGETHER:
        touching = [piece.adjacent[np.ix_(members, order)].sum() for members in left]
        if not any(touching):
            break
        order.extend(left.pop(int(np.argmax(touching))))
    return order


def _proven(pool, n, best, reduced):
    """Only bundles whose reduced value is above what is missing can be part of a better plan (reduced-cost fixing)."""
    found = _mip(pool, n, np.flatnonzero(reduced >= best.value - best.bound - TOLERANCE), best)
    bound = min(best.bound, max(found.bound, best.value))
    return Choice(found.rows, found.value, bound) if found.value > best.value else Choice(best.rows, best.value, bound)


def _mip(pool, n, rows, start):
    """The best choice among some rows of the pool, and its own bound."""
    solver = _solver()
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.999)
    solver.setOptionValue("mip_max_nodes", MIP_NODES)
    model = highspy.HighsLp()
    members = pool.members[rows]
    real = members < n
    model.num_col_, model.num_row_ = len(rows), n
    model.col_cost_ = -pool.value[rows].astype(float)
    model.col_lower_, model.col_upper_ = np.zeros(len(rows)), np.ones(len(rows))
    model.row_lower_, model.row_upper_ = np.full(n, -highspy.kHighsInf), np.ones(n)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(real.sum(axis=1))]).astype(np.int32)
    model.a_matrix_.index_ = members[real].astype(np.int32)
    model.a_matrix_.value_ = np.ones(int(real.sum()))
    model.integrality_ = [highspy.HighsVarType.kInteger] * len(rows)
    solver.passModel(model)
    place = {int(row): column for column, row in enumerate(rows)}
    if all(row in place for row in start.rows):
        known = highspy.HighsSolution()
        values = np.zeros(len(rows))
        values[[place[row] for row in start.rows]] = 1.0
        known.col_value = list(values)
        solver.setSolution(known)
    _run(solver)
    chosen = np.flatnonzero(np.asarray(solver.getSolution().col_value) > 0.5)
    kept = sorted(int(rows[column]) for column in chosen)
    return Choice(kept, int(pool.value[kept].sum()), float(np.floor(-solver.getInfo().mip_dual_bound + TOLERANCE)))


def _solver():
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", SEED)):
        solver.setOptionValue(option, value)
    return solver


def _run(solver):
    solver.run()
    status = solver.getModelStatus()
    if status not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kSolutionLimit):
        raise SolverFailed(f"HiGHS: {solver.modelStatusToString(status)}")


def _first(pool, n):
    """For each compound the bundles of most value a member."""
    density = pool.value / (pool.members < n).sum(axis=1)
    return _spread(pool, np.arange(len(density)), density, n, FIRST_PER_COMPOUND)


def _spread(pool, rows, worth, n, each):
    """The best `each` rows of every compound, in order."""
    order = rows[np.argsort(-worth, kind="stable")]
    members = pool.members[order]
    taken = np.zeros(len(order), bool)
    for place in range(members.shape[1]):
        owner = members[:, place]
        sequence = np.argsort(owner, kind="stable")
        ranked = owner[sequence]
        fresh = np.concatenate([[True], ranked[1:] != ranked[:-1]])
        start = np.maximum.accumulate(np.where(fresh, np.arange(len(ranked)), 0))
        best = (np.arange(len(ranked)) - start < each) & (ranked < n)
        taken[sequence[best]] = True
    return np.sort(order[taken])
