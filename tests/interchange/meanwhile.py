"""Somebody else, on a connection of their own, while an import is under way."""
import threading

from django.db import connection

from geo_renovation.interchange.actions import Unwatched


class Meanwhile(Unwatched):
    """Has something else done when the import has been checked, or at the step `at`."""

    def __init__(self, act, at=None):
        self.at, self.thread = at, threading.Thread(target=self._run, args=[act])

    def _run(self, act):
        try:
            self.answer = act()
        finally:
            connection.close()

    def look(self, run):
        if self.at is None:
            self._begin()

    def step(self, name):
        if name == self.at:
            self._begin()

    def _begin(self):
        self.thread.start()
        self.thread.join(2)

    def ended(self):
        self.thread.join(30)
        return self.answer
