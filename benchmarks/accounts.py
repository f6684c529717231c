"""Who looks: a planner of the lead centre."""
from django.conf import settings
from django.test import Client

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation, User


def planner() -> User:
    """An account of the lead centre."""
    given = {"name": "centre", "kind": OrganisationKind.CENTRE}
    centre, _made = Organisation.objects.get_or_create(code="centre", defaults=given)
    return User.objects.create_user("bench", organisation=centre)


def session_cookie(user) -> str:
    """What the account's browser sends."""
    browser = Client()
    browser.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
