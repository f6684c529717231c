"""Handing work on deliveries and runs to the background, each step once however often it is asked for."""
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from . import run_files
from .choices import RunState
from .models import ImportRun

QUEUE = "imports"
CHANGEABLE = (RunState.DRAFT, RunState.CHECKED, RunState.REFUSED, RunState.CANCELLED)


class ChangedMeanwhile(Exception):
    """The run is no longer what the page showed."""

    status = 409
    message = _("Somebody else has changed this import since you opened the page. Look at it again, then decide.")


def in_the_name_of(by):
    """With whose rights a run goes on is whose run it is: what it finds and undoes may be no matter of the sender's."""
    return {"user": by, "organisation": getattr(by, "organisation", None)}


def inspect(delivery):
    """Has a delivery looked at."""
    _defer("inspect", f"delivery-{delivery.pk}", delivery_id=delivery.pk)


def check(run, version, *, by):
    """Has the run checked as its instructions stand, with the rights of `by`."""
    _begin(run, version, CHANGEABLE, {"state": RunState.CHECKING} | in_the_name_of(by), "check")


def store(run, version, *, by):
    """Has the run stored as it was checked, in the name of `by`."""
    _begin(run, version, (RunState.CHECKED,), {"state": RunState.STORING} | in_the_name_of(by), "store")


def undo(run, *, by):
    """Has a stored run taken back."""
    _begin(run, run.version, (RunState.STORED,), {"state": RunState.STORED}, "undo", user_id=by.pk)


def _begin(run, version, before, changes, task, **arguments):
    after = changes["state"]
    with transaction.atomic():
        waiting = ImportRun.objects.filter(pk=run.pk, version=version, state__in=before, job_id=None)
        if waiting.update(**changes, cancel_asked=False, job_id=0):
            run_files.forget(run, "progress")
            job_id = _defer(task, f"run-{run.pk}", run_id=run.pk, **arguments)
            ImportRun.objects.filter(pk=run.pk).update(job_id=job_id)
        elif not _is_done_already(run, version, after):
            raise ChangedMeanwhile


def _is_done_already(run, version, after):
    """Whether this is the second click: what it asks for is under way, or has happened."""
    reached = {RunState.CHECKING: (RunState.CHECKING,), RunState.STORING: (RunState.STORING, RunState.STORED)}
    now = ImportRun.objects.filter(pk=run.pk, version=version)
    if after == RunState.STORED:
        return now.filter(state=after).exclude(job_id=None).exists() or now.filter(state=RunState.UNDONE).exists()
    return now.filter(state__in=reached[after]).exists()


def _defer(task, lock, **arguments):
    work = app.configure_task(f"imports.{task}", queue=QUEUE, lock=lock, queueing_lock=lock)
    return work.defer(**arguments)


def cancel(run):
    """Stops the work on a run: at once where it still waits, else as soon as it notices."""
    with transaction.atomic():
        if run.job_id and app.job_manager.cancel_job_by_id(run.job_id):
            is_undo = run.state == RunState.STORED
            ImportRun.objects.filter(pk=run.pk).update(state=run.state if is_undo else RunState.CANCELLED, job_id=None)
        else:
            ImportRun.objects.filter(pk=run.pk).exclude(job_id=None).update(cancel_asked=True)
