"""A sheet of a workbook: the stamp on top and in print, headings, typed rows. Text is text, never a formula."""
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

BOLD = Font(bold=True)
HEAD = PatternFill("solid", fgColor="DDE3E8")
MONEY, AREA, LENGTH, COUNT, PERCENT = "#,##0.00", "#,##0.0", "#,##0.00", "#,##0", "0.0"
FOOTER_LENGTH = 250  # Excel refuses a file whose footer exceeds 255


def add_sheet(book, title, line, headings, rows, formats=None):
    """The stamp in row 1 and in print, headings in row 2, then typed rows."""
    sheet = book.create_sheet(title[:31])
    _put(sheet, 1, [line], {})
    _put(sheet, 2, headings, {})
    for cell in sheet[2]:
        cell.font, cell.fill = BOLD, HEAD
    for number, row in enumerate(rows, 3):
        _put(sheet, number, row, formats or {})
    sheet.freeze_panes = "A3"
    sheet.oddFooter.center.text = line.replace("&", "&&")[:FOOTER_LENGTH]
    for index in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 18


def _put(sheet, number, row, formats):
    for column, value in enumerate(row, 1):
        cell = sheet.cell(number, column)
        if isinstance(value, str):
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type, cell.quotePrefix = "s", value[:1] in "=+-@\t\r＝" and value != ""
        else:
            cell.value = value
            cell.number_format = formats.get(column, "General")
