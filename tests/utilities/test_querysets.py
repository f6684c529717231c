"""Who sees which line, where and how much of it (domain.md §4)."""

import pytest

from geo_renovation.utilities.models import Node, Segment
from tests.factories import (
    DisclosureAreaFactory,
    DistrictFactory,
    NodeFactory,
    SegmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SECRETS = ("code", "pressure", "voltage", "capacity", "material", "diameter_mm", "placement")


@pytest.fixture
def water_main():
    """300 m of water main from (-50, 50) to (250, 50), owned by the water company."""
    return SegmentFactory(owner="water", pressure="0.35", voltage="v", capacity="c")


def seen_by(role):
    return Segment.objects.visible_to(UserFactory(role=role)).first()


def secrets_of(segment):
    return {name: getattr(segment, f"seen_{name}") for name in SECRETS}


def test_the_owner_sees_its_line_in_full_everywhere(water_main):
    seen = seen_by("water")
    assert seen.seen_is_full
    assert seen.seen_route.length == pytest.approx(300)
    assert secrets_of(seen)["pressure"] == "0.35"


@pytest.mark.parametrize("kind", ["manager", "steward"])
def test_what_an_organisation_manages_or_stewards_is_its_own(kind):
    SegmentFactory(owner="water", **{kind: "heat"})
    assert seen_by("heat").seen_is_full


def test_operating_a_line_does_not_make_it_own(water_main):
    from tests.factories import AssetRightFactory, OrganisationFactory

    AssetRightFactory(segment=water_main, kind="operator", organisation=OrganisationFactory(code="heat"))
    assert seen_by("heat") is None


def test_another_utility_sees_nothing_outside_disclosure_areas(water_main):
    assert seen_by("power") is None


def test_another_utility_sees_the_disclosed_part_with_depth_but_no_attribute(water_main):
    DisclosureAreaFactory(at=(0, 0), size=100)
    DisclosureAreaFactory(at=(200, 0), size=100)
    seen = seen_by("power")
    assert seen.seen_route.length == pytest.approx(150)
    assert seen.seen_depth_m == 1.2
    assert set(secrets_of(seen).values()) == {None}


def test_the_tile_twin_is_clipped_like_the_line(water_main):
    DisclosureAreaFactory(at=(0, 0), size=100)
    seen = seen_by("power")
    back = seen.seen_route_3857.transform(seen.seen_route.srid, clone=True)
    assert back.length == pytest.approx(seen.seen_route.length, abs=0.01)


def test_a_street_sees_class_owner_and_position_in_its_district_only(water_main):
    DistrictFactory(code="371526001", at=(0, 0), size=100)
    seen = seen_by("street-yuqiuhu")
    assert seen.seen_route.length == pytest.approx(100)
    assert seen.owner.code == "water"
    assert seen.seen_depth_m is None
    assert set(secrets_of(seen).values()) == {None}
    assert seen_by("street-huixin") is None


@pytest.mark.parametrize("role", ["leader", "finance", "audit"])
def test_oversight_sees_the_whole_position_and_no_attribute(water_main, role):
    seen = seen_by(role)
    assert seen.seen_route.length == pytest.approx(300)
    assert seen.seen_depth_m is None
    assert set(secrets_of(seen).values()) == {None}


def test_the_centre_sees_everything(water_main):
    assert seen_by("planner").seen_pressure == "0.35"


@pytest.mark.parametrize("role", ["enforcement", "admin", "nobody"])
def test_desks_the_admin_and_the_public_see_no_network(water_main, role):
    assert seen_by(role) is None


def test_an_account_that_was_closed_sees_no_network(water_main):
    assert not Segment.objects.visible_to(UserFactory(role="planner", is_active=False)).exists()


def test_points_follow_the_same_rules_as_lines():
    NodeFactory(owner="water", at=(50, 50), pressure="0.35")
    DisclosureAreaFactory(at=(0, 0), size=100)
    seen = Node.objects.visible_to(UserFactory(role="power")).get()
    assert (seen.seen_depth_m, seen.seen_pressure, seen.seen_code) == (seen.seen_depth_m, None, None)
    assert not Node.objects.visible_to(UserFactory(role="street-renhe")).exists()


def test_indoor_lines_are_not_counted():
    SegmentFactory(owner="water", beyond_entry=True)
    assert not Segment.objects.visible_to(UserFactory(role="planner")).counted().exists()


def test_a_county_may_share_others_lines_among_utilities_but_no_more_of_each(water_main, settings):
    NodeFactory(code="N", owner="water", pressure="0.35")
    SegmentFactory(code="PLANNED", owner="water", status="planned")
    settings.NETWORK_SECRECY = "nonsense"
    assert seen_by("power") is None
    settings.NETWORK_SECRECY = "shared"
    seen = seen_by("power")
    assert (seen.seen_route.length, seen.seen_depth_m) == (pytest.approx(300), 1.2)
    assert set(secrets_of(seen).values()) == {None}
    power = UserFactory(role="power")
    assert [node.seen_code for node in Node.objects.visible_to(power)] == [None]
    assert Segment.objects.visible_to(power).count() == 1
    assert not Segment.objects.visible_to(UserFactory(role="nobody")).exists()
