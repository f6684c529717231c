"""A street clerk records what happened in its own district; the centre publishes; anybody reads it."""

from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound


def open_card(page, code):
    page.click("[data-tool=look]") if page.locator("[data-tool=look]").is_visible() else None
    page.locator(f"path[data-code='{code}']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card")).to_contain_text(f"{code}家属院")


def test_a_clerk_records_the_next_stage_of_a_compound_of_its_district(open_as):
    page = open_as("street-yuqiuhu")
    open_card(page, "甲")
    form = page.locator("#card form:has([name=evidence])").first
    page.locator("#card summary", has_text="stage").first.click()
    form.locator("[name=effective_from]").fill("2026-03-01")
    form.locator("[name=effective_to]").fill("2026-03-01")
    form.locator("[name=evidence]").fill("设计合同 2026-17")
    form.locator("button.primary, button[type=submit]").first.click()
    expect(page.locator("#card")).to_contain_text("Record the next stage: Tendered")
    assert Compound.objects.get(code="甲").stage == "designed"


def test_the_centre_publishes_and_a_resident_then_sees_the_compound(open_as):
    planner = open_as("planner")
    open_card(planner, "乙")
    planner.locator("#card summary", has_text="Publish").click()
    planner.locator("#card").get_by_role("button", name="Publish").click()
    expect(planner.locator("#card summary", has_text="Publish")).to_have_count(0)
    resident = open_as(None)
    expect(resident.locator("path[data-code='乙']")).to_have_count(1)
