"""From an empty year to an adopted plan: compounds moved by mouse, by keyboard and in words, submitted, adopted."""
from django.utils import timezone
from playwright.sync_api import expect

from geo_renovation.planning.models import AnnualPlan, PlanVersion

YEAR = timezone.localdate().year + 1


def card(page, code):
    return page.locator(f".plan-card[data-code='{code}']")


def cell(page, year):
    return page.locator(f"td[data-year='{year}'][data-district='371526001']")


def names(page, year):
    return cell(page, year).locator(".plan-card .name")


def test_an_empty_year_is_planned_submitted_by_its_street_and_adopted(open_as):
    planner = open_as("planner", at="/planning/annual/")
    expect(card(planner, "甲")).to_be_visible()
    card(planner, "甲").drag_to(cell(planner, YEAR))
    expect(planner.locator("#effect")).to_contain_text("甲家属院")
    expect(planner.locator("#effect tbody tr")).to_contain_text("0 → 1")
    card(planner, "乙").focus()
    planner.keyboard.press("Control+ArrowRight")  # into this year
    expect(cell(planner, YEAR - 1).locator(".plan-card")).to_be_focused()
    planner.keyboard.press("Control+ArrowRight")
    expect(names(planner, YEAR)).to_have_text(["1. 甲家属院", "2. 乙家属院"])
    planner.keyboard.press("Control+ArrowUp")
    expect(names(planner, YEAR)).to_have_text(["1. 乙家属院", "2. 甲家属院"])
    planner.get_by_role("button", name="Take back").click()
    expect(names(planner, YEAR)).to_have_text(["1. 甲家属院", "2. 乙家属院"])

    street = open_as("street-yuqiuhu", width=390, height=844, at="/planning/annual/")
    street.get_by_role("button", name="Not planned yet").click()
    card(street, "丙").click()
    street.get_by_label("Year", exact=True).select_option(str(YEAR))
    street.get_by_label("Place in the order").select_option(label="before 乙家属院")
    street.get_by_role("button", name="Move", exact=True).click()
    expect(street.locator("#effect")).to_contain_text("丙家属院")

    card(planner, "丁").drag_to(cell(planner, YEAR))  # the planner has not seen the street's move
    expect(planner.locator("#effect .problem")).to_contain_text("Somebody else has changed this plan")
    expect(names(planner, YEAR)).to_have_text(["1. 甲家属院", "2. 丙家属院", "3. 乙家属院"])

    street.goto(f"{street.url.split('/planning')[0]}/planning/annual/{YEAR}/")
    street.get_by_role("button", name="Submit").click()
    expect(street.locator(".messages")).to_contain_text("The part is submitted.")
    planner.goto(f"{planner.url.split('/planning')[0]}/planning/annual/{YEAR}/")
    planner.get_by_role("button", name="Adopt").click()
    expect(planner.locator(".page-head .verdict")).to_have_text("Adopted")
    plan = AnnualPlan.objects.get(year=YEAR)
    assert plan.status == "adopted"
    assert [version.kind for version in PlanVersion.objects.filter(plan=plan)] == ["submitted", "adopted"]

    planner.goto(f"{planner.url.split('/planning')[0]}/planning/annual/")
    card(planner, "丙").focus()
    planner.keyboard.press("Control+ArrowRight")  # an adopted plan asks for a reason first
    planner.get_by_label("Why the adopted plan is adjusted").fill("资金未落实")
    planner.get_by_role("button", name="Move", exact=True).click()
    expect(names(planner, YEAR + 1)).to_have_text(["1. 丙家属院"])
    assert PlanVersion.objects.filter(plan=plan).last().reason == "资金未落实"
