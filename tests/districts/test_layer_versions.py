"""A layer's version moves when its change commits, once a transaction, and for nobody else."""

import pytest
from django.db import transaction

from geo_renovation.districts.models import LayerChange, LayerVersion
from tests.factories import RoadFactory

pytestmark = pytest.mark.django_db(transaction=True)


def version(layer):
    return LayerVersion.objects.as_mapping([layer])[layer]


def test_a_commit_moves_the_version_once_however_many_statements_it_had():
    before = version("roads")
    with transaction.atomic():
        RoadFactory()
        RoadFactory()
        assert version("roads") == before
    assert version("roads") == before + 1
    assert not LayerChange.objects.exists()


def test_a_rollback_moves_nothing():
    before = version("roads")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        RoadFactory()
        raise ZeroDivisionError
    assert version("roads") == before


def test_a_change_of_one_layer_leaves_the_others_alone():
    before = version("segments")
    RoadFactory()
    assert version("segments") == before
