"""Changes of bundles and of what follows from annual plans."""

from .disclosing import redraw_disclosure_areas
from .drafting import create_draft, new_version, save_draft
from .ending import dissolve_bundle
from .freezing import freeze_bundle
from .measuring import measure_stretches

__all__ = [
    "create_draft",
    "dissolve_bundle",
    "freeze_bundle",
    "measure_stretches",
    "new_version",
    "redraw_disclosure_areas",
    "save_draft",
]
