"""The brief and the workbook: what the page tells, on paper and in cells."""

import io
import re

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound

from .progress import QUERIES, lively_county

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def leader(client_of):
    lively_county()
    client = client_of("leader")
    client.cookies["django_language"] = "en"
    return client


def figures(client, query):
    return client.get(f"/progress/figures.json?{query}").json()


def brief(client, query):
    return PdfReader(io.BytesIO(client.get(f"/progress/brief.pdf?{query}").content))


def words(reader):
    return re.sub(r"\s+", " ", reader.pages[0].extract_text())


def sheets(client, query):
    answer = client.get(f"/progress/figures.xlsx?{query}")
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def percent(value):
    return "—" if value is None else f"{value:.1f}%"


@pytest.mark.parametrize("query", QUERIES)
def test_the_brief_is_one_page_with_the_figures_and_their_day(leader, query):
    told, reader = figures(leader, query), brief(leader, query)
    assert len(reader.pages) == 1
    text = words(reader)
    assert f"Data as of {told['date']}" in text
    for target in told["targets"]:
        assert f"{target['renovated']['compounds']} / {target['needed']} renovated of needed" in text
        rates = target["renovated_percent"]
        assert f"By compounds {percent(rates['compounds'])} · by households {percent(rates['households'])}" in text
    for name, label in (("total", "All compounds"), ("started", "Started"), ("renovated", "Renovated")):
        counted = told[name]
        money = f"CNY {counted['estimate_cny'] / 1e6:,.1f} m"
        assert f"{label} {counted['compounds']:,} {counted['households']:,} {money}" in text
    stages = [cell["compounds"] for cell in told["matrix_total"]["cells"]]
    assert f"Total {' '.join(map(str, [*stages, told['total']['compounds']]))}" in text
    for year in told["years"]:
        assert f"{year['year']} {year['planned']['compounds']} {year['started']['compounds']}" in text


@pytest.mark.parametrize("query", QUERIES)
def test_the_workbook_holds_the_same_figures_cell_for_cell(leader, query):
    told, book = figures(leader, query), sheets(leader, query)
    assert all(told["date"] in rows[0][0] for rows in book.values())
    for target, row in zip(told["targets"], book["Cohort targets"][2:], strict=True):
        assert row[0] == target["label"]
        assert row[4:] == [
            target["eligible"]["compounds"], *target["renovated_percent"].values(), target["started"]["compounds"],
            target["renovated"]["compounds"], target["needed"], target["short"], target["days_over"],
        ]  # fmt: skip
    expected = [[told[n][by] for by in ("compounds", "households", "estimate_cny")] for n in ("total", "started", "renovated")]
    assert [row[1:4] for row in book["In all"][2:]] == expected
    lines = [*told["matrix"], told["matrix_total"]]
    cells = [[cell["compounds"] for cell in (*line["cells"], line["total"])] for line in lines]
    assert [row[2:] for row in book["Stages by district"][2:]] == cells
    assert [row[0] for row in book["Annual plans"][2:]] == [year["year"] for year in told["years"]]
    points = told["burn_up"]["points"]
    assert [row[0:3] for row in book["Burn-up"][2:]] == [[p["day"], p["started"], p["renovated"]] for p in points]
    late = [[row["code"], row["days"]] for row in told["late"]["target"]["rows"]]
    assert [[row[0], row[8]] for row in book["Target date over"][2:]] == late


def test_both_say_who_took_them_and_are_in_the_journal(leader):
    (line,) = {rows[0][0] for rows in sheets(leader, "district=371526001").values()}
    text = words(brief(leader, "district=371526001"))
    acts = list(Act.objects.filter(verb="exported").order_by("id"))
    assert [(act.details["format"], act.details["query"]) for act in acts] == [
        ("xlsx", "district=371526001"),
        ("pdf", "district=371526001"),
    ]
    assert acts[0].user.username in line
    assert acts[0].user.username in text
    assert "鱼邱湖街道" in line
    assert "鱼邱湖街道" in text


def test_the_brief_embeds_its_chinese_letters(leader):
    leader.cookies["django_language"] = "zh-hans"
    fonts = brief(leader, "").pages[0]["/Resources"]["/Font"].values()
    described = [font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert described
    assert all({"/FontFile2", "/FontFile3"} & set(each.get_object()) for each in described)


@pytest.mark.parametrize("path", ["brief.pdf", "figures.xlsx"])
@pytest.mark.parametrize("role", [None, "admin", "nobody"])
def test_who_is_no_official_finds_neither(client, client_of, path, role):
    browser = client_of(role) if role else client
    assert browser.get(f"/progress/{path}").status_code == 404
    assert not Act.objects.filter(verb="exported").exists()


def test_a_name_that_looks_like_a_formula_stays_text(leader):
    Compound.objects.update(name="=1+1")
    answer = leader.get("/progress/figures.xlsx?date=2026-11-01")
    names = [row[1] for row in load_workbook(io.BytesIO(answer.content))["Target date over"].iter_rows(min_row=3)]
    assert names
    assert {(cell.value, cell.data_type) for cell in names} == {("=1+1", "s")}
