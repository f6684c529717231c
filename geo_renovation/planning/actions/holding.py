"""Locks and database refusals that all changes of a bundle share.

Locks are taken in one order, so that they never form a circle: bundle, compounds, ground, county.
"""
from contextlib import contextmanager

from django.db import IntegrityError, OperationalError, connection, transaction

from geo_renovation.accounts.revising import SAME_REQUEST
from geo_renovation.districts.models import County

from ..errors import (
    BundleBusy,
    BundleNotDraft,
    CompoundAlreadyClaimed,
    StaleBundle,
    UnableToEditBundle,
)
from ..models import Bundle
from ..plan_errors import PlanChangedMeanwhile
from ..triggers import HOLD_GROUND

# What the database answers → what it means.
REFUSALS = {
    "one_live_bundle_per_compound_and_year": CompoundAlreadyClaimed,
    "one_frozen_version_per_bundle": StaleBundle,
    "one_draft_version_per_bundle": StaleBundle,
    "bundle_version_once": StaleBundle,
    "bundle_immutable": BundleNotDraft,
    "one_plan_year_per_compound": PlanChangedMeanwhile,
    "planning_annualplan_year_key": PlanChangedMeanwhile,
}


@contextmanager
def held_by_the_database():
    """One transaction; what the database refuses comes back under its own name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = error.__cause__.diag
        meaning = REFUSALS.get(diagnosis.constraint_name) or REFUSALS.get(diagnosis.message_primary)
        raise (meaning() if meaning else error) from error
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", None) in ("55P03", "40P01"):  # lock timeout, deadlock
            raise BundleBusy from error
        raise


@contextmanager
def one_request(by, request):
    """As above; the very same request of a user waits until the first one is done."""
    with held_by_the_database():
        with connection.cursor() as cursor:
            cursor.execute(SAME_REQUEST, [f"{by.pk}:{request}"])
        yield


def hold_bundle(bundle, by) -> Bundle:
    """The bundle as it stands now, held until commit."""
    rows = Bundle.objects.editable_by(by).select_for_update(of=("self",))
    held = rows.select_related("district").filter(pk=bundle.pk).first()
    if held is None:
        raise UnableToEditBundle
    return held


def check_revision(held, revision):
    """`revision` is the one the request was made for."""
    if revision != held.revision:
        raise StaleBundle(revision=held.revision)


def one_at_a_time():
    """Holds the county's row until commit: numbers and disclosure areas are made one request at a time."""
    list(County.objects.select_for_update(no_key=True).values_list("pk"))


def hold_ground():
    """Until commit nobody else changes what lies under compounds."""
    with connection.cursor() as cursor:
        cursor.execute(HOLD_GROUND)
