"""Five filters on three days: every surface of the map and of the progress page is of the same compounds."""

import io
import json
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest
import shapefile
from django.conf import settings
from django.utils.translation import override

from geo_renovation.compounds.choices import Stage
from geo_renovation.maps import table

from .pdf_reading import text_of
from .printing import sheet
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


@pytest.mark.parametrize("day", DAYS)
def test_print_brief_and_workbook_of_progress_tell_the_figures_of_the_map(county_at_work, client_of, day):
    client = client_of("planner")
    client.cookies["django_language"] = "en"
    with override("en"):
        labels = {stage.value: str(stage.label) for stage in Stage}
    for narrowed in FILTERS:
        query = f"{narrowed}&date={day}"
        asked = dict(part.split("=", 1) for part in query.split("&") if part)
        rows, totals = rows_of(client, query)
        count, households = len(rows), totals["households"] or 0
        printed = text_of(sheet(client, at=(1200, 50), paper="A3", scale=10000, **asked))
        for code, standing in Counter(row[1] for row in rows).items():
            name = labels.get(code, "Not yet surveyed").replace(" ", "")
            assert f"{name}{standing}" in printed, query
        assert f"Together{count}" in printed or not rows
        brief = text_of(client.get(f"/progress/brief.pdf?{query}").content)
        book = openpyxl.load_workbook(io.BytesIO(client.get(f"/progress/figures.xlsx?{query}").content))
        [first, *_rest] = list(book["In all"].iter_rows(min_row=3, values_only=True))
        assert first[1:3] == (count, households), query
        assert f"{first[0].replace(' ', '')}{count:,}{households:,}" in brief, query
