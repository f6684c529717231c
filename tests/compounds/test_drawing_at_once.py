"""Two people who draw at the same moment."""
import pytest
from django.db import connection

from geo_renovation.accounts.refusals import Busy
from geo_renovation.compounds.actions.drawing import COMPOUND, draw
from geo_renovation.compounds.models import Compound
from tests.factories import UserFactory
from tests.factories.bundles import row_of_compounds
from tests.factories.drawings import area_json, request_number

pytestmark = pytest.mark.django_db(transaction=True)


def drawn(by, code, request):
    return draw(
        drawable=COMPOUND, geometry=area_json((500, 0), 100), values={"code": code, "name": code}, by=by, request=request
    )


@pytest.fixture
def planner():
    row_of_compounds("A")
    return UserFactory(role="planner")


def test_nobody_draws_while_an_import_adds_compounds_and_it_is_told_as_busy(planner, other_connection):
    from django.db import transaction

    def elsewhere():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        with pytest.raises(Busy):
            drawn(planner, "X", request_number())

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('interchange_kind'), hashtext('compounds'))")
        other_connection(elsewhere)
    assert not Compound.objects.filter(code="X").exists()


def test_the_same_request_sent_twice_at_once_draws_once(planner):
    from concurrent.futures import ThreadPoolExecutor

    number = request_number()

    def once(_turn):
        try:
            return [revision.pk for revision in drawn(planner, "X", number)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(once, range(4)))
    assert answers == [answers[0]] * 4
    assert Compound.objects.filter(code="X").count() == 1
