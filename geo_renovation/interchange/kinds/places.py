"""County, town area, districts, communities, roads and barriers."""
from geo_renovation.districts.choices import BarrierKind, CommunityKind, RoadRank, Surfacing
from geo_renovation.districts.models import Barrier, Community, County, District, Road, TownArea

from ..checks import only_one_county
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
        code(12, "行政代码", "adcode"),
        name(60, True, "县名"),
        Field("demonstration", Flag(), aliases=("示范",), default=False),
    ),
    family="polygon",
    shape_column="outline",
    stored={"is_demonstration": "t.demonstration"},
    key=None,
    checks=(only_one_county,),
)
TOWN_AREA = Kind("town_area", TownArea, (name(),), "polygon", "boundary", "name", "name")
DISTRICTS = Kind(
    "districts",
    District,
    (
        Field("code", Text(9), True, ("编号", "编码", "代码", "街道代码", "code")),
        name(60, True, "街道名称", "街道"),
    ),
    family="polygon",
    shape_column="boundary",
)
COMMUNITIES = Kind(
    "communities",
    Community,
    (
        code(12, "社区代码", "code12"),
        name(60, True, "社区名称", "社区"),
        Field(
            "kind", Choice(CommunityKind, COMMITTEE_WORDS), aliases=("类别", "类型", "kind"),
            default=CommunityKind.URBAN.value,
        ),
    ),
    family="polygon",
    shape_column="boundary",
    references={"left(t.code, 9)": ("districts_district", "code", "code")},
    stored={"district_id": "(SELECT id FROM districts_district WHERE code = left(t.code, 9))"},
)
ROADS = Kind(
    "roads",
    Road,
    (
        code(40, "路号", "道路编号", made=True),
        name(60, False, "路名", "道路名称"),
        text("road_class", 20, "类别", "道路类别", "road_class", "class"),
        Field("rank", Choice(RoadRank, RANK_WORDS), True, ("等级", "道路等级", "rank")),
        Field("width_m", Number(0, 200, "m"), aliases=("宽度", "路宽", "width", "width_m")),
        Field("surfaced_on", Day(), aliases=("铺装日", "铺装日期", "surfaced", "surfaced_on")),
        Field("surfacing", Choice(Surfacing, SURFACING_WORDS), aliases=("铺装", "surfacing"), default=""),
    ),
    family="multiline",
    shape_column="route",
)
BARRIERS = Kind(
    "barriers",
    Barrier,
    (
        code(48, made=True),
        name(60, False),
        Field(
            "kind",
            Choice(BarrierKind, BARRIER_WORDS, (BarrierKind.RIVER, BarrierKind.RAILWAY)),
            True,
            ("类别", "类型", "kind"),
        ),
    ),
    family="line_or_polygon",
    shape_column="shape",
)
