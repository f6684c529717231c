"""A bundle as a workbook: overview, members, lines, organisations, networks. Text is text, never a formula."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from geo_renovation.compounds.choices import Cohort, Eligibility, Stage
from geo_renovation.planning.rules import figure_labels

from .network_sheets import add_networks
from .sheets import AREA, COUNT, LENGTH, MONEY, add_sheet


def bundle_xlsx(record: dict, figures: dict, stamp, found) -> bytes:
    """The same figures as the page, in sheets 概况, 成员, 管线, 责任单位; then every line and point of the extract."""
    book = Workbook()
    book.remove(book.active)
    add_sheet(book, _("Overview"), stamp.line, [_("Item"), _("Value")], _overview(record, figures))
    add_sheet(book, _("Members"), stamp.line, _member_headings(), map(_member, figures["members"]), MEMBER_FORMATS)
    headings = [_("Class code"), _("Class"), _("Owner code"), _("Owner"), _("Length (m)"), _("Segments")]
    add_sheet(book, _("Lines"), stamp.line, headings, map(_line, figures["lines"]), {5: LENGTH, 6: COUNT})
    organisations = ([o["code"], o["name"], o["role_label"]] for o in figures["organisations"])
    add_sheet(book, _("Organisations to consult"), stamp.line, [_("Code"), _("Name"), _("As")], organisations)
    add_networks(book, found, stamp.line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


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
