"""The idle logout slides, but not with every request."""

import pytest
from django.contrib.sessions.models import Session

pytestmark = pytest.mark.django_db


def test_a_second_request_within_a_minute_writes_no_session(client_of):
    client = client_of("planner")
    client.get("/accounts/me/")
    before = Session.objects.get().expire_date
    response = client.get("/accounts/me/")
    assert "sessionid" not in response.cookies
    assert Session.objects.get().expire_date == before


def test_after_a_minute_the_logout_is_postponed(client_of):
    client = client_of("planner")
    session = client.session
    session["seen_at"] = 1
    session.save()
    assert "sessionid" in client.get("/accounts/me/").cookies


def test_a_visitor_gets_no_session(client):
    assert "sessionid" not in client.get("/accounts/login/").cookies
