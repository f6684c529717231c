"""From which proposal a bundle was adopted, under which settings, and how far from the best that proposal was."""

from .models import Adoption


def remembered(bundle) -> dict:
    """{"proposal": …} for every version of an adopted bundle, {} for one made by hand."""
    if bundle.snapshot and "proposal" in bundle.snapshot:
        return {"proposal": bundle.snapshot["proposal"]}
    found = Adoption.objects.filter(bundle__number=bundle.number).select_related("proposal").defer("proposal__instance", "proposal__result")
    row = found.order_by("pk").first()
    if row is None:
        return {}
    kept = {name: getattr(row, name) for name in ("settings", "value", "gap", "gap_on_weight")}
    return {"proposal": {"id": row.proposal_id, "name": row.proposal.name, **kept}}
