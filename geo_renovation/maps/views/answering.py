"""How the map's views answer."""

import gzip

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _


def missing():
    return JsonResponse({"error": _("Not found.")}, status=404)


def packed(request, body: bytes, content_type: str) -> HttpResponse:
    """The body, gzipped at the level that costs least where the browser takes it."""
    # Short bodies grow by it; GZipMiddleware leaves alone what is packed already.
    if len(body) < 200 or "gzip" not in request.headers.get("Accept-Encoding", ""):
        return HttpResponse(body, content_type=content_type)
    packed_body = gzip.compress(body, compresslevel=1, mtime=0)
    return HttpResponse(packed_body, content_type=content_type, headers={"Content-Encoding": "gzip"})
