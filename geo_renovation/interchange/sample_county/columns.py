"""The files of the sample and their columns: field of the importer, heading, type, width, decimals."""
from dataclasses import dataclass, field

ASCII, CHINESE = "utf-8", "gbk"


@dataclass(frozen=True)
class Column:
    """One dbf column: `kind` is C text, N number, D day."""

    name: str
    heading: str
    kind: str
    width: int
    decimals: int = 0


@dataclass(frozen=True)
class Sheet:
    """One file: its importer kind, shape and columns; GBK files come without .cpg, as they often do."""

    file: str
    kind: str
    shape: str
    encoding: str
    columns: tuple[Column, ...]
    fixed: dict = field(default_factory=dict)

    @property
    def mapping(self):
        return {column.name: column.heading for column in self.columns}


def _columns(listing):
    """Columns from lines of `field heading kind width[.decimals]`."""
    found = []
    for line in listing.strip().splitlines():
        name, heading, kind, size = line.split()
        width, _, decimals = size.partition(".")
        found.append(Column(name, heading, kind, int(width), int(decimals or 0)))
    return tuple(found)


CODE_AND_NAME = """
    code CODE C 12
    name NAME C 42
"""
ROADS = """
    code 编号 C 6
    name 路名 C 16
    road_class 类别 C 8
    rank 等级 C 6
    width_m 路宽 N 4.1
    surfaced_on 铺装日 D 8
    surfacing 铺装 C 4
"""
BARRIERS = """
    code CODE C 6
    name NAME C 30
    kind KIND C 9
"""
COMPOUNDS = """
    code 编号 C 8
    name 小区名 C 32
    former_name 曾用名 C 32
    community_code 社区码 C 12
    completion_year 建成年 N 4
    household_count 户数 N 4
    floor_area_m2 建面 N 7
    land_area_m2 占地 N 6
    owner_unit 产权方 C 24
    residential 住宅 C 2
    state_land 国有地 C 2
    neglected 失养 C 2
    facilities_lacking 设施缺 C 2
    services_lacking 服务缺 C 2
    willing 愿改 C 2
    demolition 拟拆迁 C 2
    shantytown 棚改 C 2
    bungalow_yard 平房院 C 2
    evidence 依据 C 30
    willingness_percent 意愿率 N 3
    surveyed_households 摸底户 N 4
    wished_year 愿改年 N 4
    estimate_cny 估算 N 9
    published_on 公示日 D 8
"""
BUILDINGS = """
    code 编号 C 11
    compound_code 小区号 C 8
    name 楼名 C 8
    storeys 层数 N 2
    unit_count 单元数 N 2
    household_count 户数 N 4
    floor_area_m2 建面 N 6
    completion_year 建成年 N 4
    structure 结构 C 4
"""
SEGMENTS = """
    code CODE C 7
    network_class CLASS C 2
    sub_class SUBCLASS C 2
    owner OWNER C 10
    manager MANAGER C 10
    right_since SINCE D 8
    right_basis BASIS C 12
    material MATERIAL C 15
    diameter_mm DIAM_MM N 4
    depth_m DEPTH_M N 4.2
    placement LAYING C 2
    accuracy ACCURACY C 8
    laid_year LAID_YEAR N 4
    status STATUS C 10
    surveyed_on SURVEYED D 8
    is_precaution CAUTION C 1
    pressure PRESSURE C 7
    voltage VOLTAGE C 6
    capacity CAPACITY C 6
    beyond_entry BEYOND C 1
"""
NODES = """
    code CODE C 8
    network_class CLASS C 2
    kind KIND C 11
    owner OWNER C 10
    manager MANAGER C 10
    right_since SINCE D 8
    right_basis BASIS C 12
    depth_m DEPTH_M N 4.2
    laid_year LAID_YEAR N 4
    pressure PRESSURE C 7
    voltage VOLTAGE C 6
    capacity CAPACITY C 6
"""
STAGES = """
    compound_code 小区编号 C 8
    event_code 事件编号 C 12
    stage 阶段 C 12
    effective_from 生效起 D 10
    effective_to 生效止 D 10
    unknown_reason 日期不明原因 C 20
    recorded_at 登记时间 C 25
    recorded_by 登记单位 C 20
    evidence 依据 C 40
    corrects 更正事件 C 12
    correction_reason 更正原因 C 80
"""
PLANS = """
    year 年度 N 4
    status 状态 C 10
    adopted_on 批准日期 D 10
    compound_code 小区编号 C 8
    sequence 序号 N 3
"""
SURVEY = {"source": "2021年管线普查（虚构）"}

SHEETS = (
    Sheet("county.shp", "county", "polygon", ASCII, _columns(CODE_AND_NAME + "    demonstration DEMO C 3"), fixed={"city": "聊城市"}),
    Sheet("town_area.shp", "town_area", "polygon", ASCII, _columns("    name NAME C 42")),
    Sheet("districts.shp", "districts", "polygon", ASCII, _columns(CODE_AND_NAME)),
    Sheet("communities.shp", "communities", "polygon", ASCII, _columns(CODE_AND_NAME + "    kind KIND C 9")),
    Sheet("roads.shp", "roads", "line", CHINESE, _columns(ROADS)),
    Sheet("waters.shp", "barriers", "polygon", ASCII, _columns(BARRIERS)),
    Sheet("railways.shp", "barriers", "line", ASCII, _columns(BARRIERS)),
    Sheet("compounds.shp", "compounds", "polygon", CHINESE, _columns(COMPOUNDS)),
    Sheet("buildings.shp", "buildings", "polygon", CHINESE, _columns(BUILDINGS)),
    Sheet("segments.shp", "segments", "line", ASCII, _columns(SEGMENTS), SURVEY),
    Sheet("nodes.shp", "nodes", "point", ASCII, _columns(NODES)),
    Sheet("stages.csv", "stages", "", ASCII, _columns(STAGES)),
    Sheet("plans.csv", "plans", "", ASCII, _columns(PLANS)),
)
