"""The figures of progress: counted by hand, and never others than the map's."""

from datetime import date

import pytest

from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import County
from geo_renovation.maps.progress.pace import behind_points, due_percent, lamp
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import CompoundFactory, DistrictFactory, StageEventFactory
from tests.factories.compounds import reach

from .progress import QUERIES, at, lively_county

pytestmark = pytest.mark.usefixtures("county")


@pytest.fixture
def figures_of(client_of):
    """The figures that a role gets under a query."""

    def asked(query="", role="leader"):
        return client_of(role).get(f"/progress/figures.json?{query}").json()

    return asked


def eligible(n, year=1995, **fields):
    return CompoundFactory(at=(n % 10 * 150, n // 10 * 150), eligible=True, completion_year=year, **fields)


def plan(year, *compounds, status="adopted"):
    made = AnnualPlan.objects.create(year=year, status=status, adopted_on=date(year, 1, 1))
    for compound in compounds:
        PlannedCompound.objects.create(plan=made, compound=compound)


def linked(figures, path=""):
    """What counts compounds and says which: (where, count, query); of the months of the burn-up every tenth."""
    if isinstance(figures, list):
        for n, each in enumerate(figures):
            yield from linked(each, f"{path}[{n}]")
    elif isinstance(figures, dict):
        if "compounds" in figures and "query" in figures:
            yield path, figures["compounds"], figures["query"]
        for name in ("started", "renovated"):
            if figures.get(f"{name}_query") is not None:
                yield f"{path}.{name}", figures[name], figures[f"{name}_query"]
        for name, each in figures.items():
            yield from linked(each[::10] if name == "points" else each, f"{path}.{name}")


@pytest.mark.parametrize("role", ["leader", None])
@pytest.mark.parametrize("query", QUERIES)
def test_every_figure_leads_to_exactly_so_many_compounds_on_the_map(client, client_of, query, role):
    lively_county()
    browser = client_of(role) if role else client
    figures = browser.get(f"/progress/figures.json?{query}").json()
    counts, kinds = {}, set()
    for where, count, narrowed in linked(figures):
        if narrowed not in counts:
            counts[narrowed] = browser.get(f"/map/summary.json?{narrowed}").json()["totals"]["compounds"]
        assert counts[narrowed] == count, (where, narrowed)
        kinds.add(where.strip(".").partition(".")[0].partition("[")[0])
    of_all = {"total", "started", "renovated", "matrix", "matrix_total"}
    of_officials = {"targets", "years", "late"} if role else set()
    of_history = set() if "stage=" in query else {"burn_up"}
    assert kinds >= of_all | of_history | (of_officials - {"years"})
    assert figures["total"]["compounds"] > 0


def test_all_of_the_first_cohort_and_95_percent_of_the_second_are_needed(figures_of):
    for n in range(3):
        eligible(n)
    for n in range(3, 24):
        eligible(n, year=2003)
    CompoundFactory(at=(0, 900), completion_year=1990)
    first, second = figures_of()["targets"]
    assert (first["eligible"]["compounds"], first["needed"]) == (3, 3)
    assert (second["eligible"]["compounds"], second["needed"]) == (21, 20)


def test_another_share_year_and_date_are_the_countys_to_set(figures_of):
    County.objects.update(second_cohort_percent=50, must_finish_cohort_year=1994, target_date=date(2030, 6, 30))
    for n, year in enumerate((1993, 1995, 1996, 2003)):
        eligible(n, year=year)
    first, second = figures_of("date=2030-06-29")["targets"]
    assert (first["needed"], second["needed"]) == (1, 2)
    assert (first["days_left"], first["days_over"]) == (1, 0)
    assert figures_of("date=2030-07-02")["targets"][0]["days_over"] == 2


def test_renovated_means_accepted_or_later(figures_of):
    for n, stage in enumerate(("building", "accepted", "handed_over", "")):
        eligible(n, stage=stage)
    (first, _second) = figures_of()["targets"]
    assert (first["started"]["compounds"], first["renovated"]["compounds"], first["short"]) == (3, 2, 2)
    assert first["renovated_percent"] == {"compounds": 50.0, "households": 50.0}


def test_a_target_that_is_reached_is_not_overrun(figures_of):
    eligible(0, stage="accepted")
    (first, second) = figures_of("date=2026-11-01")["targets"]
    assert (first["short"], first["days_over"], first["lamp"]) == (0, 0, "green")
    assert (second["needed"], second["lamp"]) == (0, None)


def test_shares_by_households_weigh_the_large_compound_more(figures_of):
    eligible(0, stage="accepted", household_count=300)
    eligible(1, household_count=100)
    eligible(2, household_count=None)
    (first, _second) = figures_of()["targets"]
    assert first["renovated_percent"] == {"compounds": 33.3, "households": 75.0}
    assert first["eligible"]["without_households"] == 1


def test_as_of_a_day_nothing_later_is_counted(figures_of):
    eligible(0, stage="handed_over")  # one stage a year from 2016 on
    stages = {year: figures_of(f"date={year}-12-31")["matrix_total"]["cells"] for year in (2015, 2018, 2022)}
    assert {year: [cell["compounds"] for cell in cells].index(1) for year, cells in stages.items()} == {
        2015: 0,
        2018: 3,
        2022: 7,
    }


def test_what_was_known_then_is_told_apart_from_what_is_known_now(figures_of):
    compound = eligible(0)
    StageEventFactory(compound=compound, on=date(2022, 3, 1), recorded_at=at(date(2022, 8, 1)))
    told = [figures_of(f"date=2022-05-01{known}")["matrix_total"] for known in ("", "&known=2022-05-01")]
    assert [[cell["compounds"] for cell in each["cells"]][:2] for each in told] == [[0, 1], [1, 0]]


def test_a_matrix_tells_stage_district_and_plan_year(figures_of):
    DistrictFactory(code="371526001", name="鱼邱湖街道", at=(-100, -100), size=(400, 400))
    inside, outside = eligible(0, stage="building"), eligible(9)
    plan(2024, inside)
    plan(2028, outside, status="draft")
    lines = [
        (line["district"], line["year"], [n for n, cell in enumerate(line["cells"]) if cell["compounds"]])
        for line in figures_of()["matrix"]
    ]
    assert lines == [("371526001", None, [6]), ("371526001", 2024, [6]), ("", None, [0]), ("", None, [0])]


def test_a_late_list_names_whose_plan_year_or_target_date_is_over(figures_of):
    late, done, later = eligible(0, stage="building"), eligible(1, stage="accepted"), eligible(2, year=2009)
    plan(2024, late, done, later)
    told = figures_of("date=2025-01-10")["late"]
    assert [(row["code"], row["days"]) for row in told["plan_year"]["rows"]] == [(late.code, 10), (later.code, 10)]
    assert told["target"]["compounds"] == 0
    told = figures_of("date=2026-01-10")["late"]
    assert [(row["code"], row["days"]) for row in told["target"]["rows"]] == [(late.code, 10)]


def test_a_late_list_names_who_stands_in_a_stage_longest(figures_of):
    long, short = eligible(0), eligible(1)
    reach(long, "designed", first_year=2015)
    reach(short, "designed", first_year=2018)
    eligible(2, stage="handed_over")
    eligible(3)
    told = figures_of("date=2025-03-01")["late"]["stuck"]
    assert [(row["code"], row["since"], row["days"]) for row in told] == [
        (long.code, "2019-03-01", 2192),
        (short.code, "2022-03-01", 1096),
    ]


def test_an_annual_plan_tells_start_and_completion_rate_by_compounds_and_by_households(figures_of):
    compounds = [
        eligible(n, stage=stage, household_count=count)
        for n, (stage, count) in enumerate((("accepted", 300), ("building", 50), ("", 50)))
    ]
    plan(2025, *compounds)
    (year,) = figures_of("date=2025-07-01")["years"]
    assert year["started_percent"] == {"compounds": 66.7, "households": 87.5}
    assert year["finished_percent"] == {"compounds": 33.3, "households": 75.0}


def test_the_burn_up_grows_month_by_month_and_ends_on_the_day_of_the_figures(figures_of):
    compound = eligible(0, stage="tendered")
    StageEventFactory(compound=compound, stage="building", on=date(2023, 4, 10))
    StageEventFactory(compound=compound, stage="accepted", on=date(2023, 9, 20))
    points = {point["day"]: point for point in figures_of("date=2023-10-05")["burn_up"]["points"]}
    told = [(points[day]["started"], points[day]["renovated"]) for day in ("2023-03-31", "2023-04-30", "2023-10-05")]
    assert told == [(0, 0), (1, 0), (1, 1)]
    assert (points["2023-10-31"]["renovated"], points["2025-12-31"]["needed"]) == (None, 1)
    assert points["2021-01-31"]["needed"] < points["2023-03-31"]["needed"] < 1


def test_investment_is_the_sum_of_the_estimates_on_record(figures_of):
    eligible(0, stage="accepted", estimate_cny=1_500_000)
    eligible(1, estimate_cny=None)
    figures = figures_of()
    assert figures["renovated"]["estimate_cny"] == 1_500_000
    assert figures["total"]["without_estimate"] == 1


@pytest.mark.parametrize("role", [None, "admin", "nobody"])
def test_who_is_no_official_is_told_published_compounds_and_stages_only(client, client_of, role):
    lively_county(8)
    asked = (client_of(role) if role else client).get("/progress/figures.json?eligibility=eligible&known=2020-01-01")
    told = asked.json()
    assert told["total"] == {"compounds": Compound.objects.filter(published_at__isnull=False).count(), "query": ""}
    assert (told["targets"], told["years"], told["late"], told["known"]) == ([], [], {}, None)
    assert {line["year"] for line in told["matrix"]} == {None}
    words = asked.content.decode()
    assert not any(word in words for word in ("estimate", "households", "eligib", "plan_year", "cohort"))


def test_the_centre_alone_counts_its_drafts_of_plans(figures_of):
    plan(2028, eligible(0), status="draft")
    assert [year["year"] for year in figures_of(role="planner")["years"]] == [2028]
    assert figures_of(role="leader")["years"] == []


def test_an_empty_county_has_figures_of_nothing(figures_of):
    told = figures_of()
    assert (told["total"]["compounds"], told["started_percent"]["compounds"], told["matrix"]) == (0, None, [])
    assert told["targets"][0]["behind_points"] is None


@pytest.mark.parametrize(("behind", "shown"), [(None, None), (0, "green"), (9.9, "green"), (10, "yellow"), (30, "yellow"), (30.1, "red")])
def test_the_lamp_turns_at_ten_and_thirty_points(behind, shown):
    assert lamp(behind, County()) == shown


def test_what_is_due_grows_with_the_days_of_the_year():
    start, end = date(2025, 1, 1), date(2025, 12, 31)
    days = (date(2024, 12, 31), start, date(2025, 7, 2), end, date(2026, 5, 1))
    assert [round(due_percent(start, end, day), 1) for day in days] == [0, 0.3, 50.1, 100, 100]
    assert (behind_points(40.0, 50.1), behind_points(60.0, 50.1)) == (10.1, 0)


def test_many_compounds_take_no_more_queries_than_few(client_of, django_assert_max_num_queries):
    lively_county(20)
    leader = client_of("leader")
    with django_assert_max_num_queries(14):
        leader.get("/progress/figures.json?district=371526001&date=2024-05-01")


def test_unchanged_figures_are_304_and_no_compound_is_counted(client_of, django_assert_max_num_queries):
    lively_county(4)
    leader = client_of("leader")
    etag = leader.get("/progress/figures.json?date=2024-05-01").headers["ETag"]
    with django_assert_max_num_queries(7) as asked:
        again = leader.get("/progress/figures.json?date=2024-05-01", headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert not any("stageevent" in query["sql"] for query in asked.captured_queries)
    other = leader.get("/progress/figures.json?date=2024-05-02", headers={"If-None-Match": etag})
    assert other.status_code == 200


def test_a_plan_that_changes_makes_the_figures_new(client_of):
    plan(2024, eligible(0))
    other = AnnualPlan.objects.create(year=2025)
    leader = client_of("leader")
    etag = leader.get("/progress/figures.json").headers["ETag"]
    PlannedCompound.objects.update(plan=other)
    moved = leader.get("/progress/figures.json", headers={"If-None-Match": etag})
    other.status, other.adopted_on = "adopted", date(2024, 12, 1)
    other.save()
    adopted = leader.get("/progress/figures.json", headers={"If-None-Match": moved.headers["ETag"]})
    assert (moved.status_code, adopted.status_code) == (200, 200)
    assert [year["year"] for year in adopted.json()["years"]] == [2025]
