"""弱电入地: metres of telecom cable that still hang over compounds, and metres done."""

import pytest
from django.utils import timezone

from geo_renovation.accounts.revising import undo
from geo_renovation.interchange.actions import import_layer
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities import actions
from geo_renovation.utilities.models import Segment
from tests.factories import DisclosureAreaFactory, DistrictFactory, SegmentFactory, UserFactory
from tests.factories.bundles import draft_of, row_of_compounds
from tests.factories.drawings import request_number
from tests.interchange.files import table

pytestmark = pytest.mark.django_db
ADDRESS = "/planning/burying/"


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def cables(county):
    """Two compounds of 100 m, 20 m apart, with cables along both and over one."""
    compounds = row_of_compounds("AB")
    DistrictFactory(code="371526002", at=(5000, 5000))
    made = {
        "along": cable("ALONG", ((-50, 50), (270, 50)), "JK"),
        "over": cable("OVER", ((20, 10), (20, 90)), "JK", owner="mobile"),
        "buried": cable("BURIED", ((0, 30), (100, 30)), "ZM"),
        "unknown": cable("UNKNOWN", ((30, 0), (30, 40)), ""),
        "indoors": cable("INDOORS", ((0, 5), (100, 5)), "JK", beyond_entry=True),
        "power": SegmentFactory(code="POWER", network_class="DL", points=((0, 80), (100, 80)), placement="JK", owner="power"),
    }
    return made | dict(zip("AB", compounds, strict=True))


def cable(code, points, placement, owner="unicom", **fields):
    return SegmentFactory(code=code, network_class="TX", points=points, placement=placement, owner=owner, **fields)


def told(client_of, role="planner"):
    answer = client_of(role).get(ADDRESS, headers={"accept": "application/json", "accept-language": "en"})
    assert answer.status_code == 200
    return answer.json()


def whole(client_of, role="planner"):
    figures = told(client_of, role)["total"]
    return figures["left"], figures["done"], figures["unknown"]


def act(action, row, by, **given):
    state = actions.SEGMENT.state(Segment.objects.get(pk=row.pk))
    return action(pk=row.pk, state=state, by=by, request=request_number(), **given)


def test_what_hangs_over_compounds_is_left_and_nothing_is_done_yet(client_of, cables):
    assert whole(client_of) == (280, 0, 40)


def test_a_cable_laid_underground_is_done_until_that_is_undone(client_of, cables, planner):
    made = act(actions.redraw_segment, cables["along"], planner, values={"placement": "GM"})
    assert whole(client_of) == (80, 200, 40)
    undo(by=planner, request=request_number(), undone=made[0].request, drawables={actions.SEGMENT.kind: actions.SEGMENT})
    assert whole(client_of) == (280, 0, 40)


def test_a_correction_to_overhead_that_is_undone_has_buried_nothing(client_of, cables, planner):
    made = act(actions.redraw_segment, cables["buried"], planner, values={"placement": "JK"})
    assert whole(client_of) == (380, 0, 40)
    undo(by=planner, request=request_number(), undone=made[0].request, drawables={actions.SEGMENT.kind: actions.SEGMENT})
    assert whole(client_of) == (280, 0, 40)


def test_an_import_that_changes_how_a_cable_is_laid_counts_too(client_of, cables, tmp_path):
    file = table(tmp_path / "t.csv", [{"code": "OVER", "placement": "直埋"}])
    report = import_layer(file, "segments", mode="update")
    assert report.committed, report.as_json()
    assert whole(client_of) == (200, 80, 40)


def test_a_cable_taken_down_is_done_and_one_that_another_carries_on_is_not(client_of, cables, planner):
    act(actions.end_segment, cables["over"], planner, ended_on=timezone.localdate())
    assert whole(client_of) == (200, 80, 40)
    cable("AGAIN", ((20.3, 10), (20.3, 50)), "JK", owner="mobile")
    left, done, unknown = whole(client_of)
    # What hangs 0.3 m beside it takes the place of 40 m and of a metre round its end.
    assert (left, done, unknown) == (240, pytest.approx(39, abs=0.1), 40)
    assert told(client_of, "mobile")["total"]["done"] == pytest.approx(39, abs=0.1)


def test_tables_by_district_year_bundle_and_owner_lead_to_the_map(client_of, cables, planner):
    plan = AnnualPlan.objects.create(year=2027, status="submitted")
    PlannedCompound.objects.create(plan=plan, compound=cables["B"])
    draft = draft_of("AB", by=planner, name="东片")
    act(actions.redraw_segment, cables["over"], planner, values={"placement": "GM"})
    tables = {name: [(r["label"], r["left"], r["done"], r["percent"]) for r in rows] for name, rows in told(client_of)["tables"].items()}
    assert tables["district"] == [(cables["A"].district.name, 200, 80, 28.6)]
    assert tables["plan_year"] == [("2027", 100, 0, 0)]
    assert tables["bundle"] == [(f"东片 ({draft})", 200, 80, 28.6)]
    assert {(left, done) for _label, left, done, _percent in tables["owner"]} == {(200, 0), (0, 80)}
    rows = told(client_of)["tables"]
    assert rows["plan_year"][0]["map"] == "/?plan_year=2027&class=TX&placement=JK"
    assert rows["bundle"][0]["map"] == f"/?bundle={draft.number}/v{draft.version}&class=TX&placement=JK"


def test_ground_that_two_compounds_share_is_measured_once(client_of, planner):
    row_of_compounds("AB", size=(125, 100))
    line = cable("C", ((0, 50), (245, 50)), "JK")
    assert whole(client_of)[:2] == (245, 0)
    act(actions.end_segment, line, planner)
    assert whole(client_of)[:2] == (0, pytest.approx(245))


def test_a_carrier_reads_its_own_even_where_others_are_disclosed_and_nobody_else_reads_any(client_of, cables, client):
    DisclosureAreaFactory(at=(-100, -100), size=500)
    assert whole(client_of, "mobile") == (80, 0, 0)
    assert whole(client_of, "unicom") == (200, 0, 40)
    assert whole(client_of, "water") == (0, 0, 0)
    for role in ("leader", "street-yuqiuhu", "enforcement", "admin"):
        assert client_of(role).get(ADDRESS).status_code == 404
    assert client.get(ADDRESS).status_code == 302


def test_the_page_takes_few_queries_however_many_compounds(client_of, cables, planner, django_assert_max_num_queries):
    act(actions.end_segment, cables["over"], planner)
    for number in range(12):
        draft_of("AB", by=planner, name=f"{number}")
    client = client_of("planner")
    client.get(ADDRESS)
    with django_assert_max_num_queries(16):
        page = client.get(ADDRESS, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert page.content.decode().count("/?bundle=") == 12
