"""Bundles over HTTP: who gets what, in which shape, at which cost."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from geo_renovation.planning.models import Bundle
from tests.factories import DisclosureAreaFactory, DistrictFactory, OrganisationFactory, SegmentFactory, UserFactory
from tests.factories.bundles import draft_of, frozen_of, row_of_compounds

pytestmark = pytest.mark.django_db

EVERYBODY_ELSE = ["leader", "admin", "enforcement", "water", "power", "nobody"]
JSON = {"Accept": "application/json"}


@pytest.fixture
def planner():
    return UserFactory(role="planner")


@pytest.fixture
def browser(client, planner):
    """The planner's browser."""
    row_of_compounds()
    client.force_login(planner)
    return client


def post(client, url, **body):
    return client.post(url, json.dumps(body), content_type="application/json", headers=JSON)


def at(bundle, step=""):
    return f"/planning/bundles/{bundle.number}/v{bundle.version}/{step}"


def test_the_planner_weighs_saves_freezes_makes_version_two_and_dissolves(browser):
    weighed = browser.get("/planning/selection/?codes=A,B&year=2027").json()
    assert weighed["totals"]["compounds"] == 2
    made = post(browser, "/planning/bundles/", codes=["A", "B"], plan_year=2027, name="东片")
    assert made.status_code == 201
    record = made.json()
    assert (record["number"], record["version"], record["can"]["freeze"]) == ("2027-001", 1, True)
    saved = post(browser, record["urls"]["save"], codes=["A", "B", "C"], plan_year=2027, revision=1).json()
    assert (saved["revision"], saved["codes"]) == (2, ["A", "B", "C"])
    frozen = post(browser, record["urls"]["freeze"], revision=2).json()
    assert (frozen["status"], frozen["can"]["dissolve"], len(frozen["digest"])) == ("frozen", True, 64)
    second = post(browser, record["urls"]["versions"]).json()
    assert (second["number"], second["version"], second["status"]) == ("2027-001", 2, "draft")
    opened = browser.get("/planning/selection/?codes=A,B,C&year=2027&bundle=2027-001/v2").json()
    assert opened["bundle"]["version"] == 2
    assert "claimed" not in [p["rule"] for p in opened["problems"]]
    assert post(browser, record["urls"]["dissolve"], reason="资金未落实").json()["status"] == "dissolved"


def test_a_stale_save_answers_409_with_the_revision_that_stands(browser, planner):
    draft = draft_of("AB", by=planner)
    assert post(browser, at(draft, "save/"), codes=["A"], plan_year=2027, revision=1).status_code == 200
    stale = post(browser, at(draft, "save/"), codes=["B"], plan_year=2027, revision=1)
    assert (stale.status_code, stale.json()["where"]) == (409, {"revision": 2})
    assert stale.json()["error"]


def test_rules_that_block_freezing_answer_422_with_the_repair(browser, planner):
    draft = draft_of("AC", by=planner)
    refused = post(browser, at(draft, "freeze/"), revision=1)
    assert refused.status_code == 422
    (problem,) = refused.json()["where"]["problems"]
    assert (problem["rule"], problem["codes"]) == ("connected", ["C"])


def test_a_claimed_compound_answers_409(browser, planner):
    frozen_of("AB", by=planner)
    assert post(browser, at(draft_of("BC", by=planner), "freeze/"), revision=1).status_code == 409


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"codes": "A,B", "plan_year": "x"}, 422),
        ({"codes": ["A", 3], "plan_year": 2027}, 422),
        ({"codes": ["A\x00"], "plan_year": 2027}, 422),
        ({"codes": {"a": 1}, "plan_year": 2027}, 422),
        ({"codes": ["Z"], "plan_year": 2027}, 422),
        ({"codes": ["A"], "plan_year": 1999}, 422),
        ({"codes": ["A"], "plan_year": 2027, "name": "n" * 81}, 422),
        ({"codes": ["A"], "plan_year": 2027, "drafted_for": "water"}, 422),
        ({"codes": ["A"] * 3, "plan_year": 2027, "name": None}, 201),
        ({"codes": ["A"], "plan_year": 2027, "drafted_for": "street-yuqiuhu"}, 201),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(browser, body, status):
    OrganisationFactory(code="street-yuqiuhu")
    answer = post(browser, "/planning/bundles/", **body)
    assert answer.status_code == status
    if status == 422:
        assert answer.json()["error"]


@pytest.mark.parametrize("body", [b"[", b"[]", b'"x"', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_a_bad_request(browser, body):
    assert browser.post("/planning/bundles/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("query", ["", "year=x", "year=2027&codes=" + "A" * 50, "year=2027&bundle=../x"])
def test_a_selection_that_cannot_be_read_is_refused(browser, query):
    assert browser.get(f"/planning/selection/?{query}").status_code == 422


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
def test_only_the_centre_and_streets_weigh(client_of, role):
    row_of_compounds("AB")
    assert client_of(role).get("/planning/selection/?codes=A&year=2027").status_code == 404


def test_the_anonymous_get_404_as_json_and_the_sign_in_as_a_page(client, planner):
    row_of_compounds("AB")
    bundle = frozen_of("AB", by=planner)
    for url in ("/planning/bundles/", at(bundle)):
        assert client.get(url, headers=JSON).status_code == 404
        assert "/accounts/login/" in client.get(url)["Location"]
    assert client.get("/planning/selection/?codes=A&year=2027", headers=JSON).status_code == 404
    assert post(client, at(bundle, "dissolve/"), reason="x").status_code == 404


@pytest.mark.parametrize("role", [*EVERYBODY_ELSE, "street-yuqiuhu"])
def test_nobody_else_changes_a_bundle(client_of, planner, role):
    row_of_compounds()
    SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    frozen, draft = frozen_of("AB", by=planner), draft_of("C", by=planner)
    client = client_of(role)
    assert post(client, "/planning/bundles/", codes=["C"], plan_year=2027).status_code == 404
    assert post(client, at(draft, "save/"), codes=["C"], plan_year=2027, revision=1).status_code == 404
    assert post(client, at(draft, "freeze/"), revision=1).status_code == 404
    assert post(client, at(frozen, "dissolve/"), reason="x").status_code == 404
    assert post(client, at(frozen, "versions/")).status_code == 404
    assert Bundle.objects.count() == 2


def seen_by(client):
    return [row["number"] for row in client.get("/planning/bundles/?format=json").json()["bundles"]]


def test_who_sees_which_bundle(client_of, planner):
    row_of_compounds()
    DistrictFactory(code="371526002", at=(4000, -4000))
    SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    frozen_of("AB", by=planner)
    draft_of("C", by=planner)
    assert seen_by(client_of("planner")) == ["2027-002", "2027-001"]
    for role in ("leader", "audit", "street-yuqiuhu", "water"):
        assert seen_by(client_of(role)) == ["2027-001"]
    for role in ("street-huixin", "power"):
        assert seen_by(client_of(role)) == []
    DisclosureAreaFactory(at=(0, 0), size=100)
    assert seen_by(client_of("power")) == ["2027-001"]
    for role in ("admin", "enforcement", "nobody"):
        assert client_of(role).get("/planning/bundles/?format=json").status_code == 404


def test_a_street_sees_the_draft_made_for_it(client_of, planner):
    row_of_compounds()
    street = OrganisationFactory(code="street-yuqiuhu")
    draft_of("AB", by=planner, drafted_for=street)
    assert seen_by(client_of("street-yuqiuhu")) == ["2027-001"]
    assert seen_by(client_of("street-renhe")) == []


def test_each_viewer_reads_only_its_own_lines_of_a_frozen_bundle(client_of, planner):
    row_of_compounds()
    SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    SegmentFactory(points=[(0, 60), (60, 60)], owner="gas-kunlun", network_class="RQ")
    bundle = frozen_of("AB", by=planner)

    def lines(role):
        answer = client_of(role).get(f"{at(bundle)}?format=json")
        figures = answer.json()["figures"]
        if role == "water":
            assert b"gas-kunlun" not in answer.content
        return figures["totals"]["metres"], [row["owner"] for row in figures["lines"]]

    assert lines("planner") == lines("leader") == lines("street-yuqiuhu") == (160, ["water", "gas-kunlun"])
    assert lines("water") == (100, ["water"])
    DisclosureAreaFactory(at=(0, 0), size=50)
    assert lines("gas-kunlun") == (110, ["water", "gas-kunlun"]) or lines("gas-kunlun")[0] == 110


def test_the_pages_read_well_for_every_reader(client_of, planner):
    row_of_compounds(name="<b>小区</b>")
    SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    first = frozen_of("AB", by=planner, name="东片")
    draft = draft_of("C", by=planner)
    for role in ("planner", "leader", "street-yuqiuhu", "water"):
        client = client_of(role)
        listing = client.get("/planning/bundles/").content.decode()
        assert "东片" in listing
        page = client.get(at(first)).content.decode()
        assert first.digest in page
        assert "&lt;b&gt;" in page
        assert "<b>小区" not in page
    page = client_of("planner").get(at(draft)).content.decode()
    assert at(draft, "freeze/") in page


def test_forms_of_the_page_lead_back_to_the_page(browser, planner):
    draft = draft_of("AB", by=planner)
    assert browser.post(at(draft, "freeze/"), {"revision": 1})["Location"] == at(draft)
    assert browser.post(at(draft, "dissolve/"), {"reason": " "}, follow=True).context["messages"]
    assert browser.post(at(draft, "versions/"))["Location"] == "/planning/bundles/2027-001/v2/"
    assert browser.post(at(draft, "dissolve/"), {"reason": "改期"})["Location"] == at(draft)


def test_the_list_is_narrowed_by_year_and_status(browser, planner):
    frozen_of("AB", by=planner)
    draft_of("C", by=planner, plan_year=2028)
    rows = lambda query: [b["number"] for b in browser.get(f"/planning/bundles/?format=json&{query}").json()["bundles"]]  # noqa: E731
    assert rows("year=2028") == ["2028-001"]
    assert rows("status=frozen") == ["2027-001"]
    assert rows("status=nonsense&year=x&page=-4") == ["2028-001", "2027-001"]


def test_query_budgets(browser, planner):
    SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    bundle = frozen_of("AB", by=planner)
    for codes in ("A", "B", "C", "AC", "BC"):
        draft_of(codes, by=planner, plan_year=2029)

    def cost(url):
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(url).status_code == 200
        return len(captured)

    session = 6  # session, user, organisation, and the renewed session in a savepoint
    assert cost("/planning/selection/?codes=A,B&year=2027") <= session + 9
    assert cost("/planning/bundles/?format=json") <= session + 2
    assert cost("/planning/bundles/") <= session + 4
    assert cost(f"{at(bundle)}?format=json") <= session + 2
    assert cost(at(bundle)) <= session + 6


def test_oversight_reads_no_manager_of_a_line_in_a_frozen_bundle(client_of, planner):
    row_of_compounds("AB")
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water", manager="tower")
    bundle = frozen_of("AB", by=planner)
    answers = [client_of("leader").get(at(bundle) + "?format=json"), client_of("leader").get(at(bundle))]
    assert all(b"tower" not in answer.content for answer in answers)
    told = {o["code"] for o in answers[0].json()["figures"]["organisations"]}
    assert told == {"water", "street-yuqiuhu"}
    assert "tower" in {
        o["code"] for o in client_of("planner").get(at(bundle) + "?format=json").json()["figures"]["organisations"]
    }
