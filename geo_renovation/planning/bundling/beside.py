"""Pieces solved by processes of their own while somebody may lose interest."""

import os
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process

from .solving import solve_piece

LOOKS_EVERY_S = 0.5
# Pages are answered first.
NICENESS = 10


def solved(tasks, workers, look):
    """The parts in the order of their tasks; `look` is called now and then, and what it raises ends all processes."""
    if workers <= 1:
        for task in tasks:
            look()
            yield solve_piece(task)
        return
    with _processes(min(workers, max(len(tasks), 1))) as pool:
        for coming in [pool.submit(solve_piece, task) for task in tasks]:
            yield _waited_for(coming, look)


def _waited_for(coming, look):
    """Its result; BrokenProcessPool where a process was killed, which a multiprocessing.Pool would wait for in vain."""
    while True:
        try:
            return coming.result(LOOKS_EVERY_S)
        except TimeoutError:
            look()


@contextmanager
def _processes(count):
    before = set(active_children())
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(count, mp_context=context, initializer=_stand_back) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in set(active_children()) - before:
                child.terminate()
            raise


def _stand_back():
    """In each process: last in line for the processor, and gone when its parent is."""
    os.nice(NICENESS)
    threading.Thread(target=lambda: (parent_process().join(), os._exit(1)), daemon=True).start()
