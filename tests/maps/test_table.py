"""The table under the map: columns, order, pages and who may see what."""

import pytest

from geo_renovation.maps import table
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import CompoundFactory, DistrictFactory, OrganisationFactory, SegmentFactory, UserFactory
from tests.factories.bundles import draft_of, row_of_compounds


@pytest.fixture
def town(county):
    DistrictFactory(code="371526001", name="鱼邱湖街道")
    CompoundFactory(code="A", name="甲", completion_year=1990, stage="designed", estimate_cny="1000.25", published=True)
    CompoundFactory(code="B", name="乙", at=(300, 0), completion_year=None, stage="surveyed", estimate_cny="2000.50")
    CompoundFactory(code="C", name="丙", at=(600, 0), completion_year=2001, eligible=True)


def asked(client, layer="compounds", **query):
    answer = client.get(f"/map/table/{layer}.json", query)
    assert answer.status_code == 200
    return answer.json()


def keys(told):
    return [column["key"] for column in told["columns"]]


def test_a_planner_gets_every_row_with_the_columns_by_default_and_their_sums(town, client_of):
    told = asked(client_of("planner"))
    assert told["ids"] == ["A", "B", "C"]
    assert (told["total"], told["offset"], told["page_size"]) == (3, 0, 100)
    cells = dict(zip(keys(told), told["rows"][0], strict=True))
    assert (cells["name"], cells["district"], cells["stage"], cells["year_built"]) == ("甲", "鱼邱湖街道", "designed", 1990)
    assert told["totals"]["estimate_cny"] == 2003000.75
    assert told["totals"]["households"] == 300


def test_each_row_tells_where_it_lies(town, client_of):
    SegmentFactory(owner="water", points=((0, 0), (100, 0)))
    for layer in ("compounds", "segments"):
        told = asked(client_of("planner"), layer)
        assert len(told["boxes"]) == len(told["ids"]) > 0
        for west, south, east, north in told["boxes"]:
            assert 116 < west < east < 117
            assert 36 < south < north < 37.5


def test_columns_and_order_are_those_asked_for(town, client_of):
    told = asked(client_of("planner"), columns="year_built,nonsense,code,year_built,stage", sort="-year_built")
    assert keys(told) == ["year_built", "code", "stage"]
    assert told["rows"] == [[2001, "C", ""], [1990, "A", "designed"], [None, "B", "surveyed"]]
    assert told["totals"] == {}
    assert "households" in {column["key"] for column in told["more_columns"]}


def test_every_column_sorts_both_ways_with_the_gaps_last(town, client_of):
    planner = client_of("planner")
    for layer, kind in table.KINDS.items():
        for column in kind.columns:
            up = asked(planner, layer, columns=column.key, sort=column.key)["rows"]
            down = asked(planner, layer, columns=column.key, sort=f"-{column.key}")["rows"]
            known = [row for row in up if row[0] is not None]
            assert up == known + [[None]] * (len(up) - len(known))
            assert sorted(down, key=str) == sorted(up, key=str)


def test_choices_sort_by_their_course_and_not_by_their_letters(town, client_of):
    ids = [asked(client_of("planner"), sort=sort)["ids"] for sort in ("stage", "-stage")]
    assert ids == [["C", "B", "A"], ["A", "B", "C"]]


def test_pages_hold_every_row_once(town, client_of, monkeypatch):
    monkeypatch.setattr(table, "PAGE_SIZE", 2)
    planner = client_of("planner")
    pages = [asked(planner, sort="cohort", offset=offset)["ids"] for offset in (0, 2, 4)]
    assert [len(page) for page in pages] == [2, 1, 0]
    assert sorted(sum(pages, [])) == ["A", "B", "C"]


@pytest.mark.parametrize("offset", ["x", "-1", "99999999999999999999", "٣", ""])
def test_an_offset_that_is_none_starts_at_the_first_row(town, client_of, offset):
    assert asked(client_of("planner"), offset=offset)["offset"] == 0


def test_a_visitor_gets_published_rows_and_public_columns(town, client):
    told = asked(client, columns="code,estimate_cny,eligibility,stage", sort="-estimate_cny")
    assert (told["ids"], keys(told), told["totals"]) == (["A"], ["code", "stage"], {})
    offered = {column["key"] for column in told["columns"] + told["more_columns"]}
    assert offered == {"code", "name", "district", "community", "stage", "stage_number"}


def test_a_day_in_the_past_shows_and_sorts_by_the_stages_of_that_day(town, client_of):
    told = asked(client_of("planner"), columns="stage,stage_number", date="2016-06-01", sort="-stage_number")
    assert told["ids"] == ["A", "B", "C"]
    assert told["rows"] == [["surveyed", 1], ["surveyed", 1], ["", 0]]


def test_plan_year_kind_and_bundle_are_told_as_far_as_the_viewer_may_see_plans(client_of, db):
    first, *_ = row_of_compounds("AB")
    draft_of("AB", by=UserFactory(role="planner"))
    plan = AnnualPlan.objects.create(year=2027)
    PlannedCompound.objects.create(plan=plan, compound=first, tier="upgraded")
    columns = "plan_year,tier,bundle"
    roles = ("planner", "leader", "street-yuqiuhu", "street-huixin")
    rows = {role: asked(client_of(role), columns=columns)["rows"] for role in roles}
    assert rows["planner"] == [[2027, "upgraded", "2027-001 v1"], [None, None, "2027-001 v1"]]
    assert rows["street-yuqiuhu"] == [[2027, "upgraded", None], [None, None, None]]  # its own part of the draft
    assert rows["leader"] == rows["street-huixin"] == [[None, None, None]] * 2


@pytest.fixture
def lines(county):
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(4100, 8000))
    details = {"owner": "water", "manager": "municipal", "material": "PE", "laid_year": 1990}
    SegmentFactory(code="G1", points=((-50, 50), (250, 50)), **details)
    SegmentFactory(code="G2", points=((0, 60), (50, 60)), network_class="RL", owner="heat")
    SegmentFactory(code="G3", points=((0, 70), (10, 70)), beyond_entry=True)


def test_the_centre_gets_lines_with_all_their_details(lines, client_of):
    columns = "code,network_class,owner,manager,material,depth_m,laid_year,metres"
    told = asked(client_of("planner"), "segments", columns=columns, sort="-metres")
    assert [row[0] for row in told["rows"]] == ["G1", "G2"]
    names = [OrganisationFactory(code=code).name for code in ("water", "municipal")]
    assert told["rows"][0][1:] == ["JS", *names, "PE", 1.2, 1990, 300.0]
    assert (told["total"], told["totals"]) == (2, {"metres": 350.0})


def test_details_that_are_masked_stay_masked_and_sort_nothing(lines, client_of):
    columns = ",".join(column.key for column in table.KINDS["segments"].columns)
    for role, metres in (("leader", [300, 50]), ("street-yuqiuhu", [150, 50])):
        told = asked(client_of(role), "segments", columns=columns, sort="-diameter_mm")
        rows = [dict(zip(keys(told), row, strict=True)) for row in told["rows"]]
        for row in rows:
            known = {"network_class", "owner", "metres"}
            assert {key for key, value in row.items() if value is not None} == known
        assert [row["metres"] for row in rows] == metres
        assert told["ids"] == asked(client_of(role), "segments", columns=columns, sort="diameter_mm")["ids"]


def test_who_may_see_no_network_gets_no_table_of_lines(lines, client, client_of):
    for each in (client, client_of("enforcement"), client_of("admin")):
        assert each.get("/map/table/segments.json").status_code == 404
    assert client.get("/map/table/nodes.json").status_code == 404


@pytest.mark.parametrize(("layer", "most"), [("compounds", 8), ("segments", 9)])
def test_a_page_keeps_its_query_budget_however_long(town, client_of, django_assert_max_num_queries, layer, most):
    planner = client_of("planner")
    for n in range(60):
        CompoundFactory(at=(n * 110 - 3000, 400))
        SegmentFactory(points=((n, 0), (n, 90)), owner="water")
    columns = ",".join(column.key for column in table.KINDS[layer].columns)
    asked(planner, layer)
    with django_assert_max_num_queries(most):
        asked(planner, layer, columns=columns, sort="-code")


def test_a_page_that_has_not_changed_is_304(town, client_of, django_assert_max_num_queries):
    planner = client_of("planner")
    address = "/map/table/compounds.json?columns=code,name&sort=-name"
    etag = planner.get(address).headers["ETag"]
    with django_assert_max_num_queries(4):
        assert planner.get(address, headers={"if-none-match": etag}).status_code == 304
    for other in ("&offset=1", "&stage=surveyed", "&text=x"):
        assert planner.get(address + other, headers={"if-none-match": etag}).status_code == 200
    assert "ETag" not in planner.get("/map/table/compounds.json?columns=plan_year").headers
