"""A bundle as a workbook: overview, members, lines, organisations. Text is text, never a formula."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.planning.rules import figure_labels

BOLD = Font(bold=True)
HEAD = PatternFill("solid", fgColor="DDE3E8")
MONEY, AREA, LENGTH, COUNT = "#,##0.00", "#,##0.0", "#,##0.00", "#,##0"
FOOTER_LENGTH = 250  # Excel refuses a file whose footer exceeds 255


def bundle_xlsx(record: dict, figures: dict, stamp) -> bytes:
    """The same figures as the page, in sheets 概况, 成员, 管线, 责任单位."""
    book = Workbook()
    book.remove(book.active)
    _sheet(book, _("Overview"), stamp, [_("Item"), _("Value")], _overview(record, figures))
    _sheet(book, _("Members"), stamp, _member_headings(), map(_member, figures["members"]), MEMBER_FORMATS)
    headings = [_("Class code"), _("Class"), _("Owner code"), _("Owner"), _("Length (m)"), _("Segments")]
    _sheet(book, _("Lines"), stamp, headings, map(_line, figures["lines"]), {5: LENGTH, 6: COUNT})
    organisations = ([o["code"], o["name"], o["role_label"]] for o in figures["organisations"])
    _sheet(book, _("Organisations to consult"), stamp, [_("Code"), _("Name"), _("As")], organisations)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _sheet(book, title, stamp, headings, rows, formats=None):
    """The stamp in row 1 and in print, headings in row 2, then typed rows."""
    sheet = book.create_sheet(title[:31])
    _put(sheet, 1, [stamp.line], {})
    _put(sheet, 2, headings, {})
    for cell in sheet[2]:
        cell.font, cell.fill = BOLD, HEAD
    for number, row in enumerate(rows, 3):
        _put(sheet, number, row, formats or {})
    sheet.freeze_panes = "A3"
    sheet.oddFooter.center.text = stamp.line.replace("&", "&&")[:FOOTER_LENGTH]
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


def _overview(record, figures):
    totals = figures["totals"]
    return [
        [_("Number"), record["number"]],
        [_("Version"), record["version"]],
        [_("Name"), record["name"]],
        [_("Status"), str(record["status_label"])],
        [_("Plan year"), record["plan_year"]],
        [_("District"), record["district"]["name"]],
        [_("Why the district border is crossed"), record["exception_reason"]],
        [_("Compounds"), totals["compounds"]],
        [_("Households"), totals["households"]],
        [_("Buildings"), totals["buildings"]],
        [_("Floor area (m²)"), totals["floor_area_m2"]],
        [_("Estimate (CNY)"), totals["estimate_cny"]],
        [_("Pipes and cables (m)"), totals["metres"]],
        [_("Organisations to consult"), totals["organisations"]],
        *[[str(Cohort(code).label), count] for code, count in sorted(figures["cohorts"].items())],
        *_missing(figures["missing"]),
        [_("Digest"), record["digest"]],
    ]


def _missing(missing):
    labels = figure_labels()
    return [[_("Not on record: %(figure)s") % {"figure": labels[name]}, ", ".join(c)] for name, c in missing.items()]


def _member_headings():
    return [
        _("Code"), _("Compound"), _("District code"), _("Stage number"), _("Stage"), _("Eligibility"), _("Cohort"),
        _("Completed"), _("Wished year"), _("Households"), _("Buildings"), _("Floor area (m²)"), _("Estimate (CNY)"),
    ]  # fmt: skip


MEMBER_FORMATS = {10: COUNT, 11: COUNT, 12: AREA, 13: MONEY}


def _member(row):
    stage = str(Stage(row["stage"]).label) if row["stage"] else _("Not yet surveyed")
    return [
        row["code"], row["name"], row["district"] or "", row["stage_number"], stage,
        str(Eligibility(row["eligibility"]).label), str(Cohort(row["cohort"]).label), row["year_built"],
        row["wished_year"], row["household_count"], row["building_count"], row["floor_area_m2"], row["estimate_cny"],
    ]  # fmt: skip


def _line(row):
    return [row["network_class"], row["class_label"], row["owner"], row["owner_name"], row["metres"], row["count"]]
