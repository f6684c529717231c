"""The report of an import as a workbook: summary, problems, and the rejected rows ready to be mended.

The third sheet has the file's own headings with every cell as it came and the shape as WKT: mended
there, the workbook is sent in again and read like any other.
"""
import io

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from .. import issues, place_words, rejected
from ..deliveries import sentence_and_mend
from ..preview import to_degrees

BOLD, HEAD = Font(bold=True), PatternFill("solid", fgColor="DDE3E8")
DANGEROUS = "=+-@\t\r＝"
LONGEST_CELL = 32_767
DEGREES = 7


def report_xlsx(run, user) -> bytes:
    """The workbook's bytes; who took it and when stands on the first sheet."""
    book = Workbook(write_only=True)
    _sheet(book, _("Summary"), [_("Item"), _("Value")], _summary(run, user))
    found = issues.shown(run.issues.all(), run.kind)
    _sheet(book, _("Problems"), _problem_headings(), map(_problem, found))
    kept = rejected.kept(run)
    said = _said(found)
    rows = (_rejected(row, said.get(row["row"], ""), rejected.added_headings(kept)) for row in kept["rows"])
    _sheet(book, _("Rejected rows"), rejected.mended_headings(kept), rows)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _sheet(book, title, headings, rows):
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for index in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(index)].width = 20
    sheet.append([_cell(sheet, heading, is_head=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value, *, is_head=False):
    """Text stays text, whatever it begins with."""
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text[:1] in DANGEROUS and text != ""
    if is_head:
        cell.font, cell.fill, cell.alignment = BOLD, HEAD, Alignment(vertical="top")
    return cell


def _summary(run, user):
    report, counts = run.report, run.report.get("counts", {})
    refused, _mend = sentence_and_mend(report.get("refused"))
    return [
        [_("File"), run.file_name],
        [_("Layer"), run.layer],
        [_("Kind"), str(run.kind_label)],
        [_("State"), run.get_state_display()],
        [_("What the file does"), run.get_mode_display()],
        [_("CRS"), place_words.of_run(run)],
        [_("Encoding"), run.encoding],
        [_("Rows read"), report.get("read", 0)],
        [_("Rows that passed"), report.get("written", 0)],
        [_("Rows rejected"), report.get("read", 0) - report.get("written", 0)],
        [_("Added"), report.get("added", 0)],
        [_("Changed"), report.get("changed", 0)],
        [_("Unchanged"), report.get("unchanged", 0)],
        [_("No longer in the file"), report.get("gone", 0)],
        [_("Errors"), sum(counts.get("errors", {}).values())],
        [_("Warnings"), sum(counts.get("warnings", {}).values())],
        [_("Refused"), refused],
        [_("Digest of the original (SHA-256)"), run.sha256],
        [_("Sent in by"), f"{run.organisation or ''} {run.user or ''}".strip()],
        [_("Report taken by"), f"{user.organisation or ''} {user}".strip()],
        [_("Report taken at"), f"{timezone.localtime():%Y-%m-%d %H:%M:%S}"],
    ]


def _problem_headings():
    return [
        _("Row"), _("Field"), _("Value"), _("Severity"), _("What is wrong"), _("What to do"), _("Accepted because"),
        _("Longitude"), _("Latitude"),
    ]  # fmt: skip


def _problem(issue):
    lon, lat = to_degrees(*issue.place.coords) if issue.place else (None, None)
    place = [lon and round(lon, DEGREES), lat and round(lat, DEGREES)]
    said = [issue.message, issue.mend, issue.accepted_because]
    return [issue.row, str(issue.field_label), issue.value, issue.get_severity_display(), *said, *place]


def _said(found):
    """Row -> what is wrong with it, in a line."""
    said = {}
    for issue in found:
        if issue.row is not None and issue.severity == "error":
            said.setdefault(issue.row, []).append(f"{issue.field_label}: {issue.message}")
    return {row: "; ".join(sentences) for row, sentences in said.items()}


def _rejected(row, said, added):
    ours = {rejected.SHAPE: row["wkt"] or "", rejected.ROW: row["row"], rejected.PROBLEMS: said}
    return [*map(_plain, row["cells"]), *(ours[name] for name in added)]


def _plain(cell):
    """A cell as the reader had it; what could not be read as text is left for the sender to fill in."""
    if isinstance(cell, dict):
        return str(next(iter(cell.values())))
    return cell
