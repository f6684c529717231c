"""The board and the year's page over HTTP: who reads what, versions compared, refusals with their status."""
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_renovation.planning.models import AnnualPlan, PlanVersion
from tests.factories import SegmentFactory, UserFactory

from .plans import EAST, WEST, YEAR, adopted, move, order, revisions, submit, two_districts

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
BOARD, MOVES = f"/planning/annual/?first={YEAR}", "/planning/annual/moves/"
PAGE = f"/planning/annual/{YEAR}/"


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture(autouse=True)
def county():
    two_districts(estimate_cny=1_500_000)
    SegmentFactory(points=((-50, 50), (250, 50)), owner="water")


def post(client, url, **body):
    return client.post(url, {"request": str(uuid.uuid4())} | body, content_type="application/json", headers=JSON)


def cards(client):
    return {c["code"]: c["year"] for c in client.get(BOARD, headers=JSON).json()["cards"]}


def test_each_reads_the_drafts_it_makes_and_everybody_what_is_submitted(client_of, planner):
    move("AX", YEAR, by=planner)
    assert cards(client_of("planner")) == {"A": YEAR, "B": None, "C": None, "X": YEAR, "Y": None}
    assert cards(client_of("street-yuqiuhu")) == {"A": YEAR, "B": None, "C": None}
    assert cards(client_of("water")) == cards(client_of("leader")) == {}
    assert client_of("leader").get(PAGE).status_code == 404
    submit(YEAR, WEST, by=planner)
    submit(YEAR, EAST, by=planner)
    assert cards(client_of("water")) == cards(client_of("leader")) == {"A": YEAR, "X": YEAR}


def test_a_viewer_is_told_of_no_metre_it_may_not_know(client_of, planner):
    move("A", YEAR, by=planner)
    submit(YEAR, WEST, by=planner)
    told = {role: client_of(role).get(BOARD, headers=JSON).json()["years"][0] for role in ("planner", "water", "street-huixin")}
    assert (told["planner"]["metres"], told["planner"]["organisations"]) == (100, 1)
    assert told["water"]["metres"] == 100
    assert (told["street-huixin"]["metres"], told["street-huixin"]["compounds"]) == (0, 1)


def test_a_move_answers_the_board_and_a_stale_one_409(client_of):
    browser = client_of("planner")
    moved = post(browser, MOVES, codes=["A"], year=YEAR, revisions={})
    assert (moved.status_code, moved.json()["effect"]["years"][0]["after"]["compounds"]) == (200, 1)
    assert moved.json()["board"]["last_move"]["names"]
    stale = post(browser, MOVES, codes=["B"], year=YEAR, revisions={YEAR: 1})
    assert (stale.status_code, stale.json()["where"]) == (409, {"year": YEAR, "revision": 2})
    assert post(browser, MOVES, codes=["B"], year=YEAR, revisions={YEAR: 2}).status_code == 200
    assert post(browser, "/planning/annual/back/").status_code == 200
    assert order(YEAR) == "A"


@pytest.mark.parametrize(
    "body",
    [
        {"codes": []},
        {"codes": ["A"], "year": 1999},
        {"codes": ["A"], "year": "x"},
        {"codes": ["A"], "year": YEAR, "revisions": {"x": "y"}},
        {"codes": ["A"], "year": YEAR, "revisions": [1]},
        {"codes": ["A"], "year": YEAR, "request": "no uuid"},
        {"codes": ["A"], "year": YEAR, "reason": "r" * 401},
    ],
)
def test_what_cannot_be_read_is_refused(client_of, body):
    assert post(client_of("planner"), MOVES, **body).status_code in (404, 422)
    assert not AnnualPlan.objects.exists()


def test_a_year_goes_up_is_returned_and_adopted_on_its_page(client_of, planner):
    move("AB", YEAR, by=planner)
    street, centre = client_of("street-yuqiuhu"), client_of("planner")
    said = lambda **more: {"request": str(uuid.uuid4()), "revision": revisions()[YEAR]} | more  # noqa: E731
    assert street.post(f"{PAGE}submit/", said(district=EAST)).status_code == 404
    assert street.post(f"{PAGE}submit/", said(district=WEST))["Location"] == PAGE
    assert street.post(f"{PAGE}return/", said(district=WEST, reason="r")).status_code == 404
    centre.post(f"{PAGE}return/", said(district=WEST, reason="缺丙"))
    assert (AnnualPlan.objects.get().status, PlanVersion.objects.last().reason) == ("draft", "缺丙")
    move("C", YEAR, by=planner)
    assert post(centre, f"{PAGE}adopt/", revision=revisions()[YEAR]).status_code == 409
    street.post(f"{PAGE}submit/", said(district=WEST))
    assert post(centre, f"{PAGE}adopt/", revision=1).status_code == 409
    assert post(centre, f"{PAGE}adopt/", revision=revisions()[YEAR]).json()["compounds"] == 3
    kinds = list(PlanVersion.objects.values_list("kind", flat=True))
    assert kinds == ["submitted", "returned", "submitted", "adopted"]
    page = centre.get(f"{PAGE}?old=1&new=4")
    assert [row["code"] for row in page.context["compared"]["added"]] == ["C"]


def test_differences_name_what_came_what_went_and_what_moved(client_of, planner):
    adopted(YEAR, "AB", by=planner)
    move("C", YEAR, by=planner, before="A", reason="补列")
    move("B", YEAR + 1, by=planner, reason="缓建")
    compared = client_of("leader").get(f"{PAGE}?old=2").context["compared"]
    assert [row["code"] for row in compared["added"]] == ["C"]
    assert [row["code"] for row in compared["gone"]] == ["B"]
    assert [(row["code"], row["was"], row["sequence"]) for row in compared["moved"]] == [("A", 1, 2)]


def test_query_budgets(client_of, planner):
    move("ABC", YEAR, by=planner)
    move("XY", YEAR + 1, by=planner)
    submit(YEAR, WEST, by=planner)
    browser = client_of("planner")

    def cost(url):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    session = 6  # session, user, organisation, and the renewed session in a savepoint
    assert cost(BOARD) <= session + 16
    assert cost(PAGE) <= session + 12
    assert cost(f"/planning/annual.xlsx?first={YEAR}") <= session + 12


def test_a_plan_that_came_submitted_as_a_whole_goes_back_street_by_street(client_of, planner):
    move("AX", YEAR, by=planner)
    AnnualPlan.objects.update(status="submitted")  # as the import of a table leaves it
    street, centre = client_of("street-yuqiuhu"), client_of("planner")
    said = lambda **more: {"request": str(uuid.uuid4()), "revision": revisions()[YEAR]} | more  # noqa: E731
    assert post(street, MOVES, codes=["B"], year=YEAR, revisions=revisions()).status_code == 409
    assert post(street, f"{PAGE}submit/", **said(district=WEST)).status_code == 409
    assert b"/return/" in centre.get(PAGE).content
    centre.post(f"{PAGE}return/", said(district=WEST, reason="漏乙"))
    assert AnnualPlan.objects.get().status == "draft"
    assert post(street, MOVES, codes=["B"], year=YEAR, revisions=revisions()).status_code == 200
    street.post(f"{PAGE}submit/", said(district=WEST))
    assert AnnualPlan.objects.get().status == "submitted"
