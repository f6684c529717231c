"""Proposals of bundles on instances with known optima, beside the aims of the design."""
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from geo_renovation.planning.bundling.checking import check
from geo_renovation.planning.bundling.instance import Instance, Rules
from geo_renovation.planning.bundling.solving import solve

from .measure import Row, say

MADE_BY = Path(settings.BASE_DIR).parent / "shared" / "bundling" / "instances.py"
RULES = Rules(cmin=1500, cmax=4000, max_members=6, year_spread=1, alpha=1000, beta=0)
AIM = "aim of the design"


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
