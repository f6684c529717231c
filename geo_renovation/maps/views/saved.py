"""The user's saved views as JSON, and the links that lead to them."""

import json

from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.views.generic import View

from geo_renovation.accounts.refusals import Refusal

from ..models import SavedView
from ..saving import rename_view, save_view
from .answering import missing


def told(view) -> dict:
    return {
        "name": view.name,
        "query": view.query,
        "url": view.get_absolute_url(),
        "rename": reverse("maps:view_rename", args=[view.token]),
        "remove": reverse("maps:view_remove", args=[view.token]),
    }


def read(request) -> dict:
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


class OwnViews(View):
    """Every answer is the list as it stands after the act; to who is not signed in there is none."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return missing()
        try:
            return super().dispatch(request, *args, **kwargs) or self.listed()
        except SavedView.DoesNotExist:
            return missing()
        except Refusal as refusal:
            return JsonResponse({"error": str(refusal)}, status=refusal.status)

    @property
    def own(self):
        return SavedView.objects.visible_to(self.request.user)

    def listed(self):
        views = [told(view) for view in self.own]
        return JsonResponse({"views": views}, headers={"Cache-Control": "private, no-store"})


class Views(OwnViews):
    """The list; a view saved under a name that it has is replaced."""

    def get(self, request):
        return self.listed()

    def post(self, request):
        body = read(request)
        save_view(request.user, body.get("name"), body.get("query"))


class Rename(OwnViews):
    """Another name; the link stays."""

    def post(self, request, token):
        rename_view(request.user, self.own.get(token=token), read(request).get("name"))


class Remove(OwnViews):
    """The view and its link end."""

    def post(self, request, token):
        self.own.get(token=token).delete()


class OpenView(View):
    """The map with what was saved, for whoever has the link."""

    def get(self, request, token):
        view = SavedView.objects.filter(token=token).only("query").first()
        if view is None:
            raise Http404
        query = f"?{view.query}" if view.query else ""
        response = HttpResponseRedirect(reverse("maps:map") + query)
        response.headers["Cache-Control"] = "private, no-store"
        return response
