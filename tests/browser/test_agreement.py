"""Five filters on three days: the compounds drawn on the map and counted in its legend are those of the register."""

import re
from datetime import date
from itertools import product

import pytest
from playwright.sync_api import expect

from geo_renovation.compounds.choices import Stage
from geo_renovation.compounds.models import Compound, StageEvent
from tests.factories import CompoundFactory, StageEventFactory

pytestmark = pytest.mark.django_db(transaction=True)
NUMBERS = {code: number for number, code in enumerate(Stage.values, start=1)}
DAYS = (date(2022, 6, 30), date(2024, 5, 1), date(2026, 3, 1))
FILTERS = {
    "": lambda compound, stage: True,
    "district=371526001": lambda compound, stage: compound.district.code == "371526001",
    "eligibility=eligible": lambda compound, stage: compound.eligibility == "eligible",
    "stage=none,surveyed,tendered": lambda compound, stage: stage in (None, "surveyed", "tendered"),
    "households_from=42&built_to=2000": lambda c, stage: (c.household_count or 0) >= 42 and (c.year_built or 9999) <= 2000,
}


def more_compounds():
    """A second row of compounds whose courses lie in different years."""
    for n in range(6):
        compound = CompoundFactory(
            code=f"C{n}", at=(130 * n, 200), eligible=n % 3 != 1, household_count=40 + n, completion_year=1996 + 2 * n
        )
        for step, stage in enumerate(list(Stage)[: n + 1]):
            StageEventFactory(compound=compound, stage=stage, on=date(2021 + step, 2 + n, 1))


def stage_on(compound, day):
    """Read from the events one by one; none is corrected here."""
    reached = [e.stage for e in StageEvent.objects.filter(compound=compound) if e.effective_to and e.effective_to <= day]
    return max(reached, key=NUMBERS.get, default=None)


def expected(narrowed, day):
    found = {}
    for compound in Compound.objects.with_cohort().select_related("district"):
        stage = stage_on(compound, day)
        if FILTERS[narrowed](compound, stage):
            found[compound.code] = NUMBERS.get(stage, 0)
    return found


def drawn(page):
    """The number of the stage with which each compound is drawn; 0 without."""
    labels = page.eval_on_selector_all(
        ".leaflet-overlay-pane path[data-code]", "all => all.map((each) => [each.dataset.code, each.getAttribute('aria-label')])"
    )
    circled = ((code, re.search("[①-⑧]", label)) for code, label in labels)
    return {code: ord(found[0]) - 0x245F if found else 0 for code, found in circled}


def counted(page):
    """What the legend counts in the stages that are switched on."""
    return page.eval_on_selector_all(
        "#legend [data-key^='stage:']",
        "all => all.filter((box) => box.checked).reduce((sum, box) => sum + Number(box.closest('li').querySelector('.note').textContent), 0)",
    )


def until(page, read, wanted, patience_s=20):
    for _try in range(patience_s * 10):
        if (found := read()) == wanted:
            return
        page.wait_for_timeout(100)
    assert found == wanted, page.url


def test_the_map_draws_and_its_legend_counts_what_is_on_record(open_as):
    more_compounds()
    page = open_as("planner")
    base = page.url.split("?")[0].rstrip("/")
    for narrowed, day in product(FILTERS, DAYS):
        wanted = expected(narrowed, day)
        query = "&".join(filter(None, [narrowed, f"date={day}"]))
        page.goto(f"{base}/?at=15/36.868/116.226&{query}")
        page.get_by_role("button", name="In all", exact=True).click()
        expect(page.locator(".leaflet-overlay-pane path[data-code]")).to_have_count(len(wanted), timeout=20_000)
        until(page, lambda: drawn(page), wanted)
        until(page, lambda: counted(page), len(wanted))
        assert set(query.split("&")) <= set(page.evaluate("decodeURIComponent(location.search.slice(1))").split("&"))
