"""The responsibility table over HTTP: every metre once, equal to a direct measurement, the map and the workbook."""
import io
import sqlite3
from datetime import date

import mapbox_vector_tile
import openpyxl
import pytest
import shapely
import shapely.affinity
from django.contrib.gis.geos import GEOSGeometry
from django.utils import timezone

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.planning.lines import ground_of, measure
from geo_renovation.utilities.models import AssetRight, Segment
from tests.factories import (
    AssetRightFactory,
    CompoundFactory,
    DisclosureAreaFactory,
    NodeFactory,
    OrganisationFactory,
    SegmentFactory,
    UserFactory,
)
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds
from tests.factories.shapes import boundary, line
from tests.maps.tiles import tile_at

pytestmark = pytest.mark.django_db
TABLE, PAGE, BOOK = (f"/planning/responsibility{end}" for end in (".json", "/", ".xlsx"))


@pytest.fixture
def planner(client):
    """The planner's user, signed in with `client`."""
    user = UserFactory(role="planner")
    client.force_login(user)
    return user


@pytest.fixture
def ground(db):
    """Three neighbours and lines of every kind of owner."""
    compounds = row_of_compounds("ABC")
    SegmentFactory(points=((0, 10), (340, 10)), network_class="JS", owner="water", laid_year=1990)
    SegmentFactory(points=((0, 20), (100, 20)), network_class="JS", laid_year=timezone.localdate().year)
    SegmentFactory(points=((0, 30), (220, 30)), network_class="TX", placement="JK", code="TX-LOST")
    SegmentFactory(points=((0, 40), (100, 40)), network_class="TX", owner="mobile", manager="tower", placement="JK")
    SegmentFactory(points=((20, 50), (60, 50)), network_class="TX", owner="mobile", placement="GK")
    SegmentFactory(points=((0, 60), (100, 60)), network_class="WS")
    SegmentFactory(points=((0, 70), (100, 70)), network_class="JS", owner="water", beyond_entry=True)
    NodeFactory(at=(50, 20), network_class="JS", owner="water")
    return compounds


def table(client, **asked):
    answer = client.get(TABLE, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


def row_of(told, network_class, owner):
    return next(r for r in told["rows"] if (r["network_class"], r["owner"]) == (network_class, owner))


def test_each_class_and_owner_has_one_row_with_three_answers(client, planner, ground):
    told = table(client)
    assert [(r["network_class"], r["owner"], r["duty"]) for r in told["rows"]] == [
        ("JS", "water", "owner"), ("JS", "", "utility"), ("WS", "", "works"), ("TX", "mobile", "owner"),
        ("TX", "", "undecided"),
    ]  # fmt: skip
    mobile = row_of(told, "TX", "mobile")
    assert [(p["placement"], p["metres"]) for p in mobile["placements"]] == [("GK", 40.0), ("JK", 100.0)]
    assert row_of(told, "JS", "water")["nodes"] == 1
    assert row_of(told, "JS", "")["maintains"]["code"] == "water"


def test_the_share_of_old_lines_is_by_length_and_by_the_years_asked_for(client, planner, ground):
    assert row_of(table(client), "JS", "water")["old_percent"] == 100
    assert row_of(table(client, older_than=100), "JS", "water")["old_percent"] == 0
    assert row_of(table(client), "JS", "")["old_percent"] == 0
    assert row_of(table(client), "WS", "")["old_percent"] is None


def test_what_cannot_be_decided_is_listed_with_a_place_to_click(client, planner, ground):
    undecided = table(client)["undecided"]
    (line_,) = undecided["lines"]
    lost = Segment.objects.get(code="TX-LOST")
    assert (line_["url"], line_["code"], line_["metres"]) == (f"/?card=segment:{lost.pk}", "TX-LOST", 200.0)
    assert line_["url"] in client.get(PAGE).content.decode()


def test_organisations_read_what_is_theirs_what_they_renew_and_what_they_take_over(client, planner, ground):
    parts = {p["code"]: p for p in table(client)["parts"]}
    assert [parts["water"][name]["metres"] for name in ("own", "renews", "takes_over")] == [300, 400, 100]
    assert parts["tower"]["own"]["metres"] == 100
    assert parts["municipal"]["takes_over"]["metres"] == 100


@pytest.mark.parametrize("role", ["water", "heat"])
def test_a_utility_reads_its_own_three_figures_also_where_nothing_is_its(client, ground, role):
    client.force_login(UserFactory(role=role))
    part = client.get(PAGE).context["part"]
    assert (part["code"], part["own"]["metres"] > 0) == (role, role == "water")


@pytest.mark.parametrize("asked", [{"compound": "A"}, {"district": "371526001"}, {}])
@pytest.mark.parametrize("role", ["planner", "leader", "street-yuqiuhu", "water", "mobile"])
def test_for_every_ground_and_viewer_it_equals_the_lines_measured_directly(client, ground, role, asked):
    DisclosureAreaFactory(at=(-20, -20), size=(150, 70))
    user = UserFactory(role=role)
    client.force_login(user)
    held = Compound.objects.filter(code="A") if "compound" in asked else Compound.objects.all()
    direct = measure(ground_of([c.boundary for c in held]), user)
    told = table(client, **asked)
    assert told["totals"]["metres"] == pytest.approx(direct.metres, abs=0.001)
    found = {(r["network_class"], r["owner"]): (r["metres"], r["segments"]) for r in told["rows"] if r["segments"]}
    expected = {(t.network_class, t.owner.code if t.owner else ""): (t.metres, t.count) for t in direct.rows}
    assert found == {key: (pytest.approx(metres, abs=0.001), count) for key, (metres, count) in expected.items()}


def test_a_bundle_is_measured_as_frozen_even_when_a_member_was_drawn_anew(client, planner, ground):
    bundle = frozen_of("AB", by=planner)
    asked = {"bundle": f"{bundle.number}/v{bundle.version}"}
    before = table(client, **asked)
    assert before["totals"]["metres"] == pytest.approx(measure(ground_of([c.boundary for c in ground[:2]]), planner).metres)
    ground[0].boundary = boundary((2000, 0), 100)
    ground[0].save()
    after = table(client, **asked)
    assert after["rows"] == before["rows"]
    assert after["undecided"] == before["undecided"]
    assert table(client, compound="A")["totals"]["metres"] == 0


def test_right_holders_are_those_of_the_day_that_is_asked_for(client, planner, ground):
    segment = Segment.objects.get(code="TX-LOST")
    AssetRightFactory(segment=segment, organisation=OrganisationFactory(code="unicom"), valid=(date(2010, 1, 1), date(2020, 1, 1)))
    assert row_of(table(client), "TX", "")["metres"] == 200
    then = table(client, date="2015-06-01")
    assert row_of(then, "TX", "unicom")["metres"] == 200
    assert then["date"] == "2015-06-01"
    assert row_of(table(client, date="1999-01-01"), "JS", "")["metres"] == 400
    assert AssetRight.objects.held_on(date(2015, 6, 1)).filter(segment=segment).count() == 1


def test_a_day_to_come_and_nonsense_are_refused_with_the_field(client, planner):
    for asked in ({"date": "2999-01-01"}, {"older_than": 0}, {"bundle": "x"}, {"date": "nonsense"}):
        assert client.get(TABLE, asked).status_code == 422
    assert client.get(PAGE, {"date": "2999-01-01"}).status_code == 302


@pytest.mark.parametrize("asked", [{"compound": "none"}, {"bundle": "2027-999/v1"}, {"district": "9"}])
def test_an_unknown_ground_is_not_found(client, planner, asked):
    assert client.get(TABLE, asked).status_code == 404


def test_a_utility_reads_others_lines_by_class_and_owner_only(client, ground):
    DisclosureAreaFactory(at=(-20, -20), size=(150, 170))
    client.force_login(UserFactory(role="power"))
    told = table(client)
    assert {p["placement"] for r in told["rows"] for p in r["placements"]} == {None}
    assert {r["old_percent"] for r in told["rows"]} == {None}
    assert {line_["code"] for line_ in told["undecided"]["lines"]} == {None}
    assert "tower" not in {p["code"] for p in told["parts"]}


def test_the_cost_does_not_grow_with_what_lies_there(client, planner, ground, django_assert_max_num_queries):
    for n in range(20):
        SegmentFactory(points=((0, n), (340, n)), network_class="TX", owner=None if n % 2 else "unicom")
    bundle = frozen_of("AB", by=planner)
    with django_assert_max_num_queries(11):
        client.get(TABLE, {"bundle": f"{bundle.number}/v{bundle.version}"})
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def metres_in_book(client, **asked):
    answer = client.get(BOOK, asked)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    return {(r[0], r[1], r[2]): (r[3], r[4]) for r in rows}, book


def test_the_workbook_holds_the_rows_of_the_page_who_took_it_and_when(client, planner, ground):
    told = table(client)
    found, book = metres_in_book(client)
    expected = {
        (r["class_label"], r["owner_name"], p["label"]): (p["metres"], p["segments"])
        for r in told["rows"] for p in r["placements"]
    }  # fmt: skip
    assert found == expected
    assert planner.username in book.worksheets[0].cell(1, 1).value
    assert Act.objects.filter(verb="exported", user=planner, details__format="xlsx").count() == 1


EDGE_M = 20037508.342789244  # of the world in EPSG:3857


def metres_on_the_map(client, compound, at, zoom=17):
    """The drawn lines of the tiles around `at`, cut to the compound, in metres of the county's CRS."""
    web = GEOSGeometry(compound.boundary.wkb, srid=compound.boundary.srid).transform(3857, clone=True)
    inside, size = shapely.from_wkb(bytes(web.wkb)), 2 * EDGE_M / 2**zoom
    _z, column, row = tile_at(zoom, at)
    drawn = 0
    for x, y in [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]:
        west, south = -EDGE_M + x * size, EDGE_M - (y + 1) * size
        ground = inside.intersection(shapely.box(west, south, west + size, south + size))
        layers = mapbox_vector_tile.decode(client.get(f"/tiles/segments/{zoom}/{x}/{y}.mvt").content)
        for feature in layers.get("segments", {"features": []})["features"]:
            line_ = shapely.geometry.shape(feature["geometry"])
            placed = shapely.affinity.affine_transform(line_, [size / 4096, 0, 0, size / 4096, west, south])
            drawn += placed.intersection(ground).length
    return drawn * (compound.boundary.area / inside.area) ** 0.5


def metres_in_package(client, bundle, folder):
    path = folder / "bundle.gpkg"
    path.write_bytes(client.get(f"/planning/bundles/{bundle.number}/v{bundle.version}/export.gpkg").content)
    return sqlite3.connect(path).execute("select sum(metres) from lines").fetchone()[0]


def test_after_a_boundary_and_a_line_moved_table_map_and_exports_are_equal(client, planner, tmp_path):
    (a,) = row_of_compounds("A")
    segment = SegmentFactory(points=((0, 50), (100, 50)), owner="water")
    draft, frozen = draft_of("A", by=planner), frozen_of("A", by=planner, name="frozen")
    seen = []
    for corner, size, points in (((0, 0), 100, ((0, 50), (100, 50))), ((10, 10), 70, ((0, 50), (100, 50))),
                                 ((10, 10), 70, ((-40, 20), (45, 20), (45, 65)))):  # fmt: skip
        a.boundary, segment.route = boundary(corner, size), line(points)
        a.save()
        segment.save()
        asked = {"bundle": f"{draft.number}/v{draft.version}"}
        metres = table(client, **asked)["totals"]["metres"]
        assert metres == table(client, compound="A")["totals"]["metres"]
        assert metres == pytest.approx(measure(ground_of([a.boundary]), planner).metres, abs=0.001)
        assert sum(m for m, _count in metres_in_book(client, **asked)[0].values()) == pytest.approx(metres)
        assert metres_in_package(client, draft, tmp_path) == pytest.approx(metres, abs=0.001)
        assert metres_on_the_map(client, a, (50, 50)) == pytest.approx(metres, abs=0.6)
        seen.append(metres)
    assert seen == [pytest.approx(100), pytest.approx(70), pytest.approx(80)]
    asked = {"bundle": f"{frozen.number}/v{frozen.version}"}
    assert table(client, **asked)["totals"]["metres"] == pytest.approx(45 + 45, abs=0.01)


def test_mine_tells_a_utility_bundle_by_bundle_what_the_tables_tell(client, ground):
    planner, water = UserFactory(role="planner"), UserFactory(role="water")
    frozen = [frozen_of("AB", by=planner), frozen_of("C", by=planner)]
    DisclosureAreaFactory(at=(-20, -20), size=(500, 200))  # freezing redraws the areas after the plans
    ground[2].boundary = boundary((240, 0), 60)
    ground[2].save()
    client.force_login(water)
    shown = {str(row.bundle): row.part for row in client.get("/planning/mine/").context["bundles"]}
    for bundle in frozen:
        told = table(client, bundle=f"{bundle.number}/v{bundle.version}")
        part = next(p for p in told["parts"] if p["code"] == "water")
        for name in ("own", "renews", "takes_over"):
            assert getattr(shown[str(bundle)], name).metres == pytest.approx(part[name]["metres"], abs=0.001)
    assert shown[str(frozen[0])].own.metres == 200
    assert shown[str(frozen[0])].takes_over.metres == 100


def test_mine_counts_a_line_on_a_common_border_once(client):
    planner = UserFactory(role="planner")
    (a,) = row_of_compounds("A")
    CompoundFactory(code="B", at=(100, 0), eligible=True)
    SegmentFactory(points=((100, 0), (100, 100)), owner="water")
    frozen_of("AB", by=planner)
    client.force_login(UserFactory(role="water"))
    (row,) = client.get("/planning/mine/").context["bundles"]
    assert row.part.own.metres == pytest.approx(100)
    assert a.pk in row.members


def test_the_cost_of_mine_does_not_grow_with_the_bundles(client, ground, django_assert_max_num_queries):
    planner = UserFactory(role="planner")
    for code in "ABC":
        frozen_of(code, by=planner, plan_year=2027)
    client.force_login(UserFactory(role="water"))
    client.get("/planning/mine/")
    with django_assert_max_num_queries(11):
        assert len(client.get("/planning/mine/").context["bundles"]) == 3


@pytest.mark.parametrize("role", ["planner", "leader", "street-yuqiuhu", "enforcement"])
def test_mine_is_for_utilities(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get("/planning/mine/").status_code == 404
