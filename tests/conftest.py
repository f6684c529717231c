"""What every test may ask for."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from tests.factories import CountyFactory, TownAreaFactory, UserFactory


@pytest.fixture(autouse=True)
def _quick_and_plain(settings, tmp_path_factory):
    """Cheap passwords, static files by their own names, originals where they go with the tests."""
    settings.IMPORT_FOLDER = tmp_path_factory.getbasetemp() / "originals"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def county(db):
    """The county with its town area."""
    TownAreaFactory()
    return CountyFactory()


@pytest.fixture
def nobody():
    """A visitor who has not signed in."""
    return AnonymousUser()


@pytest.fixture
def client_of(db):
    """A browser signed in as a role: client_of("planner"), client_of("power")."""

    def signed_in(role, **fields):
        client = Client()
        client.force_login(UserFactory(role=role, **fields))
        return client

    return signed_in


@pytest.fixture
def other_connection():
    """Runs a function in a thread of its own, so on a database connection of its own."""

    def elsewhere(act):
        def run():
            try:
                return act()
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            return pool.submit(run).result(timeout=30)

    return elsewhere
