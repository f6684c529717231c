"""What every page of the importer shares: who is answered, in what form, and how a refusal is said."""
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views.generic import View

from geo_renovation.accounts.views import SignInWhereHidden
from geo_renovation.planning.views import wants_json

from ..kinds import KINDS
from ..models import Delivery, ImportRun
from ..permissions import kinds_for
from ..queueing import ChangedMeanwhile


class Hidden(View):
    """Finds what is asked for before it looks at anything else; to who may not see it, it does not exist."""

    def dispatch(self, request, *args, **kwargs):
        self.find()
        return super().dispatch(request, *args, **kwargs)


class ImportView(SignInWhereHidden, Hidden):
    """Who may import is answered with a page or JSON."""

    is_data = False

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.answers_json = self.is_data or wants_json(request)

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except ChangedMeanwhile as stale:
            return self.refuse(str(stale.message), status=409)
        except Http404:
            if not self.answers_json:
                raise
            return JsonResponse({}, status=404)

    def asks_to_sign_in(self):
        return super().asks_to_sign_in() and not self.answers_json

    def find(self):
        """Raises Http404 for who may import nothing."""
        if not self.kinds:
            raise Http404

    @cached_property
    def kinds(self):
        """Names of the kinds the visitor may import."""
        return kinds_for(self.request.user)

    def refuse(self, sentence, status):
        """A change that did not happen, in a sentence."""
        return JsonResponse({"error": sentence, "errors": {}}, status=status)

    def went_on(self, to, *args):
        """After a change: where it goes on."""
        going = redirect(to, *args)
        return JsonResponse({"url": going.url}) if self.answers_json else going

    def invalid(self, errors, template, context):
        """The page again with what is wrong in it; `errors` is field -> sentences."""
        if not self.answers_json:
            return render(self.request, template, context, status=422)
        said = {name: [str(error) for error in listed] for name, listed in errors.items()}
        return JsonResponse({"error": next(iter(said.values()), [""])[0], "errors": said}, status=422)


class DeliveryView(ImportView):
    """One delivery, found among those the visitor may see."""

    def find(self):
        super().find()
        rows = Delivery.objects.visible_to(self.request.user).select_related("organisation", "user")
        self.delivery = get_object_or_404(rows, pk=self.kwargs["pk"])


class RunView(ImportView):
    """One import, found among those the visitor may see; one that came by command has no pages."""

    def find(self):
        super().find()
        rows = ImportRun.objects.visible_to(self.request.user).exclude(delivery=None)
        rows = rows.select_related("delivery__organisation", "organisation", "user").defer("delivery__found")
        self.run = labelled(get_object_or_404(rows, pk=self.kwargs["pk"], kind__in=self.kinds))

    @property
    def is_busy(self):
        """Whether the task queue has it: nothing about it may be changed meanwhile."""
        return self.run.job_id is not None


def labelled(run):
    """The run with the name of its kind."""
    run.kind_label = kind_label(run.kind)
    return run


def kind_label(name):
    """What people call the rows of a kind."""
    return KINDS[name].label
