"""An empty workbook of each kind, with the headings we like, their allowed values as lists, and what they mean."""
import io

from django.utils.translation import gettext as _
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..holders import UNKNOWN_WORDS, Holder, Organisation
from ..values import Choice, Day, Flag, Moment, Number, Section, Text, Whole

NOTES = "说明"  # readers/workbook.py passes a sheet of this name over
ROWS = 2000  # rows with lists and formats
BOLD = Font(bold=True)
NEEDED, OPTIONAL = PatternFill("solid", fgColor="F8D7C4"), PatternFill("solid", fgColor="DDE3E8")
# 国标: X points north. Both say so, so that nobody need guess.
NORTH, EAST, SHAPE = "X(北)", "Y(东)", "WKT"
POINT_SHEET, LINE_SHEET = "点表", "线表"
UNIT_WORDS = {"m": "m", "mm": "mm", "m2": "㎡", "cny": "元"}
PLACES = {"point": (NORTH, EAST), "line": (), None: ()}


def xlsx(kind) -> bytes:
    """The empty workbook; Chinese whatever language the reader has."""
    with override("zh-hans"):
        book = Workbook()
        notes = book.create_sheet(NOTES)
        lists = _explain(notes, kind)
        book.active.title = LINE_SHEET if kind.family == "line" else POINT_SHEET if kind.name == "nodes" else str(kind.label)
        _fill(book.active, kind, headings_of(kind), lists)
        if kind.family == "line":
            points = book.create_sheet(POINT_SHEET, 1)
            _head(points, [("物探点号", True), (NORTH, True), (EAST, True), ("地面高程", False)])
        held = io.BytesIO()
        book.save(held)
        return held.getvalue()


def headings_of(kind):
    """[(heading, field or None, whether it must be filled)] of the main sheet."""
    found = [(heading_of(field), field, field.required and not field.made) for field in kind.fields]
    if kind.family == "line":
        ends = [(name, None, True) for name in ("起点点号", "终点点号")]
        depths = [(name, None, False) for name in ("起点埋深", "终点埋深")]
        # A line's code and depth come from its two points.
        return [*ends, *depths, *(each for each in found if each[1].name not in ("code", "depth_m"))]
    places = PLACES.get(kind.family, (SHAPE,))
    return [*found, *((name, None, name != SHAPE) for name in places)]


def heading_of(field):
    """Heading with its unit in brackets."""
    unit = UNIT_WORDS.get(field.unit)
    return f"{field.heading}({unit})" if unit else field.heading


def allowed(field):
    """The words a cell may hold, as the importer reads them; none where anything may stand."""
    if isinstance(field.type, Flag):
        return ["是", "否"]
    if isinstance(field.type, Choice):
        taken = field.type.only or list(field.type.choices)
        return [_word(field.type, choice) for choice in taken if choice.value]
    if isinstance(field.type, Holder):
        return [*_organisations(), *(words[1] for words in UNKNOWN_WORDS.values())]
    return _organisations() if isinstance(field.type, Organisation) else []


def _organisations():
    return [name for _code, name in Organisation().options()]


def _word(vocabulary, choice):
    words = vocabulary.words.get(choice, ())
    return next((word for word in words if not word.isascii()), choice.value)


def _head(sheet, headings):
    for column, (heading, is_needed) in enumerate(headings, 1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill = BOLD, NEEDED if is_needed else OPTIONAL
        sheet.column_dimensions[get_column_letter(column)].width = max(12, 2 * len(heading) + 4)
    sheet.freeze_panes = "A2"


def _fill(sheet, kind, headings, lists):
    """Headings, number formats and lists; no rows."""
    _head(sheet, [(heading, is_needed) for heading, _field, is_needed in headings])
    for column, (_heading, field, _needed) in enumerate(headings, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].number_format = _format(field)
        if field is not None and field.name in lists:
            rule = DataValidation(type="list", formula1=lists[field.name], allow_blank=True)
            # A word not in the list may still be mapped on import: it is told, not forbidden.
            rule.errorStyle = "warning"
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{ROWS}")


def _format(field):
    if field is None or isinstance(field.type, Number):
        return "General"
    return "yyyy-mm-dd" if isinstance(field.type, (Day, Moment)) else "@"


def _explain(sheet, kind):
    """One line a heading, its allowed words to the right; answers where the words of each field stand."""
    titles = [_("Heading"), _("Must be filled"), _("What it is"), _("How it is written"), _("Allowed values")]
    for column, title in enumerate(titles, 1):
        sheet.cell(1, column, title).font = BOLD
        sheet.column_dimensions[get_column_letter(column)].width = 24
    lists = {}
    for row, (heading, field, is_needed) in enumerate(headings_of(kind), 2):
        words = allowed(field) if field is not None else []
        what = str(field.label) if field is not None else _what(heading)
        line = [heading, _("Yes") if is_needed else _("No"), what, _how(field), *words]
        for column, value in enumerate(line, 1):
            sheet.cell(row, column, value).number_format = "@"
        if words:
            last = get_column_letter(len(line))
            lists[field.name] = f"'{NOTES}'!$E${row}:${last}${row}"
    return lists


def _what(heading):
    return {
        NORTH: _("coordinate pointing north, in metres"),
        EAST: _("coordinate pointing east, in metres"),
        SHAPE: _("outline or route as well-known text; leave it empty to change rows that are there already"),
    }.get(heading, _("number in the point table") if "点号" in heading else _("depth (m)"))


def _how(field):
    """What a cell of a field looks like."""
    kind = getattr(field, "type", None)
    if isinstance(kind, Section):
        return "300, DN300, 300×200"
    if isinstance(kind, Whole):
        return _("whole number")
    if kind is None or isinstance(kind, Number):
        return _("number")
    if isinstance(kind, (Day, Moment)):
        return "2021-07-29"
    if isinstance(kind, Text):
        return _("text of up to %(length)s characters") % {"length": kind.length}
    return _("one of the words to the right") if allowed(field) else _("code or name")
