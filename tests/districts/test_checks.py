"""One database is one county; its SRID is fixed when it is made."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError

from geo_renovation.districts.checks import refuse_foreign_srid, srid_matches
from tests.factories import CountyFactory

pytestmark = pytest.mark.django_db


def test_a_database_made_for_another_crs_is_refused_by_name(settings):
    settings.COUNTY_SRID = 26986
    with pytest.raises(ImproperlyConfigured, match="COUNTY_SRID=4548"):
        refuse_foreign_srid()


def test_the_check_says_the_same_before_a_migration(settings):
    settings.COUNTY_SRID = 26986
    assert [e.id for e in srid_matches(None, databases=["default"])] == ["districts.E001"]


def test_its_own_crs_is_accepted():
    refuse_foreign_srid()


def test_a_second_county_is_refused_by_the_database():
    CountyFactory()
    with pytest.raises(IntegrityError, match="one_county_per_database"):
        CountyFactory(code="other")
