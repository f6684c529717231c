"""Pages and JSON of planning."""

from .answering import PlanningView, wants_json
from .bundles import BundleView
from .duties import DutyView

__all__ = ["BundleView", "DutyView", "PlanningView", "wants_json"]
