"""Networks line by line and point by point, as sheets of a workbook."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from geo_renovation.utilities.choices import Accuracy, Placement, Status
from geo_renovation.utilities.models import Node, Segment

from ..extract import OF_LINES, OF_NODES
from .sheets import COUNT, LENGTH, add_sheet

CHOICES = {"placement": Placement, "accuracy": Accuracy, "status": Status}


def add_networks(book, found, line):
    """A sheet of lines, cut to the ground, and one of points; what the viewer may not know is empty."""
    of_both = [_("Class code"), _("Class"), _("Owner code"), _("Owner")]
    headings = [*of_both, _("Length (m)"), *_names(Segment, OF_LINES)]
    add_sheet(book, _("Line by line"), line, headings, map(_line, found.lines), {5: LENGTH})
    headings = [*of_both, _("Kind"), *_names(Node, OF_NODES)]
    add_sheet(book, _("Point by point"), line, headings, map(_node, found.nodes))


def compound_xlsx(found, stamp) -> bytes:
    """The networks under one compound: totals by class and owner, then every line and point."""
    book = Workbook()
    book.remove(book.active)
    headings = [_("Class code"), _("Class"), _("Owner code"), _("Owner"), _("Length (m)"), _("Segments")]
    add_sheet(book, _("Lines"), stamp.line, headings, _totals(found.lines), {5: LENGTH, 6: COUNT})
    add_networks(book, found, stamp.line)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _totals(lines):
    totals = {}
    for row in lines:
        total = totals.setdefault(tuple(_of_both(row)), [0.0, 0])
        total[0] += row["metres"]
        total[1] += 1
    return [[*key, round(metres, 3), count] for key, (metres, count) in sorted(totals.items())]


def _names(model, fields):
    return [str(model._meta.get_field(name).verbose_name) for name in fields]


def _of_both(row):
    return [row["network_class"], row["class_label"], row["owner"], row["owner_name"]]


def _line(row):
    return [*_of_both(row), round(row["metres"], 3), *(_shown(row, name) for name in OF_LINES)]


def _node(row):
    return [*_of_both(row), row["kind_label"], *(_shown(row, name) for name in OF_NODES)]


def _shown(row, name):
    value = row[name]
    if value is None:
        return None
    return str(CHOICES[name](value).label) if name in CHOICES else value
