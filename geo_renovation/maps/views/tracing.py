"""What a closed valve or line cuts off, for who may follow the network."""
import orjson
from django.http import JsonResponse
from django.views.generic import View

from geo_renovation.accounts.choices import Seen
from geo_renovation.accounts.refusals import Refusal
from geo_renovation.utilities.tracing import NothingToTrace, trace

from ..traces import places_of, told
from ..viewing import viewed
from .answering import missing, packed

KINDS = ("segment", "node")
# Of one address; nobody clicks more.
MOST_CLOSED = 50


class Trace(View):
    """Closes what `close=segment:1&close=node:2` names; an exact answer, kept by no browser."""

    def get(self, request):
        closed = asked(request.GET.getlist("close"))
        if closed is None:
            return missing()
        try:
            found = trace(request.user, **closed)
            answer = told(found, request.user)
        except NothingToTrace:
            return missing()
        except Refusal as refusal:
            return JsonResponse({"error": str(refusal)}, status=refusal.status)
        viewed(request.user, Seen.TRACE, places_of(answer))
        response = packed(request, orjson.dumps(answer), "application/json")
        response.headers["Cache-Control"] = "private, no-store"
        return response


def asked(keys) -> dict | None:
    """{"segments": ids, "nodes": ids}; None where a key is none."""
    found = {"segments": set(), "nodes": set()}
    if not 0 < len(keys) <= MOST_CLOSED:
        return None
    for key in keys:
        kind, _, number = key.partition(":")
        # Longer ones are no ids of PostgreSQL.
        if kind not in KINDS or not (number.isascii() and number.isdigit() and len(number) < 19):
            return None
        found[f"{kind}s"].add(int(number))
    return found
