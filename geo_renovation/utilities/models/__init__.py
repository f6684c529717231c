"""Pipes and cables, rights over them, handovers, where they are disclosed, and what was marked as wrong of them."""
from .network import Asset, AssetRight, DisclosureArea, Handover, HandoverRight, Node, Segment
from .redline import Redline

__all__ = ["Asset", "AssetRight", "DisclosureArea", "Handover", "HandoverRight", "Node", "Redline", "Segment"]
