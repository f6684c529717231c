"""How things look on paper; hues after CJJ 61 and the stage colours of the design, widths in millimetres."""

from dataclasses import dataclass

from geo_renovation.districts.choices import RoadRank
from geo_renovation.utilities.choices import Accuracy, NetworkClass, Placement, Status

STAGES = (
    "#ffffff", "#dde3e8", "#8fb3f2", "#2854c4", "#93739a", "#fdd01f", "#cb6e1e", "#3dd68a", "#11332a",
)  # fmt: skip
NUMBERS = "○①②③④⑤⑥⑦⑧"
SELECTED = "#ffb000"

# In drawing order, the first lowest.
HUES = {
    NetworkClass.RAIN: "#a5672e",
    NetworkClass.SEWAGE: "#6b3a12",
    NetworkClass.COMBINED: "#875128",
    NetworkClass.HEAT: "#ff8c00",
    NetworkClass.WATER: "#0070e0",
    NetworkClass.GAS: "#f0329c",
    NetworkClass.POWER: "#e00020",
    NetworkClass.TELECOM: "#009a3e",
    NetworkClass.LIGHTING: "#e00020",
    NetworkClass.INDUSTRIAL: "#5d6b78",
    NetworkClass.OTHER: "#77838e",
}
DASHES = {NetworkClass.SEWAGE: "1.6 .8", NetworkClass.COMBINED: "2.4 .8", NetworkClass.LIGHTING: ".05 .8"}
ABANDONED = "#8b949c"
# Dash and dot: no line that is there has them.
PLANNED = "2.4 .7 .5 .7"
UNCERTAIN = {Accuracy.INFERRED, Accuracy.UNKNOWN, Accuracy.DESIGN}
LINE, CASING = 0.35, 0.35

ROAD_M = {
    RoadRank.COMPOUND: 5, RoadRank.BRANCH: 10, RoadRank.SECONDARY: 16, RoadRank.ARTERIAL: 24, RoadRank.EXPRESS: 30,
}  # fmt: skip
LEAST_ROAD = {RoadRank.EXPRESS: 0.8, RoadRank.ARTERIAL: 0.8, RoadRank.SECONDARY: 0.5}
MAIN_ROADS = (RoadRank.ARTERIAL, RoadRank.EXPRESS)
LAND, TOWN, ROAD, MAIN_ROAD, ROAD_EDGE = "#f1f0eb", "#f7f6f2", "#ffffff", "#fff4d6", "#bdb7ab"
RIVER, RIVER_EDGE, RAIL = "#b9d8ec", "#8fbcd8", "#6c7480"
BUILDING, BUILDING_EDGE = "#dcd8d0", "#a59f94"
DISTRICT, COMMUNITY = "#7a5aa6", "#a89cba"


@dataclass(frozen=True)
class Stroke:
    """One way to draw: a fill, a line or both."""

    stroke: str = "none"
    width: float = 0
    dash: str = ""
    fill: str = "none"
    opacity: float = 1
    cap: str = "butt"


def road_width(rank, scale) -> float:
    return max(LEAST_ROAD.get(rank, 0.25), ROAD_M[rank] * 1000 / scale)


def line(network_class, placement, accuracy, status) -> Stroke:
    """A pipe or cable; overhead is thin, planned dash and dot, an uncertain position dashed; what the viewer may not know is none of these."""
    dots = network_class == NetworkClass.LIGHTING
    dash = ".8 .8" if accuracy in UNCERTAIN and not dots else DASHES.get(network_class, "")
    dash = PLANNED if status == Status.PLANNED else dash
    colour = ABANDONED if status == Status.ABANDONED else HUES.get(network_class, HUES[NetworkClass.OTHER])
    width = LINE * (0.6 if placement == Placement.OVERHEAD else 1.25 if dots else 1)
    return Stroke(colour, width, dash, cap="round" if dots else "butt")


def compound(stage_number) -> Stroke:
    if not stage_number:
        return Stroke("#5d6b78", 0.3, "1 .8", "#ffffff", 0.75)
    return Stroke("#3b4a58", 0.25, "", STAGES[stage_number], 0.75)
