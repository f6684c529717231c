"""Dated rights over assets, and the right-holders the database derives from them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from geo_renovation.utilities.models import AssetRight
from tests.factories import AssetRightFactory, NodeFactory, OrganisationFactory, SegmentFactory

pytestmark = pytest.mark.django_db


def test_the_owner_beside_a_segment_follows_its_open_right():
    segment = SegmentFactory(owner="water")
    assert segment.owner.code == "water"


def test_a_handover_closes_one_right_and_opens_the_next():
    segment = SegmentFactory(owner="municipal")
    AssetRight.objects.update(valid=(date(2000, 1, 1), date(2024, 5, 1)))
    AssetRightFactory(
        segment=segment,
        kind="owner",
        organisation=OrganisationFactory(code="water"),
        valid=(date(2024, 5, 1), None),
    )
    segment.refresh_from_db()
    assert segment.owner.code == "water"
    assert AssetRight.objects.held_on(date(2010, 1, 1)).get().organisation.code == "municipal"


def test_two_owners_on_one_day_are_refused():
    segment = SegmentFactory(owner="water")
    with pytest.raises(IntegrityError, match="one_holder_per_segment_right_and_day"):
        AssetRightFactory(segment=segment, kind="owner", organisation=OrganisationFactory(code="heat"))


def test_a_right_that_begins_tomorrow_is_refused():
    tomorrow = timezone.localdate() + timedelta(days=2)
    with pytest.raises(IntegrityError, match="right_in_future"):
        AssetRightFactory(
            segment=SegmentFactory(),
            kind="owner",
            organisation=OrganisationFactory(code="heat"),
            valid=(tomorrow, None),
        )


def test_an_unknown_holder_needs_a_reason():
    with pytest.raises(IntegrityError, match="right_holder_or_reason"):
        AssetRightFactory(segment=SegmentFactory(), kind="owner", organisation=None)


def test_a_right_is_over_a_segment_or_a_node_never_both():
    with pytest.raises(IntegrityError, match="right_over_exactly_one_asset"):
        AssetRightFactory(
            segment=SegmentFactory(),
            node=NodeFactory(),
            kind="owner",
            organisation=OrganisationFactory(code="heat"),
        )


def test_deleting_a_right_leaves_no_holder_behind():
    segment = SegmentFactory(owner="water")
    AssetRight.objects.all().delete()
    segment.refresh_from_db()
    assert segment.owner is None
