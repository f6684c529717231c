"""Old compounds, their buildings, findings, stages and neighbours."""

from .adjacency import Adjacency, LinkedBarrier, LinkingCounty, PlacedDistrict, PlacedTownArea
from .building import Building
from .compound import Compound, eligibility
from .finding import Finding
from .stage import StageEvent

__all__ = [
    "Adjacency",
    "Building",
    "Compound",
    "Finding",
    "LinkedBarrier",
    "LinkingCounty",
    "PlacedDistrict",
    "PlacedTownArea",
    "StageEvent",
    "eligibility",
]
