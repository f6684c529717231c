"""Eligibility: the stored verdict, its reasons and the filters must say the same."""
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from geo_renovation.compounds.choices import EXCLUDING, Criterion
from geo_renovation.compounds.eligibility import COMPLETED, IN_TOWN, LABELS, excluded_by, open_on, reasons
from geo_renovation.compounds.models import Compound
from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    CountyFactory,
    FindingFactory,
    TownAreaFactory,
    UserFactory,
    judge,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def county():
    county = CountyFactory()
    TownAreaFactory()
    return county


def named(compound):
    return {reason.criterion: reason for reason in reasons(compound, UserFactory(role="planner"))}


def test_every_finding_in_favour_in_town_and_old_enough_is_eligible():
    compound = CompoundFactory(eligible=True)
    assert compound.eligibility == "eligible"
    assert all(reason.ok for reason in named(compound).values())


@pytest.mark.parametrize("criterion", Criterion)
def test_one_answer_against_excludes_and_one_gap_leaves_open(criterion):
    against, gap = CompoundFactory(), CompoundFactory(at=(500, 0))
    judge(against, **{criterion.value: criterion in EXCLUDING})
    judge(gap, **{criterion.value: None})
    against.refresh_from_db()
    gap.refresh_from_db()
    assert (against.eligibility, named(against)[criterion].ok) == ("ineligible", False)
    assert (gap.eligibility, named(gap)[criterion].ok) == ("unjudged", None)


@pytest.mark.parametrize(("year", "verdict"), [(2005, "eligible"), (2006, "ineligible"), (None, "unjudged")])
def test_the_completion_year_decides_by_the_end_of_2005(year, verdict):
    compound = CompoundFactory(eligible=True, completion_year=year)
    assert compound.eligibility == verdict


def test_a_no_counts_even_where_other_answers_are_missing():
    assert CompoundFactory(completion_year=2010).eligibility == "ineligible"


def test_outside_the_town_is_not_in_scope():
    compound = CompoundFactory(eligible=True, at=(3500, 3500))
    assert (compound.eligibility, named(compound)[IN_TOWN].ok) == ("ineligible", False)


def test_without_a_town_area_the_place_is_not_judged():
    from geo_renovation.districts.models import TownArea

    compound = CompoundFactory(eligible=True)
    TownArea.objects.all().delete()
    compound.refresh_from_db()
    assert (compound.is_in_town, compound.eligibility) == (None, "unjudged")


def test_the_year_by_which_most_floor_area_stood_dates_an_undated_compound(county):
    compound = CompoundFactory(eligible=True, completion_year=None)
    for year, area in ((1990, 300), (2008, 500), (1996, 250)):
        BuildingFactory(compound=compound, completion_year=year, floor_area_m2=area)
    compound.refresh_from_db()
    assert (compound.building_count, compound.year_built, compound.eligibility) == (3, 1996, "eligible")
    assert "1996" in str(named(compound)[COMPLETED].evidence)


def test_buildings_that_are_mostly_undated_date_nothing():
    compound = CompoundFactory(completion_year=None)
    BuildingFactory(compound=compound, completion_year=1990, floor_area_m2=100)
    BuildingFactory(compound=compound, completion_year=None, floor_area_m2=300)
    compound.refresh_from_db()
    assert compound.year_built is None


def test_a_building_that_moves_to_another_compound_dates_both_again():
    here, there = CompoundFactory(completion_year=None), CompoundFactory(at=(500, 0), completion_year=None)
    building = BuildingFactory(compound=here, completion_year=1990)
    building.compound = there
    building.save()
    here.refresh_from_db()
    there.refresh_from_db()
    assert [(c.building_count, c.year_built) for c in (here, there)] == [(0, None), (1, 1990)]
    building.delete()
    there.refresh_from_db()
    assert (there.building_count, there.year_built) == (0, None)


def test_the_latest_finding_counts_even_where_it_takes_an_answer_back():
    compound = CompoundFactory()
    for answer in (True, False, None):
        FindingFactory(compound=compound, criterion="willing", answer=answer, evidence=f"第{answer}次")
    compound.refresh_from_db()
    assert compound.willing is None
    assert named(compound)["willing"].evidence == "第None次"


def test_filters_by_reason_agree_with_the_verdict_and_with_the_reasons():
    answers = list(product(["residential", "demolition"], [True, False, None]))
    for n, (criterion, answer) in enumerate(answers):
        judge(CompoundFactory(at=(n * 500, 0), completion_year=(None, 1999, 2009)[n % 3]), **{criterion: answer})
    CompoundFactory(at=(3500, 3500))
    excluded, gaps = Q(), Q()
    for criterion in LABELS:
        excluded |= excluded_by(criterion)
        gaps |= open_on(criterion)
        for compound in Compound.objects.all():
            ok = named(compound)[criterion].ok
            assert Compound.objects.filter(excluded_by(criterion), pk=compound.pk).exists() == (ok is False)
            assert Compound.objects.filter(open_on(criterion), pk=compound.pk).exists() == (ok is None)
    assert set(Compound.objects.filter(excluded)) == set(Compound.objects.filter(eligibility="ineligible"))
    unjudged = Compound.objects.filter(gaps).exclude(pk__in=Compound.objects.filter(excluded))
    assert set(unjudged) == set(Compound.objects.filter(eligibility="unjudged"))


def test_reasons_and_evidence_are_not_public():
    compound = CompoundFactory(eligible=True, published=True)
    assert reasons(compound, AnonymousUser()) == []
    assert reasons(compound, UserFactory(role="admin")) == []
    assert len(reasons(compound, UserFactory(role="power"))) == len(LABELS)
