"""One row of the results, and how a time is taken."""
import operator
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """Ours beside its peer or limit; `aim` is a bound on ours / peer, `>=` for rates and `<=` for times."""

    what: str
    ours: float
    peer: float
    unit: str
    aim: str = ""
    why: str = ""
    peer_name: str = ""

    @property
    def ratio(self):
        return self.ours / self.peer

    @property
    def verdict(self):
        if not self.aim:
            return "–"
        sign, bound = self.aim.split()
        meets = {"<=": operator.le, ">=": operator.ge}[sign]
        return "met" if meets(self.ratio, float(bound)) else "missed"


def growth(what, first, last, why=""):
    """How many times dearer the last is than the first, for ours and the peer."""
    return Row(what, last.ours / first.ours, last.peer / first.peer, "×", why=why, peer_name=last.peer_name)


def say(text):
    print(f"    {text}", flush=True)


def seconds(work):
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(times, *works):
    """The median seconds of each work, taken in turn so that the machine's drift meets all alike."""
    taken = [[seconds(work) for work in works] for _ in range(times)]
    return [sorted(column)[times // 2] for column in zip(*taken, strict=True)]
