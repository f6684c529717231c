"""A street clerk marks a wrong line on the map; whose line it is accepts, and corrects it by what was drawn."""
import re

import pytest
from playwright.sync_api import expect

from geo_renovation.utilities.models import Node, Redline, Segment
from tests.browser.engineer import button
from tests.browser.ground import address, spot
from tests.browser.test_accessibility import serious
from tests.factories import NodeFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clerk_marks_a_line_and_the_engineer_corrects_it_by_what_was_drawn(open_as):
    line = Segment.objects.get(code="W-SECRET")
    valve = NodeFactory(owner="water", at=(480, 50))
    clerk = open_as("street-yuqiuhu")
    clerk.goto(clerk.url.split("?")[0].rstrip("/") + address(f"segment:{line.pk}"))
    button(clerk, "Mark as wrong").click()
    panel = clerk.locator("#edit")
    panel.get_by_label("What is wrong").select_option("position")
    panel.get_by_label("Remark").fill("在路北 30 米")
    button(panel, "Draw where it runs").click()
    expect(button(panel, "Begin in the middle of the map")).to_be_visible()
    for at in ((20, 80), (200, 80)):
        clerk.mouse.click(*spot(clerk, at))
    clerk.mouse.dblclick(*spot(clerk, (270, 80)))
    expect(panel.locator(".edit-size")).to_contain_text(re.compile(r"^(249|250)\."))
    assert serious(clerk) == []
    button(panel, "Send the mark").click()
    expect(panel.locator(".redlines li")).to_contain_text("Waiting for an answer")
    assert "SECRET" not in panel.inner_text()
    mark = Redline.objects.get()
    assert (mark.text, mark.shape.length) == ("在路北 30 米", pytest.approx(250, abs=1))

    engineer = open_as("water", at="/map/redlines/")
    expect(engineer.locator("tbody tr")).to_contain_text("在路北 30 米")
    engineer.locator("tbody tr a").first.click()
    button(engineer, "Accept and correct the line").click()
    panel = engineer.locator("#edit")
    expect(panel.locator(".edit-suggestion")).to_contain_text("在路北 30 米")
    expect(engineer.locator("path.redline")).to_have_count(1)
    button(panel, "Take the drawn way").click()
    button(panel, "Save").click()
    expect(panel.locator(".connected")).to_contain_text("valves and other points: 1.")
    expect(engineer.locator("path.would-follow")).to_have_count(1)
    assert serious(engineer) == []
    button(panel, "Take them along").click()
    expect(panel.locator(".edit-message")).to_have_text("Saved.")
    line.refresh_from_db()
    assert line.route.equals_exact(mark.shape, 0.01)
    assert Node.objects.get(pk=valve.pk).position.coords == line.route.coords[-1]
    engineer.goto(engineer.url.split("/?")[0] + "/map/redlines/?show=all")
    expect(engineer.locator("tbody tr")).to_contain_text("line changed since")
