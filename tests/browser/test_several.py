"""An engineer changes several own lines at once: ticked in the table, previewed, a colleague in between, taken back."""
import pytest
from playwright.sync_api import expect

from geo_renovation.utilities.models import Segment
from tests.browser.engineer import button, lay_lines, tool
from tests.browser.ground import address, spot
from tests.browser.test_accessibility import serious

pytestmark = pytest.mark.django_db(transaction=True)


def materials():
    return dict(Segment.objects.filter(owner__code="water").values_list("code", "material"))


def test_lines_ticked_in_the_table_are_changed_alike_past_a_colleague_and_taken_back(open_as):
    lay_lines()
    page = open_as("water")
    page.goto(page.url.split("?")[0].rstrip("/") + address())
    tool(page, "table").click()
    page.get_by_role("tab", name="Pipes and cables").click()
    page.get_by_label("All rows of this page").check()
    panel = page.locator(".map-answer")
    expect(panel.locator(".answer-said")).to_have_text("Lines chosen: 2 · 730 m · Not yours to change, left out: 1")
    expect(panel.locator(".answer-rows").first).to_contain_text("W-OLD")
    button(page, "Close the table").click()
    panel.locator(".several-field").filter(has_text="Material").get_by_role("checkbox").check()
    panel.get_by_role("textbox", name="Material").fill("PE")
    button(panel, "See what would change").click()
    expect(panel.locator(".foreseen")).to_contain_text("2 of 2")
    assert serious(page) == []
    Segment.objects.filter(code="W-OLD").update(material="钢")
    button(panel, "Change them (2)").click()
    expect(panel.get_by_role("alert")).to_contain_text("Material: 灰口铸铁 → 钢")
    assert materials() == {"W-SECRET": "球墨铸铁", "W-OLD": "钢"}
    panel.locator(".several-field").filter(has_text="Material").get_by_role("checkbox").check()
    panel.get_by_role("textbox", name="Material").fill("PE")
    button(panel, "See what would change").click()
    button(panel, "Change them (2)").click()
    expect(panel.locator(".several-note")).to_contain_text("Lines changed: 2")
    assert materials() == {"W-SECRET": "PE", "W-OLD": "PE"}
    button(panel, "Take it back").click()
    button(page.get_by_role("dialog"), "Take it back").click()
    expect(panel.locator(".several-field").filter(has_text="Material")).to_contain_text("钢 × 1")
    assert materials() == {"W-SECRET": "球墨铸铁", "W-OLD": "钢"}
    page.mouse.click(*spot(page, (200, 50)))
    expect(panel.locator(".answer-said")).to_have_text("Lines chosen: 1 · 200 m")
    panel.locator("summary").click()
    button(panel, "End them all").click()
    expect(page.get_by_role("dialog")).to_contain_text("W-OLD")
    button(page.get_by_role("dialog"), "End them all").click()
    expect(panel.locator(".several-note")).to_contain_text("Lines ended: 1")
    assert Segment.objects.get(code="W-OLD").ended_on is not None
