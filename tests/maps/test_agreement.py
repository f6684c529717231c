"""Five filters on three days: every surface of the map and of the progress page is of the same compounds."""

import io
import json
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import shapefile
from django.conf import settings

from geo_renovation.compounds.choices import Stage
from geo_renovation.maps import table

from .progress import lively_county

FILTERS = (
    "",
    "district=371526001",
    "cohort=first,second&eligibility=eligible",
    "stage=building,accepted,none",
    "plan_year=2022,none&households_from=42",
)
DAYS = ("2022-06-30", "2024-05-01", "2026-03-01")
NUMBERS = {"": 0, **{code: n for n, code in enumerate(Stage.values, start=1)}}
COURSE = """
import { readFileSync } from "node:fs";
const { stagesOn, dayNumber } = await import(process.argv[1]);
const course = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify([...stagesOn(course, dayNumber(process.argv[2]), null)]));
"""


@pytest.fixture
def county_at_work(county):
    lively_county()


def rows_of(client, query):
    """Every page of the table, and its last page's sums."""
    rows = []
    while True:
        told = client.get(f"/map/table/compounds.json?{query}&columns=code,stage,households&offset={len(rows)}").json()
        rows += told["rows"]
        if len(rows) >= told["total"]:
            return rows, told["totals"]


def exported(client, query, kind):
    answer = client.get(f"/map/export/compounds.{kind}?{query}&columns=code,stage,households")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def codes_in_workbook(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    lines = list(sheet.iter_rows(min_row=4, values_only=True))
    return [line[0] for line in lines[:-1]]


def codes_in_shapefile(content):
    files = {Path(name).suffix: io.BytesIO(body) for name, body in unzipped(content)}
    reader = shapefile.Reader(shp=files[".shp"], shx=files[".shx"], dbf=files[".dbf"], encoding="utf-8")
    return [record[0] for record in reader.records()]


def unzipped(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def stages_drawn(client, day):
    """The stage of each compound as the slider of the map draws it; who is not in it stands at none."""
    module = (settings.BASE_DIR / "static/js/map/course.js").as_uri()
    told = subprocess.run(
        ["node", "--input-type=module", "-e", COURSE, module, day],
        input=client.get("/map/course.json").content, capture_output=True, check=True,
    )  # fmt: skip
    return dict(json.loads(told.stdout))


@pytest.mark.parametrize("role", ["planner", "leader", "water"])
@pytest.mark.parametrize("day", DAYS)
def test_legend_table_files_and_progress_are_of_the_same_compounds(county_at_work, client_of, monkeypatch, role, day):
    monkeypatch.setattr(table, "PAGE_SIZE", 5)
    client = client_of(role)
    drawn = stages_drawn(client, day)
    for narrowed in FILTERS:
        query = f"{narrowed}&date={day}"
        told = client.get(f"/map/summary.json?{query}").json()
        rows, totals = rows_of(client, query)
        codes = sorted(row[0] for row in rows)
        assert codes == told["codes"], query
        assert len(codes) == told["totals"]["compounds"]
        assert totals["households"] == told["totals"]["households"] == sum(row[2] or 0 for row in rows)
        assert {row[0]: NUMBERS[row[1]] for row in rows} == {code: drawn.get(code, 0) for code in codes}
        assert sorted(codes_in_workbook(exported(client, query, "xlsx"))) == codes
        if role == "planner" and day == DAYS[1]:  # each of these starts a process
            assert sorted(codes_in_shapefile(exported(client, query, "zip"))) == codes
            features = json.loads(exported(client, query, "geojson"))["features"]
            assert sorted(feature["properties"]["code"] for feature in features) == codes
        if role != "water":
            total = client.get(f"/progress/figures.json?{query}").json()["total"]
            assert (total["compounds"], total["households"]) == (len(codes), told["totals"]["households"])
