"""Proposals: asked for, asked again under other locks, proved, cancelled, and adopted as drafts."""

from django.db import IntegrityError, transaction

from ..bundling.checking import WrongPlan
from ..bundling.master import SolverFailed
from ..choices import AT_WORK, BundleStatus, ProposalState, Weight
from ..errors import NoUnitPrices, ProposalNotReady, StaleProposal, UnknownProposal, WrongLocks
from ..models import Adoption, Proposal
from ..proposing import candidates, locking, queueing, reading, solving
from .drafting import create_draft
from .holding import held_by_the_database

# So many compounds are planned while the planner waits; more go to the worker.
WHILE_WAITING = 600
# Under other locks all pieces are read again, but only those the locks touch are planned.
READ_WHILE_WAITING = 6000


def propose(*, by, request, name, settings, years, districts, weight, locks) -> Proposal:
    """A proposal with its plan where that is quickly made; the same request again answers the one it made."""
    if not Proposal.objects.creatable_by(by):
        raise UnknownProposal
    before = Proposal.objects.filter(created_by=by, request=request).first()
    if before:
        return before
    if weight == Weight.MONEY and not reading.unit_prices():
        raise NoUnitPrices
    proposal = Proposal(created_by=by, request=request, name=name, settings=settings, years=years)
    proposal.districts, proposal.weight, proposal.locks = districts, weight, locking.NONE | locks
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
            _begin(proposal, by)
    except IntegrityError:  # the second click came while the first was being answered
        return Proposal.objects.get(created_by=by, request=request)
    return proposal


def _begin(proposal, by):
    if candidates.count(by, proposal.districts) > WHILE_WAITING:
        queueing.hand_over(proposal)
        return
    take_in(proposal)
    broken = locking.faults(proposal.locks, proposal.instance)
    if broken:
        raise WrongLocks(broken)
    plan(proposal)


def take_in(proposal):
    """Reads the register for it, in the rights of who asked."""
    asked = {name: getattr(proposal, name) for name in ("years", "districts", "weight")}
    proposal.instance = reading.read(proposal.created_by, **asked)
    proposal.input_digest = reading.digest_of(proposal.instance, proposal.settings)
    proposal.save(update_fields=["instance", "input_digest"])


def plan(proposal, solve=solving.plan_now):
    """Solves and stores; what is not settled is proved in the background."""
    try:
        result = solve(proposal)
    except (WrongPlan, SolverFailed) as failed:
        queueing.logger.exception("proposal %s", proposal.pk)
        fail(proposal, "wrong_plan" if isinstance(failed, WrongPlan) else "solver")
        return
    is_settled = proposal.done == proposal.of
    state = ProposalState.PROVED if is_settled else ProposalState.PROVING
    with transaction.atomic():
        _keep(proposal, result, state=state, failure="")
        if not is_settled:
            queueing.hand_over(proposal)


def improve(proposal, result):
    """A better plan while the proof goes on."""
    _keep(proposal, result)


def _keep(proposal, result, **fields):
    is_other = proposal.state == ProposalState.PROVING and result["bundles"] != proposal.result["bundles"]
    # Whoever looks at the plan before must not adopt from another one unawares.
    revision = proposal.revision + is_other
    _store(proposal, result=result, revision=revision, done=proposal.done, of=proposal.of, **fields)


def fail(proposal, why):
    """A plan that was there before is kept."""
    _store(proposal, state=ProposalState.FAILED, failure=why)


def _store(proposal, **fields):
    """Unless a colleague has cancelled it or changed its locks meanwhile."""
    ours = Proposal.objects.filter(pk=proposal.pk, revision=proposal.revision, state=proposal.state)
    if not ours.update(**fields):
        raise queueing.Unwanted
    for name, value in fields.items():
        setattr(proposal, name, value)


def relock(*, proposal, revision, locks, request, by) -> Proposal:
    """Solves anew what the changed locks touch; every other piece keeps its plan."""
    with transaction.atomic():
        held = hold(proposal, by)
        if held.last_request == request:
            return held
        check_revision(held, revision)
        if held.instance is None:
            raise ProposalNotReady
        broken = locking.faults(locks, held.instance)
        if broken:
            raise WrongLocks(broken)
        held.locks, held.last_request = locks, request
        held.revision += 1
        held.state = ProposalState.SOLVING
        held.save(update_fields=["locks", "last_request", "revision", "state"])
        if len(held.instance["code"]) <= READ_WHILE_WAITING and solving.unplanned(held) <= WHILE_WAITING:
            plan(held)
        else:
            queueing.hand_over(held)
    return held


def prove(*, proposal, by) -> Proposal:
    """Takes the proof up again; asked for while it is under way, or when all is proved, it changes nothing."""
    with transaction.atomic():
        held = hold(proposal, by)
        if held.result is None:
            raise ProposalNotReady
        if held.state in (ProposalState.PLANNED, ProposalState.FAILED):
            held.state, held.failure = ProposalState.PROVING, ""
            held.revision += 1
            held.save(update_fields=["state", "failure", "revision"])
            queueing.hand_over(held)
    return held


def cancel(*, proposal, by) -> Proposal:
    """Ends what is under way; a plan that is there stays."""
    with transaction.atomic():
        held = hold(proposal, by)
        if held.state in AT_WORK:
            if held.state == ProposalState.PROVING:
                held.result = solving.so_far(held)  # what was proved by now is not lost
            held.state = ProposalState.PLANNED if held.result else ProposalState.CANCELLED
            held.revision += 1
            held.save(update_fields=["state", "revision", "result", "done", "of"])
    return held


def adopt(*, proposal, revision, places, request, by) -> list[Adoption]:
    """Drafts of some of its bundles; what was adopted before answers the draft it became."""
    with held_by_the_database():
        held = hold(proposal, by)
        if held.last_request != request:
            check_revision(held, revision)
        if held.result is None or held.state in (ProposalState.QUEUED, ProposalState.SOLVING):
            raise ProposalNotReady
        bundles = held.result["bundles"]
        unknown = [place for place in places if not 0 <= place < len(bundles)]
        if unknown:
            raise StaleProposal(held)
        adopted = [_adopted(held, bundles[place], by) for place in places]
        if held.last_request != request:
            held.last_request = request
            held.revision += 1
            held.save(update_fields=["last_request", "revision"])
    return adopted


def _adopted(held, found, by) -> Adoption:
    standing = Adoption.objects.exclude(bundle__status=BundleStatus.DISSOLVED).select_related("bundle")
    before = standing.filter(proposal=held, codes=found["members"]).first()
    if before:
        return before
    bundle = create_draft(codes=found["members"], plan_year=plan_year(found["years"]), name="", by=by)
    chosen = held.settings | {"years": held.years, "districts": held.districts, "weight": held.weight}
    made = {"codes": found["members"], "settings": chosen, "value": held.result["value"], "adopted_by": by}
    made |= {name: held.result[name] for name in ("gap", "gap_on_weight")} | {"proposal": held}
    return Adoption.objects.get_or_create(bundle=bundle, defaults=made)[0]


def plan_year(years) -> int:
    """The year most members are meant for; of several the earliest."""
    return max(sorted(set(years)), key=years.count)


def hold(proposal, by) -> Proposal:
    """The proposal as it stands now, held until commit."""
    rows = Proposal.objects.visible_to(by).select_related("created_by").select_for_update(of=("self",), no_key=True)
    held = rows.filter(pk=proposal.pk).first()
    if held is None:
        raise UnknownProposal
    return held


def check_revision(held, revision):
    if revision != held.revision:
        raise StaleProposal(held)
