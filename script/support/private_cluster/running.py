"""What of a server is alive, told by its lock file and by /proc, never by the lock file alone."""
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from . import Unable

PATIENCE_S = 120
PAUSE_S = 0.02


@dataclass(frozen=True)
class Running:
    """The processes at work in one data folder, and the lines of its `postmaster.pid`."""

    data: Path

    @property
    def lock(self):
        return self.data / "postmaster.pid"

    def lines(self):
        """Process id, data folder, start, port, socket folder, address, memory key, status; empty without a lock."""
        with suppress(OSError):
            lines = [line.strip() for line in self.lock.read_text().splitlines()]
            if lines and lines[0].isdigit():
                return lines
        return []

    def processes(self):
        """Ids of all processes of the server: each of them stands in the data folder."""
        if not self.data.exists():
            return set()
        here, found = self.data.stat(), set()
        for entry in filter(str.isdigit, os.listdir("/proc")):
            with suppress(OSError):
                if os.path.samestat(os.stat(f"/proc/{entry}/cwd"), here):
                    found.add(int(entry))
        return found

    def postmaster(self):
        lines = self.lines()
        return int(lines[0]) if lines and int(lines[0]) in self.processes() else None

    def status(self):
        """`starting`, `ready`, `stopping`, or None where no server runs."""
        if self.postmaster() is None:
            return None
        lines = self.lines()
        return lines[7] if len(lines) > 7 else "starting"

    def settle(self):
        """Waits while a server that a killed script left is starting or stopping, and for orphaned children."""
        until = time.monotonic() + PATIENCE_S
        while (status := self.status()) != "ready" and self.processes():
            if time.monotonic() > until:
                ids = " ".join(map(str, sorted(self.processes())))
                raise Unable(f"an old database server ({status or 'killed'}) does not end: end process {ids}")
            time.sleep(PAUSE_S)
        if status != "ready":
            # Its process id may belong to something else by now, and PostgreSQL would then refuse to start.
            self.lock.unlink(missing_ok=True)
        return status

    def stop(self):
        """The fast shutdown: sessions are cut off, everything committed is on disk."""
        postmaster = self.postmaster()
        if postmaster is None:
            return
        os.kill(postmaster, signal.SIGINT)
        until = time.monotonic() + PATIENCE_S
        while self.processes():
            with suppress(ChildProcessError):
                os.waitpid(postmaster, os.WNOHANG)
            if time.monotonic() > until:
                raise Unable(f"the database in {self.data} did not stop in {PATIENCE_S} s")
            time.sleep(PAUSE_S)
