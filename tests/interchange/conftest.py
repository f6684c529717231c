"""Counties of other places, one database each."""

from contextlib import ExitStack

import pytest

from tests.factories import DistrictFactory

from .files import compound_file
from .profiles import fresh
from .wizard import Sender


@pytest.fixture(scope="module")
def county_of(tmp_path_factory):
    """county_of("cambridge", 26986): a migrated county, dropped after the module."""
    with ExitStack() as stack:
        yield lambda name, srid: stack.enter_context(fresh(name, srid, tmp_path_factory.mktemp(name)))


@pytest.fixture
def district(county):
    """The district of street-yuqiuhu, around the town centre."""
    return DistrictFactory(code="371526001", name="鱼邱湖街道")


@pytest.fixture
def folder(settings, tmp_path):
    """Where originals go in this test."""
    settings.IMPORT_FOLDER = tmp_path / "imports"
    return settings.IMPORT_FOLDER


@pytest.fixture
def street(client_of, folder):
    """The clerk of the district that holds the town."""
    DistrictFactory(code="371526001")
    return Sender(client_of("street-yuqiuhu"))


@pytest.fixture
def compounds(tmp_path):
    """A file of three compounds."""
    return compound_file(tmp_path / "小区.geojson", "C-0", "C-1", "C-2")
