"""Imports one file of one kind, all or nothing, and says what it did."""
import logging
from pathlib import Path

import shapely
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.districts.models import County

from . import checks, copying
from .choices import RunState
from .headings import sources
from .kinds import KINDS
from .models import ImportRun
from .parsing import parser
from .refusals import Refused
from .report import Report
from .staging import staged
from .validation import Rows

logger = logging.getLogger(__name__)

REPORTED_ROWS = 1000  # of what is stored with the run; the whole report goes to whoever asked


class Run:
    """One import inside its transaction, as the checks of a kind see it."""

    def __init__(self, kind, report, cursor, by):
        self.kind, self.report, self.cursor = kind, report, cursor
        self.organisation_id = getattr(by, "organisation_id", None)
        self.basis = _("Import of %(file)s") % {"file": report.file}

    def execute(self, sql, parameters=()):
        self.cursor.execute(sql, parameters or None)

    def rows(self, sql, parameters=()):
        self.execute(sql, parameters)
        return self.cursor.fetchall()

    def reject(self, sql, field, reason):
        """Rejects the rows that `sql` answers as (row, value)."""
        for row, value in self.rows(sql):
            self.report.reject(row, field, value, reason)

    def drop_rejected(self):
        self.execute("DELETE FROM incoming WHERE row = ANY(%s)", [self.report.rejected_rows])


def import_layer(
    path, kind, *, layer=None, crs=None, encoding=None, mapping=None, constants=None,
    value_maps=None, good_rows=False, dry_run=False, by=None,
):
    """Reads `path` as `kind` (a name of KINDS) and answers with a Report; never raises for the file."""
    report = Report(file=Path(path).name, kind=kind, dry_run=dry_run, good_rows=good_rows)
    started_at, chosen = timezone.now(), KINDS[kind]
    try:
        with staged(path, layer) as file, transaction.atomic():
            asked = {"encoding": encoding, "crs": crs}
            told = {
                "mapping": mapping or {},
                "constants": constants or {},
                "value_maps": value_maps or {},
            }
            _take_in(file, chosen, report, asked, told, by)
            if report.may_be_stored and not dry_run:
                report.committed = True
                _record(file, report, started_at, by)
            else:
                transaction.set_rollback(True)
    except Refused as refusal:
        report.refuse(refusal)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        report.refuse(Refused("constraint", constraint=name or ""))
    except DatabaseError:
        logger.exception("import of %s", file.name)
        report.refuse(Refused("database"))
    return report


def _take_in(file, kind, report, asked, told, by):
    """Parses, validates, copies, checks and stores inside the caller's transaction."""
    with parser(file, family=kind.family, outline=_outline(kind), **asked) as parsed:
        report.encoding, report.crs = parsed.header["encoding"], parsed.header["crs"]
        for warning in parsed.header["warnings"]:
            report.warn(warning, encoding=report.encoding, crs=report.crs)
        rows = Rows(kind, sources(kind, parsed.header, **told), report, _stem(file))
        with connection.cursor() as cursor:
            copying.prepare(cursor, kind)
            with copying.copying(cursor, kind) as write:
                for batch in parsed.batches(rows.positions):
                    for row in rows.good(batch):
                        write(row)
            _warn_about_place(parsed, report)
            _check_and_store(Run(kind, report, cursor, by))


def _stem(file):
    """What made codes begin with; short enough to leave room for the row number."""
    return "-".join(part for part in (Path(file.name).stem, file.layer) if part)[:30]


def _outline(kind):
    """The county as hex WKB; every layer but the county itself must lie in it."""
    if kind.family is None or kind.model is County:
        return None
    outline = County.objects.values_list("outline", flat=True).first()
    if outline is None:
        raise Refused("no_county")
    return shapely.from_wkb(bytes(outline.wkb)).wkb_hex


def _warn_about_place(parsed, report):
    if parsed.outside and parsed.likely_crs:
        report.warn("crs_likely", likely=parsed.likely_crs, crs=report.crs, count=parsed.outside)


def _check_and_store(run):
    for check in (checks.standard, *run.kind.checks):
        check(run)
        run.drop_rejected()
    if not run.report.may_be_stored:
        return
    for step in run.kind.before:
        step(run)
    copying.store(run.cursor, run.kind)
    for step in run.kind.follow:
        step(run)


def _record(file, report, started_at, by):
    short = report.as_dict()
    for name in ("rejected", "repaired", "warnings"):
        short[name] = short[name][:REPORTED_ROWS]
    run = ImportRun.objects.create(
        file_name=file.name[:255],
        sha256=file.sha256,
        kind=report.kind,
        crs=(report.crs or "")[:80],
        encoding=report.encoding or "",
        read_count=report.read,
        written_count=report.written,
        report=short,
        user=by,
        organisation=getattr(by, "organisation", None),
        state=RunState.STORED,
        started_at=started_at,
        finished_at=timezone.now(),
    )
    Act.record(Verb.IMPORTED, run, by=by, rows=report.written, sha256=file.sha256)
