"""What all pages of planning share: who is answered, JSON or HTML, and how a refusal is told."""
import json

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from geo_renovation.accounts.choices import Audience
from geo_renovation.accounts.querysets import audience_of
from geo_renovation.accounts.views import SignInWhereHidden

from ..errors import BundleRefused, UnableToEditBundle

PAGE_SIZE = 50
WEIGHING = (Audience.CENTRE, Audience.STREET)
READING = (Audience.CENTRE, Audience.STREET, Audience.UTILITY, Audience.OVERSIGHT)


def wants_json(request) -> bool:
    accept = request.headers.get("Accept", "")
    return (
        request.GET.get("format") == "json"
        or request.content_type == "application/json"
        or ("application/json" in accept and "text/html" not in accept)
    )


def sent(request):
    """The body of a POST, JSON or form."""
    if request.content_type != "application/json":
        return request.POST
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise BodyUnreadable from error
    if not isinstance(body, dict):
        raise BodyUnreadable
    return body


class BodyUnreadable(BundleRefused):
    status = 400
    message = _("The request is no JSON object.")


class FormInvalid(BundleRefused):
    """What was sent cannot be read; each field says why."""

    def __init__(self, form):
        self.errors = {name: [str(e) for e in errors] for name, errors in form.errors.items()}
        super().__init__(next(iter(self.errors.values()))[0], fields=list(self.errors))

    def as_json(self):
        return super().as_json() | {"errors": self.errors}


def cleaned(form) -> dict:
    if not form.is_valid():
        raise FormInvalid(form)
    return form.cleaned_data


class PlanningView(SignInWhereHidden, View):
    """Answers JSON or HTML; every refusal finds its status here."""

    audiences = READING

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except BundleRefused as refused:
            return self.refuse(refused)
        except Http404:
            if not self.answers_json:
                raise
            return JsonResponse(UnableToEditBundle().as_json(), status=404)

    def asks_to_sign_in(self):
        return super().asks_to_sign_in() and not self.answers_json

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.is_reader = audience_of(request.user) in self.audiences
        self.answers_json = wants_json(request)

    def http_method_not_allowed(self, request, *args, **kwargs):
        self.check_reader()
        return super().http_method_not_allowed(request, *args, **kwargs)

    def check_reader(self):
        if not self.is_reader:
            raise Http404

    def refuse(self, refused):
        if self.answers_json:
            return JsonResponse(refused.as_json(), status=refused.status)
        if refused.status == UnableToEditBundle.status:
            raise Http404
        messages.error(self.request, str(refused))
        return redirect(self.refused_url())

    def refused_url(self):
        return "planning:bundles"
