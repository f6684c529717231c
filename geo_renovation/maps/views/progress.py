"""The leaders' progress page, its figures, its wall and its brief."""

import orjson
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.generic import TemplateView, View

from geo_renovation.accounts.choices import Verb
from geo_renovation.accounts.models import Act
from geo_renovation.spatial.mvt import select

from ..filters import MapFilter
from ..freshness import private, tag, unchanged, versions_of
from ..pdf import UnableToMakePdf
from ..progress.brief import brief
from ..progress.controls import MEASURES, controls, kept, tidied
from ..progress.figures import figures
from ..progress.freshness import DEPENDS, state
from .answering import missing, packed


class Figures(View):
    """All figures under the filter of the address."""

    def get(self, request):
        narrowed = MapFilter(request.GET, user=request.user)
        held = state(narrowed)
        return unchanged(request, DEPENDS, held) or self.told(request, narrowed, held)

    def told(self, request, narrowed, held):
        versions = select(versions=versions_of(DEPENDS))["versions"]
        body = orjson.dumps(figures(narrowed, request.user))
        return private(packed(request, body, "application/json"), tag(request.user, DEPENDS, versions, held))


class ProgressPage(TemplateView):
    """The leaders' page: the same filter and date as the map."""

    template_name = "progress/page.html"

    def get(self, request, *args, **kwargs):
        tidy = tidied(request.GET)
        if tidy is not None:
            return HttpResponseRedirect(f"{request.path}?{tidy}" if tidy else request.path)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        held, user = self.request.GET, self.request.user
        narrowed, shown = MapFilter(held, user=user), controls(held, user)
        by = held.get("by") if held.get("by") in MEASURES else MEASURES[0]
        return super().get_context_data(
            figures=figures(narrowed, user), controls=shown, kept=kept(held, shown), date=held.get("date", ""),
            known=held.get("known", ""), by=by, errors=narrowed.errors, **kwargs,
        )  # fmt: skip


class Wall(TemplateView):
    """The same figures for a wall of screens 大屏, district after district."""

    template_name = "progress/wall.html"

    def get_context_data(self, **kwargs):
        narrowed = MapFilter(self.request.GET, user=self.request.user)
        return super().get_context_data(figures=figures(narrowed, self.request.user), **kwargs)


class Brief(View):
    """The figures on one page of paper, for officials."""

    def get(self, request):
        told = figures(MapFilter(request.GET, user=request.user), request.user)
        if not told["is_official"]:
            return missing()
        try:
            content = brief(told, request.user)
        except UnableToMakePdf as refused:
            return JsonResponse({"error": str(refused.message)}, status=refused.status)
        Act.record(Verb.EXPORTED, "progress", by=request.user, format="pdf", query=told["query"], bytes=len(content))
        headers = {
            "Content-Disposition": f'inline; filename="progress-{told["date"]}.pdf"',
            "Cache-Control": "private, no-store",
        }
        return HttpResponse(content, content_type="application/pdf", headers=headers)
