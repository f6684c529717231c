"""Whatever is asked for: summary, table, exports and totals are of the same rows, for whoever asks."""

import io
import json
import random
from urllib.parse import urlencode

import openpyxl
import pytest

from geo_renovation.compounds.choices import Cohort, Criterion, Eligibility, Stage
from geo_renovation.maps import table
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.choices import Accuracy, NetworkClass, Placement, Status
from tests.factories import (
    BuildingFactory,
    CompoundFactory,
    DistrictFactory,
    SegmentFactory,
    judge,
)

ROLES = ("planner", "street-yuqiuhu", "water", "leader", None)
OWNERS = ("water", "heat", "power", None)
SEEDS = range(4)
SUMS = {"households": "households", "buildings": "buildings", "floor_area_m2": "floor_area_m2", "estimate_cny": "estimate_cny"}


@pytest.fixture
def town(county):
    dice = random.Random(7)
    DistrictFactory(code="371526001", at=(-4000, -4000), size=(4300, 8000))
    DistrictFactory(code="371526002", at=(300, -4000), size=(4000, 8000))
    # What utilities see of one another follows from the plan.
    plan = AnnualPlan.objects.create(year=2026, status="adopted", adopted_on="2026-01-05")
    for n in range(30):
        at = (n % 10 * 150 - 600, n // 10 * 150)
        compound = CompoundFactory(
            code=f"C{n:02}", at=at, completion_year=dice.choice([None, 1985, 2000, 2004, 2012]),
            household_count=dice.choice([None, 40, 90, 300]), floor_area_m2=dice.choice([None, 1234.56, 8000]),
            estimate_cny=dice.choice([None, "0.01", "123456.78", "5000000"]), published=dice.random() < 0.5,
            owner_unit=dice.choice(["", "粮食局", "供销社"]), stage=dice.choice(["", *Stage.values]),
        )  # fmt: skip
        judge(compound, **{dice.choice(Criterion.values): dice.choice([None, True, False])})
        if n % 3 == 0:
            BuildingFactory(compound=compound, at=(at[0] + 10, at[1] + 10))
            PlannedCompound.objects.create(plan=plan, compound=compound, tier=dice.choice(["", "basic", "upgraded"]))
    for n in range(40):
        x, y = dice.randint(-600, 800), dice.randint(-50, 450)
        SegmentFactory(
            owner=dice.choice(OWNERS), network_class=dice.choice(["JS", "RL", "DL"]), points=((x, y), (x + 90, y + 7)),
            laid_year=dice.choice([None, 1988, 2011]), material=dice.choice(["", "PE", "铸铁"]),
            placement=dice.choice(["", "ZM", "GM"]), accuracy=dice.choice(Accuracy.values), beyond_entry=n % 9 == 0,
            status=dice.choice(Status.values), manager=dice.choice([None, "heat"]),
        )  # fmt: skip


def some(dice, codes):
    return ",".join(dice.sample(list(codes), dice.randint(1, len(codes) - 1)))


def any_filter(dice):
    """A filter of one to three fields of each part, and now and then a day."""
    compounds = {
        "text": "小区", "district": dice.choice(["371526001", "371526002", "none", "-"]),
        "stage": some(dice, ["none", *Stage.values]), "eligibility": some(dice, Eligibility.values),
        "reason": f"{dice.choice(['not', 'open'])}:{dice.choice(Criterion.values)}", "cohort": some(dice, Cohort.values),
        "built_from": 1990, "built_to": 2004, "plan_year": dice.choice(["2026", "none", "2026,none"]),
        "tier": dice.choice(["basic", "none", "basic,upgraded"]), "owner_unit": "粮食", "estimate_from": "0.02",
        "estimate_to": 200000, "households_from": 41, "households_to": 300,
    }  # fmt: skip
    lines = {
        "class": some(dice, NetworkClass.values[:6]), "owner": some(dice, ["water", "heat", "power", "none"]),
        "placement": some(dice, ["none", *filter(None, Placement.values)]), "laid_from": 1990, "laid_to": 2000,
        "material": dice.choice(["PE", "none", "铸,PE"]), "accuracy": some(dice, Accuracy.values),
        "manager": dice.choice(["water", "none", "heat,none"]), "status": some(dice, Status.values), "sub_class": "none",
    }  # fmt: skip
    names = dice.sample(list(compounds), dice.randint(0, 3)) + dice.sample(list(lines), dice.randint(0, 2))
    asked = {name: (compounds | lines)[name] for name in names}
    if dice.random() < 0.5:
        asked["date"] = f"{dice.randint(2014, 2024)}-06-01"
        asked |= {"known": "2030-01-01"} if dice.random() < 0.3 else {}
    return urlencode(asked)


def pages(client, layer, query, columns):
    """All rows of the table, its sums, from pages of 7."""
    rows, ids, offset = [], [], 0
    while True:
        told = client.get(f"/map/table/{layer}.json?{query}&columns={columns}&sort=-code&offset={offset}").json()
        rows, ids, offset = rows + told["rows"], ids + told["ids"], offset + 7
        if offset >= told["total"]:
            return ids, rows, told


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seed", SEEDS)
def test_summary_table_and_exports_are_of_the_same_rows(town, client, client_of, monkeypatch, role, seed):
    monkeypatch.setattr(table, "PAGE_SIZE", 7)
    client = client_of(role) if role else client
    dice = random.Random(f"{role} {seed}")
    for _ in range(6):
        query = any_filter(dice)
        told = client.get(f"/map/summary.json?{query}").json()
        ids, rows, last = pages(client, "compounds", query, "code,households,buildings,floor_area_m2,estimate_cny")
        assert sorted(ids) == told["codes"], query
        assert len(ids) == last["total"] == told["totals"]["compounds"]
        keys = [column["key"] for column in last["columns"]]
        for key, value in last["totals"].items():
            added = sum(row[keys.index(key)] or 0 for row in rows)
            assert value == pytest.approx(added) == pytest.approx(told["totals"][SUMS[key]]), (query, key)
        exported_like(client, "compounds", query, ids, ",".join(keys), rows, last)
        if role:
            lines_agree(client, query, told)


def lines_agree(client, query, told):
    ids, rows, last = pages(client, "segments", query, "code,network_class,owner,metres")
    assert len(ids) == len(set(ids)) == last["total"] == told["totals"]["segments"]
    added = sum(row[3] or 0 for row in rows)
    assert last["totals"]["metres"] == pytest.approx(added, abs=0.05)
    assert told["totals"]["metres"] == pytest.approx(added, abs=0.05)


def exported_like(client, layer, query, ids, columns, rows, last):
    """The workbook holds the table's rows in its order, and its sums below them."""
    answer = client.get(f"/map/export/{layer}.xlsx?{query}&columns={columns}&sort=-code")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    lines = [list(row) for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert [row[0] for row in lines[:-1]] == ids
    assert [row[1:] for row in lines[:-1]] == [[cell for cell in row[1:]] for row in rows]
    for column, total in zip(last["columns"], lines[-1], strict=False):
        if column["key"] in last["totals"]:
            assert (total or 0) == pytest.approx(last["totals"][column["key"]])


@pytest.mark.parametrize("role", ["planner", "water", None])
def test_features_of_an_export_are_the_tables_rows(town, client, client_of, role):
    client = client_of(role) if role else client
    dice = random.Random(role or "")
    for layer in ("compounds", "segments") if role else ("compounds",):
        for _ in range(2):
            query = any_filter(dice)
            told = client.get(f"/map/table/{layer}.json?{query}&columns=code").json()
            body = json.loads(client.get(f"/map/export/{layer}.geojson?{query}&columns=code").content)
            assert [f["properties"]["code"] for f in body["features"]] == [row[0] for row in told["rows"]]
