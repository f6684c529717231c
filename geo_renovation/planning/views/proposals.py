"""Proposed bundles, as JSON for the map: the centre's alone."""

from django.http import JsonResponse
from django.utils.functional import cached_property

from geo_renovation.accounts.choices import Audience

from ..actions import proposing
from ..errors import StaleProposal, UnknownProposal
from ..models import Proposal
from ..proposal_forms import AdoptForm, AgainstForm, LocksForm, ProposalForm
from ..proposing import comparing, telling
from .answering import PAGE_SIZE, PlanningView, cleaned, sent


class ProposalView(PlanningView):
    """Answers JSON only; who may not plan learns of nothing."""

    audiences = (Audience.CENTRE,)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = True

    def refuse(self, refused):
        if isinstance(refused, StaleProposal):
            now = Proposal.objects.visible_to(self.request.user).get(pk=refused.proposal.pk)
            refused.where = {"theirs": telling.told(now)}
        return super().refuse(refused)


class ProposalList(ProposalView):
    def get(self, request):
        self.check_reader()
        rows = Proposal.objects.visible_to(request.user).listed()[:PAGE_SIZE]
        return JsonResponse({"proposals": [telling.listed(row) for row in rows]})

    def post(self, request):
        self.check_reader()
        form = ProposalForm(sent(request))
        cleaned(form)
        known = Proposal.objects.filter(created_by=request.user, request=form.asked["request"]).exists()
        proposal = proposing.propose(by=request.user, **form.asked)
        return JsonResponse(telling.told(proposal), status=200 if known else 201)


class ProposalOne(ProposalView):
    """One proposal, found among those the viewer may see."""

    @cached_property
    def proposal(self):
        self.check_reader()
        rows = Proposal.objects.visible_to(self.request.user).select_related("created_by")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise UnknownProposal
        return found

    def get(self, request, pk):
        return JsonResponse(telling.told(self.proposal))


class ProposalChange(ProposalOne):
    http_method_names = ["post", "options"]

    def post(self, request, pk):
        proposal = self.proposal
        return JsonResponse(self.change(proposal, sent(request), request.user))


class Relock(ProposalChange):
    def change(self, proposal, data, user):
        return telling.told(proposing.relock(proposal=proposal, by=user, **cleaned(LocksForm(data))))


class Prove(ProposalChange):
    def change(self, proposal, data, user):
        return telling.told(proposing.prove(proposal=proposal, by=user))


class Cancel(ProposalChange):
    def change(self, proposal, data, user):
        return telling.told(proposing.cancel(proposal=proposal, by=user))


class Adopt(ProposalChange):
    """Drafts made of some of its bundles."""

    def change(self, proposal, data, user):
        asked = cleaned(AdoptForm(data))
        asked["places"] = asked.pop("bundles")
        adopted = proposing.adopt(proposal=proposal, by=user, **asked)
        now = Proposal.objects.visible_to(user).select_related("created_by").get(pk=proposal.pk)
        known = telling.adoptions(now)
        bundles = [known[frozenset(row.codes)] for row in adopted]
        return {"bundles": bundles, "proposal": telling.told(now)}


class Against(ProposalChange):
    """Groups chosen by hand, measured as the proposal's own bundles are; nothing is kept."""

    def change(self, proposal, data, user):
        return comparing.against(proposal, cleaned(AgainstForm(data))["groups"])
