"""Who organises, pays and maintains, by the plan's rule alone."""
import pytest

from geo_renovation.planning.choices import Bearer, Duty
from geo_renovation.planning.responsibility import Holder, answers
from geo_renovation.utilities.choices import NetworkClass

WATER = Holder("water", "水务", is_utility=True, classes=frozenset({"JS"}))
GAS = [Holder(f"gas-{n}", f"燃气{n}", is_utility=True, classes=frozenset({"RQ"})) for n in range(3)]
MUNICIPAL = Holder("municipal", "市政", is_municipal=True, classes=frozenset({"YS", "WS", "HS", "LD"}))
UNIT = Holder("finance", "财政局")
ALL = [WATER, *GAS, MUNICIPAL, UNIT]


def told(network_class, owner):
    found = answers(network_class, owner, ALL)
    return found.duty, found.organises, found.pays, found.maintains


def test_what_a_utility_owns_it_renews_pays_for_and_maintains():
    assert told("JS", WATER) == (Duty.OWNER, WATER, WATER, WATER)
    assert told("RQ", GAS[1]) == (Duty.OWNER, GAS[1], GAS[1], GAS[1])


@pytest.mark.parametrize("owner", [None, UNIT, MUNICIPAL])
def test_what_no_utility_owns_the_one_utility_of_the_class_organises_and_takes_over(owner):
    assert told("JS", owner) == (Duty.UTILITY, WATER, Bearer.FUNDS, WATER)


@pytest.mark.parametrize("network_class", ["YS", "WS", "HS", "LD"])
@pytest.mark.parametrize("owner", [None, UNIT, MUNICIPAL])
def test_drains_and_street_lighting_go_with_the_compounds_works_and_stay_municipal(network_class, owner):
    assert told(network_class, owner) == (Duty.WORKS, Bearer.WORKS, Bearer.FUNDS, MUNICIPAL)


@pytest.mark.parametrize("owner", [None, UNIT])
def test_a_class_of_several_utilities_without_an_owner_among_them_is_undecided(owner):
    assert told("RQ", owner) == (Duty.UNDECIDED, Bearer.OPEN, Bearer.OPEN, Bearer.OPEN)


@pytest.mark.parametrize("network_class", ["GY", "QT"])
def test_a_class_of_no_utility_is_undecided(network_class):
    assert told(network_class, None)[0] == Duty.UNDECIDED


@pytest.mark.parametrize("network_class", NetworkClass.values)
def test_every_class_has_an_answer_for_every_owner(network_class):
    for owner in [None, *ALL]:
        assert all(told(network_class, owner))
