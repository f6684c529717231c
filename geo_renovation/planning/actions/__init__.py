"""Changes of bundles and of what follows from annual plans."""

from .disclosing import redraw_disclosure_areas
from .drafting import create_draft, new_version, save_draft
from .ending import dissolve_bundle
from .freezing import freeze_bundle

__all__ = [
    "create_draft",
    "dissolve_bundle",
    "freeze_bundle",
    "new_version",
    "redraw_disclosure_areas",
    "save_draft",
]
