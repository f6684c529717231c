"""The register of compounds and the page of one."""
import re
from datetime import date
from uuid import uuid4

import pytest

from geo_renovation.compounds.models import Compound, StageEvent
from tests.factories import (
    BuildingFactory,
    CommunityFactory,
    CompoundFactory,
    DistrictFactory,
    FindingFactory,
    StageEventFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]
STAGE = {
    "stage": "surveyed",
    "effective_from": "2021-05-01",
    "effective_to": "2021-05-01",
    "evidence": "摸底报告",
    "expected_stage": "",
}
AS_PAGE = {"headers": {"accept": "text/html"}}


@pytest.fixture
def compound():
    DistrictFactory(code="371526001")
    return CompoundFactory(code="C-1", name="光明里", estimate_cny=7654321)


def fill(count):
    district = DistrictFactory(code="371526001")
    community = CommunityFactory(district=district)
    for n in range(count):
        CompoundFactory(at=(n * 200 - 3000, 0), community=community)


def test_the_register_shows_the_public_only_what_is_published(client):
    CompoundFactory(name="未公开里", at=(500, 0))
    CompoundFactory(name="公开里", published=True)
    page = client.get("/compounds/").content.decode()
    assert "公开里" in page
    assert "未公开里" not in page


def test_the_register_and_the_page_of_one_lead_to_its_card_on_the_map(client, compound):
    compound.publish()
    for address in ("/compounds/", "/compounds/C-1/"):
        assert 'href="/?card=compound:C-1"' in client.get(address).content.decode()


def test_the_public_learns_no_estimate_verdict_or_evidence(client, compound):
    FindingFactory(compound=compound, evidence="机密依据")
    StageEventFactory(compound=compound, evidence="内部文件")
    Compound.objects.get().publish()
    for address in ("/compounds/", "/compounds/?cohort=unknown&eligibility=unjudged&reason=open:willing", "/compounds/C-1/"):
        page = client.get(address).content.decode()
        assert "光明里" in page
        for secret in ("机密依据", "内部文件", "765", "1995", "8,000", "verdict"):
            assert secret not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"A", "B", "C"}),
        ("text=光明", {"A"}),
        ("text=旧名", {"B"}),
        ("district=371526002", {"C"}),
        ("stage=surveyed", {"B"}),
        ("stage=none", {"A", "C"}),
        ("eligibility=eligible", {"A"}),
        ("reason=not:completed", {"B"}),
        ("reason=open:willing", {"B", "C"}),
        ("cohort=second", {"A"}),
        ("cohort=unknown&district=371526002", {"C"}),
        ("stage=nonsense&page=nonsense", {"A", "B", "C"}),
    ],
)
def test_the_register_is_narrowed_and_its_totals_with_it(client_of, query, found):
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(5000, 8000))
    DistrictFactory(code="371526002", at=(1000, -4000), size=(5000, 8000))
    CompoundFactory(code="A", name="光明里", eligible=True, completion_year=2003)
    CompoundFactory(code="B", former_name="旧名", at=(500, 0), completion_year=2010, stage="surveyed")
    CompoundFactory(code="C", at=(2000, 0), completion_year=None)
    context = client_of("planner").get(f"/compounds/?{query}").context
    assert {compound.code for compound in context["page"]} == found
    assert context["totals"]["compounds"] == len(found)


@pytest.mark.parametrize("role", ["planner", "street-yuqiuhu", "power", "leader", None])
def test_the_register_asks_the_database_as_often_for_sixty_rows_as_for_three(
    client, client_of, role, django_assert_max_num_queries
):
    if role:
        client = client_of(role)
    fill(3)
    client.get("/compounds/")
    fill(60)
    Compound.objects.update(published_at="2026-01-01T00:00Z")
    with django_assert_max_num_queries(11):
        page = client.get("/compounds/")
    assert len(page.context["page"].object_list) == 50


def test_a_page_of_one_compound_keeps_its_query_budget(client_of, compound, django_assert_max_num_queries):
    for n in range(20):
        BuildingFactory(compound=compound, name=f"{n}号楼")
    for criterion in ("willing", "neglected", "willing"):
        FindingFactory(compound=compound, criterion=criterion)
    client = client_of("planner")
    client.post("/compounds/C-1/stages/", STAGE)
    client.get("/compounds/C-1/")
    with django_assert_max_num_queries(14):
        client.get("/compounds/C-1/")


def test_a_hidden_compound_asks_the_anonymous_to_sign_in_whether_it_exists_or_not(client, compound):
    answers = {client.get(f"/compounds/{code}/").url.replace(code, "X") for code in ("C-1", "C-2")}
    assert answers == {"/accounts/login/?next=/compounds/X/"}


@pytest.mark.parametrize("role", ["admin", "nobody"])
def test_a_hidden_compound_does_not_exist_for_who_may_not_see_it(client_of, compound, role):
    assert client_of(role).get("/compounds/C-1/").status_code == 404


def test_a_code_with_a_slash_has_a_page_too(client_of):
    CompoundFactory(code="12/3 甲")
    client = client_of("planner")
    link = re.search(r'href="(/compounds/12[^"]+)"', client.get("/compounds/").content.decode())[1]
    assert client.get(link).context["compound"].code == "12/3 甲"


@pytest.mark.parametrize("address", ["?district=%00", "?text=%00", "?page=%00", "%00/", "a%00b/", "?stage=%00"])
def test_a_null_byte_finds_nothing_and_breaks_nothing(client_of, address):
    assert client_of("planner").get(f"/compounds/{address}").status_code in (200, 404)


def test_a_null_byte_in_a_form_is_an_error_of_the_form(client_of, compound):
    client = client_of("planner")
    for field in ("stage", "evidence", "effective_to", "corrects", "nonce"):
        assert client.post("/compounds/C-1/stages/", STAGE | {field: "\0"}).status_code == 422


def test_a_stage_is_recorded_from_the_page(client_of, compound):
    client = client_of("street-yuqiuhu")
    answer = client.post("/compounds/C-1/stages/", STAGE, **AS_PAGE)
    assert answer.url == "/compounds/C-1/"
    event = StageEvent.objects.get()
    assert (event.stage, event.effective_to, event.recorded_by.code) == (
        "surveyed",
        date(2021, 5, 1),
        "street-yuqiuhu",
    )
    assert "摸底报告" in client.get("/compounds/C-1/").content.decode()


def test_a_double_click_records_once_and_answers_the_same(client_of, compound):
    client, nonce = client_of("planner"), str(uuid4())
    answers = [client.post("/compounds/C-1/stages/", STAGE | {"nonce": nonce}) for _ in range(2)]
    assert [(a.status_code, a.json()["stage"]) for a in answers] == [(200, "surveyed")] * 2
    assert StageEvent.objects.count() == 1


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_a_page_that_is_out_of_date_is_answered_with_a_conflict(client_of, compound, accept):
    client = client_of("planner")
    client.post("/compounds/C-1/stages/", STAGE)
    answer = client.post("/compounds/C-1/stages/", STAGE | {"evidence": "另一份"}, headers={"accept": accept})
    assert answer.status_code == 409
    assert StageEvent.objects.count() == 1


def test_what_a_rule_refuses_is_shown_beside_its_field(client_of, compound):
    client = client_of("planner")
    wrong = STAGE | {"effective_from": "", "effective_to": ""}
    answer = client.post("/compounds/C-1/stages/", wrong)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["unknown_reason"])
    page = client.post("/compounds/C-1/stages/", wrong, **AS_PAGE)
    assert page.status_code == 422
    assert "id_unknown_reason_error" in page.content.decode()
    assert client.post("/compounds/C-1/stages/", STAGE | {"stage": "no"}).json()["errors"].keys() == {"stage"}


def test_a_record_is_corrected_from_the_page_and_stays_readable(client_of, compound):
    client = client_of("planner")
    client.post("/compounds/C-1/stages/", STAGE)
    event = StageEvent.objects.get()
    corrected = STAGE | {"effective_from": "2021-04-01", "expected_stage": "surveyed", "evidence": "原始表"}
    answer = client.post(
        "/compounds/C-1/stages/", corrected | {"corrects": event.code, "correction_reason": "日期误录"}, **AS_PAGE
    )
    assert answer.status_code == 302
    page = client.get("/compounds/C-1/").content.decode()
    assert 'class="corrected"' in page
    assert "日期误录" in page


def test_a_finding_is_judged_from_the_page(client_of, compound):
    client = client_of("planner")
    judged = {"criterion": "willing", "answer": "yes", "evidence": "入户问卷", "expected_answer": "open"}
    assert client.post("/compounds/C-1/findings/", judged, **AS_PAGE).status_code == 302
    late = judged | {"answer": "no", "evidence": "走访"}
    assert client.post("/compounds/C-1/findings/", late).status_code == 409
    assert client.post("/compounds/C-1/findings/", judged | {"answer": "perhaps"}).status_code == 422
    compound.refresh_from_db()
    assert compound.willing is True


def test_the_centre_publishes_and_the_public_sees_it_at_once(client, client_of, compound):
    assert client_of("street-yuqiuhu").post("/compounds/C-1/publish/").status_code == 404
    assert client_of("planner").post("/compounds/C-1/publish/").json()["published"] is True
    assert client.get("/compounds/C-1/").status_code == 200


@pytest.mark.parametrize("role", ["street-huixin", "power", "leader", "audit", "enforcement", "admin", "nobody", None])
@pytest.mark.parametrize("act", ["stages", "findings", "publish"])
def test_nobody_else_changes_a_compound(client, client_of, compound, role, act):
    client = client_of(role) if role else client
    sent = STAGE | {"criterion": "willing", "answer": "yes"}
    assert client.post(f"/compounds/C-1/{act}/", sent).status_code == 404
    assert client.get(f"/compounds/C-1/{act}/").status_code in (404, 405)
    compound.refresh_from_db()
    assert (compound.stage, compound.willing, compound.published_at) == ("", None, None)


def test_forms_are_offered_only_to_who_may_use_them(client_of, compound):
    offered = {
        role: [
            name in client_of(role).get("/compounds/C-1/").content.decode()
            for name in ("/stages/", "/findings/", "/publish/")
        ]
        for role in ("planner", "street-yuqiuhu", "street-huixin", "power")
    }
    assert offered == {
        "planner": [True, True, True],
        "street-yuqiuhu": [True, True, False],
        "street-huixin": [False, False, False],
        "power": [False, False, False],
    }
