"""Annual plans, bundles, and what lies under each compound."""

from .bundle import Bundle, BundleMember
from .plan import AnnualPlan, PlannedCompound
from .plan_version import PlanMove, PlanVersion
from .proposal import Adoption, Proposal, ProposalPart, UnitPrice
from .stretch import (
    GroundCompound,
    GroundDisclosure,
    GroundDistrict,
    MeasuredSegment,
    NodePlace,
    PlacedNode,
    Stretch,
)
from .tender import Contract, Overruling, TenderThreshold

__all__ = [
    "Adoption",
    "AnnualPlan",
    "Bundle",
    "BundleMember",
    "GroundCompound",
    "GroundDisclosure",
    "GroundDistrict",
    "MeasuredSegment",
    "NodePlace",
    "PlacedNode",
    "Contract",
    "Overruling",
    "PlanMove",
    "PlanVersion",
    "TenderThreshold",
    "PlannedCompound",
    "Proposal",
    "ProposalPart",
    "Stretch",
    "UnitPrice",
]
