"""Whether a plan keeps the rules, read anew from the instance: shares nothing with the solver that made it."""

from collections import Counter, defaultdict

from .instance import Instance, Rules
from .solving import Plan


class WrongPlan(ValueError):
    """Every rule that a plan breaks, one sentence each."""

    def __init__(self, faults):
        super().__init__(" ".join(faults))
        self.faults = faults


def check(plan: Plan, instance: Instance, rules: Rules) -> Plan:
    """The plan, if it keeps every rule; else WrongPlan."""
    near = neighbours(instance)
    faults = [fault for bundle in plan.bundles for fault in _faults_of(bundle, instance, rules, near)]
    faults += _faults_of_all(plan, instance, rules, near)
    faults += _faults_of_locks(plan, instance)
    if faults:
        raise WrongPlan(faults)
    return plan


def neighbours(instance: Instance) -> dict:
    """{compound: [(neighbour, weight)]}, each edge from its lower end."""
    near = defaultdict(list)
    for (i, j), w in zip(instance.edges, instance.w, strict=True):
        near[min(i, j)].append((max(i, j), w))
    return near


def value_of(bundle, rules: Rules, near) -> int:
    """α for each member, the weight of the edges inside, less β."""
    inside = set(bundle)
    weight = sum(w for i in inside for j, w in near.get(i, ()) if j in inside)
    return rules.alpha * len(inside) + weight - rules.beta


def _faults_of(bundle, instance, rules, near):
    if not bundle or any(not 0 <= k < instance.n for k in bundle):
        yield f"Bundle {bundle} names compounds that are not there."
        return
    if len(bundle) > rules.max_members:
        yield f"Bundle {bundle} has more than {rules.max_members} members."
    if len({instance.street[k] for k in bundle}) > 1:
        yield f"Bundle {bundle} lies in more than one street."
    cost = sum(instance.cost[k] for k in bundle)
    if not rules.cmin <= cost <= rules.cmax:
        yield f"Bundle {bundle} costs {cost}, outside {rules.cmin}–{rules.cmax}."
    years = [instance.year[k] for k in bundle]
    if max(years) - min(years) > rules.year_spread:
        yield f"Bundle {bundle} joins wished years more than {rules.year_spread} apart."
    if not _is_connected(bundle, near):
        yield f"Bundle {bundle} is not one connected piece."


def _is_connected(bundle, near):
    left, todo = set(bundle[1:]), [bundle[0]]
    edges = [(i, j) for i in bundle for j, _w in near.get(i, ()) if j in bundle]
    while todo:
        reached = {j if i == todo[-1] else i for i, j in edges if todo[-1] in (i, j)} & left
        todo.pop()
        left -= reached
        todo.extend(reached)
    return not left


def _faults_of_all(plan, instance, rules, near):
    count = Counter(k for bundle in plan.bundles for k in bundle)
    if twice := sorted(k for k, times in count.items() if times > 1):
        yield f"Compounds {twice} are in more than one bundle."
    value = sum(value_of(bundle, rules, near) for bundle in plan.bundles)
    if value != plan.value:
        yield f"The bundles are worth {value}, not {plan.value}."
    if plan.bound < value - 1e-6:
        yield f"The bound {plan.bound} is below the plan's value {value}."
    locked_out = set(instance.locks.outside)
    alone = {k for k in range(instance.n) if k not in count and instance.cost[k] <= rules.cmax} - locked_out
    if alone != set(plan.left_alone):
        yield f"Left alone are {sorted(alone)}, not {sorted(plan.left_alone)}."


def _faults_of_locks(plan, instance):
    where = {k: place for place, bundle in enumerate(plan.bundles) for k in bundle}
    locks = instance.locks
    for group in locks.together:
        if len({where.get(k) for k in group}) > 1:
            yield f"Compounds {list(group)} are to stay together."
    for i, j in locks.apart:
        if i in where and where[i] == where.get(j):
            yield f"Compounds {i} and {j} are to be kept apart."
    if missed := sorted(locks.wanted - set(where) - set(plan.unmet)):
        yield f"Compounds {missed} are to be in a bundle."
    for k in locks.outside:
        if k in where:
            yield f"Compound {k} is to be in no bundle."
