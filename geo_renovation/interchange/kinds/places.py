"""County, town area, districts, communities, roads and barriers."""
from geo_renovation.districts.choices import BarrierKind, CommunityKind, RoadRank, Surfacing
from geo_renovation.districts.models import Barrier, Community, County, District, Road, TownArea

from ..checks.coverage import districts_are_covered
from ..checks.names import names_differ
from ..checks.overlaps import shapes_overlap
from ..checks.places import only_one_county
from ..checks.slivers import slivers
from ..values import Choice, Day, Flag, Number, Text
from .declaring import Field, Kind, code, name, text

RANK_WORDS = {
    RoadRank.EXPRESS: ("快速路",),
    RoadRank.ARTERIAL: ("主干路", "主干道"),
    RoadRank.SECONDARY: ("次干路", "次干道"),
    RoadRank.BRANCH: ("支路",),
    RoadRank.COMPOUND: ("小区路", "小区道路"),
}
SURFACING_WORDS = {
    Surfacing.NEW: ("新建",),
    Surfacing.WIDENED: ("扩建",),
    Surfacing.REBUILT: ("改建",),
    Surfacing.REPAIRED: ("大修",),
}
COMMITTEE_WORDS = {
    CommunityKind.URBAN: ("居委会", "居民委员会", "社区居委会"),
    CommunityKind.VILLAGE: ("村委会", "村民委员会"),
}
BARRIER_WORDS = {BarrierKind.RIVER: ("河流", "河"), BarrierKind.RAILWAY: ("铁路",)}

COUNTY = Kind(
    "county",
    County,
    (
        code(12, "行政代码", "县代码", "行政区划代码", "区划代码", "adcode"),
        name(60, True, "县名", "县名称", "行政区名称", "县"),
        Field("city", Text(60), aliases=("所属市", "地级市", "城市"), default=""),
        Field("demonstration", Flag(), aliases=("示范县", "示范", "是否示范县"), default=False),
    ),
    family="polygon",
    shape_column="outline",
    stored={"is_demonstration": "t.demonstration"},
    key=None,
    checks=(only_one_county,),
)
TOWN_AREA = Kind("town_area", TownArea, (name(60, True, "城区名称", "县城名称"),), "polygon", "boundary", "name", "name")
DISTRICTS = Kind(
    "districts",
    District,
    (
        code(9, "街道代码", "街道编码", "乡镇代码", "town_code9"),
        name(60, True, "街道名称", "街道", "乡镇名称", "街道办", "town_name"),
    ),
    family="polygon",
    shape_column="boundary",
)
COMMUNITIES = Kind(
    "communities",
    Community,
    (
        code(12, "社区代码", "社区编码", "居委会代码", "code12"),
        name(60, True, "社区名称", "社区", "居委会名称", "居委会"),
        Field(
            "kind", Choice(CommunityKind, COMMITTEE_WORDS), aliases=("社区类别", "类别", "类型", "urban_rural_hint"),
            default=CommunityKind.URBAN.value,
        ),
    ),
    family="polygon",
    shape_column="boundary",
    references={"left(t.code, 9)": ("districts_district", "code", "code")},
    stored={"district_id": "(SELECT id FROM districts_district WHERE code = left(t.code, 9))"},
    checks=(slivers, shapes_overlap, names_differ, districts_are_covered),
)
ROADS = Kind(
    "roads",
    Road,
    (
        code(40, "道路编号", "路号", "道路编码", made=True),
        name(60, False, "道路名称", "路名"),
        text("road_class", 20, "道路类别", "类别", "class"),
        Field("rank", Choice(RoadRank, RANK_WORDS), True, ("道路等级", "等级", "道路级别")),
        Field("width_m", Number(0, 200, "m"), aliases=("路宽", "宽度", "道路宽度", "红线宽度", "width")),
        Field("surfaced_on", Day(), aliases=("铺装日期", "铺装日", "竣工日期", "surfaced")),
        Field("surfacing", Choice(Surfacing, SURFACING_WORDS), aliases=("铺装方式", "铺装"), default=""),
    ),
    family="multiline",
    shape_column="route",
)
BARRIERS = Kind(
    "barriers",
    Barrier,
    (
        code(48, "屏障编号", made=True),
        name(60, False, "屏障名称", "河名", "河流名称", "铁路名称"),
        Field(
            "kind",
            Choice(BarrierKind, BARRIER_WORDS, (BarrierKind.RIVER, BarrierKind.RAILWAY)),
            True,
            ("屏障类别", "类别", "类型"),
        ),
    ),
    family="line_or_polygon",
    shape_column="shape",
)
