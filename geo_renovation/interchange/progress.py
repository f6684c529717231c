"""How far the background work on a run is; and whether somebody wants it stopped.

An import is one transaction, so nobody would see its progress in the database: it is a file
beside the original. The wish to stop is looked for by a thread with a connection of its own,
for the import's is busy, at times with one statement for a minute.
"""
import threading
import time
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext_lazy as _

from . import preview, run_files
from .models import ImportRun
from .refusals import Cancelled

STEPS = {
    "waiting": _("Waiting for its turn"),
    "reading": _("Reading the rows"),
    "checking": _("Checking the rows"),
    "comparing": _("Comparing with what is stored"),
    "storing": _("Storing the rows"),
    "reporting": _("Writing the report"),
    "undoing": _("Taking the import back"),
}
LOOKS_EVERY_S = 0.5
NOWHERE = {"step": "waiting", "rows": 0, "total": None}


class Watch:
    """Told by an import what it does; writes it down, and ends the import when that is asked for."""

    def __init__(self, run, importing, total=None):
        self.run, self.importing = run, importing
        self.told = NOWHERE | {"total": total}
        self.next_look = 0.0
        self.is_unwanted = threading.Event()

    def step(self, name):
        self.told["step"] = name
        self._tell()

    def rows(self, read):
        self.told["rows"] = read
        if time.monotonic() >= self.next_look:
            self._tell()

    @property
    def has_lost_the_database(self):
        return self.importing.closed

    def look(self, importing):
        """Once per import, while its rows still lie in the temporary table; what was checked is drawn already."""
        if importing.asked.dry_run:
            run_files.write(self.run, "shapes", preview.shapes(importing))

    def _tell(self):
        if self.is_unwanted.is_set():
            raise Cancelled
        run_files.write(self.run, "progress", self.told)
        self.next_look = time.monotonic() + LOOKS_EVERY_S


@contextmanager
def watching(run, total=None):
    """A Watch; while the block runs, a wish to cancel also stops the statement that is under way."""
    connection.ensure_connection()
    watch, is_over = Watch(run, connection.connection, total), threading.Event()
    waiting = threading.Thread(target=_wait, args=(watch, is_over), daemon=True)
    waiting.start()
    try:
        yield watch
    finally:
        is_over.set()
        waiting.join()
        run_files.forget(run, "progress")


def _wait(watch, is_over):
    unwanted = ImportRun.objects.filter(pk=watch.run.pk, cancel_asked=True)
    try:
        while not is_over.wait(LOOKS_EVERY_S):
            if unwanted.exists():
                watch.is_unwanted.set()
                watch.importing.cancel_safe()
                return
    finally:
        connection.close()


def progress(run):
    """{"step", "rows", "total"} of a run that is at work or waits."""
    return run_files.read(run, "progress", NOWHERE)
