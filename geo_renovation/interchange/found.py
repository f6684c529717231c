"""What was found out about a run's layer when its delivery came."""
from .kinds import KINDS


def layer_of(run):
    """The layer as the inspection described it; empty for a run that came by command."""
    return next((layer for layer in run.delivery.found.get("layers", []) if layer["name"] == run.layer), {})


def headings_of(layer):
    """The layer's headings as they are remembered."""
    return [heading["name"][:255] for heading in layer.get("headings", [])]


def has_shapes(run):
    """Whether the run brings shapes, or is a table of facts only."""
    return KINDS[run.kind].family is not None and layer_of(run).get("geometry") != "none"
