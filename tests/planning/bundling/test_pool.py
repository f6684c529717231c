"""Every feasible bundle is found, and each once."""

import pytest

from geo_renovation.planning.bundling.components import pieces
from geo_renovation.planning.bundling.instance import Rules
from geo_renovation.planning.bundling.pool import enumerate_pool
from tests.planning.bundling.instances import chain, feasible, small

RULES = Rules(cmin=600, cmax=2500, max_members=5, year_spread=1, alpha=100, beta=7)


def found(instance, rules, most=10**6):
    for piece in pieces(instance, rules):
        pool = enumerate_pool(piece, rules, most)
        for row, value in zip(pool.members, pool.value, strict=True):
            yield tuple(int(piece.nodes[k]) for k in row if k < piece.n), int(value)


@pytest.mark.parametrize("seed", range(40))
def test_the_pool_is_what_trying_all_subsets_finds(seed):
    instance = small(seed)
    assert sorted(found(instance, RULES)) == sorted(feasible(instance, RULES))


def test_a_street_larger_than_the_pool_keeps_whole_sizes_and_says_which():
    instance, rules = chain([500] * 30), Rules(cmin=0, cmax=9000, max_members=6, year_spread=0)
    [piece] = pieces(instance, rules)
    pool = enumerate_pool(piece, rules, most=90)
    assert pool.max_members == 3
    assert len(pool.value) == 30 + 29 + 28


def test_more_compounds_than_a_machine_word_are_kept_apart():
    instance, rules = chain([500] * 200), Rules(cmin=0, cmax=9000, max_members=3, year_spread=0)
    assert (
        len(list(found(instance, rules))) == len({members for members, _ in found(instance, rules)}) == 200 + 199 + 198
    )
