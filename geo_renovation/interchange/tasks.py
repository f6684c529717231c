"""What the worker does in the background: looking at deliveries, checking, storing and taking back.

Every task may be cut off at any moment and is then done again from the start: what it changes in
the county, it changes in one transaction together with the state of the run.
"""
import logging

from django.db import DataError, InterfaceError, OperationalError, transaction
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from geo_renovation.accounts.models import User

from . import instructions, issues, originals, rejected, run_files, undoing
from .actions import import_layer
from .choices import DeliveryState, RunState
from .found import headings_of, layer_of
from .inspection import inspect as look_at
from .models import Delivery, ImportRun
from .progress import watching
from .queueing import QUEUE
from .refusals import Cancelled, Refused
from .report import Report

logger = logging.getLogger(__name__)

# A worker that dies again and again over the same file must not do so for ever.
MOST_ATTEMPTS = 25
# The database went away: it comes back.
AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, wait=2, retry_exceptions={OperationalError, InterfaceError})


@app.task(name="imports.inspect", queue=QUEUE, retry=AGAIN)
def inspect(*, delivery_id):
    """Finds out what a delivery holds."""
    delivery = Delivery.objects.filter(pk=delivery_id, state=DeliveryState.RECEIVED).first()
    if delivery is None:
        return
    try:
        found = look_at(originals.path(delivery))
    except Refused as refusal:
        delivery.refused = {"reason": refusal.reason, "details": refusal.details}
    except Exception:
        logger.exception("delivery %s", delivery_id)
        delivery.refused = {"reason": "given_up", "details": {}}
    else:
        delivery.found = found
        delivery.refused = None if found["layers"] else _first_refusal(found)
    _write_down(delivery)


def _write_down(delivery):
    """What was found; what the database cannot keep must not leave the delivery waiting for ever."""
    try:
        _save(delivery)
    except DataError:
        logger.exception("delivery %s", delivery.pk)
        delivery.found, delivery.refused = {}, {"reason": "given_up", "details": {}}
        _save(delivery)


def _save(delivery):
    delivery.state = DeliveryState.REFUSED if delivery.refused else DeliveryState.INSPECTED
    with transaction.atomic():
        delivery.save(update_fields=["state", "found", "refused"])


def _first_refusal(found):
    refused = [file["refused"] for file in found["files"] if file["refused"]]
    return refused[0] if refused else {"reason": "empty", "details": {}}


@app.task(name="imports.check", queue=QUEUE, retry=AGAIN, pass_context=True)
def check(context, *, run_id):
    """Goes through a run without storing anything, and keeps what was found."""
    _carry_out(context, run_id, RunState.CHECKING, dry_run=True)


@app.task(name="imports.store", queue=QUEUE, retry=AGAIN, pass_context=True)
def store(context, *, run_id):
    """Stores a run: all of it, or nothing."""
    _carry_out(context, run_id, RunState.STORING, dry_run=False)


def _carry_out(context, run_id, state, *, dry_run):
    run = ImportRun.objects.select_related("delivery", "user", "organisation").filter(pk=run_id, state=state).first()
    if run is None:  # stored before the worker was cut off, or cancelled before it began
        ImportRun.objects.filter(pk=run_id).exclude(state=state).update(job_id=None)
        return
    report = _imported(run, dry_run) if context.job.attempts < MOST_ATTEMPTS else _given_up(run)
    try:
        _conclude(run, state, report)
    except DataError:  # findings that the database cannot keep must not leave the run waiting for ever
        logger.exception("findings of import %s", run.pk)
        _conclude(run, state, _given_up(run))


def _imported(run, dry_run):
    """The report of the import, None where it was cancelled; OperationalError where the database went away."""
    with watching(run, layer_of(run).get("count")) as watch:
        try:
            report = _import(run, dry_run, watch)
        except Cancelled:
            return None
        except Exception:
            # A statement broken off shows as many an error; only the Watch knows why it was.
            if watch.is_unwanted.is_set():
                return None
            logger.exception("import %s", run.pk)
            report = _given_up(run)
        if watch.has_lost_the_database and not report.committed:
            raise OperationalError
    return report


def _import(run, dry_run, watch):
    report = import_layer(
        originals.path(run.delivery), run.kind, layer=run.layer, run=run, by=run.user, dry_run=dry_run,
        watch=watch, **instructions.keywords(run),
    )  # fmt: skip
    if watch.is_unwanted.is_set() and not report.committed:
        raise Cancelled
    if dry_run:
        watch.step("reporting")
        rejected.keep(run, report)
        run_files.write(run, "differences", report.differences)
    return report


def _given_up(run):
    report = Report(file=run.file_name, kind=run.kind)
    report.refuse(Refused("given_up"))
    return report


def _conclude(run, state, report):
    """Writes down how it ended; a stored run has been marked by the import itself."""
    with transaction.atomic():
        ours = ImportRun.objects.filter(pk=run.pk)
        if report is None:
            ours.filter(state=state).update(state=RunState.CANCELLED, cancel_asked=False)
        else:
            issues.keep(run, report)
            ours.filter(state=state).update(**_outcome(run, report))
            if not report.refused:
                instructions.remember(run, headings_of(layer_of(run)))
        ours.update(job_id=None)


def _outcome(run, report):
    return {
        "state": RunState.REFUSED if report.refused else RunState.CHECKED,
        "report": report.as_record(limit=0) | {"repaired_count": len(report.repaired), "compared": report.compared},
        "read_count": report.read,
        "written_count": report.written,
        "crs": (report.crs or "")[:80],
        "encoding": report.encoding or "",
        "finished_at": timezone.now(),
    }


@app.task(name="imports.undo", queue=QUEUE, retry=AGAIN, pass_context=True)
def undo(context, *, run_id, user_id):
    """Takes a stored run back; until that is settled the run stays with its job."""
    run = ImportRun.objects.filter(pk=run_id, state=RunState.STORED).first()
    if run is not None:
        run_files.forget(run, "undo")
    try:
        if run is not None and context.job.attempts < MOST_ATTEMPTS:
            undoing.undo(run, by=User.objects.get(pk=user_id))
    except undoing.UnableToUndo as refusal:
        run_files.write(run, "undo", {"reason": refusal.reason, "objects": refusal.objects})
    except (OperationalError, InterfaceError):
        raise  # done again
    except Exception:
        logger.exception("import %s is not taken back", run_id)
    ImportRun.objects.filter(pk=run_id).update(job_id=None)
