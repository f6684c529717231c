"""Old compounds with their findings, buildings, and the stage table."""
from django.conf import settings

from geo_renovation.compounds.choices import Criterion, Stage, UnknownReason
from geo_renovation.compounds.models import Building, Compound, StageEvent
from geo_renovation.districts.models import Community

from ..checks.compounds import buildings_are_plausible, compounds_are_plausible, inside_their_compound
from ..checks.names import names_differ
from ..checks.overlaps import buildings_overlap, shapes_overlap
from ..checks.places import at_the_border, in_a_district
from ..checks.slivers import slivers
from ..courses import follows_the_course, numbered
from ..findings import store_findings
from ..holders import Organisation
from ..references import COMMITTEE, Reference
from ..values import Choice, Day, Flag, Moment, Number, Text, Whole, Year
from .declaring import Field, Kind, code, name, text

YEAR = Year(1600)
COUNT = Whole(0)
AREA = Number(0, 1e8, "m2")
CRITERION_HEADINGS = {
    Criterion.RESIDENTIAL: ("住宅", "住宅小区"),
    Criterion.STATE_LAND: ("国有", "国有地", "国有土地"),
    Criterion.NEGLECTED: ("失养", "失修", "失养失修失管"),
    Criterion.FACILITIES_LACKING: ("缺设施", "市政设施不完善"),
    Criterion.SERVICES_LACKING: ("缺服务", "社会服务设施不健全"),
    Criterion.WILLING: ("愿改", "意愿", "改造意愿强烈"),
    Criterion.DEMOLITION: ("拟征收", "拟拆", "列入征收计划"),
    Criterion.SHANTYTOWN: ("棚改", "棚户区", "棚户区改造"),
    Criterion.BUNGALOW_YARD: ("平房院", "平房", "单位平房家属院"),
}
STAGE_WORDS = {
    Stage.SURVEYED: ("摸底", "摸底调查", "已摸底"),
    Stage.REPORTED: ("上报", "已上报"),
    Stage.PLANNED: ("列入计划", "计划"),
    Stage.DESIGNED: ("设计",),
    Stage.TENDERED: ("招标",),
    Stage.BUILDING: ("施工", "在建"),
    Stage.ACCEPTED: ("竣工验收", "验收"),
    Stage.HANDED_OVER: ("移交", "长效管理"),
}
UNKNOWN_WORDS = {
    UnknownReason.LOST_RECORD: ("档案遗失", "资料遗失"),
    UnknownReason.VERBAL_REPORT: ("口头", "口头报告"),
    UnknownReason.BEFORE_REGISTER: ("建档前", "登记前"),
}
YEAR_HEADINGS = (
    "建成年份", "建成年", "建成年代", "建成时间", "建成", "竣工年份", "竣工年", "建筑年代", "建设年代", "建造年份", "年代",
    "year", "year_built",
)  # fmt: skip
HOUSEHOLD_HEADINGS = ("户数", "总户数", "住户数", "居民户数", "households")
FLOOR_AREA_HEADINGS = ("建筑面积", "总建筑面积", "面积", "floor_area")

# The compound a row belongs to, by its code or by a name that no other compound has.
COMPOUND = Field(
    "compound_code", Reference(Compound), True,
    ("小区编号", "小区编码", "小区", "所属小区", "所在小区", "compound"), vague=("小区名称", "小区名"),
)
COMPOUND_FIELDS = (
    code(40, "小区编号", "小区编码", "小区代码"),
    name(80, True, "小区名称", "小区名", "小区", "老旧小区名称", "项目名称", stand_in="code"),
    text("former_name", 80, "曾用名", "原名", "原小区名称"),
    Field(
        "community_code", Reference(Community, COMMITTEE),
        aliases=("社区代码", "社区编码", "社区", "社区名称", "所属社区", "所在社区", "居委会", "所属居委会", "community"),
    ),
    Field("completion_year", YEAR, aliases=YEAR_HEADINGS, vague=("年份",)),
    Field("household_count", COUNT, aliases=HOUSEHOLD_HEADINGS),
    Field("floor_area_m2", AREA, aliases=FLOOR_AREA_HEADINGS),
    Field("land_area_m2", AREA, aliases=("占地面积", "占地", "用地面积", "land_area")),
    text("owner_unit", 80, "产权单位", "产权", "单位", "原产权单位", "产权来源"),
    Field(
        "willingness_percent", Number(0, 100), aliases=("同意率", "意愿率", "改造同意率")
    ),
    Field("surveyed_households", COUNT, aliases=("调查户数", "调查户", "征集户数")),
    Field(
        "wished_year", Year(2000, 2100, past=False),
        aliases=("拟改造年份", "拟改年", "意向年", "计划年份", "拟改造年度", "计划改造年份"),
    ),
    Field(
        "estimate_cny", Number(0, 1e11, "cny"), aliases=("投资估算", "估算", "概算", "总投资", "计划投资", "估算投资")
    ),
    Field("published_on", Day(), aliases=("公示日期", "公示日", "公示时间")),
    text("evidence", 400, "认定依据", "依据", "建成年份依据"),
    *(Field(c.value, Flag(), aliases=(*words, c.value)) for c, words in CRITERION_HEADINGS.items()),
)
COMPOUNDS = Kind(
    "compounds",
    Compound,
    COMPOUND_FIELDS,
    family="polygon",
    shape_column="boundary",
    references={"t.community_code": ("districts_community", "code", "community_code")},
    stored={
        "community_id": "(SELECT id FROM districts_community WHERE code = t.community_code)",
        "estimate_cny": "round(t.estimate_cny::numeric, 2)",
        "published_at": f"t.published_on::timestamp AT TIME ZONE '{settings.TIME_ZONE}'",
    },
    checks=(in_a_district, slivers, shapes_overlap, at_the_border, names_differ, compounds_are_plausible),
    follow=(store_findings,),
)
BUILDINGS = Kind(
    "buildings",
    Building,
    (
        code(40, "楼栋编号", "楼号", "楼栋号", "幢号", "栋号", made=True),
        COMPOUND,
        name(40, False, "楼栋名称", "楼名"),
        Field("storeys", Whole(0, 200), aliases=("层数", "楼层数", "地上层数", "floors")),
        Field("unit_count", Whole(0, 500), aliases=("单元数", "单元")),
        Field("household_count", COUNT, aliases=HOUSEHOLD_HEADINGS),
        Field("floor_area_m2", AREA, aliases=FLOOR_AREA_HEADINGS),
        Field("completion_year", YEAR, aliases=YEAR_HEADINGS, vague=("年份",)),
        text("structure", 20, "结构", "建筑结构", "结构类型"),
    ),
    family="polygon",
    shape_column="footprint",
    references={"t.compound_code": ("compounds_compound", "code", "compound_code")},
    stored={"compound_id": "(SELECT id FROM compounds_compound WHERE code = t.compound_code)"},
    checks=(slivers, inside_their_compound, buildings_overlap, buildings_are_plausible),
)
STAGES = Kind(
    "stages",
    StageEvent,
    (
        Field("event_code", Text(60), True, ("事件编号", "编号", "code")),
        COMPOUND,
        Field("stage", Choice(Stage, STAGE_WORDS), True, ("阶段", "改造阶段")),
        Field("effective_from", Day(), aliases=("开始日期", "起", "起始日期")),
        Field("effective_to", Day(), aliases=("结束日期", "止", "终止日期")),
        Field(
            "unknown_reason", Choice(UnknownReason, UNKNOWN_WORDS), default="",
            aliases=("日期不明原因", "unknown_reason"),
        ),
        Field("recorded_at", Moment(), True, ("录入日期", "登记日期")),
        Field("recorded_by", Organisation(), aliases=("录入单位", "登记单位")),
        text("evidence", 400, "依据", "evidence"),
        Field("corrects", Text(60), aliases=("更正", "更正事件", "corrects")),
        text("correction_reason", 400, "更正原因", "correction_reason"),
    ),
    key="event_code",
    references={"t.compound_code": ("compounds_compound", "code", "compound_code")},
    stored={
        "id": "t.new_id",
        "code": "t.event_code",
        "compound_id": "(SELECT id FROM compounds_compound WHERE code = t.compound_code)",
        "recorded_by_id": "t.recorded_by",
        "corrects_id": "t.corrects_id",
    },
    extra={"new_id": "bigint", "corrects_id": "bigint"},
    checks=(follows_the_course,),
    before=(numbered,),
)
