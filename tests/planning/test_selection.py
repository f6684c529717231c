"""What a selection adds up to."""
import pytest

from geo_renovation.planning.selection import weigh
from tests.factories import CompoundFactory, DistrictFactory, SegmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_two_neighbours_are_one_piece(county):
    DistrictFactory(code="371526001")
    CompoundFactory(code="A", at=(0, 0), eligible=True)
    CompoundFactory(code="B", at=(120, 0), eligible=True)
    CompoundFactory(code="C", at=(240, 0), eligible=True)
    SegmentFactory(points=[(-50, 50), (170, 50)], owner="water")
    weighed = weigh(UserFactory(role="planner"), ["A", "B"], 2027)
    assert weighed["pieces"] == [["A", "B"]]
    assert weighed["totals"]["metres"] == 150
    print(weighed)
    assert 0
