"""Changes of bundles and of what follows from annual plans."""

from .adopting import adopt_plan, return_plan, submit_plan
from .disclosing import redraw_disclosure_areas
from .drafting import create_draft, new_version, save_draft
from .ending import dissolve_bundle
from .freezing import freeze_bundle
from .measuring import measure_stretches
from .moving import last_move, move_compounds, take_back_move
from .tendering import enter_contracts, overrule_warning

__all__ = [
    "adopt_plan",
    "create_draft",
    "dissolve_bundle",
    "enter_contracts",
    "freeze_bundle",
    "last_move",
    "measure_stretches",
    "move_compounds",
    "new_version",
    "overrule_warning",
    "redraw_disclosure_areas",
    "return_plan",
    "save_draft",
    "submit_plan",
    "take_back_move",
]
