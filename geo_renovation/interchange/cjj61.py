"""Layers, colours and blocks of a pipe-survey drawing, after CJJ 61-2017 as a public transcription has it."""
from geo_renovation.utilities.choices import NetworkClass, NodeKind

# The standard's RGB; drains share one, street lighting is of power. None is given for others: grey.
RGB = {
    NetworkClass.WATER: (0, 255, 255),
    NetworkClass.RAIN: (76, 57, 38),
    NetworkClass.SEWAGE: (76, 57, 38),
    NetworkClass.COMBINED: (76, 57, 38),
    NetworkClass.GAS: (255, 0, 255),
    NetworkClass.HEAT: (255, 128, 0),
    NetworkClass.POWER: (255, 0, 0),
    NetworkClass.TELECOM: (0, 255, 0),
    NetworkClass.LIGHTING: (255, 0, 0),
    NetworkClass.INDUSTRIAL: (0, 0, 0),
    NetworkClass.OTHER: (128, 128, 128),
}
# As survey packages name them: JSLINE, JSPOINT, JSTEXT.
LINE, POINT, TEXT = "LINE", "POINT", "TEXT"
# Named in Chinese, as drawings that come in name theirs.
BLOCKS = {
    NodeKind.SOURCE: "源点",
    NodeKind.VALVE: "阀门",
    NodeKind.MANHOLE: "检查井",
    NodeKind.CABINET: "箱",
    NodeKind.TRANSFORMER: "变压器",
    NodeKind.POLE: "电杆",
    NodeKind.HYDRANT: "消防栓",
    NodeKind.METER: "表",
    NodeKind.ENTRY_POINT: "入户端口",
    NodeKind.OTHER: "其他",
}


def layer(network_class, holds) -> str:
    return f"{network_class}{holds}"
