"""The table under the map as a workbook, row by row. Text is text, never a formula."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils import get_column_letter

from geo_renovation.maps.columns import DATE, MONEY, NUMBER, TEXT

from .sheets import AREA, BOLD, COUNT, FOOTER_LENGTH, HEAD
from .sheets import MONEY as MONEY_FORMAT

DATE_FORMAT = "yyyy-mm-dd"
# What Excel and its like take for the start of a formula.
FORMULA = tuple("=+-@\t\r＝")
WIDTHS = {TEXT: 22, NUMBER: 12, MONEY: 18, DATE: 12}


def table_xlsx(exported, stamp) -> bytes:
    """Rows 1 and 2 say whose, when and which; then headings, rows, and the sums in the last."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(stamp.what[:31])
    sheet.freeze_panes = "A4"
    sheet.oddFooter.center.text = stamp.line.replace("&", "&&")[:FOOTER_LENGTH]
    for number, column in enumerate(exported.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(column.kind, 16)
    put = Putting(sheet, [format_of(column) for column in exported.columns])
    for line in (stamp.line, stamp.filter_line):
        sheet.append([put.text(line)])
    sheet.append([put.head(heading) for heading in exported.headings])
    for row in exported.rows:
        sheet.append(list(map(put.cell, row, put.formats)))
    sheet.append(put.bold(exported.sums(_("Total"))))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def format_of(column) -> str:
    """How a column's numbers and days are shown; "" as they come."""
    if column.is_year:
        return ""
    by_unit = AREA if column.unit in ("m²", "m") else COUNT if column.is_summed else ""
    return {MONEY: MONEY_FORMAT, DATE: DATE_FORMAT, NUMBER: by_unit}.get(column.kind, "")


class Putting:
    """Makes the cells of one sheet; a plain value is written without a cell of its own, which is quicker."""

    def __init__(self, sheet, formats):
        self.sheet, self.formats = sheet, formats

    def cell(self, value, number_format):
        if isinstance(value, str):
            return self.text(value)
        if value is None or not number_format:
            return value
        made = WriteOnlyCell(self.sheet, value)
        made.number_format = number_format
        return made

    def text(self, value):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
        if not value.startswith(FORMULA):
            return value
        made = WriteOnlyCell(self.sheet, value)
        made.data_type, made.quotePrefix = "s", True
        return made

    def head(self, value):
        made = WriteOnlyCell(self.sheet, value)
        made.font, made.fill = BOLD, HEAD
        return made

    def bold(self, values):
        cells = [WriteOnlyCell(self.sheet, value) for value in values]
        for made, number_format in zip(cells, self.formats, strict=True):
            made.font, made.number_format = BOLD, number_format or "General"
        return cells
