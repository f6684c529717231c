"""What a planner sees at each step of the journey, by mouse or by keyboard."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.compounds.models import Compound
from geo_renovation.planning.models import Bundle
from tests.factories import CompoundFactory, DistrictFactory, TownAreaFactory
from tests.maps.pdf_reading import text_of

NAME = "planner-1"
# Organisations as the factories name them; the last three are in work.
KNOWN = (NAME, "机构 centre", "机构 power", "机构 water")
FILTER = {"district": "371526001", "stage": "planned", "eligibility": "eligible"}


def vary():
    """Three more that the filter is to leave out, each for one reason; estimates of 1 to 4 million CNY."""
    TownAreaFactory(name="城东", at=(5000, 5000), size=900)
    DistrictFactory(code="371526002", name="汇鑫街道", at=(5000, 5000), size=900)
    CompoundFactory(code="戊", name="戊家属院", at=(5200, 5200), eligible=True, stage="planned")
    CompoundFactory(code="己", name="己家属院", at=(0, 200), stage="planned")
    CompoundFactory(code="庚", name="庚家属院", at=(120, 200), eligible=True, stage="surveyed")
    for million, code in enumerate("丙甲丁乙", start=1):
        Compound.objects.filter(code=code).update(estimate_cny=million * 1_000_000)


def button(within, name):
    return within.get_by_role("button", name=name, exact=True)


def tool(page, key):
    return page.locator(f"#more-tools [data-key='{key}']")


def drawn(page, code):
    return page.locator(f"#map .leaflet-overlay-pane path[data-code='{code}']")


def filtered(page):
    """Map, legend and address agree on the four of the row."""
    for name, code in FILTER.items():
        expect(page).to_have_url(re.compile(f"{name}={code}"))
    expect(page.locator("#map .leaflet-overlay-pane path[data-code]")).to_have_count(4)
    expect(page.locator("#legend li", has=page.locator(".stage[data-stage='3']"))).to_contain_text("4")


def rows_are(page, codes):
    rows = page.locator(".grid tbody tr")
    expect(rows).to_have_count(len(codes))
    for row, code in enumerate(codes):
        expect(rows.nth(row)).to_have_attribute("data-id", code)


def is_selected(page, codes):
    expect(page.locator("#basket .amber-chip")).to_contain_text(str(len(codes)))
    for code in "甲乙丙丁":
        expect(drawn(page, code)).to_have_attribute("aria-pressed", str(code in codes).lower())


def households(dialog, name):
    row = dialog.locator("tbody tr", has=dialog.page.get_by_role("rowheader", name=name, exact=True))
    expect(row.locator("td")).to_have_text(["300", "200"])


def holds_what_is_shown(download, codes):
    """Those rows in that order, and no other compound."""
    book = load_workbook(io.BytesIO(download.path().read_bytes()), data_only=True)
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert [cell for cell in cells if str(cell).endswith("家属院")] == [f"{code}家属院" for code in codes]
    assert any(cell == 10_000_000 for cell in cells if isinstance(cell, int | float))


def is_a_print(download, *words):
    text = text_of(download.path().read_bytes())
    assert [word for word in (*words, NAME) if word not in text] == []


def is_frozen(page):
    expect(page.locator(".bundle-line .status.frozen")).to_be_visible()
    bundle = Bundle.objects.get()
    assert (bundle.status, [m["code"] for m in bundle.snapshot["members"]]) == ("frozen", sorted("甲乙丙"))
