"""Tender checks of a bundle: contracts against the lines, warnings, and what is still missing."""
import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..actions import enter_contracts, overrule_warning
from ..actions.freezing import selection_of
from ..errors import UnableToEditBundle
from ..forms import RevisionForm
from ..models import Bundle, TenderThreshold
from ..readiness import checklist
from ..rules import Severity, problems
from ..tender_forms import TEN_THOUSAND, ContractForms, OverruleForm
from ..tendering import procured
from .answering import WEIGHING, FormInvalid, cleaned, sent
from .bundles import BundleView


class TenderView(BundleView):
    audiences = WEIGHING

    def refused_url(self):
        return reverse("planning:tender", args=[self.bundle.number, self.bundle.version])


class TenderPage(TenderView):
    def get(self, request, **kwargs):
        return self.page()

    def page(self, forms=None, status=200):
        bundle, user = self.bundle, self.request.user
        selection = selection_of(bundle, user)
        items, found, parts = checklist(selection), problems(selection), procured(selection)
        if self.answers_json:
            told = {"readiness": [item.as_json() for item in items], "tender": [part.as_json() for part in parts]}
            return JsonResponse(told | {"problems": [problem.as_json() for problem in found]})
        may_change = Bundle.objects.creatable_by(user) and bundle.is_draft
        return render(self.request, "planning/tender.html", {
            "bundle": bundle, "items": items, "parts": parts,
            "warnings": [(problem, uuid.uuid4()) for problem in found if problem.severity == Severity.WARNING],
            "contracts": selection.contracts, "may_change": may_change, "forms": forms or self.forms(selection),
            "thresholds": TenderThreshold.objects.visible_to(user), "overrulings": selection.overrulings,
            "done": sum(item.ok for item in items),
        }, status=status)  # fmt: skip

    def forms(self, selection):
        rows = [
            {"kind": c.kind, "name": c.name, "amount": None if c.amount_cny is None else (c.amount_cny / TEN_THOUSAND).normalize()}
            for c in selection.contracts
        ]  # fmt: skip
        return ContractForms(initial=rows)


class TenderChange(TenderView):
    """A word of the centre about the draft."""

    def post(self, request, **kwargs):
        bundle = self.bundle
        if not Bundle.objects.creatable_by(request.user):
            raise UnableToEditBundle
        self.change(bundle, sent(request), request.user)
        if self.answers_json:
            selection = selection_of(Bundle.objects.get(pk=bundle.pk), request.user)
            return JsonResponse({
                "revision": selection.bundle.revision, "tender": [part.as_json() for part in procured(selection)],
                "problems": [problem.as_json() for problem in problems(selection)],
            })  # fmt: skip
        messages.success(request, self.done)
        return redirect(self.refused_url())


class EnterContracts(TenderChange):
    done = _("The contracts are entered.")

    def change(self, bundle, data, user):
        forms = ContractForms(data)
        revision = cleaned(RevisionForm(data))["revision"]
        if not forms.is_valid():
            broken = next((form for form in forms if form.errors), None)
            if broken is None:
                raise Http404
            raise FormInvalid(broken)
        contracts = [form.contract for form in forms if form.has_changed() or form.initial]
        return enter_contracts(bundle=bundle, revision=revision, contracts=[c for c in contracts if c], by=user)


class OverruleWarning(TenderChange):
    done = _("The warning is overruled; the reason stays on record.")

    def change(self, bundle, data, user):
        return overrule_warning(bundle=bundle, by=user, **cleaned(OverruleForm(data)))
