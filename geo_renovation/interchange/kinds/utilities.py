"""Segments, nodes and the table of rights."""
from geo_renovation.utilities.choices import (
    Accuracy,
    HolderUnknown,
    NetworkClass,
    NodeKind,
    Placement,
    RightKind,
    Status,
)
from geo_renovation.utilities.models import AssetRight, Node, Segment

from ..holders import UNKNOWN_WORDS, Holder, Organisation
from ..rights import rights_are_sound, store_node_holders, store_segment_holders
from ..values import Choice, Day, Flag, Number, Text, Year
from .declaring import Field, Kind, code, text

# CJJ 61 codes and words; 2003's DX is telecom, a drain not further known counts as combined.
CLASS_WORDS = {
    NetworkClass.WATER: ("给水", "供水", "自来水", "上水", "water"),
    NetworkClass.RAIN: ("雨水", "rain"),
    NetworkClass.SEWAGE: ("污水", "sewage"),
    NetworkClass.COMBINED: ("PS", "排水", "合流", "雨污合流"),
    NetworkClass.GAS: ("燃气", "天然气", "煤气", "液化气", "MQ", "YH", "TR", "gas"),
    NetworkClass.HEAT: ("热力", "供热", "热水", "蒸汽", "RS", "ZQ", "heat"),
    NetworkClass.POWER: ("电力", "供电", "GD", "power"),
    NetworkClass.TELECOM: (
        "通信", "电信", "DX", "电话", "DH", "有线电视", "DS", "信息网络", "XX", "广播", "GB", "telecom",
    ),
    NetworkClass.LIGHTING: ("路灯", "lighting"),
    NetworkClass.INDUSTRIAL: ("工业",),
    NetworkClass.OTHER: ("其他", "其它"),
}
PLACEMENT_WORDS = {
    Placement.BURIED: ("直埋",),
    Placement.IN_PIPE: ("管埋",),
    Placement.DUCT_BLOCK: ("管块",),
    Placement.TRENCH: ("管沟",),
    Placement.OVERHEAD: ("架空",),
    Placement.SURFACE: ("地面",),
    Placement.RACK: ("上架",),
    Placement.TUNNEL: ("综合管廊", "管廊"),
    Placement.JACKED: ("顶管",),
    Placement.UNKNOWN: ("不明", "未知"),
}
ACCURACY_WORDS = {
    Accuracy.SURVEYED: ("探测", "实测"),
    Accuracy.AS_BUILT: ("竣工图",),
    Accuracy.DESIGN: ("施工图", "设计图"),
    Accuracy.INFERRED: ("推测",),
    Accuracy.UNKNOWN: ("不明", "未知"),
}
STATUS_WORDS = {
    Status.IN_USE: ("0", "在用", "使用"),
    Status.ABANDONED: ("1", "废弃"),
    Status.EMPTY_DUCT: ("2", "空管"),
    Status.OTHER: ("3", "其他", "其它"),
}
NODE_WORDS = {
    NodeKind.SOURCE: ("源点", "厂站"),
    NodeKind.VALVE: ("阀门", "阀门井"),
    NodeKind.MANHOLE: ("检查井", "窨井", "井"),
    NodeKind.CABINET: ("箱", "交接箱", "分支箱", "调压箱"),
    NodeKind.TRANSFORMER: ("变压器",),
    NodeKind.POLE: ("杆", "电杆", "灯杆"),
    NodeKind.HYDRANT: ("消防栓", "消火栓"),
    NodeKind.METER: ("表", "表箱"),
    NodeKind.ENTRY_POINT: ("入户端口", "入户点"),
    NodeKind.OTHER: ("其他", "其它"),
}
RIGHT_WORDS = {
    RightKind.OWNER: ("产权", "产权单位"),
    RightKind.MANAGER: ("管理", "管理权", "管理单位"),
    RightKind.OPERATOR: ("运营", "运营单位"),
    RightKind.STEWARD: ("数据管理", "数据维护单位"),
}


def _asset_fields():
    return (
        code(60, "管线编号", "点号", "管点编号", made=True),
        Field(
            "network_class", Choice(NetworkClass, CLASS_WORDS), True,
            ("管类", "类别", "管线类别", "管线种类", "network_class"),
        ),
        Field("owner", Holder(), declared=True, aliases=("权属", "权属单位", "产权", "产权单位", "owner")),
        Field("manager", Holder(), aliases=("管理", "管理单位", "manager")),
        Field("right_since", Day(), aliases=("权属日", "权属起始", "right_since")),
        text("right_basis", 200, "权属证", "权属依据", "right_basis"),
        Field("depth_m", Number(-20, 200, "m"), aliases=("埋深", "depth", "depth_m")),
        Field("laid_year", Year(1850), aliases=("年代", "埋设年", "敷设年份", "建设年代", "laid_year")),
        text("pressure", 20, "压力", "pressure"),
        text("voltage", 20, "电压", "voltage"),
        text("capacity", 20, "容量", "capacity"),
    )


SEGMENTS = Kind(
    "segments",
    Segment,
    (
        *_asset_fields(),
        text("sub_class", 20, "小类", "sub_class"),
        Field("steward", Holder(), aliases=("数据方", "steward")),
        text("material", 30, "材质", "管材", "material"),
        Field(
            "diameter_mm", Number(0, 20_000, "mm"),
            aliases=("管径", "断面", "断面尺寸", "diameter", "diameter_mm"),
        ),
        Field(
            "placement", Choice(Placement, PLACEMENT_WORDS), default="",
            aliases=("埋设", "埋设方式", "敷设方式", "placement"),
        ),
        Field(
            "accuracy", Choice(Accuracy, ACCURACY_WORDS), default=Accuracy.UNKNOWN.value,
            aliases=("精度", "accuracy"),
        ),
        Field(
            "status", Choice(Status, STATUS_WORDS), default=Status.IN_USE.value,
            aliases=("状态", "使用状态", "status"),
        ),
        text("source", 80, "来源", "数据来源", "source"),
        Field("surveyed_on", Day(), aliases=("探测日", "探测日期", "surveyed_on")),
        Field("is_precaution", Flag(), default=False, aliases=("警示", "is_precaution")),
        Field("beyond_entry", Flag(), default=False, aliases=("户内", "beyond_entry")),
    ),
    family="line",
    shape_column="route",
    follow=(store_segment_holders,),
)
NODES = Kind(
    "nodes",
    Node,
    (
        *_asset_fields(),
        Field(
            "kind", Choice(NodeKind, NODE_WORDS), True,
            ("附属物", "点类", "类型", "特征", "kind"),
        ),
    ),
    family="point",
    shape_column="position",
    follow=(store_node_holders,),
)
RIGHTS = Kind(
    "rights",
    AssetRight,
    (
        Field("segment_code", Text(60), aliases=("管线编号", "segment", "segment_code")),
        Field("node_code", Text(60), aliases=("管点编号", "node", "node_code")),
        Field("kind", Choice(RightKind, RIGHT_WORDS), True, ("权利", "权利种类", "kind")),
        Field("organisation", Organisation(), aliases=("单位", "权利人", "organisation")),
        Field(
            "unknown_reason", Choice(HolderUnknown, UNKNOWN_WORDS), default="",
            aliases=("不明原因", "unknown_reason"),
        ),
        Field("valid_from", Day(), True, ("起", "开始日期", "valid_from")),
        Field("valid_to", Day(), aliases=("止", "结束日期", "valid_to")),
        Field("basis", Text(200), True, ("依据", "文件依据", "basis")),
    ),
    key=None,
    references={
        "t.segment_code": ("utilities_segment", "code", "segment_code"),
        "t.node_code": ("utilities_node", "code", "node_code"),
    },
    stored={
        "segment_id": "(SELECT id FROM utilities_segment WHERE code = t.segment_code)",
        "node_id": "(SELECT id FROM utilities_node WHERE code = t.node_code)",
        "organisation_id": "t.organisation",
        # valid_to is the first day on which the right no longer holds.
        "valid": "daterange(t.valid_from, t.valid_to)",
        "recorded_at": "now()",
    },
    checks=(rights_are_sound,),
)
