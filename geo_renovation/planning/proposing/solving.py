"""Plans for a proposal: at once, and proved piece by piece in processes of their own."""

from ..bundling.beside import solved
from ..bundling.master import Effort
from ..bundling.solving import plan_of, solve_at_once
from ..models import Proposal
from .outcome import outcome
from .parts import keep, kept, named_pieces
from .queueing import Unwanted
from .reading import instance_of, rules_of

# Steps of progress while a plan is looked for.
SHOWN = 100


def plan_now(proposal) -> dict:
    """The outcome of a plan at once; only pieces without a plan are solved. Sets how many are settled."""
    rules, todo, parts = _begun(proposal)
    fresh = [digest for digest in todo if digest not in parts]
    found = dict(zip(fresh, solve_at_once([todo[digest] for digest in fresh], rules), strict=True))
    keep(proposal, found)
    return _concluded(proposal, todo, parts | found)


def unplanned(proposal) -> int:
    """How many compounds lie in pieces that have no plan under its locks."""
    _rules, todo, parts = _begun(proposal)
    return sum(piece.n for digest, piece in todo.items() if digest not in parts)


def plan_beside(proposal, *, workers) -> dict:
    """The same for many compounds, by several processes; Unwanted as soon as somebody asks for an end."""
    rules, todo, parts = _begun(proposal)
    fresh = [digest for digest in todo if digest not in parts]
    tasks = [(todo[digest], rules, Effort.DIVE, 0.0) for digest in fresh]
    found, step = {}, max(1, len(fresh) // SHOWN)
    for digest, part in zip(fresh, solved(tasks, workers, lambda: _still_wanted(proposal)), strict=True):
        found[digest] = part
        if len(found) % step == 0:
            _still_wanted(proposal, done=len(parts) + len(found), of=len(todo))
    keep(proposal, found)
    return _concluded(proposal, todo, parts | found)


def prove_all(proposal, *, workers, interim=lambda *_: None) -> dict:
    """Proves what is not settled, keeping each piece as it is done; Unwanted as soon as somebody asks for an end.

    `interim` is given the outcome as it stands when only the hardest pieces are left: they may take as long as all others.
    """
    rules, todo, parts = _begun(proposal)
    unsettled = [digest for digest in todo if digest not in parts or not parts[digest].is_settled]
    # The small first: most are settled soon, and a planner sees it move.
    unsettled.sort(key=lambda digest: (todo[digest].n, todo[digest].nodes[0]))
    tasks = [(todo[digest], rules, Effort.PROVE, 0.0) for digest in unsettled]
    done = len(todo) - len(unsettled)
    for digest, part in zip(unsettled, solved(tasks, workers, lambda: _still_wanted(proposal)), strict=True):
        keep(proposal, {digest: part})
        parts[digest] = part
        done += 1
        _still_wanted(proposal, done=done, of=len(todo))
        if done == len(todo) - workers:
            interim(proposal, so_far(proposal))
    return _concluded(proposal, todo, parts)


def so_far(proposal) -> dict:
    """The outcome of the plans there are of each piece; all pieces have one once there was a result."""
    _rules, todo, parts = _begun(proposal)
    return _concluded(proposal, todo, parts)


def _begun(proposal):
    """The rules, the pieces by name, and the plans some of them have already."""
    rules = rules_of(proposal.settings)
    todo = named_pieces(instance_of(proposal.instance, proposal.locks), rules)
    return rules, todo, kept(proposal, todo)


def _concluded(proposal, todo, parts) -> dict:
    """The checked outcome of all pieces, the proposal's progress set by them."""
    rules, instance = rules_of(proposal.settings), instance_of(proposal.instance, proposal.locks)
    ordered = [parts[digest] for digest in todo]
    proposal.of, proposal.done = len(ordered), sum(part.is_settled for part in ordered)
    return outcome(proposal.instance, proposal.locks, rules, proposal.weight, plan_of(instance, rules, ordered))


def _still_wanted(proposal, **progress):
    """Writes the progress down, if the proof still is what somebody waits for."""
    ours = Proposal.objects.filter(pk=proposal.pk, revision=proposal.revision, state=proposal.state)
    if not (ours.update(**progress) if progress else ours.exists()):
        raise Unwanted
