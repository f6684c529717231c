"""The water company's ground, and what an engineer must find there whatever the language."""

import io
import re

from openpyxl import load_workbook
from playwright.sync_api import expect

from geo_renovation.utilities.models import Segment
from tests.browser.ground import address
from tests.factories import NodeFactory, SegmentFactory
from tests.maps.pdf_reading import text_of

NAME = "water-1"
KNOWN = (NAME, "W-SECRET", "W-OLD", "V1")
OTHERS = ("P-SECRET", "10kV")


def lay_lines():
    """Of the water company: a main of 530 m, an old branch of 200 m and a valve; a power line disclosed over 240 m."""
    SegmentFactory(code="W-OLD", owner="water", points=((-50, 80), (150, 80)), material="灰口铸铁", laid_year=1988)
    return NodeFactory(code="V1", owner="water", at=(150, 110))


def button(within, name):
    return within.get_by_role("button", name=name, exact=True)


def tool(page, key):
    return page.locator(f"#more-tools [data-key='{key}']")


def entry(page, label):
    return page.locator("#legend li").filter(has_text=label)


def drawn():
    return Segment.objects.get(code__startswith="segment-")


def cells_of(download):
    book = load_workbook(io.BytesIO(download.path().read_bytes()), data_only=True)
    return [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def holds_own_lines_alone(download):
    """In full what is its own; of the others nothing that is masked."""
    cells = [str(cell) for cell in cells_of(download)]
    assert {"W-SECRET", "W-OLD", "灰口铸铁"} <= set(cells)
    assert not [cell for cell in cells if any(hidden in cell for hidden in OTHERS)]


def is_a_print(download, title):
    """With its title and who took it; nothing that is masked."""
    text = text_of(download.path().read_bytes())
    assert title in text
    assert NAME in text
    assert not [hidden for hidden in OTHERS if hidden in text]


def says_nothing_of_others(page):
    text = page.locator("body").inner_text()
    assert not [hidden for hidden in OTHERS if hidden in text]


def at_the_map(page):
    page.goto(page.url.split("/?")[0].rstrip("/") + address())
    expect(page.locator(".legend-class li").first).to_contain_text(re.compile(r"[1-9]\d* m"))
