"""A checked plan as it is kept: each bundle with its figures, who is left alone and why, which limits bind."""

from collections import Counter, defaultdict

from ..bundling.checking import check
from .consulting import consulted
from .reading import instance_of

FIGURES = ("cost", "households", "weight", "shared_m", "organisations")


def outcome(stored, locks, rules, weight, plan) -> dict:
    """Codes and numbers only, the words follow when it is shown; WrongPlan where the plan breaks a rule."""
    check(plan, instance_of(stored, locks), rules)
    ground = Ground(stored, weight)
    bundles = [ground.figures(members) for members in plan.bundles]
    return {
        "value": plan.value,
        "bound": plan.bound,
        "gap": round(plan.gap, 6),
        "gap_on_weight": round(plan.gap_on_weight, 6),
        "members_cap": plan.members_cap,
        "capped": [stored["code"][k] for k in plan.capped],
        "unmet": [stored["code"][k] for k in plan.unmet],
        "bundles": bundles,
        "left_alone": _left_alone(stored, locks, rules, plan, ground),
        "left_out": stored["left_out"] + _locked_out(stored, locks),
        "totals": totals(bundles, plan.bundles, stored, locks, rules),
    }


class Ground:
    """Edges of a stored instance, found by their members."""

    def __init__(self, stored, weight):
        self.stored, self.weight = stored, weight
        self.near = defaultdict(dict)
        for i, j, worth, along, trench in stored["edges"]:
            shared = {"boundary": along, "trench": trench, "money": along + trench}[weight]
            self.near[i][j] = self.near[j][i] = (worth, shared)

    def inside(self, members):
        """(worth, metres) of all edges among some members."""
        taken = set(members)
        edges = [self.near[i][j] for i in members for j in self.near[i] if i < j and j in taken]
        return sum(worth for worth, _m in edges), sum(metres for _w, metres in edges)

    def figures(self, members) -> dict:
        stored = self.stored
        weight, shared_m = self.inside(members)
        return {
            "members": [stored["code"][k] for k in members],
            "district": stored["district"][members[0]],
            "weight": weight,
            "shared_m": shared_m,
            "cost": sum(stored["cost"][k] for k in members),
            "households": sum(stored["households"][k] or 0 for k in members),
            "organisations": len(consulted(stored, members)),
            "years": sorted(stored["year"][k] for k in members),
        }


def totals(bundles, members, stored, locks, rules) -> dict:
    """Of all bundles together; an organisation met in two of them counts once."""
    summed = {name: sum(bundle[name] for bundle in bundles) for name in FIGURES}
    everyone = [k for group in members for k in group]
    costs = [bundle["cost"] for bundle in bundles]
    return summed | {
        "compounds": len(everyone),
        "bundles": len(bundles),
        "fees": rules.beta * len(bundles),
        "organisations": len(consulted(stored, everyone)),
        "left_alone": len(set(stored["code"]) - {stored["code"][k] for k in everyone} - set(locks.get("outside", ()))),
        "least_cost": min(costs, default=0),
        "most_cost": max(costs, default=0),
    }


def _left_alone(stored, locks, rules, plan, ground):
    """[code, name, why] of each that is in no bundle, though it takes part and nobody locked it out."""
    taken, nowhere = {k for bundle in plan.bundles for k in bundle}, set(plan.nowhere)
    outside = set(locks.get("outside", ()))
    named = [k for k, code in enumerate(stored["code"]) if k not in taken and code not in outside]
    return [[stored["code"][k], stored["name"][k], _why_alone(k, stored, rules, nowhere, ground)] for k in named]


def _why_alone(k, stored, rules, nowhere, ground):
    cost, year = stored["cost"], stored["year"]
    if cost[k] > rules.cmax:
        return "over"
    if k not in nowhere:
        return "outbid"
    if not ground.near[k]:
        return "no_neighbour"
    if all(abs(year[k] - year[m]) > rules.year_spread for m in ground.near[k]):
        return "years"
    if all(cost[k] + cost[m] > rules.cmax for m in ground.near[k]):
        return "too_dear"
    if _most_around(k, cost, ground, rules.max_members) < rules.cmin:
        return "too_cheap"
    return "infeasible"


def _most_around(k, cost, ground, size):
    """What the dearest bundle of that size with `k` could cost at most, whatever else it had to keep."""
    around, edge = {k}, {k}
    for _step in range(size - 1):
        edge = {m for j in edge for m in ground.near[j]} - around
        around |= edge
    return cost[k] + sum(sorted((cost[m] for m in around - {k}), reverse=True)[: size - 1])


def _locked_out(stored, locks):
    name = dict(zip(stored["code"], stored["name"], strict=True))
    return [[code, name[code], "outside", {}] for code in locks.get("outside", ())]


def binding(result, rules) -> dict:
    """How often each limit stood in the way: {limit: number}."""
    bundles = result["bundles"]
    alone = Counter(why for _code, _name, why in result["left_alone"])
    return dict(alone) | {
        "full": sum(len(bundle["members"]) == rules.max_members for bundle in bundles),
        "spread": sum(bundle["years"][-1] - bundle["years"][0] == rules.year_spread > 0 for bundle in bundles),
    }
