"""The leaders' page and the wall as their readers get them."""

import re
from html import unescape

import pytest

from .progress import lively_county

pytestmark = pytest.mark.usefixtures("county")
LINK = re.compile(r'<a href="/(\?[^"]*)">([\d,]+)</a>')


@pytest.fixture
def leader(client_of):
    lively_county()
    client = client_of("leader")
    client.cookies["django_language"] = "en"
    return client


def page(client, query=""):
    return client.get(f"/progress/?{query}").content.decode()


def test_a_figure_on_the_page_leads_to_so_many_compounds(leader):
    found = [(unescape(query), int(count.replace(",", ""))) for query, count in LINK.findall(page(leader, "date=2025-06-01"))]
    told = {}
    for query, count in found[::7]:
        totals = told.setdefault(query, leader.get(f"/map/summary.json{query}").json()["totals"])
        assert count in (totals["compounds"], totals["households"]), query
    assert len(told) > 10


def test_the_page_counts_by_households_on_request(leader):
    by_compounds, by_households = page(leader), page(leader, "by=households")
    told = leader.get("/progress/figures.json").json()["matrix_total"]["total"]
    assert f'>{told["households"]}</a></td></tr>' in by_households
    assert f'>{told["compounds"]}</a></td></tr>' in by_compounds
    assert "by=" not in "".join(query for query, _count in LINK.findall(by_households))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("stage=&district=371526001", "district=371526001"),
        ("date=2024-05-01&then=on", "date=2024-05-01&known=2024-05-01"),
        ("date=&then=on", ""),
        ("stage=building,accepted&cohort=", "stage=building,accepted"),
    ],
)
def test_the_form_comes_back_as_the_maps_own_address(leader, sent, kept):
    answer = leader.get(f"/progress/?{sent}")
    assert answer.headers["Location"] == "/progress/" + (kept and f"?{kept}")


def test_what_was_chosen_on_the_map_stays_chosen(leader):
    told = page(leader, "stage=building,accepted&text=C&date=2025-06-01")
    assert '<option value="building,accepted" selected>' in told
    assert '<input type="hidden" name="text" value="C">' in told
    assert 'name="date" id="filter-date" value="2025-06-01"' in told


def test_what_is_not_understood_is_told(leader):
    assert "date" in re.search(r'<p class="problem" role="alert">(.*?)</p>', page(leader, "date=soon")).group(1)


def test_a_visitor_sees_stages_and_no_targets_money_or_files(client):
    lively_county()
    client.cookies["django_language"] = "en"
    told = page(client)
    assert "Stages by district" in told
    for word in ("Cohort", "Investment", "Late list", "brief.pdf", "figures.xlsx", "Annual plans", "Households"):
        assert word not in told


def test_the_wall_stands_alone_and_hands_over_its_filter(leader):
    told = leader.get("/progress/wall/?plan_year=2024").content.decode()
    assert 'data-query="plan_year=2024"' in told
    assert 'class="topbar"' not in told


@pytest.mark.parametrize("path", ["/progress/", "/progress/wall/"])
def test_the_pages_take_as_many_queries_for_few_as_for_many(leader, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        leader.get(path)
