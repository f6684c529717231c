"""Proposals of bundles on instances with known optima, beside the aims of the design."""
import importlib.util
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from geo_renovation.planning.bundling.checking import check
from geo_renovation.planning.bundling.components import pieces
from geo_renovation.planning.bundling.instance import Instance, Rules
from geo_renovation.planning.bundling.solving import solve

from .measure import Row, say

MADE_BY = Path(settings.BASE_DIR).parent / "shared" / "bundling" / "instances.py"
RULES = Rules(cmin=1500, cmax=4000, max_members=6, year_spread=1, alpha=1000, beta=0)
AIM = "aim of the design"
SPOPT = Path(settings.BASE_DIR) / ".venv" / "spopt" / "bin" / "python"
BESIDE_SPOPT = (300, 3, 1)


@dataclass(frozen=True)
class Case:
    """Compounds in streets, made from several seeds, solved to a gap (0: proven) within some seconds."""

    compounds: int
    streets: int
    gap: float
    aim_s: float
    seeds: tuple = (1, 2, 3)


COUNTY = (Case(60, 3, 0, 0.5), Case(300, 3, 0.005, 2), Case(300, 3, 0, 5), Case(3000, 30, 0.01, 1.5))
PROVINCE = (Case(50_000, 500, 0.01, 15, seeds=(1,)),)


def rows(cases):
    """One row for each case: the median of its seeds in time, the worst of its gaps."""
    generate = _generator()
    for case in cases:
        say(f"bundles: {case.compounds:,} compounds in {case.streets} streets")
        plans = [_solved(generate, case, seed) for seed in case.seeds]
        seconds = sorted(plan.seconds for plan in plans)[len(plans) // 2]
        worst = max(plans, key=lambda plan: plan.gap)
        what = f"bundles of {case.compounds:,} compounds, " + (f"within {case.gap:.1%}" if case.gap else "proven optimal")
        why = f"proven within {worst.gap:.2%}, on weight alone {worst.gap_on_weight:.2%}; {os.cpu_count()} processes"
        yield Row(what, seconds, case.aim_s, "s", "<= 1", why, AIM)


def beside_spopt():
    """Compounds left in no bundle that keeps the rules, by us and by spopt's max-p, on one instance."""
    say("bundles: beside spopt's max-p")
    instance = Instance.from_json(_generator()(*BESIDE_SPOPT))
    plan = check(solve(instance, RULES, prove=True, workers=os.cpu_count()), instance, RULES)
    ours = instance.n - sum(map(len, plan.bundles))
    kept = [region for region in _regions(instance) if _keeps_the_rules(region, instance)]
    theirs = instance.n - sum(map(len, kept))
    why = "max-p knows a least cost and adjacency, no highest cost, no size and no years; its regions that break them count as left out"
    yield Row(f"compounds of {instance.n} in no bundle that keeps the rules", ours, theirs, "compounds", "<= 0.25", why, "spopt max-p")


def _regions(instance):
    """By spopt, piece by piece as ours are; what is too dear for any bundle is spared it."""
    free = Rules(RULES.cmin, RULES.cmax, instance.n, max(instance.year) - min(instance.year))
    given = {"pieces": [piece.nodes.tolist() for piece in pieces(instance, free)], "cmin": RULES.cmin}
    given |= {"edges": instance.edges, "cost": instance.cost, "year": instance.year}
    child = Path(__file__).with_name("spopt_child.py")
    ended = subprocess.run([SPOPT, child], input=json.dumps(given), capture_output=True, text=True, check=True)
    return json.loads(ended.stdout.splitlines()[-1])


def _keeps_the_rules(region, instance):
    years, cost = [instance.year[k] for k in region], sum(instance.cost[k] for k in region)
    fits = len(region) <= RULES.max_members and max(years) - min(years) <= RULES.year_spread
    return fits and RULES.cmin <= cost <= RULES.cmax


def _solved(generate, case, seed):
    instance = Instance.from_json(generate(case.compounds, case.streets, seed))
    plan = solve(instance, RULES, gap=case.gap, prove=not case.gap, workers=os.cpu_count())
    return check(plan, instance, RULES)


def _generator():
    if not MADE_BY.exists():
        raise RuntimeError("the instances with known optima are missing beside the project: ../shared/bundling")
    spec = importlib.util.spec_from_file_location("bundling_instances", MADE_BY)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.gen
