"""Annual plans as workbook: the official table 年度改造计划表 and the county's own sheet of compounds."""
import io
from itertools import groupby

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from geo_renovation.planning.choices import Tier

from .sheets import BOLD, COUNT, add_sheet

TEN_THOUSANDTHS = "#,##0.00"
THIN = Side(style="thin", color="808080")
FRAME = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def annual_xlsx(plans: list[dict], county: dict, line: str) -> bytes:
    """`plans` is [{year, status_label, rows}] with rows in the order of the plan; `line` says who took it and when."""
    book = Workbook()
    book.remove(book.active)
    for plan in plans:
        _official(book, plan, county, line)
    for plan in plans:
        formats = {1: COUNT, 9: COUNT, 10: COUNT, 11: TEN_THOUSANDTHS, 12: TEN_THOUSANDTHS}
        title = _("Compounds %(year)s") % {"year": plan["year"]}
        add_sheet(book, title, line, _county_headings(), _county_rows(plan, county), formats)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _official(book, plan, county, line):
    """One year in the columns of the official table: the county's sum first, then its street offices."""
    sheet = book.create_sheet(_("Plan %(year)s") % {"year": plan["year"]})
    said = {"county": county["name"], "year": plan["year"]}
    sheet.append([_("%(county)s: annual plan of %(year)s for the renovation of old compounds") % said])
    sheet.append([f"{plan['status_label']} · {line}"])
    sheet.append(_official_headings())
    for row in _official_rows(plan["rows"], county):
        sheet.append(row)
    _dress(sheet)


def _official_headings():
    return [
        _("No."), _("City"), _("County (city, district)"), _("Compounds (number)"), _("Buildings (number)"),
        _("Households (number)"), _("Floor area (10,000 m²)"), _("Total investment (10,000 CNY)"),
    ]  # fmt: skip


def _official_rows(rows, county):
    """小计 first, then 其中: each street office of the county."""
    yield [_("Subtotal"), county["city"], county["name"], *_sums(rows)]
    by_district = sorted(rows, key=lambda row: row["district"] or "")
    parts = groupby(by_district, key=lambda row: (row["district"], row["district_name"]))
    for number, ((_code, name), part) in enumerate(parts, start=1):
        yield [number, county["city"], f"{county['name']} {name or ''}".strip(), *_sums(list(part))]


def _sums(rows):
    def total(name):
        return sum(row[name] or 0 for row in rows)

    area, money = round(total("floor_area_m2") / 1e4, 4), round(float(total("estimate_cny")) / 1e4, 4)
    return [len(rows), total("building_count"), total("household_count"), area, money]


def _dress(sheet):
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A1:H1")
    sheet.merge_cells("A2:H2")
    sheet["A1"].alignment = Alignment(horizontal="center")
    for row in sheet.iter_rows(min_row=3, max_col=8):
        for cell in row:
            cell.border = FRAME
            cell.number_format = {4: COUNT, 5: COUNT, 6: COUNT, 7: TEN_THOUSANDTHS, 8: TEN_THOUSANDTHS}.get(cell.column, "General")
    for cell in (*sheet[3], *sheet[4]):
        cell.font = BOLD
    for index, width in enumerate((8, 12, 26, 14, 14, 14, 18, 20), start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = "A4"
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth = "landscape", 1
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4


def _county_headings():
    """What the register does not hold yet has its column all the same, to be written in by hand."""
    return [
        _("No."), _("County (city, district)"), _("Street office"), _("Community"), _("Compound"), _("Code"),
        _("Year built"), _("Kind of renovation"), _("Buildings (number)"), _("Households (number)"),
        _("Floor area (10,000 m²)"), _("Total investment (10,000 CNY)"), _("Main items"), _("Sources of funds"),
        _("Works begin (plan)"), _("Works end (plan)"), _("Carried out by"), _("Remarks"),
    ]  # fmt: skip


def _county_rows(plan, county):
    tiers = dict(Tier.choices)
    for number, row in enumerate(plan["rows"], start=1):
        area, money = row["floor_area_m2"], row["estimate_cny"]
        yield [
            number, county["name"], row["district_name"] or "", row["community"] or "", row["name"], row["code"],
            row["year_built"], str(tiers.get(row["tier"], "")), row["building_count"], row["household_count"],
            None if area is None else round(area / 1e4, 4), None if money is None else round(float(money) / 1e4, 4),
            "", "", "", "", row["district_name"] or "", _("Bundle %(number)s") % {"number": row["bundle"]} if row["bundle"] else "",
        ]  # fmt: skip
