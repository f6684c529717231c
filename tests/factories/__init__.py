"""Invented rows around the centre of Gaotang's county town; every position is in metres from there."""

from .compounds import (
    BuildingFactory,
    CompoundFactory,
    FindingFactory,
    StageEventFactory,
    judge,
    reach,
)
from .networks import AssetRightFactory, DisclosureAreaFactory, NodeFactory, RedlineFactory, SegmentFactory
from .people import OrganisationFactory, UserFactory
from .places import (
    BarrierFactory,
    CommunityFactory,
    CountyFactory,
    DistrictFactory,
    RoadFactory,
    TownAreaFactory,
)

__all__ = [
    "AssetRightFactory",
    "BarrierFactory",
    "BuildingFactory",
    "CommunityFactory",
    "CompoundFactory",
    "CountyFactory",
    "DisclosureAreaFactory",
    "DistrictFactory",
    "FindingFactory",
    "NodeFactory",
    "OrganisationFactory",
    "RedlineFactory",
    "RoadFactory",
    "SegmentFactory",
    "StageEventFactory",
    "TownAreaFactory",
    "UserFactory",
    "judge",
    "reach",
]
