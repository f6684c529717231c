"""Tiles of the base map, through this server."""

from django.http import HttpResponse
from django.views.generic import View

from ..basemap.offer import source
from ..basemap.pictures import NoPicture
from ..basemap.tianditu import Busy, Unreachable
from ..tiles import exists

WEEK_S = 604_800


class BaseMapTile(View):
    """One picture; 404 where there is none or it is not the viewer's, 502 and 503 where it could not be had now."""

    def get(self, request, layer, z, x, y):
        try:
            read, (lowest, highest) = source(layer, request.user)
            if not (lowest <= z <= highest and exists(z, x, y)):
                raise NoPicture
            found = read(z, x, y)
        except Busy:
            return self.refused(503, {"Retry-After": "1", "Cache-Control": "no-store"})
        except Unreachable:
            return self.refused(502, {"Cache-Control": "no-store"})
        except NoPicture:
            return self.refused(404, {"Cache-Control": "private, max-age=60"})
        headers = {"Cache-Control": f"private, max-age={WEEK_S}", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(found.body, content_type=found.content_type, headers=headers)

    def refused(self, status, headers):
        return HttpResponse(status=status, headers=headers)
