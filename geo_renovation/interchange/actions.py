"""Imports one layer of one kind, all or nothing, and says what it did."""
import logging
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import shapely
from django.db import DatabaseError, IntegrityError, connection, transaction

from geo_renovation.districts.models import County

from . import checks, columns, comparing, constraints, copying, permissions, recording, storing
from .choices import Mode
from .headings import sources
from .kinds import KINDS
from .kinds.declaring import Kind
from .parsing import parser
from .refusals import Refused
from .report import Report
from .running import Run
from .staging import staged
from .validation import Rows

logger = logging.getLogger(__name__)

DEADLOCK = "40P01"


class Unwatched:
    """Nobody looks on while an import works."""

    def step(self, name):
        """What it begins to do."""

    def rows(self, read):
        """How many rows it has read."""

    def look(self, run):
        """The rows while they still lie in the temporary table."""


@dataclass
class Asked:
    """What is to be read, how, and what is to become of it."""

    path: Path
    kind: Kind
    by: object = None
    layer: str | None = None
    encoding: str | None = None
    place: dict = field(default_factory=dict)
    geometry: dict | None = None
    told: dict = field(default_factory=dict)
    mode: str = Mode.ADD
    ended_on: object = None
    dry_run: bool = False
    watch: object = field(default_factory=Unwatched)
    run: object = None
    run_given: bool = False

    @property
    def updates(self):
        """Whether stored rows may change; then what the file leaves out stays as it is."""
        return self.mode != Mode.ADD and columns.may_change(self.kind)


def import_layer(
    path, kind, *, layer=None, crs=None, encoding=None, place=None, geometry=None, mapping=None,
    constants=None, value_maps=None, good_rows=False, mode=Mode.ADD, accepted=None, ended_on=None,
    dry_run=False, by=None, watch=None, run=None,
):
    """Reads `path` as `kind` (a name of KINDS) and answers with a Report; never raises for the file.

    `run` is the ImportRun to fill in; one that is stored already stays as it is. Cancelled, raised
    by `watch`, passes through: then nothing was stored.
    """
    told = {"mapping": mapping or {}, "constants": constants or {}, "value_maps": value_maps or {}}
    place = {**(place or {}), **({"crs": crs} if crs else {})}
    asked = Asked(
        Path(path), KINDS[kind], by, layer or None, encoding, place, geometry, told, Mode(mode), ended_on,
        dry_run, watch or Unwatched(), run, run is not None,
    )
    name = run.file_name if run else asked.path.name
    report = Report(file=name, kind=kind, dry_run=dry_run, good_rows=good_rows)
    with _explained(asked, report):
        permissions.check_kind(kind, by)
        report.accept(accepted or {})
        _import(asked, report)
    return report


@contextmanager
def _explained(asked, report):
    """What goes wrong refuses the whole file, in a sentence."""
    try:
        yield
    except Refused as refusal:
        report.refuse(refusal)
    except IntegrityError as error:
        report.refuse(constraints.refusal(error))
    except DatabaseError as error:
        asked.watch.step("reporting")  # a statement ended because nobody wants it any more is no fault
        if asked.run_given and not connection.is_usable():
            raise  # the database went away: the queue tries again
        logger.exception("import of %s", report.file)
        report.refuse(Refused("busy" if getattr(error.__cause__, "sqlstate", "") == DEADLOCK else "database"))


def _import(asked, report):
    with transaction.atomic():
        if not recording.claim(asked, report):
            return
        with staged(asked.path, asked.layer) as file:
            file = replace(file, name=report.file)
            recording.recognise(asked, file, report)
            run = _take_in(asked, file, report)
        _check_and_store(run)
        if report.may_be_stored and not asked.dry_run:
            asked.watch.step("reporting")
            recording.record(asked, file, report)
        else:
            transaction.set_rollback(True)


def _take_in(asked, file, report):
    """Parses, validates and copies to `incoming` inside the caller's transaction."""
    kind, cursor = asked.kind, connection.cursor()
    asked.watch.step("reading")
    with parser(file, family=kind.family, outline=_outline(kind), **_reading(asked)) as parsed:
        _read_header(parsed.header, report)
        found = sources(kind, parsed.header, partial=asked.updates, **asked.told)
        for reason, details in parsed.header["guessed"]:
            report.warn(reason, **details)
        rows = Rows(kind, found, report, _stem(file), fill=not asked.updates)
        copying.prepare(cursor, kind)
        with copying.copying(cursor, kind) as write:
            for batch in parsed.batches(rows.positions):
                for row in rows.good(batch):
                    write(row)
                asked.watch.rows(report.read)
        _warn_about_place(parsed, report)
    return Run(kind, report, cursor, asked.by, asked, [source.field.name for source in found])


def _reading(asked):
    told = {"encoding": asked.encoding, "crs": asked.place.get("crs"), "place": asked.place or None}
    return {**told, "geometry": asked.geometry, "shapeless": asked.updates}


def _read_header(header, report):
    report.encoding, report.crs, report.place = header["encoding"], header["crs"], header["place"]
    for warning in header["warnings"]:
        reason, details = (warning, {}) if isinstance(warning, str) else warning
        report.warn(reason, **{"encoding": report.encoding, "crs": report.place, **details})


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
    for reason, details in parsed.warnings:
        report.warn(reason, **details)
    if parsed.outside and parsed.likely:
        report.warn("crs_likely", likely=parsed.likely, crs=report.place, count=parsed.outside)


def _as_shown(asked, report):
    """Refuses to store what comes out otherwise than the check has shown: it is that which somebody said yes to."""
    shown = {} if asked.dry_run else asked.run.report
    counts = ("read", "written", "added", "changed", "unchanged", "gone", "compared")
    if any(shown.get(name, getattr(report, name)) != getattr(report, name) for name in counts):
        report.refuse(Refused("differs_from_check"))


def _check_and_store(run):
    watch = run.asked.watch
    watch.step("checking")
    if not run.asked.dry_run:
        copying.one_at_a_time(run.cursor, run.kind)
    comparing.match(run)
    for check in (permissions.only_ones_own, checks.standard, *run.kind.checks):
        check(run)
        run.drop_rejected()
    watch.step("comparing")
    comparing.compare(run)
    _as_shown(run.asked, run.report)
    watch.look(run)
    if run.report.may_be_stored and not run.asked.dry_run:
        comparing.hold(run)
    if run.report.may_be_stored:
        watch.step("storing")
        storing.store(run)
