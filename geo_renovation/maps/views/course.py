"""The course of every compound."""

import orjson
from django.views.generic import View

from geo_renovation.spatial.mvt import select

from ..course import DEPENDS, course
from ..freshness import private, tag, unchanged, versions_of
from .answering import packed


class Course(View):
    """The stage events from which the map tells any day's stages."""

    def get(self, request):
        return unchanged(request, DEPENDS) or self.told(request)

    def told(self, request):
        # Read before the events: a tag may be older than its answer, never newer.
        versions = select(versions=versions_of(DEPENDS))["versions"]
        body = orjson.dumps(course(request.user))
        return private(packed(request, body, "application/json"), tag(request.user, DEPENDS, versions))
