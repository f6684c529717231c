"""Twins of geometry columns for web tiles."""

import pytest
from django.apps import apps
from django.contrib.postgres.indexes import GistIndex
from django.db import models

from geo_renovation.districts.models import District
from tests.factories import DistrictFactory


def twins():
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.GeneratedField) and field.name.endswith("_3857"):
                yield model, field.name


def test_every_twin_has_the_index_that_django_does_not_give_it():
    found = list(twins())
    assert len(found) >= 9
    for model, name in found:
        indexed = [index.fields for index in model._meta.indexes if isinstance(index, GistIndex)]
        assert [name] in indexed, f"{model.__name__}.{name}"


@pytest.mark.django_db
def test_a_twin_follows_its_geometry():
    district = DistrictFactory()
    before = District.objects.get(pk=district.pk).boundary_3857
    district.boundary = DistrictFactory.build(at=(500, 0)).boundary
    district.save()
    after = District.objects.get(pk=district.pk).boundary_3857
    assert after.srid == 3857
    assert after.extent[0] > before.extent[0]
