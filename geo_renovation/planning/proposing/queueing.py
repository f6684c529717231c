"""Handing a proposal to the background."""

import logging

from procrastinate.contrib.django import app

QUEUE = "proposals"
logger = logging.getLogger(__name__)


class Unwanted(Exception):
    """The work on a proposal is cancelled, or its locks are others by now."""


def hand_over(proposal):
    """One proposal is worked on at a time: its processes take all the cores there are."""
    work = app.configure_task("proposals.work", queue=QUEUE, lock="proposals")
    work.defer(proposal_id=proposal.pk)
