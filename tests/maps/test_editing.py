"""Drawing and changing on the map, over HTTP."""
import json
import uuid

import pytest

from geo_renovation.accounts.models import Act, Revision
from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import Barrier
from geo_renovation.utilities.models import Segment
from tests.architecture.roles import CENTRE, EVERYONE, STREETS, UTILITIES
from tests.factories import (
    BarrierFactory,
    BuildingFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    SegmentFactory,
)
from tests.factories.bundles import row_of_compounds
from tests.factories.drawings import area_json, line_json

pytestmark = pytest.mark.django_db
LINE = {"network_class": "JS", "accuracy": "as_built", "status": "in_use", "basis": "竣工图"}
DRAWERS = {
    "compound": CENTRE | {"street-yuqiuhu"},
    "building": CENTRE | {"street-yuqiuhu"},
    "barrier": CENTRE,
    "segment": CENTRE | {"water"},
}
SHAPES = {
    "compound": area_json((500, 0), 100),
    "building": area_json((10, 50), (60, 12)),
    "barrier": line_json(((-500, -300), (500, -300))),
    "segment": line_json(((0, 0), (100, 0))),
}
VALUES = {
    "compound": {"code": "NEW", "name": "新苑"},
    "building": {"compound": "A"},
    "barrier": {"kind": "river", "name": "官道河"},
    "segment": LINE,
}


@pytest.fixture
def three(db):
    return row_of_compounds("ABC")


@pytest.fixture
def things(three):
    """One of each kind, with the address part that names it."""
    return {
        "compound": "A",
        "building": str(BuildingFactory(compound=three[0], at=(10, 10)).pk),
        "barrier": BarrierFactory(code="RIVER", points=((-500, -200), (500, -200))).code,
        "segment": str(SegmentFactory(owner="water").pk),
    }


def sent(client, address, **body):
    body = {"request": str(uuid.uuid4())} | body
    return client.post(f"/map/edit/{address}/", json.dumps(body), content_type="application/json")


def opened(client, kind, key):
    return client.get(f"/map/edit/{kind}/{key}.json").json()


def changed(client, kind, key, geometry=None, **more):
    body = {"state": opened(client, kind, key)["state"], "geometry": geometry} | more
    return sent(client, f"{kind}/{key}/change", **body)


def visitor(client_of, client, role):
    return client if role == "anonymous" else client_of(role)


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_each_role_draws_opens_and_changes_what_is_its_own_and_finds_nothing_else(things, client_of, client, role):
    browser = visitor(client_of, client, role)
    for kind, key in things.items():
        may = role in DRAWERS[kind]
        expected = {200} if may else {404}
        # A street or utility may draw in general, but not here, or not of this one.
        general = role in (STREETS if kind in ("compound", "building") else UTILITIES if kind == "segment" else set())
        assert browser.get(f"/map/edit/{kind}/{key}.json").status_code in expected
        assert sent(browser, f"{kind}/{key}/change", state="x").status_code == (409 if may else 404)
        for act in ("end", "split", "merge", "burn"):
            status = sent(browser, f"{kind}/{key}/{act}", state="x").status_code
            assert status in ({404, 409, 422} if may else {404})
        drawn = sent(browser, f"{kind}/new", geometry=SHAPES[kind], values=VALUES[kind])
        assert drawn.status_code == (200 if may else 422 if general else 404)
    some = role in CENTRE | STREETS | UTILITIES
    assert browser.get("/map/edit/forms.json").status_code == (200 if some else 404)
    assert browser.get("/map/edit/near.json?bbox=116.22,36.85,116.23,36.86").status_code == (200 if some else 404)
    assert sent(browser, "undo", undone=str(uuid.uuid4())).status_code == (409 if some else 404)


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_each_role_reads_the_history_it_may(things, client_of, client, role):
    planner = client_of("planner")
    for kind, key in things.items():
        values = opened(planner, kind, key)["values"]
        note = {"name": "SECRET"} if "name" in values else {"material": "SECRET"}
        assert changed(planner, kind, key, values=values | note).status_code == 200
    browser = visitor(client_of, client, role)
    outsider = role in ("anonymous", "admin", "nobody")
    for kind, key in things.items():
        may = role in CENTRE | {"water"} if kind == "segment" else not outsider
        answer = browser.get(f"/map/history/{kind}/{key}.json")
        assert answer.status_code == (200 if may else 404)
        assert (b"SECRET" in answer.content) == may


@pytest.mark.parametrize("kind", ["compound", "building", "barrier", "segment"])
def test_no_reading_of_what_does_not_exist(client_of, three, kind):
    planner = client_of("planner")
    for key in ("no-such", "0", "9" * 30, "²", "a%00b", "a/b/c"):
        assert planner.get(f"/map/edit/{kind}/{key}.json").status_code == 404
        assert planner.get(f"/map/history/{kind}/{key}.json").status_code == 404
    assert planner.get(f"/map/edit/{kind}s/A.json").status_code == 404


def test_two_clerks_at_one_boundary_each_see_the_others_and_nothing_is_lost(client_of, three):
    clerk, planner = client_of("street-yuqiuhu"), client_of("planner", post="统筹")
    mine = opened(clerk, "compound", "A")
    assert changed(planner, "compound", "A", area_json((0, 0), (100, 110))).status_code == 200
    refused = sent(
        clerk, "compound/A/change", state=mine["state"], geometry=area_json((0, 0), (100, 120)), values=mine["values"]
    )
    assert refused.status_code == 409
    theirs = refused.json()["where"]["theirs"]
    assert theirs["area_m2"] == pytest.approx(11_000, abs=1)
    assert (theirs["last"]["who"], theirs["last"]["organisation"]) == ("统筹", "县房地产服务中心")
    assert theirs["geometry"]["type"] == "MultiPolygon"
    kept = sent(clerk, "compound/A/change", state=theirs["state"], geometry=area_json((0, 0), (100, 120)))
    assert kept.status_code == 200
    before, after = Revision.objects.order_by("id")
    assert before.shape_after == after.shape_before


def test_a_repeated_request_answers_the_same_even_after_the_object_ended(client_of, three):
    planner = client_of("planner")
    body = {"request": str(uuid.uuid4()), "state": opened(planner, "compound", "A")["state"], "reason": "并入"}
    first, again = (sent(planner, "compound/A/end", **body) for _ in range(2))
    assert first.json() == again.json()
    assert (first.status_code, first.json()["object"]) == (200, None)
    assert Act.objects.filter(verb="ended").count() == 1


def test_another_accounts_request_number_repeats_nothing(client_of, three):
    number = str(uuid.uuid4())
    planner, clerk = client_of("planner"), client_of("street-yuqiuhu")
    for browser, at, code in ((planner, 500, "N1"), (clerk, 700, "N2")):
        sent(browser, "compound/new", request=number, geometry=area_json((at, 0), 100), values={"code": code, "name": "n"})
    assert Compound.objects.filter(code__startswith="N").count() == 2


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"request": 5}', b'{"request": "no"}', b"[" * 100_000, b'"\xff"']
)
def test_a_body_that_cannot_be_read_is_refused(client_of, three, body):
    answer = client_of("planner").post("/map/edit/compound/new/", body, content_type="application/json")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"state": 5},
        {"state": None},
        {"state": "x", "geometry": "POLYGON"},
        {"state": "x", "values": [1]},
    ],
)
def test_parts_of_the_wrong_kind_are_refused(client_of, three, body):
    assert sent(client_of("planner"), "compound/A/change", **body).status_code == 400


def test_a_refusal_names_the_field_and_the_place(client_of, three):
    planner = client_of("planner")
    overlapping = sent(planner, "compound/new", geometry=area_json((50, 50), 100), values=VALUES["compound"])
    assert overlapping.status_code == 422
    lon, lat = overlapping.json()["where"]["at"]
    assert (lon, lat) == pytest.approx((116.2248, 36.8603), abs=0.002)
    unnamed = sent(planner, "compound/new", geometry=area_json((500, 0), 100), values={"code": "A"})
    assert set(unnamed.json()["errors"]) == {"code", "name"}
    late = sent(planner, "compound/new", geometry=SHAPES["compound"], values=VALUES["compound"] | {"completion_year": 2999})
    assert set(late.json()["errors"]) == {"completion_year"}


def test_a_cut_and_a_merge_over_http(client_of, three):
    planner = client_of("planner")
    state = opened(planner, "compound", "A")["state"]
    cut = sent(
        planner, "compound/A/split", state=state, line=line_json(((30, -10), (30, 110))),
        values={"code": "A2", "name": "西院"},
    )  # fmt: skip
    assert [each["code"] for each in cut.json()["changed"]] == ["A", "A2"]
    joined = sent(
        planner, "compound/A/merge", state=opened(planner, "compound", "A")["state"], other="A2",
        other_state=opened(planner, "compound", "A2")["state"],
    )  # fmt: skip
    assert joined.status_code == 200
    assert joined.json()["object"]["area_m2"] == pytest.approx(10_000, abs=1)
    undone = sent(planner, "undo", undone=joined.json()["request"])
    assert undone.status_code == 200
    assert Compound.objects.standing().filter(code="A2").exists()


def test_an_engineer_draws_a_line_snapped_to_a_node_and_undoes_it(client_of, three):
    NodeFactory(owner="water", at=(20, 20))
    water = client_of("water")
    (node,) = [s for s in water.get("/map/edit/near.json?kinds=node&bbox=116.22,36.85,116.23,36.87").json()["shapes"]]
    start = line_json(((0, 0), (1, 1)))["coordinates"][0]
    geometry = {"type": "LineString", "coordinates": [start, node["geometry"]["coordinates"]]}
    drawn = sent(water, "segment/new", geometry=geometry, values=LINE).json()
    assert drawn["object"]["undo"] == drawn["request"]
    assert sent(water, "undo", undone=drawn["request"]).status_code == 200
    assert not Segment.objects.standing().exists()


def test_snapping_shows_no_more_of_anothers_network_than_the_map_does(client_of, three):
    SegmentFactory(owner="power", points=((-500, 50), (500, 50)))
    NodeFactory(owner="power", at=(400, 50))
    DisclosureAreaFactory(at=(0, 0), size=100)
    box = "kinds=segment,node,compound&bbox=116.21,36.85,116.24,36.87"
    shapes = client_of("water").get(f"/map/edit/near.json?{box}").json()["shapes"]
    lines = [shape["geometry"] for shape in shapes if shape["kind"] == "segment"]
    assert [line["type"] for line in lines] == ["MultiLineString"]
    longitudes = [lon for part in lines[0]["coordinates"] for lon, _lat in part]
    assert max(longitudes) - min(longitudes) < 0.0012
    assert not [shape for shape in shapes if shape["kind"] == "node"]
    assert len([shape for shape in shapes if shape["kind"] == "compound"]) == 3


@pytest.mark.parametrize("box", ["", "1,2,3", "a,b,c,d", "116,36,117,37", "nan,1,2,3", "1,95,1.01,96", "116,36,116,36"])
def test_a_box_that_is_no_box_or_too_large_is_refused(client_of, three, box):
    assert client_of("planner").get(f"/map/edit/near.json?kinds=node&bbox={box}").status_code == 400


def test_the_history_tells_who_what_and_both_outlines_beside_the_stages(client_of, three):
    clerk = client_of("street-yuqiuhu", post="街道")
    values = opened(clerk, "compound", "A")["values"] | {"household_count": 120}
    changed(clerk, "compound", "A", area_json((0, 0), (100, 110)), values=values)
    client_of("planner").post(
        "/compounds/A/stages/",
        {"stage": "surveyed", "evidence": "调查表", "effective_from": "2024-01-01", "effective_to": "2024-01-01"},
        headers={"accept": "application/json"},
    )
    stage, drawing = clerk.get("/map/history/compound/A.json").json()["entries"]
    assert (stage["source"], drawing["source"]) == ("stage", "map")
    assert (drawing["who"], drawing["organisation"], drawing["can_undo"]) == ("街道", "鱼邱湖街道办事处", True)
    assert [(c["before"], c["after"]) for c in drawing["changes"]] == [("100", "120")]
    assert drawing["shape_before"] != drawing["shape_after"]


def test_a_barrier_that_was_taken_away_keeps_its_history_and_can_be_brought_back(client_of, three):
    planner = client_of("planner")
    river = BarrierFactory(code="RIVER", name="官道河")
    gone = sent(planner, "barrier/RIVER/end", state=opened(planner, "barrier", "RIVER")["state"], reason="填平")
    history = planner.get("/map/history/barrier/RIVER.json").json()
    assert (history["title"], history["entries"][0]["reason"], history["entries"][0]["can_undo"]) == ("官道河", "填平", True)
    assert sent(planner, "undo", undone=gone.json()["request"]).status_code == 200
    assert Barrier.objects.filter(pk=river.pk).exists()


def test_opening_and_reading_history_cost_few_queries(client_of, three, django_assert_max_num_queries):
    planner = client_of("planner")
    for height in (110, 120, 130, 140):
        changed(planner, "compound", "A", area_json((0, 0), (100, height)))
    with django_assert_max_num_queries(6):
        planner.get("/map/edit/compound/A.json")
    with django_assert_max_num_queries(10):
        planner.get("/map/history/compound/A.json")
    with django_assert_max_num_queries(8):
        planner.get("/map/edit/near.json?kinds=compound,building,district,segment,node&bbox=116.22,36.85,116.23,36.87")


def test_no_answer_of_the_editor_is_kept_by_a_cache(client_of, three):
    planner = client_of("planner")
    for address in ("/map/edit/forms.json", "/map/edit/compound/A.json", "/map/history/compound/A.json"):
        assert planner.get(address).headers["Cache-Control"] == "private, no-store"


def test_a_district_elsewhere_is_not_drawn_in(client_of, three):
    DistrictFactory(code="371526002", at=(4000, -4000), size=8000)
    refused = sent(
        client_of("street-yuqiuhu"), "compound/new", geometry=area_json((5000, 0), 100), values=VALUES["compound"]
    )
    assert (refused.status_code, Compound.objects.filter(code="NEW").exists()) == (422, False)


def test_the_browser_is_told_how_the_countys_plane_stretches_a_metre(client_of, three):
    # 116.22 E lies 69 km west of the central meridian: 1 + 69² / (2 × 6371²).
    assert client_of("planner").get("/map/edit/forms.json").json()["scale"] == pytest.approx(1.0000589, abs=2e-6)
