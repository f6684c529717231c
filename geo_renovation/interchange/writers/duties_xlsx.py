"""The responsibility table as a workbook, row for row that of the page."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from .sheets import COUNT, LENGTH, PERCENT, add_sheet


def duties_xlsx(told: dict, line: str) -> bytes:
    """Sheets 责任分工, 按单位, 待定; `line` says who took it and when."""
    book = Workbook()
    book.remove(book.active)
    add_sheet(book, _("Responsibility"), line, _headings(told), _rows(told), {4: LENGTH, 5: COUNT, 6: PERCENT, 7: COUNT})
    parts = dict.fromkeys((3, 5, 6), LENGTH) | {4: COUNT}
    add_sheet(book, _("By organisation"), line, _part_headings(), map(_part, told["parts"]), parts)
    lines = ([row["code"] or str(row["id"]), row["class_label"], row["metres"]] for row in told["undecided"]["lines"])
    add_sheet(book, _("To be decided"), line, [_("Line"), _("Class"), _("Length (m)")], lines, {3: LENGTH})
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _headings(told):
    older = _("Older than %(years)s years (%%)") % {"years": told["older_than"]}
    return [
        _("Class"), _("Right-holder"), _("Laying"), _("Length (m)"), _("Lines"), older, _("Points"), _("Organises"),
        _("Pays"), _("Maintains afterwards"), _("Rule"),
    ]  # fmt: skip


def _rows(told):
    for row in told["rows"]:
        answers = [row[name]["name"] for name in ("organises", "pays", "maintains")] + [row["duty_label"]]
        laid = row["placements"] or [{"label": "", "metres": 0, "segments": 0, "old_percent": None}]
        for number, part in enumerate(laid):
            nodes = row["nodes"] if number == 0 else None  # once for the class and owner: points have no laying
            figures = [part["metres"], part["segments"], part["old_percent"], nodes]
            yield [row["class_label"], row["owner_name"], part["label"], *figures, *answers]


def _part_headings():
    return [
        _("Code"), _("Organisation"), _("Its own (m)"), _("Points"), _("Must renew (m)"), _("Will take over (m)"),
    ]  # fmt: skip


def _part(part):
    figures = [part["own"]["metres"], part["own"]["nodes"], part["renews"]["metres"], part["takes_over"]["metres"]]
    return [part["code"], part["name"], *figures]
