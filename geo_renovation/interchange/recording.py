"""Who imported what, when, from which file: the run's row, the delivery with its original, the journal."""
import contextlib

from django.db import connection
from django.utils import timezone

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act

from . import originals
from .choices import DeliveryState, RunState
from .copying import be_patient
from .models import Delivery, ImportRun

REPORTED_ROWS = 1000  # of what is stored with the run; the whole report goes to whoever asked
# The row itself is locked at the end only: progress is written, and cancelling asked for, meanwhile.
CLAIM = "SELECT pg_advisory_xact_lock(hashtext('interchange_importrun'), %s)"


def claim(asked, report):
    """Whether the run is still to be stored, and nobody else's until the transaction ends."""
    with connection.cursor() as cursor:
        be_patient(cursor)
        if asked.run is None:
            asked.run = _begin(asked, report)
            return True
        cursor.execute(CLAIM, [asked.run.pk])
    asked.run.refresh_from_db(fields=["state", "read_count"])
    if asked.run.state != RunState.STORED or asked.dry_run:
        return True
    report.read, report.committed = asked.run.read_count, True
    return False


def _begin(asked, report):
    return ImportRun.objects.create(
        file_name=report.file[:255],
        layer=asked.layer or "",
        kind=report.kind,
        mode=asked.mode,
        instructions=_instructions(asked, report),
        user=asked.by,
        organisation=getattr(asked.by, "organisation", None),
        state=RunState.STORING,
    )


def _instructions(asked, report):
    """What the wizard writes for the same import, so that it can be done again."""
    ended_on = str(asked.ended_on) if asked.ended_on else None
    said = {
        **asked.told, "encoding": asked.encoding, "place": asked.place, "geometry": asked.geometry,
        "good_rows": report.good_rows, "accepted": report.accepted, "ended_on": ended_on,
    }
    return {name: value for name, value in said.items() if value}


def recognise(asked, file, report):
    """Warns where the very same layer was imported before, as far as the sender may know of it."""
    known = ImportRun.objects.stored() if asked.by is None else ImportRun.objects.stored().visible_to(asked.by)
    same = known.filter(sha256=file.sha256, kind=report.kind, layer=asked.layer or "")
    before = same.exclude(pk=asked.run.pk).order_by("-finished_at").first()
    if before is not None:
        on = timezone.localdate(before.finished_at).isoformat()
        report.warn("same_file", on=on, organisation=str(before.organisation or ""))


def record(asked, file, report):
    """Completes the run's row in the transaction that stores its rows."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=asked.run.pk)
    report.committed = True
    run.state, run.sha256 = RunState.STORED, file.sha256
    run.crs, run.encoding = (report.crs or "")[:80], report.encoding or ""
    run.read_count, run.written_count = report.read, report.written
    run.report, run.finished_at = report.as_record(limit=REPORTED_ROWS), timezone.now()
    with _kept(asked, run):
        run.save()
    changes = {"added": report.added, "changed": report.changed, "gone": report.gone}
    Act.record(Verb.IMPORTED, run, by=asked.by, rows=report.written, sha256=file.sha256, run=run.pk, **changes)


@contextlib.contextmanager
def _kept(asked, run):
    """A file that came by command is kept as one that was uploaded."""
    if run.delivery_id is not None:
        yield
        return
    who = {"user": asked.by, "organisation": run.organisation}
    delivery = Delivery(name=run.file_name, state=DeliveryState.INSPECTED, size_bytes=0, **who)
    try:
        kept = originals.keep_path(delivery.folder, asked.path)
        delivery.size_bytes, delivery.sha256 = kept.size_bytes, kept.sha256
        delivery.save(force_insert=True)
        run.delivery = delivery
        yield
    except BaseException:
        originals.discard(delivery.folder)
        raise
