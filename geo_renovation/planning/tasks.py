"""What the worker does for proposals: reading, planning and proving.

Cut off at any moment it is done again: the plan of each piece is kept as soon as it is found. When a proposal is
cancelled or gets other locks it has another revision, and the task that was at it ends.
"""

import logging
import os

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .choices import ProposalState
from .models import Proposal
from .proposing.queueing import QUEUE, Unwanted

logger = logging.getLogger(__name__)
MOST_ATTEMPTS = 10
AGAIN = RetryStrategy(max_attempts=MOST_ATTEMPTS, wait=2, retry_exceptions={OperationalError, InterfaceError})
PROCESSES = os.cpu_count() or 1


@app.task(name="proposals.work", queue=QUEUE, retry=AGAIN, pass_context=True)
def work(context, *, proposal_id):
    """Takes a proposal as far as it is not."""
    from .actions import proposing  # HiGHS and SciPy: half a second that commands do without

    proposal = Proposal.objects.select_related("created_by__organisation").filter(pk=proposal_id).first()
    if proposal is None:
        return
    if context.job.attempts >= MOST_ATTEMPTS:
        proposing.fail(proposal, "given_up")
        return
    try:
        _taken_on(proposal, proposing)
    except Unwanted:
        return
    except (OperationalError, InterfaceError):
        raise  # done again
    except Exception:
        logger.exception("proposal %s", proposal_id)
        proposing.fail(proposal, "given_up")


def _taken_on(proposal, proposing):
    from .proposing import locking, solving

    if proposal.state in (ProposalState.QUEUED, ProposalState.SOLVING):
        _step(proposal, ProposalState.SOLVING)
        if proposal.instance is None:
            proposing.take_in(proposal)
        if locking.faults(proposal.locks, proposal.instance):
            proposing.fail(proposal, "locks")
            return
        proposing.plan(proposal, lambda held: solving.plan_beside(held, workers=PROCESSES))
    elif proposal.state == ProposalState.PROVING:
        proposing.plan(proposal, lambda held: solving.prove_all(held, workers=PROCESSES, interim=proposing.improve))


def _step(proposal, state):
    """The next state, unless somebody has cancelled meanwhile."""
    ours = Proposal.objects.filter(pk=proposal.pk, revision=proposal.revision, state=proposal.state)
    if not ours.update(state=state):
        raise Unwanted
    proposal.state = state
