"""Counties of other places, one database each."""

from contextlib import ExitStack

import pytest

from .profiles import fresh


@pytest.fixture(scope="module")
def county_of(tmp_path_factory):
    """county_of("cambridge", 26986): a migrated county, dropped after the module."""
    with ExitStack() as stack:
        yield lambda name, srid: stack.enter_context(fresh(name, srid, tmp_path_factory.mktemp(name)))
