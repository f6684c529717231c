"""A page does not wait for an import to end: it says that somebody else is at work."""
import pytest
from django.db import connection, transaction

from geo_renovation.compounds.actions import Busy, judge, publish, record_stage
from geo_renovation.compounds.models import Compound, Finding
from tests.factories import CompoundFactory, CountyFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def compound():
    CountyFactory()
    DistrictFactory(code="371526001")
    return CompoundFactory(code="C-1")


def hardly_waiting(act):
    """Acts on a connection that gives up soon."""

    def acting():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        with pytest.raises(Busy):
            act()

    return acting


def test_a_change_of_rows_that_are_held_is_refused_as_busy(compound, other_connection):
    planner = UserFactory(role="planner")
    acts = (
        lambda: record_stage(compound=compound, stage="surveyed", evidence="报告", by=planner),
        lambda: judge(compound=compound, criterion="residential", answer=True, evidence="报告", by=planner),
        lambda: publish(compound=compound, by=planner),
    )
    with transaction.atomic():
        Compound.objects.select_for_update().get()
        for act in acts:
            other_connection(hardly_waiting(act))
    assert not Finding.objects.exists()


def test_the_page_says_so_and_keeps_what_was_typed(compound, client_of, other_connection):
    client = client_of("planner")
    posted = {"criterion": "residential", "answer": "yes", "expected_answer": "open", "evidence": "房产证复印件"}

    def post():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        return client.post("/compounds/C-1/findings/", posted, headers={"accept": "text/html"})

    with transaction.atomic():
        Compound.objects.select_for_update().get()
        answer = other_connection(post)
    assert answer.status_code == 503
    assert "房产证复印件" in answer.content.decode()
