"""What the database holds about plans: frozen bundles, and what lies under each compound."""

from .bundles import bundle_triggers, member_of_draft, member_triggers
from .stretches import (
    HOLD_GROUND,
    follow_areas,
    follow_compounds,
    follow_districts,
    follow_nodes,
    follow_segments,
    measure_all,
)

__all__ = [
    "HOLD_GROUND",
    "bundle_triggers",
    "follow_areas",
    "follow_compounds",
    "follow_districts",
    "follow_nodes",
    "follow_segments",
    "measure_all",
    "member_of_draft",
    "member_triggers",
]
