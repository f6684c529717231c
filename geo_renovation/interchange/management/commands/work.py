"""`manage.py work`: the one worker of a county, until it is told to stop.

It lives and dies by a lock in the database. Whatever ends it (Ctrl-C, kill -9, a database that
goes away), PostgreSQL rolls back what was under way; whoever holds the lock next knows that
nobody else is at work and does it again.
"""
import os
import shutil
import signal
import tempfile
import threading
import time

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from geo_renovation.interchange import originals
from geo_renovation.interchange.queueing import QUEUE
from geo_renovation.interchange.uploading import incoming
from geo_renovation.planning.proposing.queueing import QUEUE as PROPOSALS

LOCK = 371_526_003
QUEUES = [QUEUE, PROPOSALS]
AT_ONCE = 3  # a small file need not wait for a large one, nor either for a proof, of which there is one at a time
LOOKS_EVERY_S = 1
ABANDONED_AFTER_S = 86_400
# The server ends the statements of a worker that has gone, rather than finish them for nobody.
PATIENCE = {
    "statement_timeout": 0,
    "lock_timeout": 0,
    "idle_in_transaction_session_timeout": 0,
    "client_connection_check_interval": 1000,
    "jit": "off",
}


class Command(BaseCommand):
    """Works through imports and proposals."""

    help = "Works through imports and proposals in the background."

    def handle(self, **options):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: os._exit(0))
        be_patient()
        lock = hold_the_lock()
        threading.Thread(target=stop_without, args=(lock,), daemon=True).start()
        clear_away()
        take_up_again()
        self.stdout.write("==> The import worker is ready")
        self.stdout.flush()
        with app.replace_connector(app.connector.get_worker_connector()):
            app.run_worker(
                queues=QUEUES, concurrency=AT_ONCE, install_signal_handlers=False, delete_jobs="successful"
            )
        os._exit(1)  # it gave up by itself: whoever started it starts it again


def be_patient():
    """No time limits of a page view."""
    chosen = " ".join(f"-c {name}={value}" for name, value in PATIENCE.items())
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = chosen


def hold_the_lock():
    """A connection of its own that holds the county's lock; waits until it is free."""
    connection.connect()
    lock, connection.connection = connection.connection, None
    while not lock.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]:
        time.sleep(LOOKS_EVERY_S)
    return lock


def stop_without(lock):
    """Ends the worker on the spot when its lock is gone: another may be at work already."""
    try:
        while True:
            lock.execute("SELECT 1")
            time.sleep(LOOKS_EVERY_S)
    except Exception:  # noqa: BLE001  (whatever it is, the lock cannot be relied on)
        os._exit(1)


def clear_away():
    """Copies that a worker before left half-read, and files whose upload was cut off."""
    workplace = settings.IMPORT_FOLDER / "work"
    shutil.rmtree(workplace, ignore_errors=True)
    workplace.mkdir(parents=True)
    tempfile.tempdir = str(workplace)
    originals.sweep()
    cut_off = time.time() - ABANDONED_AFTER_S
    for file in incoming().iterdir():
        if file.stat().st_mtime < cut_off:
            file.unlink(missing_ok=True)


def take_up_again():
    """Puts back what a worker before was doing when it ended.

    A job that was done but for saying so may have a successor already, which must not wait for it.
    """
    forget = async_to_sync(app.job_manager.finish_job_by_id_async)
    for job in ProcrastinateJob.objects.filter(queue_name__in=QUEUES, status="doing"):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job.pk, retry_at=timezone.now())
        except UniqueViolation:
            forget(job.pk, Status.FAILED, delete_job=True)
