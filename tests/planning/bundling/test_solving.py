"""Plans of bundles: the best there is, the same on any number of workers, within what was promised."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256

import pytest

from geo_renovation.planning.bundling.checking import check
from geo_renovation.planning.bundling.instance import Instance, InvalidInstance, Locks, Rules
from geo_renovation.planning.bundling.solving import solve
from tests.planning.bundling.instances import best_value, chain, small
from tests.planning.bundling.shared import OPTIMA, RULES_OF_OPTIMA, shared_instance

RULES = Rules(cmin=600, cmax=2500, max_members=5, year_spread=1, alpha=100, beta=7)
ROW = Rules(cmin=1000, cmax=2000, max_members=3, year_spread=0)


def digest(plan):
    return sha256(json.dumps([plan.bundles, plan.value, plan.bound]).encode()).hexdigest()


@pytest.mark.parametrize("seed", range(25))
def test_the_proven_plan_is_the_best_of_all_choices(seed):
    instance = small(seed)
    plan = check(solve(instance, RULES, prove=True), instance, RULES)
    assert plan.value == plan.bound == best_value(instance, RULES)


@pytest.mark.parametrize("seed", range(10))
def test_no_choice_is_better_than_the_bound_of_a_quick_plan(seed):
    instance = small(seed)
    plan = check(solve(instance, RULES, gap=1.0), instance, RULES)
    assert plan.value <= best_value(instance, RULES) <= plan.bound + 1e-6


@pytest.mark.parametrize(("n", "streets", "seed", "optimum"), OPTIMA)
def test_the_known_optima_are_met_and_proven(n, streets, seed, optimum):
    instance = shared_instance(n, streets, seed)
    plan = check(solve(instance, RULES_OF_OPTIMA, prove=True, workers=2), instance, RULES_OF_OPTIMA)
    assert (plan.value, plan.bound) == (optimum, optimum)


def test_a_plan_is_within_the_gap_that_was_asked_for():
    instance = shared_instance(300, 3, 1)
    plan = check(solve(instance, RULES_OF_OPTIMA, gap=0.005), instance, RULES_OF_OPTIMA)
    assert plan.gap <= 0.005
    assert plan.gap_on_weight > plan.gap


def test_the_same_instance_gives_the_same_plan_with_one_worker_and_with_four_while_the_machine_is_busy():
    instance = shared_instance(300, 3, 2)
    with ThreadPoolExecutor(2) as busy:
        load = [busy.submit(sum, range(60_000_000)) for _ in range(2)]
        plans = [solve(instance, RULES_OF_OPTIMA, gap=0.002, workers=workers) for workers in (1, 4, 1)]
        [each.result() for each in load]
    assert len({digest(plan) for plan in plans}) == 1


def test_a_compound_too_dear_stands_alone_and_is_not_left():
    plan = solve(chain([1000, 5000, 1000]), ROW, prove=True)
    assert plan.left_alone == []
    assert plan.bundles == [[0], [2]]


def test_what_no_feasible_bundle_has_is_told():
    plan = solve(chain([400, 400, 3000, 1200]), ROW, prove=True)
    assert plan.left_alone == plan.nowhere == [0, 1]


def test_locks_hold_together_keep_apart_take_in_and_leave_out():
    free = chain([900, 700, 700, 700, 900], w=[10, 500, 500, 10])
    locked = replace(free, locks=Locks(together=((0, 1),), apart=((2, 3),), outside=(4,)))
    plan = check(solve(locked, ROW, prove=True), locked, ROW)
    assert [0, 1] in plan.bundles
    assert plan.left_alone == [2, 3]
    inside = replace(free, locks=Locks(inside=(0,)))
    assert any(0 in bundle for bundle in check(solve(inside, ROW, prove=True), inside, ROW).bundles)


def test_a_compound_locked_into_the_plan_is_worth_more_than_any_other():
    rules = Rules(cmin=1000, cmax=2000, max_members=2, year_spread=0, alpha=1, beta=0)
    free = chain([600, 600, 600], w=[1, 900])
    assert solve(free, rules, prove=True).bundles == [[1, 2]]
    inside = replace(free, locks=Locks(inside=(0,)))
    plan = check(solve(inside, rules, prove=True), inside, rules)
    assert (plan.bundles, plan.value, plan.bound) == ([[0, 1]], 3, 3)


def test_locks_that_no_bundle_can_keep_are_told():
    instance = chain([900, 900, 900], locks=Locks(together=((0, 2),)))
    plan = check(solve(instance, replace(ROW, max_members=2), prove=True), instance, ROW)
    assert plan.unmet == [0, 2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cost": [1]}, "“cost” has 1 entries, 2 are needed"),
        ({"edges": [[0, 2]]}, "edge 0 joins 0 and 2"),
        ({"w": [-1]}, "“w” 0 is negative"),
        ({"year": ["soon", 2027]}, "whole numbers"),
        ({"edges": 7}, "whole numbers"),
    ],
)
def test_a_wrong_instance_is_refused_in_words(change, said):
    data = {"n": 2, "edges": [[0, 1]], "w": [5], "cost": [1, 1], "year": [2027, 2027], "street": [1, 1]}
    Instance.from_json(data)
    with pytest.raises(InvalidInstance, match=said):
        Instance.from_json(data | change)
