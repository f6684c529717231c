"""Idle logout that does not write a session with every tile."""

import time

RENEW_AFTER_S = 60


class SlidingSession:
    """Postpones the idle logout (SESSION_COOKIE_AGE) of a signed-in user once a minute at most."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated and time.time() - request.session.get("seen_at", 0) > RENEW_AFTER_S:
            request.session["seen_at"] = int(time.time())
        return self.get_response(request)
