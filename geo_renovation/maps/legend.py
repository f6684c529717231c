"""How much of everything the viewer may see: counts and metres beside the layer switches."""

from django.db.models import Count, Sum

from geo_renovation.accounts.querysets import audience_of
from geo_renovation.compounds.models import Building, Compound
from geo_renovation.compounds.querysets import OFFICIAL
from geo_renovation.spatial.functions import Metres
from geo_renovation.utilities.models import Segment

from .catalogue import BY_KEY

COUNTED = tuple(BY_KEY[key] for key in ("compounds", "buildings", "segments"))


def legend(user) -> dict:
    """Compounds by stage and eligibility, buildings, lines by class and owner."""
    compounds = list(
        Compound.objects.visible_to(user).order_by().values("stage", "eligibility").annotate(count=Count("pk"))
    )
    is_official = audience_of(user) in OFFICIAL
    return {
        "stages": summed(compounds, "stage"),
        "eligibility": summed(compounds, "eligibility") if is_official else [],
        "buildings": Building.objects.visible_to(user).count(),
        "segments": lines(user) if BY_KEY["segments"].open_to(user) else [],
    }


def summed(rows, name) -> list[dict]:
    """Counts by one of the columns the rows were grouped by."""
    totals = {}
    for row in rows:
        totals[row[name]] = totals.get(row[name], 0) + row["count"]
    return [{"code": code, "count": count} for code, count in totals.items()]


def lines(user) -> list[dict]:
    """Metres and count by class and owner, cut to what the user may see, indoor lines left out."""
    seen = Segment.objects.visible_to(user).counted().order_by().alias(metres_seen=Metres("seen_route"))
    rows = seen.values("network_class", "owner__code", "owner__name").annotate(
        metres=Sum("metres_seen"), count=Count("pk")
    )
    return [
        {
            "network_class": row["network_class"],
            "owner": row["owner__code"] or "",
            "owner_name": row["owner__name"] or "",
            "metres": round(row["metres"], 2),
            "count": row["count"],
        }
        for row in rows.order_by("network_class", "owner__code")
        if row["metres"]
    ]
