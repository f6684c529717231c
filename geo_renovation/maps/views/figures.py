"""Counts, metres and rows of what the viewer asks for and may see."""

from datetime import date

import orjson
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.generic import View

from ..filters import MapFilter
from ..freshness import asked_versions, private, tag, unchanged
from ..summary import COUNTED, summary
from ..table import KINDS, Table
from ..viewing import table_viewed
from .answering import missing, packed

JSON = "application/json"


class Figures(View):
    """An answer by the filter in the address, and whether the browser's copy of it still holds."""

    def answered(self, layers, asked, build, *what, is_versioned):
        if not is_versioned:
            response = packed(self.request, orjson.dumps(build()), JSON)
            response.headers["Cache-Control"] = "private, no-store"
            return response
        # The age of a pipe changes with the year, a label with the language.
        decides = (asked.query, str(asked.view or ""), get_language(), date.today().year, *what)
        return unchanged(self.request, layers, *decides) or self.built(layers, build, decides)

    def built(self, layers, build, decides) -> HttpResponse:
        # Versions first: a commit in between makes the answer newer than its tag, never older.
        versions = asked_versions(layers)
        response = packed(self.request, orjson.dumps(build()), JSON)
        return private(response, tag(self.request.user, layers, versions, *decides))


class Summary(Figures):
    """The legend and the totals of a filter."""

    def get(self, request):
        asked = MapFilter(request.GET, user=request.user)
        is_versioned = not (asked.is_planned or asked.errors)
        return self.answered(COUNTED, asked, lambda: summary(asked), "summary", is_versioned=is_versioned)


class Rows(Figures):
    """One page of the table under the map."""

    def get(self, request, layer):
        kind = KINDS.get(layer)
        if kind is None or not kind.layer.open_to(request.user):
            return missing()
        asked = MapFilter(request.GET, user=request.user)
        table = Table(kind, asked, **{name: request.GET.get(name, "") for name in ("columns", "sort", "offset")})
        is_versioned = table.is_versioned and not asked.errors
        table_viewed(request.user, kind.layer)
        return self.answered([kind.layer], asked, table.told, layer, table.spelling, is_versioned=is_versioned)
