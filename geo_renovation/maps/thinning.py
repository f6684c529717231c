"""What of a dense layer is drawn at which zoom."""

from django.db.models import Case, FloatField, Q, QuerySet, Value, When

from geo_renovation.districts.choices import RoadRank
from geo_renovation.utilities.choices import NetworkClass, Status

# From which diameter (mm) a line is a trunk, and a branch: the sizes usual in a county town.
TRUNK_MM = {
    NetworkClass.WATER: 200,
    NetworkClass.RAIN: 500,
    NetworkClass.SEWAGE: 300,
    NetworkClass.COMBINED: 500,
    NetworkClass.GAS: 160,
    NetworkClass.HEAT: 300,
    NetworkClass.POWER: 150,
    NetworkClass.TELECOM: 110,
}
BRANCH_MM = {
    NetworkClass.WATER: 100,
    NetworkClass.RAIN: 400,
    NetworkClass.SEWAGE: 250,
    NetworkClass.COMBINED: 300,
    NetworkClass.GAS: 90,
    NetworkClass.HEAT: 150,
    NetworkClass.POWER: 100,
    NetworkClass.TELECOM: 50,
}
OTHER_MM = 100
TRUNKS_AT, BRANCHES_AT = 13, 14
RANKS_UNTIL = {
    11: (RoadRank.EXPRESS, RoadRank.ARTERIAL),
    12: (RoadRank.EXPRESS, RoadRank.ARTERIAL, RoadRank.SECONDARY),
    14: tuple(rank for rank in RoadRank if rank != RoadRank.COMPOUND),
}


def segments_by_size(rows: QuerySet, z: int) -> QuerySet:
    """Trunks first, then branches, then all; by the diameter that the viewer may know.

    Thinning by a diameter that is masked would tell it. A line whose size is not known to the
    viewer counts as a branch. What is planned is told from what is there close up only.
    """
    if z <= BRANCHES_AT:
        rows = rows.filter(~Q(status=Status.PLANNED))
    if z <= TRUNKS_AT:
        return rows.filter(seen_diameter_mm__gte=_least(TRUNK_MM))
    if z == BRANCHES_AT:
        return rows.filter(Q(seen_diameter_mm__gte=_least(BRANCH_MM)) | Q(seen_diameter_mm__isnull=True))
    return rows


def _least(sizes):
    whens = [When(network_class=code, then=Value(mm)) for code, mm in sizes.items()]
    return Case(*whens, default=Value(OTHER_MM), output_field=FloatField())


def roads_by_rank(rows: QuerySet, z: int) -> QuerySet:
    """Lesser roads join in as the map comes closer."""
    ranks = next((ranks for until, ranks in RANKS_UNTIL.items() if z <= until), None)
    return rows.filter(rank__in=ranks) if ranks else rows
