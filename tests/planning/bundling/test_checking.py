"""A wrong plan of each kind is refused."""

from dataclasses import replace

import pytest

from geo_renovation.planning.bundling.checking import WrongPlan, check
from geo_renovation.planning.bundling.instance import Locks, Rules
from geo_renovation.planning.bundling.solving import Plan
from tests.planning.bundling.instances import chain

RULES = Rules(cmin=1000, cmax=2000, max_members=3, year_spread=1)
ROW = chain([600] * 6, years=[2026, 2026, 2027, 2027, 2028, 2028], streets=[1, 1, 1, 1, 1, 2])


def plan(bundles, **changes):
    weight = sum(10 for bundle in bundles for k in bundle if k + 1 in bundle)
    value = 1000 * sum(map(len, bundles)) + weight
    taken = {k for bundle in bundles for k in bundle}
    left = [k for k in range(6) if k not in taken]
    return replace(Plan(bundles, value, float(value), weight, left), **changes)


def test_a_plan_that_keeps_every_rule_passes():
    good = plan([[0, 1], [2, 3]])
    assert check(good, ROW, RULES) is good


@pytest.mark.parametrize(
    ("bundles", "changes", "said"),
    [
        ([[0, 2]], {}, "not one connected piece"),
        ([[4, 5]], {}, "more than one street"),
        ([[0]], {}, "costs 600"),
        ([[0, 1, 2, 3]], {}, "more than 3 members"),
        ([[1, 2, 3, 4]], {}, "wished years"),
        ([[0, 1], [1, 2]], {}, "more than one bundle"),
        ([[0, 9]], {}, "not there"),
        ([[0, 1]], {"value": 2011}, "are worth 2010, not 2011"),
        ([[0, 1]], {"bound": 2000.0}, "below the plan's value"),
        ([[0, 1]], {"left_alone": [2]}, "Left alone are"),
    ],
)
def test_a_wrong_plan_is_refused(bundles, changes, said):
    with pytest.raises(WrongPlan, match=said):
        check(plan(bundles, **changes), ROW, RULES)


@pytest.mark.parametrize(
    ("locks", "said"),
    [
        (Locks(together=((1, 2),)), "to stay together"),
        (Locks(apart=((0, 1),)), "kept apart"),
        (Locks(outside=(0,)), "in no bundle"),
        (Locks(inside=(4,)), "to be in a bundle"),
    ],
)
def test_a_plan_against_a_lock_is_refused(locks, said):
    with pytest.raises(WrongPlan, match=said):
        check(plan([[0, 1], [2, 3]]), replace(ROW, locks=locks), RULES)
