"""Counts who uses the server by locks, which the kernel drops when a script is killed."""
import fcntl
from contextlib import contextmanager, suppress


@contextmanager
def claimed(server):
    """The server, running for as long as anyone claims it; the last to leave stops it."""
    places = server.places
    with places.users_lock.open("w") as users:
        with _changing(places):
            fcntl.flock(users, fcntl.LOCK_SH)
            server.ensure_running()
        try:
            yield server
        finally:
            with _changing(places), suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                server.stop()


@contextmanager
def _changing(places):
    """Alone among those who start, join or stop."""
    with places.change_lock.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
