"""The organisations of the plan, as the migration made them."""
import pytest

from geo_renovation.accounts.choices import OrganisationKind
from geo_renovation.accounts.models import Organisation

pytestmark = pytest.mark.django_db


def test_eleven_utilities_three_streets_and_one_centre():
    counts = {kind: Organisation.objects.filter(kind=kind).count() for kind in OrganisationKind}
    assert (counts["utility"], counts["street"], counts["centre"], counts["municipal"]) == (11, 3, 1, 1)


def test_every_class_of_network_that_the_plan_names_has_a_utility_or_the_municipal_works():
    named = {c for classes in Organisation.objects.values_list("network_classes", flat=True) for c in classes}
    assert named == {"JS", "YS", "WS", "HS", "RQ", "RL", "DL", "TX", "LD"}


def test_streets_know_their_district():
    assert dict(Organisation.objects.filter(kind="street").values_list("district_code", "name")) == {
        "371526001": "鱼邱湖街道办事处",
        "371526002": "汇鑫街道办事处",
        "371526003": "人和街道办事处",
    }
