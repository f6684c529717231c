"""The official table of annual plans: its columns, its sums, and what the viewer may read of it."""
import io

import pytest
from openpyxl import load_workbook

from geo_renovation.accounts.models import Act
from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import County
from tests.factories import BuildingFactory, UserFactory
from tests.planning.plans import EAST, WEST, YEAR, move, submit, two_districts

pytestmark = pytest.mark.django_db
OFFICIAL = [
    "No.", "City", "County (city, district)", "Compounds (number)", "Buildings (number)", "Households (number)",
    "Floor area (10,000 m²)", "Total investment (10,000 CNY)",
]  # fmt: skip


@pytest.fixture
def planner():
    return UserFactory(role="planner")


def sheets(client, query):
    answer = client.get(f"/planning/annual.xlsx?{query}", headers={"accept-language": "en"})
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def test_the_official_table_has_its_columns_the_sum_first_and_then_each_street(client_of, planner):
    two_districts(estimate_cny=1_500_000, household_count=100, floor_area_m2=12_500)
    BuildingFactory(compound=Compound.objects.get(code="A"))
    County.objects.update(city="聊城市")
    move("ABX", YEAR, by=planner)
    told = sheets(client_of("planner"), f"year={YEAR}")
    official, compounds = told.values()
    assert official[2] == OFFICIAL
    assert official[3][1:] == ["聊城市", "高唐县", 3, 1, 300, 3.75, 450]
    assert [row[2] for row in official[4:]] == ["高唐县 西街", "高唐县 东街"]
    assert [sum(row[column] for row in official[4:]) for column in range(3, 8)] == official[3][3:]
    assert [row[5] for row in compounds[2:]] == ["A", "B", "X"]
    assert Act.objects.filter(verb="exported", subject=f"annual plan {YEAR}").count() == 1


def test_a_street_takes_out_its_own_part_of_a_draft_and_others_nothing(client_of, planner):
    two_districts()
    move("AX", YEAR, by=planner)
    _official, compounds = sheets(client_of("street-yuqiuhu"), f"year={YEAR}").values()
    assert [row[5] for row in compounds[2:]] == ["A"]
    assert client_of("water").get(f"/planning/annual.xlsx?year={YEAR}").status_code == 404
    submit(YEAR, WEST, by=planner)
    submit(YEAR, EAST, by=planner)
    _official, compounds = sheets(client_of("water"), f"first={YEAR}").values()
    assert [row[5] for row in compounds[2:]] == ["A", "X"]
