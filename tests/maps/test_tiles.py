"""Vector tiles: who sees what, how much of it, and when a copy is still good."""

import gzip

import mapbox_vector_tile
import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.utilities.models import Segment
from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    RoadFactory,
    SegmentFactory,
)

from .tiles import features, get, shapes, tile_at, url

SECRET = "SECRET7"


@pytest.fixture
def town(county):
    """A published and an unpublished compound, water's main through both, disclosed under the first."""
    DistrictFactory(code="371526001")
    CompoundFactory(code="C1", name="甲小区", at=(0, 0), published=True)
    CompoundFactory(code="C2", name="乙小区", at=(150, 0))
    RoadFactory(name="鱼邱湖路", rank="arterial")
    DisclosureAreaFactory(at=(0, 0), size=100)
    return secret_segment()


def secret_segment(**fields):
    secrets = {name: SECRET for name in ("pressure", "voltage", "capacity", "source", "material", "sub_class")}
    return SegmentFactory(code=f"G-{SECRET}", owner="water", points=((-50, 50), (250, 50)), **secrets, **fields)


def test_a_visitor_sees_published_compounds_only(town, client):
    assert [c["code"] for c in features(get(client, "compounds", 16))["compounds"]] == ["C1"]


def test_a_visitor_is_not_told_what_officials_judge(town, client):
    assert set(features(get(client, "compounds", 16))["compounds"][0]) == {
        "code", "name", "stage", "stage_number", "district", "published",
    }  # fmt: skip


def test_the_planner_sees_every_compound_with_its_eligibility(town, client_of):
    seen = features(get(client_of("planner"), "compounds", 16))["compounds"]
    assert {(c["code"], c["eligibility"]) for c in seen} == {("C1", "unjudged"), ("C2", "unjudged")}


@pytest.mark.parametrize("role", [None, "admin", "nobody", "enforcement"])
@pytest.mark.parametrize("layers", ["segments", "nodes", "roads,segments", "segments,roads"])
def test_who_may_see_no_network_gets_404(town, client, client_of, role, layers):
    assert get(client_of(role) if role else client, layers, 16).status_code == 404


@pytest.mark.parametrize("role", ["planner", "leader", "power", "street-huixin", "enforcement", "admin"])
@pytest.mark.parametrize("z", [13, 14, 16])
def test_codes_pressures_and_capacities_never_travel_in_a_tile(town, client_of, role, z):
    client = client_of(role)
    for layers in ("segments,nodes", "compounds,roads,buildings"):
        assert SECRET.encode() not in get(client, layers, z).content


def test_others_lines_are_cut_at_the_disclosure_area(town, client_of):
    drawn = get(client_of("power"), "segments", 18)
    (line,) = features(drawn)["segments"]
    assert line == {"id": town.pk, "network_class": "JS", "owner": "water", "own": False, "depth_m": 1.2}
    own = shapes(get(client_of("water"), "segments", 18), "segments")
    others = shapes(drawn, "segments")
    assert width(others) < width(own)


def width(geometries):
    points = [point for g in geometries for point in flat(g["coordinates"])]
    return max(x for x, _ in points) - min(x for x, _ in points)


def flat(coordinates):
    return [coordinates] if isinstance(coordinates[0], int | float) else [p for c in coordinates for p in flat(c)]


def test_the_owner_sees_its_line_in_full_outside_any_disclosure_area(town, client_of):
    (line,) = features(get(client_of("water"), "segments", 18, at=(240, 50)))["segments"]
    assert line["own"] is True
    assert line["placement"] == "ZM"


def test_another_utility_sees_nothing_outside_the_disclosure_area(town, client_of):
    assert get(client_of("power"), "segments,nodes", 18, at=(240, 50)).content == b""


def test_a_street_sees_networks_in_its_own_district_only(town, client_of):
    assert features(get(client_of("street-yuqiuhu"), "segments", 18))["segments"][0]["owner"] == "water"
    assert get(client_of("street-huixin"), "segments", 18).content == b""


@pytest.mark.parametrize(("role", "masked"), [("planner", False), ("leader", True), ("street-yuqiuhu", True)])
def test_only_the_centre_sees_how_others_lines_are_laid(town, client_of, role, masked):
    (line,) = features(get(client_of(role), "segments", 18))["segments"]
    assert ("placement" not in line) is masked


def test_nodes_appear_at_zoom_17(town, client_of):
    NodeFactory(owner="water", kind="valve", at=(60, 50), pressure=SECRET, code=SECRET)
    planner = client_of("planner")
    assert "nodes" not in features(get(planner, "nodes,roads", 16))
    tile = get(planner, "nodes", 17)
    assert features(tile)["nodes"][0]["kind"] == "valve"
    assert SECRET.encode() not in tile.content


def test_trunks_come_before_branches_and_branches_before_services(county, client_of):
    for code, mm in (("trunk", 300.0), ("branch", 110.0), ("service", 50.0)):
        SegmentFactory(code=code, diameter_mm=mm, owner="water", manager=code)
    planner = client_of("planner")
    lengths = {z: len(shapes(get(planner, "segments", z), "segments")) for z in (12, 15)}
    assert lengths == {12: 0, 15: 3}
    assert get(planner, "segments", 12).content == b""
    assert features(get(planner, "segments", 13))["segments"]


def test_thinning_never_tells_a_masked_diameter(county, client_of):
    wide = SegmentFactory(diameter_mm=800.0, owner="water", points=((0, 20), (90, 20)))
    thin = SegmentFactory(diameter_mm=20.0, owner="water", points=((0, 60), (90, 60)))
    leader = client_of("leader")
    assert get(leader, "segments", 13).content == b""
    assert len(shapes(get(leader, "segments", 15), "segments")) == len({wide, thin})
    before = get(leader, "segments", 14).content
    Segment.objects.update(diameter_mm=300.0)
    assert get(leader, "segments", 14).content == before


@pytest.mark.parametrize(("role", "told"), [("planner", 200), ("water", 200), ("power", None)])
def test_where_there_is_room_a_line_tells_its_size_material_and_depth_to_who_may_know_them(county, client_of, role, told):
    DisclosureAreaFactory(at=(0, 0), size=100)
    SegmentFactory(diameter_mm=200.0, owner="water", points=((0, 50), (90, 50)))
    [close] = features(get(client_of(role), "segments", 18))["segments"]
    [far] = features(get(client_of(role), "segments", 17))["segments"]
    assert close.get("diameter_mm") == told
    assert close.get("material") == (told and "球墨铸铁")
    assert close["depth_m"] == 1.2
    assert not {"diameter_mm", "material", "depth_m"} & set(far)


@pytest.mark.parametrize(("role", "told"), [("planner", True), ("water", True), ("power", None)])
def test_a_line_that_needs_precaution_says_so_to_who_may_know_it(county, client_of, role, told):
    DisclosureAreaFactory(at=(0, 0), size=100)
    SegmentFactory(is_precaution=True, diameter_mm=400.0, owner="water", points=((0, 50), (90, 50)))
    for zoom in (14, 17):
        [drawn] = features(get(client_of(role), "segments", zoom))["segments"]
        assert drawn.get("precaution") == told


def test_far_out_lines_of_a_kind_are_joined_and_carry_no_id(county, client_of):
    SegmentFactory(owner="water", points=((0, 50), (40, 50)))
    SegmentFactory(owner="water", points=((40, 50), (90, 50)))
    SegmentFactory(owner="power", network_class="DL", points=((0, 70), (90, 70)))
    seen = features(get(client_of("planner"), "segments", 14))["segments"]
    assert [(s["network_class"], s["owner"]) for s in seen] == [("DL", "power"), ("JS", "water")]
    assert "id" not in seen[0]
    assert {g["type"] for g in shapes(get(client_of("planner"), "segments", 14), "segments")} == {"LineString"}


def test_buildings_are_seen_as_their_compound_is(town, client, client_of):
    for code in ("C1", "C2"):
        BuildingFactory(compound=Compound.objects.get(code=code), at=(20, 20))
    assert len(features(get(client, "buildings", 16))["buildings"]) == 1
    assert len(features(get(client_of("leader"), "buildings", 16))["buildings"]) == 2


@pytest.mark.parametrize(
    "address",
    ["/tiles/nothing/16/1/1.mvt", "/tiles/roads,nothing/16/1/1.mvt", "/tiles//16/1/1.mvt", "/tiles/roads/23/1/1.mvt",
     "/tiles/roads/3/8/1.mvt", "/tiles/roads/3/1/8.mvt", "/tiles/roads/3/-1/1.mvt", "/tiles/roads/3/1/1.5.mvt",
     "/tiles/roads/99999999999999999999/1/1.mvt", "/tiles/roads/9/99999999999999999999999/1.mvt"],
)  # fmt: skip
def test_a_tile_that_does_not_exist_is_404(county, client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("layers", ["roads", "roads,districts,communities,barriers,compounds,buildings"])
@pytest.mark.parametrize("z", [0, 9, 13, 16, 22])
def test_a_tile_of_any_zoom_is_one_statement(town, client, django_assert_num_queries, layers, z):
    with django_assert_num_queries(1):
        response = get(client, layers, z)
    assert response.status_code == 200


def test_a_signed_in_tile_costs_the_session_and_one_statement(
    town, client_of, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    client = client_of("power")
    with django_capture_on_commit_callbacks(execute=True):
        get(client, "segments,nodes", 18)  # the first request of a minute also writes the session and the journal
    with django_assert_max_num_queries(4) as asked:
        get(client, "segments,nodes", 18)
    assert sum("ST_AsMVT" in query["sql"] for query in asked.captured_queries) == 1


def test_a_large_tile_is_packed(town, client_of):
    for n in range(40):
        SegmentFactory(points=((0, n), (90, n)), owner="water")
    planner = client_of("planner")
    packed = get(planner, "segments", 17, accept_encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    plain = get(planner, "segments", 17)
    assert mapbox_vector_tile.decode(gzip.decompress(packed.content)) == mapbox_vector_tile.decode(plain.content)


def test_statements_kept_ready_for_one_viewer_never_serve_another(town, client_of):
    clients = {role: client_of(role) for role in ("planner", "leader", "water", "power", "heat", "street-yuqiuhu")}
    first = {role: get(client, "segments", 18).content for role, client in clients.items()}
    for _ in range(3):
        assert {role: get(client, "segments", 18).content for role, client in clients.items()} == first
    assert len({first[role] for role in ("planner", "leader", "water", "power")}) == 4


def test_tiles_of_one_zoom_share_a_statement_and_not_their_place(town, client_of):
    planner = client_of("planner")
    here, there = get(planner, "segments", 18, at=(50, 50)), get(planner, "segments", 18, at=(240, 50))
    assert here.content != there.content
    assert here.headers["ETag"] != there.headers["ETag"]


def test_tile_at_is_where_the_centre_is():
    assert tile_at(10) == (10, 842, 399)
    assert url("roads", 10) == "/tiles/roads/10/842/399.mvt"


@pytest.mark.parametrize("z", [14, 15, 18])
def test_lines_cut_into_pieces_are_drawn_at_every_zoom(town, client_of, z):
    DisclosureAreaFactory(at=(150, 0), size=50)
    SegmentFactory(owner="heat", points=((-50, 60), (250, 60)))
    for role in ("power", "street-yuqiuhu"):
        assert {s["owner"] for s in features(get(client_of(role), "segments", z))["segments"]} == {"water", "heat"}


def filtered(client, layers, z, query):
    return client.get(f"{url(layers, z)}?{query}")


def test_tiles_take_the_filter(town, client_of):
    planner = client_of("planner")
    CompoundFactory(code="C3", name="丙小区", at=(0, 150), stage="designed")
    for query, found in (
        ("text=甲", {"C1"}), ("stage=designed", {"C3"}), ("stage=-", set()), ("plan_year=none&text=乙", {"C2"}),
        ("date=2016-06-01&stage=surveyed", {"C3"}), ("bbox=1,1,2,2", {"C1", "C2", "C3"}), ("district=none", set()),
    ):  # fmt: skip
        drawn = features(filtered(planner, "compounds,roads", 16, query))
        assert {c["code"] for c in drawn.get("compounds", [])} == found, query
        assert drawn["roads"]
    SegmentFactory(owner="heat", network_class="RL", points=((0, 70), (90, 70)), laid_year=1990)
    for z in (14, 18):
        for query, found in (("class=RL", {"heat"}), ("owner=water,none", {"water"}), ("laid_to=1999", {"heat"})):
            assert {s["owner"] for s in features(filtered(planner, "segments", z, query))["segments"]} == found
    assert filtered(planner, "segments", 18, "class=-").content == b""


def test_a_day_in_the_past_is_drawn_with_the_stages_of_that_day(town, client_of):
    CompoundFactory(code="C3", at=(0, 150), stage="designed")
    for query, stage in (("", ("designed", 4)), ("date=2016-06-01", ("surveyed", 1)), ("date=2000-01-01", ("", 0))):
        drawn = features(filtered(client_of("planner"), "compounds", 16, query))["compounds"]
        assert {(c["stage"], c["stage_number"]) for c in drawn if c["code"] == "C3"} == {stage}


def test_tiles_of_another_filter_have_another_tag_and_an_unknown_filter_has_none_of_its_own(town, client_of):
    planner = client_of("planner")
    queries = ("", "stage=none", "stage=surveyed", "date=2016-06-01")
    tags = {query: filtered(planner, "compounds", 16, query).headers["ETag"] for query in queries}
    assert len(set(tags.values())) == len(queries)
    for same in ("stage=nonsense", "class=JS", "bbox=1,1,2,2", "utm=1"):
        assert filtered(planner, "compounds", 16, same).headers["ETag"] == tags[""]
    assert "ETag" not in filtered(planner, "compounds", 16, "tier=basic").headers
    assert "ETag" in filtered(planner, "roads", 16, "tier=basic").headers


def test_a_filtered_tile_tells_a_visitor_nothing_more(town, client):
    for query in ("eligibility=eligible", "former=x", "households_from=1000", "plan_year=2027"):
        assert [c["code"] for c in features(filtered(client, "compounds", 16, query))["compounds"]] == ["C1"]
    assert filtered(client, "segments", 16, "class=JS").status_code == 404
