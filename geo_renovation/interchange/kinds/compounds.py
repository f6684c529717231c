"""Old compounds with their findings, buildings, and the stage table."""
from django.conf import settings

from geo_renovation.compounds.choices import Criterion, Stage, UnknownReason
from geo_renovation.compounds.models import Building, Compound, StageEvent

from ..checks import in_a_district, overlaps
from ..courses import follows_the_course, numbered
from ..findings import store_findings
from ..holders import Organisation
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
YEAR_HEADINGS = ("建成年", "建成年份", "建成", "年份", "竣工年份", "year", "year_built", "completion_year")
HOUSEHOLD_HEADINGS = ("户数", "总户数", "households", "household_count")
FLOOR_AREA_HEADINGS = ("面积", "建筑面积", "floor_area", "floor_area_m2")

COMPOUND_FIELDS = (
    code(40, "小区编号", "小区编码"),
    name(80, True, "小区名称", "小区名", "小区", stand_in="code"),
    text("former_name", 80, "曾用名", "原名", "former_name"),
    Field("community_code", Text(12), aliases=("社区", "社区代码", "社区编码", "community_code")),
    Field("completion_year", YEAR, aliases=YEAR_HEADINGS),
    Field("household_count", COUNT, aliases=HOUSEHOLD_HEADINGS),
    Field("floor_area_m2", AREA, aliases=FLOOR_AREA_HEADINGS),
    Field("land_area_m2", AREA, aliases=("占地", "占地面积", "用地面积", "land_area", "land_area_m2")),
    text("owner_unit", 80, "产权", "产权单位", "单位", "原产权单位", "owner_unit"),
    Field(
        "willingness_percent", Number(0, 100), aliases=("同意率", "意愿率", "willingness_percent")
    ),
    Field("surveyed_households", COUNT, aliases=("调查户", "调查户数", "surveyed_households")),
    Field(
        "wished_year", Year(2000, 2100, past=False),
        aliases=("拟改年", "意向年", "计划年份", "wished_year"),
    ),
    Field(
        "estimate_cny", Number(0, 1e11, "cny"), aliases=("估算", "概算", "投资估算", "estimate_cny")
    ),
    Field("published_on", Day(), aliases=("公示日", "公示日期", "published_on")),
    text("evidence", 400, "依据", "认定依据", "evidence"),
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
    checks=(in_a_district,),
    follow=(store_findings, overlaps),
)
BUILDINGS = Kind(
    "buildings",
    Building,
    (
        code(40, "楼号", "楼栋编号", made=True),
        Field("compound_code", Text(40), True, ("小区", "小区编号", "小区编码", "compound_code")),
        name(40, False, "楼名", "楼栋名称"),
        Field("storeys", Whole(0, 200), aliases=("层数", "storeys", "floors")),
        Field("unit_count", Whole(0, 500), aliases=("单元", "单元数", "unit_count")),
        Field("household_count", COUNT, aliases=HOUSEHOLD_HEADINGS),
        Field("floor_area_m2", AREA, aliases=FLOOR_AREA_HEADINGS),
        Field("completion_year", YEAR, aliases=YEAR_HEADINGS),
        text("structure", 20, "结构", "structure"),
    ),
    family="polygon",
    shape_column="footprint",
    references={"t.compound_code": ("compounds_compound", "code", "compound_code")},
    stored={"compound_id": "(SELECT id FROM compounds_compound WHERE code = t.compound_code)"},
)
STAGES = Kind(
    "stages",
    StageEvent,
    (
        Field("event_code", Text(60), True, ("编号", "事件编号", "code", "event_code")),
        Field("compound_code", Text(40), True, ("小区", "小区编号", "compound", "compound_code")),
        Field("stage", Choice(Stage, STAGE_WORDS), True, ("阶段", "stage")),
        Field("effective_from", Day(), aliases=("起", "开始日期", "effective_from")),
        Field("effective_to", Day(), aliases=("止", "结束日期", "effective_to")),
        Field(
            "unknown_reason", Choice(UnknownReason, UNKNOWN_WORDS), default="",
            aliases=("日期不明原因", "unknown_reason"),
        ),
        Field("recorded_at", Moment(), True, ("录入日期", "登记日期", "recorded_at")),
        Field("recorded_by", Organisation(), aliases=("录入单位", "登记单位", "recorded_by")),
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
