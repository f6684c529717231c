"""The course of the compounds as the browser gets it, and that it tells the stages the server tells."""

import json
import random
import shutil
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from geo_renovation.compounds.choices import Stage
from geo_renovation.compounds.models import Compound
from tests.factories import CompoundFactory, StageEventFactory

from .progress import at, walk

pytestmark = pytest.mark.usefixtures("county")

FIRST = date(2019, 1, 1)
ASKING = """
import { readFileSync } from "node:fs";
import { dayNumber, stagesOn } from "./static/js/map/course.js";
const { course, asked } = JSON.parse(readFileSync(0, "utf8"));
const told = asked.map(([day, known]) => Object.fromEntries(stagesOn(course, dayNumber(day), known && dayNumber(known))));
console.log(JSON.stringify(told));
"""


def course(client):
    return client.get("/map/course.json").json()


def days(*dates):
    return [day and (day - date(1970, 1, 1)).days for day in dates]


def stages_by_node(course, asked):
    told = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", ASKING],
        input=json.dumps({"course": course, "asked": [[str(day), known and str(known)] for day, known in asked]}),
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    return json.loads(told.stdout)


def stages_by_server(day, known):
    rows = Compound.objects.as_of(day, known).values_list("code", "stage_number_as_of", "stage_as_of")
    for _code, number, stage in rows:
        assert (Stage(stage).number if stage else 0) == number
    return {code: number for code, number, _stage in rows}


def test_the_browser_tells_the_same_stages_as_the_server_on_any_day(client_of):
    chance = random.Random(7)
    for n in range(30):
        walk(CompoundFactory(at=(n * 150, 0)), chance, FIRST)
    dates = [FIRST + timedelta(days=chance.randrange(2600)) for _ in range(40)]
    asked = [(day, known) for day in dates for known in (None, day, day + timedelta(days=60))]
    told = stages_by_node(course(client_of("leader")), asked)
    seen = set()
    for (day, known), stages in zip(asked, told, strict=True):
        expected = stages_by_server(day, known)
        assert {code: stages.get(code, 0) for code in expected} == expected, (day, known)
        seen.update(expected.values())
    assert seen == set(range(9))


def test_a_correction_is_known_from_the_day_of_its_record(client_of):
    compound = CompoundFactory(code="甲/1")
    wrong = StageEventFactory(compound=compound, on=date(2021, 3, 1), recorded_at=at(date(2021, 3, 5)))
    late = {"recorded_at": at(date(2021, 9, 30), 20), "corrects": wrong, "correction_reason": "录错"}
    StageEventFactory(compound=compound, on=date(2021, 2, 1), **late)
    told = course(client_of("planner"))
    assert told["compounds"] == {
        "甲/1": [
            [1, *days(date(2021, 3, 1), date(2021, 3, 5), date(2021, 10, 1))],
            [1, *days(date(2021, 2, 1), date(2021, 10, 1), None)],
        ]
    }
    assert [told["first"], told["last"]] == days(date(2021, 2, 1), date(2021, 3, 1))
    mid_february = date(2021, 2, 15)
    assert stages_by_server(mid_february, None) == {"甲/1": 1}
    assert stages_by_server(mid_february, date(2021, 9, 30)) == {"甲/1": 0}
    assert stages_by_server(mid_february, date(2021, 10, 1)) == {"甲/1": 1}


def test_a_visitor_gets_the_course_of_published_compounds_without_corrections(client):
    compound = CompoundFactory(code="P", published=True)
    wrong = StageEventFactory(compound=compound, on=date(2021, 3, 1))
    StageEventFactory(compound=compound, on=date(2021, 2, 1), corrects=wrong, correction_reason="录错")
    CompoundFactory(at=(300, 0), stage="planned")
    assert course(client)["compounds"] == {"P": [[1, *days(date(2021, 2, 1))]]}


def test_a_county_without_events_has_no_first_day(client_of):
    CompoundFactory()
    assert course(client_of("leader")) == {"first": None, "last": None, "compounds": {}}


def test_an_unchanged_course_is_304_and_reads_no_event(client_of, django_assert_max_num_queries):
    CompoundFactory(stage="surveyed")
    leader = client_of("leader")
    first = leader.get("/map/course.json")
    assert first.headers["Cache-Control"] == "private, no-cache"
    with django_assert_max_num_queries(4) as asked:
        again = leader.get("/map/course.json", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert not any("stageevent" in query["sql"] for query in asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_a_new_event_makes_the_browser_ask_again(client):
    compound = CompoundFactory(stage="surveyed", published=True)
    etag = client.get("/map/course.json").headers["ETag"]
    StageEventFactory(compound=compound, stage="reported", on=date(2021, 3, 1))
    assert client.get("/map/course.json", headers={"If-None-Match": etag}).status_code == 200


def test_many_compounds_take_no_more_queries_than_one(client_of, django_assert_max_num_queries):
    for n in range(20):
        CompoundFactory(at=(n * 150, 0), stage="planned")
    leader = client_of("leader")
    with django_assert_max_num_queries(7):
        assert len(course(leader)["compounds"]) == 20
