"""Disclosure areas follow the plans."""

from datetime import date

import pytest
import shapely

from geo_renovation.planning.actions import redraw_disclosure_areas
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from geo_renovation.utilities.models import DisclosureArea
from tests.factories import CompoundFactory, SegmentFactory, UserFactory
from tests.factories.bundles import row_of_compounds
from tests.factories.shapes import boundary

pytestmark = pytest.mark.django_db


def areas():
    return [shapely.from_wkb(bytes(row.area.wkb)) for row in DisclosureArea.objects.order_by("id")]


@pytest.fixture
def plan():
    return AnnualPlan.objects.create(year=2026, status="draft")


def test_areas_appear_when_a_plan_is_submitted_and_never_overlap(plan):
    compounds = [*row_of_compounds("AB"), CompoundFactory(code="X", at=(1000, 0))]
    for compound in compounds:
        PlannedCompound.objects.create(plan=plan, compound=compound)
    assert areas() == []
    plan.status = "submitted"
    plan.save()
    found = areas()
    assert len(found) == 2
    assert not found[0].intersects(found[1])
    expected = [shapely.from_wkb(bytes(c.boundary.wkb)).buffer(50) for c in compounds]
    assert shapely.union_all(found).symmetric_difference(shapely.union_all(expected)).area < 1e-6


def test_nothing_is_written_when_nothing_changed(plan):
    (a,) = row_of_compounds("A")
    PlannedCompound.objects.create(plan=plan, compound=a)
    plan.status, plan.adopted_on = "adopted", date(2026, 1, 9)
    plan.save()
    before = list(DisclosureArea.objects.values_list("pk"))
    assert redraw_disclosure_areas() is False
    a.save()
    assert list(DisclosureArea.objects.values_list("pk")) == before


def test_an_area_follows_the_boundary_of_a_planned_compound(plan):
    (a,) = row_of_compounds("A")
    b = CompoundFactory(code="B", at=(900, 0))
    PlannedCompound.objects.create(plan=plan, compound=a)
    plan.status = "submitted"
    plan.save()
    a.boundary = boundary((2000, 0), 100)
    a.save()
    b.boundary = boundary((3000, 0), 100)
    b.save()
    (area,) = areas()
    assert area.equals(shapely.from_wkb(bytes(a.boundary.wkb)).buffer(50))


def test_areas_go_with_the_plan(plan):
    (a,) = row_of_compounds("A")
    entry = PlannedCompound.objects.create(plan=plan, compound=a)
    plan.status = "submitted"
    plan.save()
    entry.delete()
    assert areas() == []


def test_a_utility_sees_others_lines_once_the_compound_is_in_a_plan(plan):
    (a,) = row_of_compounds("A")
    line = SegmentFactory(points=[(0, 50), (100, 50)], owner="water")
    seen = type(line).objects.visible_to(UserFactory(role="power"))
    assert not seen.exists()
    PlannedCompound.objects.create(plan=plan, compound=a)
    plan.status = "submitted"
    plan.save()
    assert seen.exists()
