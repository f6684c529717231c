"""What is known of one thing, to whom."""

import pytest

from geo_renovation.compounds.models import Building, Compound
from geo_renovation.districts.models import Barrier
from tests.factories import (
    BarrierFactory,
    BuildingFactory,
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    RoadFactory,
    SegmentFactory,
)

SECRET = "SECRET7"


@pytest.fixture
def compound(county):
    DistrictFactory(code="371526001")
    return CompoundFactory(code="C/1", eligible=True, stage="reported", owner_unit=SECRET, published=True)


def card(client, address):
    response = client.get(f"/map/cards/{address}.json")
    assert response.status_code == 200
    return response.json()


def values(found):
    return [row["value"] for row in found["rows"]]


def test_a_visitor_reads_name_and_stage_of_a_published_compound(compound, client):
    response = client.get("/map/cards/compound/C/1.json")
    found = response.json()
    assert found["title"] == compound.name
    assert not {"eligibility", "stages", "actions"} & set(found)
    assert SECRET not in response.content.decode()


def test_a_card_rounds_its_figures_as_the_page_of_the_compound_does(compound, client_of):
    Compound.objects.update(floor_area_m2=12206.96, estimate_cny="1772599.99")
    planner = client_of("planner")
    page = planner.get("/compounds/C/1/").content.decode()
    shown = {"12,207 m²", "177.26 万元"}
    assert shown <= set(values(card(planner, "compound/C/1")))
    assert all(f"<dd>{figure}</dd>" in page for figure in shown)


def test_what_is_not_published_is_404_to_a_visitor(county, client, client_of):
    CompoundFactory(code="C2")
    for code in ("C2", "C3", "C\0"):
        response = client.get(f"/map/cards/compound/{code}.json")
        assert response.status_code == 404
        assert response.json()["error"]
    assert card(client_of("leader"), "compound/C2")["code"] == "C2"


def test_an_official_reads_every_reason_with_its_evidence(compound, client_of):
    found = card(client_of("leader"), "compound/C/1")
    assert found["eligibility"]["status"] == "eligible"
    assert {reason["ok"] for reason in found["eligibility"]["reasons"]} == {True}
    assert "摸底调查表" in {reason["evidence"] for reason in found["eligibility"]["reasons"]}
    assert [event["stage"] for event in found["stages"]] == ["surveyed", "reported"]
    assert SECRET in values(found)


@pytest.mark.parametrize(
    ("role", "may_edit"),
    [("planner", True), ("street-yuqiuhu", True), ("street-huixin", False), ("leader", False), ("water", False)],
)
def test_the_centre_and_its_street_may_record_and_judge(compound, client_of, role, may_edit):
    actions = card(client_of(role), "compound/C/1")["actions"]
    assert (actions["can_record_stage"], actions["can_judge"]) == (may_edit, may_edit)
    assert actions["next_stage"]["code"] == "planned"
    assert actions["urls"]["stages"] == "/compounds/C/1/stages/"


def test_only_the_centre_publishes_and_only_once(compound, client_of):
    CompoundFactory(code="C2")
    can = {
        (role, code): card(client_of(role), f"compound/{code}")["actions"]["can_publish"]
        for role in ("planner", "street-yuqiuhu")
        for code in ("C/1", "C2")
    }
    assert [key for key, allowed in can.items() if allowed] == [("planner", "C2")]


def test_nothing_follows_the_last_stage(county, client_of):
    CompoundFactory(code="C9", stage="handed_over")
    actions = card(client_of("planner"), "compound/C9")["actions"]
    assert (actions["next_stage"], actions["can_record_stage"], actions["can_judge"]) == (None, False, True)


@pytest.fixture
def line(county):
    DistrictFactory(code="371526001")
    DisclosureAreaFactory()
    hidden = {name: SECRET for name in ("pressure", "voltage", "capacity", "source", "material", "sub_class")}
    return SegmentFactory(code=f"G-{SECRET}", owner="water", manager="heat", is_precaution=True, **hidden)


@pytest.mark.parametrize("role", ["planner", "water", "heat"])
def test_the_centre_the_owner_and_the_manager_read_all_of_a_line(line, client_of, role):
    found = card(client_of(role), f"segment/{line.pk}")
    assert f"G-{SECRET}" in values(found)
    assert found["is_full"] is True
    assert "1.20 m" in values(found)


@pytest.mark.parametrize(("role", "depth"), [("power", True), ("leader", False), ("street-yuqiuhu", False)])
def test_others_read_class_and_owner_and_never_what_is_masked(line, client_of, role, depth):
    client = client_of(role)
    response = client.get(f"/map/cards/segment/{line.pk}.json")
    found = response.json()
    assert SECRET not in response.content.decode()
    assert found["subtitle"] == str(line.owner)
    assert str(line.manager) not in values(found)
    assert ("1.20 m" in values(found)) is depth


def test_a_utility_reads_the_length_of_what_is_disclosed(line, client_of):
    assert "100.0 m" in values(card(client_of("power"), f"segment/{line.pk}"))
    assert "300.0 m" in values(card(client_of("water"), f"segment/{line.pk}"))


@pytest.mark.parametrize("role", [None, "admin", "enforcement", "street-huixin"])
def test_who_may_not_see_a_line_gets_404(line, client, client_of, role):
    node = NodeFactory(owner="water")
    for address in (f"segment/{line.pk}", f"node/{node.pk}", "segment/999999999999999999999"):
        response = (client_of(role) if role else client).get(f"/map/cards/{address}.json")
        assert response.status_code == 404


def test_a_node_card_masks_like_a_line(line, client_of):
    node = NodeFactory(owner="water", pressure=SECRET, code=SECRET, kind="valve")
    assert SECRET in values(card(client_of("water"), f"node/{node.pk}"))
    response = client_of("power").get(f"/map/cards/node/{node.pk}.json")
    assert SECRET not in response.content.decode()


def test_rights_are_read_in_full_by_the_centre_and_its_own_by_a_utility(line, client_of):
    basis = {role: str(values(card(client_of(role), f"segment/{line.pk}"))).count("产权登记表") for role in
             ("planner", "water", "heat", "power")}  # fmt: skip
    assert basis == {"planner": 2, "water": 1, "heat": 1, "power": 0}


@pytest.mark.parametrize("kind", ["compound", "segment", "node"])
def test_a_card_keeps_its_query_budget(
    compound, line, client_of, django_assert_max_num_queries, django_capture_on_commit_callbacks, kind
):
    keys = {"compound": "C/1", "segment": line.pk, "node": NodeFactory(owner="water").pk}
    planner = client_of("planner")
    with django_capture_on_commit_callbacks(execute=True):
        card(planner, f"{kind}/{keys[kind]}")
    with django_assert_max_num_queries(10 if kind == "compound" else 5):
        card(planner, f"{kind}/{keys[kind]}")


@pytest.fixture
def building(compound):
    return BuildingFactory(compound=compound, name="3号楼", structure=SECRET)


@pytest.mark.parametrize(
    ("role", "may_edit"),
    [("planner", True), ("street-yuqiuhu", True), ("street-huixin", False), ("leader", False), ("water", False)],
)
def test_a_building_tells_officials_its_figures_and_who_may_change_it(building, client_of, role, may_edit):
    found = card(client_of(role), f"building/{building.pk}")
    assert found["title"] == "3号楼"
    assert found["compound"] == {"code": "C/1", "name": building.compound.name}
    assert found["can"] == {"edit": may_edit, "history": True}
    assert {"720 m²", SECRET} <= set(values(found))


def test_a_visitor_learns_only_which_published_compound_a_building_belongs_to(building, client):
    response = client.get(f"/map/cards/building/{building.pk}.json")
    assert response.json()["compound"]["code"] == "C/1"
    assert response.json()["rows"] == []
    assert "can" not in response.json()
    assert "3号楼" not in response.content.decode()
    hidden = BuildingFactory(compound=CompoundFactory(at=(500, 500)))
    assert client.get(f"/map/cards/building/{hidden.pk}.json").status_code == 404


def test_a_building_that_ended_has_no_card(building, client_of):
    Building.objects.update(ended_on="2024-01-01")
    assert client_of("planner").get(f"/map/cards/building/{building.pk}.json").status_code == 404


def test_a_river_is_everybodys_to_read_and_the_centres_to_change(county, client, client_of):
    BarrierFactory(code="B/1", name="官道沟")
    RoadFactory(code="R1", rank="arterial")
    road = Barrier.objects.get(road__isnull=False)
    found = card(client, "barrier/B/1")
    assert (found["title"], "can" in found) == ("官道沟", False)
    assert "1,000 m" in values(found)
    editors = {role: card(client_of(role), "barrier/B/1")["can"]["edit"] for role in ("planner", "street-yuqiuhu")}
    assert editors == {"planner": True, "street-yuqiuhu": False}
    assert not card(client_of("planner"), f"barrier/{road.code}")["can"]["edit"]
    assert client.get("/map/cards/barrier/B%00.json").status_code == 404
