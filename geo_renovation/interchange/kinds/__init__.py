"""What can be imported, in the order in which an empty county takes it."""
from .compounds import BUILDINGS, COMPOUNDS, STAGES
from .places import BARRIERS, COMMUNITIES, COUNTY, DISTRICTS, ROADS, TOWN_AREA
from .plans import PLANS
from .utilities import NODES, RIGHTS, SEGMENTS

KINDS = {
    kind.name: kind
    for kind in (
        COUNTY, TOWN_AREA, DISTRICTS, COMMUNITIES, ROADS, BARRIERS, COMPOUNDS, BUILDINGS,
        SEGMENTS, NODES, STAGES, RIGHTS, PLANS,
    )
}
