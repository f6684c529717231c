"""Runs one command to its end and hands signals on to it and its descendants."""
import ctypes
import os
import signal
import subprocess
from contextlib import suppress

HANDED_ON = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def end_like_any_script():
    """A signal before the command runs unwinds us, so that the server is left in order."""

    def leave(number, _frame):
        raise SystemExit(128 + number)

    for number in HANDED_ON:
        signal.signal(number, leave)


def run(command, environment):
    """The command's exit status. It gets a process group of its own, so that Ctrl-C reaches it once, through us."""
    signal.pthread_sigmask(signal.SIG_BLOCK, HANDED_ON)  # none is lost between the start and its handler
    child = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=_as_child
    )

    def hand_on(number, _frame):
        with suppress(ProcessLookupError):
            os.killpg(child.pid, number)

    for number in HANDED_ON:
        signal.signal(number, hand_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDED_ON)
    status = child.wait()
    for number in HANDED_ON:
        signal.signal(number, signal.SIG_IGN)  # from here on the server is being stopped
    hand_on(signal.SIGTERM, None)
    return status if status >= 0 else 128 - status


def _as_child():
    signal.pthread_sigmask(signal.SIG_UNBLOCK, HANDED_ON)
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
