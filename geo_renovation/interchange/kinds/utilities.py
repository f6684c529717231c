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

from ..checks.lines import ends_agree, lines_are_possible, lines_differ
from ..checks.nodes import nodes_are_possible, nodes_are_touched, nodes_differ
from ..holders import UNKNOWN_WORDS, Holder, Organisation
from ..rights import rights_are_sound, store_node_holders, store_segment_holders
from ..values import Choice, Day, Flag, Number, Section, Text, Year
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
# Layers of survey drawings, ours among them.
CLASS_WORDS = {c: (*words, f"{c.value}LINE", f"{c.value}POINT") for c, words in CLASS_WORDS.items()}
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
    Status.PLANNED: ("规划", "拟建"),
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


def _asset_fields(*codes):
    return (
        code(60, *codes, made=True),
        Field(
            "network_class", Choice(NetworkClass, CLASS_WORDS), True,
            ("管线类别", "管类", "类别", "管线种类", "管线类型", "管种", "专业"), vague=("图层", "layer", "管线大类"),
        ),
        Field("owner", Holder(), declared=True, aliases=("权属单位", "权属", "产权", "产权单位", "权属单位代码", "权属代码")),
        Field("manager", Holder(), aliases=("管理单位", "管理", "养护单位")),
        Field("right_since", Day(), aliases=("权属起始", "权属日")),
        text("right_basis", 200, "权属依据", "权属证"),
        Field("depth_m", Number(-20, 200, "m"), aliases=("埋深", "管顶埋深", "中心埋深", "井深", "depth")),
        Field("laid_year", Year(1850), aliases=("建设年代", "埋设年代", "埋设年份", "敷设年份", "埋设年", "建设年份", "年代")),
        text("pressure", 20, "压力", "压力等级", "压力值"),
        text("voltage", 20, "电压", "电压等级", "电压值"),
        text("capacity", 20, "容量", "孔数"),
    )


SEGMENTS = Kind(
    "segments",
    Segment,
    (
        *_asset_fields("管线编号", "管段编号", "线号"),
        text("sub_class", 20, "管线小类", "小类", "子类"),
        Field("steward", Holder(), aliases=("数据维护单位", "数据方")),
        text("material", 30, "材质", "管材", "管材材质"),
        Field(
            "diameter_mm", Section(0, 20_000, "mm"),
            aliases=("管径或断面", "管径", "断面", "断面尺寸", "管径或断面尺寸", "管径/断面", "管径断面", "规格", "管径规格", "diameter"),
        ),
        Field(
            "placement", Choice(Placement, PLACEMENT_WORDS), default="",
            aliases=("埋设方式", "埋设", "敷设方式", "埋设类型"),
        ),
        Field(
            "accuracy", Choice(Accuracy, ACCURACY_WORDS), default=Accuracy.UNKNOWN.value,
            aliases=("位置来源", "精度", "精度级别"),
        ),
        Field(
            "status", Choice(Status, STATUS_WORDS), default=Status.IN_USE.value,
            aliases=("使用状态", "状态", "使用情况"),
        ),
        text("source", 80, "数据来源", "来源"),
        Field("surveyed_on", Day(), aliases=("探测日期", "探测日", "普查日期", "测量日期")),
        Field("is_precaution", Flag(), default=False, aliases=("警示",)),
        Field("beyond_entry", Flag(), default=False, aliases=("户内",)),
    ),
    family="line",
    shape_column="route",
    checks=(lines_are_possible, lines_differ, ends_agree),
    follow=(store_segment_holders,),
)
NODES = Kind(
    "nodes",
    Node,
    (
        *_asset_fields("物探点号", "管点编号", "点号", "管点号", "管线点号", "点编号"),
        Field(
            "kind", Choice(NodeKind, NODE_WORDS), True,
            ("点类", "附属物", "附属物名称", "点类型"), vague=("特征", "类型", "块名"),
        ),
    ),
    family="point",
    shape_column="position",
    checks=(nodes_are_possible, nodes_differ, nodes_are_touched),
    follow=(store_node_holders,),
)
RIGHTS = Kind(
    "rights",
    AssetRight,
    (
        Field("segment_code", Text(60), aliases=("管线编号", "segment")),
        Field("node_code", Text(60), aliases=("管点编号", "物探点号", "点号", "node")),
        Field("kind", Choice(RightKind, RIGHT_WORDS), True, ("权利种类", "权利")),
        Field("organisation", Organisation(), aliases=("权利人", "单位", "单位名称")),
        Field(
            "unknown_reason", Choice(HolderUnknown, UNKNOWN_WORDS), default="",
            aliases=("不明原因",),
        ),
        Field("valid_from", Day(), True, ("开始日期", "起", "起始日期")),
        Field("valid_to", Day(), aliases=("结束日期", "止", "终止日期")),
        Field("basis", Text(200), True, ("文件依据", "依据")),
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
