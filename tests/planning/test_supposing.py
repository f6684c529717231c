"""What the map lets a planner try: another gap, a barrier ignored with a reason."""

import random

import pytest

from geo_renovation.compounds.models import Adjacency
from geo_renovation.planning.actions import create_draft, freeze_bundle
from geo_renovation.planning.errors import BundleRefused
from geo_renovation.planning.selection import weigh
from geo_renovation.planning.supposing import Supposition
from tests.factories import BarrierFactory, CompoundFactory, CountyFactory, UserFactory
from tests.factories.bundles import row_of_compounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def links_of(rows):
    return sorted((link["low_id"], link["high_id"], round(link["gap_m"], 6), link["barrier_id"]) for link in rows)


def test_supposing_the_county_s_own_gap_finds_what_is_stored(planner):
    chance = random.Random(4)
    gap_m = CountyFactory().gap_m
    spots = [(x * 115 + chance.uniform(0, 30), y * 118) for x in range(6) for y in range(4)]
    compounds = [CompoundFactory(code=f"C{n}", at=spot) for n, spot in enumerate(spots)]
    BarrierFactory(points=((330, -500), (340, 900)))
    BarrierFactory(points=((335, -500), (335, 900)))
    stored = Adjacency.objects.values("low_id", "high_id", "gap_m", "barrier_id")
    assert len(stored) > 20
    assert links_of(Supposition(gap_m).links(compounds)) == links_of(stored)


def test_a_wider_gap_offers_who_stands_farther_off_and_a_narrower_one_fewer(planner):
    row_of_compounds()
    CompoundFactory(code="D", at=(0, 160), eligible=True)
    assert [n["code"] for n in weigh(planner, ["A"], 2027)["ring"]] == ["B"]
    assert [n["code"] for n in weigh(planner, ["A"], 2027, supposed=Supposition(60))["ring"]] == ["B", "D"]
    assert weigh(planner, ["A"], 2027, supposed=Supposition(10))["ring"] == []


def test_an_ignored_river_no_longer_parts_but_a_second_one_does(planner):
    row_of_compounds("AB")
    river = BarrierFactory(name="官道河", points=((110, -500), (110, 500)))
    supposed = Supposition(30, (river.code,), "桥已建成")
    weighed = weigh(planner, ["A", "B"], 2027, supposed=supposed)
    assert weighed["connected"]
    assert weighed["supposed"] == {"gap_m": 30, "ignored": [{"code": river.code, "name": "官道河"}], "because": "桥已建成"}
    BarrierFactory(name="铁路", points=((112, -500), (112, 500)))
    assert weigh(planner, ["A", "B"], 2027, supposed=supposed)["pieces"] == [["A"], ["B"]]


def test_what_was_supposed_cannot_be_frozen(planner):
    row_of_compounds("AB")
    river = BarrierFactory(points=((110, -500), (110, 500)))
    assert weigh(planner, ["A", "B"], 2027, supposed=Supposition(30, (river.code,), "桥"))["connected"]
    draft = create_draft(codes=["A", "B"], plan_year=2027, name="", by=planner)
    with pytest.raises(BundleRefused):
        freeze_bundle(bundle=draft, revision=draft.revision, by=planner)


def test_the_address_asks_for_a_reason_and_bounds_the_gap(client, planner):
    row_of_compounds("AB")
    river = BarrierFactory(points=((110, -500), (110, 500)))
    client.force_login(planner)
    asked = f"/planning/selection/?codes=A,B&year=2027&ignore={river.code}"
    assert client.get(asked).status_code == 422
    assert client.get(asked + "&because=bridge").json()["connected"] is True
    assert client.get(asked + "&because=bridge&gap_m=501").status_code == 422
    assert client.get(asked + "&because=bridge&gap_m=5").json()["connected"] is False


def test_a_supposition_costs_few_queries(planner, django_assert_max_num_queries):
    row_of_compounds("ABCDEF")
    with django_assert_max_num_queries(13):
        weigh(planner, list("ABCDEF"), 2027, supposed=Supposition(60))


def test_the_answer_names_the_barriers_that_part_members_or_stand_before_a_neighbour(planner):
    row_of_compounds("ABC")
    inner = BarrierFactory(code="B1", name="官道河", points=((110, -500), (110, 500)))
    outer = BarrierFactory(code="B2", name="", points=((230, -500), (230, 500)))
    BarrierFactory(code="B3", points=((900, -500), (900, 500)))
    named = [{"code": inner.code, "name": "官道河"}, {"code": outer.code, "name": "B2"}]
    assert weigh(planner, ["A", "B"], 2027)["barriers"] == named
    assert weigh(planner, ["A", "B"], 2027, supposed=Supposition(60, ("B1",), "桥"))["barriers"] == named[1:]
