"""Annual plans, bundles, and what lies under each compound."""

from .bundle import Bundle, BundleMember
from .plan import AnnualPlan, PlannedCompound
from .stretch import (
    GroundCompound,
    GroundDisclosure,
    GroundDistrict,
    MeasuredSegment,
    NodePlace,
    PlacedNode,
    Stretch,
)

__all__ = [
    "AnnualPlan",
    "Bundle",
    "BundleMember",
    "GroundCompound",
    "GroundDisclosure",
    "GroundDistrict",
    "MeasuredSegment",
    "NodePlace",
    "PlacedNode",
    "PlannedCompound",
    "Stretch",
]
