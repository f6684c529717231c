"""The table of annual plans."""
from geo_renovation.planning.choices import PlanStatus, Tier
from geo_renovation.planning.models import PlannedCompound

from ..plans import plans_agree, redraw_disclosure, store_plans
from ..values import Choice, Day, Whole, Year
from .compounds import COMPOUND
from .declaring import Field, Kind

STATUS_WORDS = {
    PlanStatus.DRAFT: ("草案",),
    PlanStatus.SUBMITTED: ("已报送", "报送", "上报"),
    PlanStatus.ADOPTED: ("已下达", "下达", "已批准", "批准"),
}
TIER_WORDS = {
    Tier.BASIC: ("基础类", "基础"),
    Tier.IMPROVED: ("完善类", "完善"),
    Tier.UPGRADED: ("提升类", "提升"),
}
PLANS = Kind(
    "plans",
    PlannedCompound,
    (
        Field("year", Year(2000, 2100, past=False), True, ("年度", "计划年度", "年份")),
        Field(
            "status", Choice(PlanStatus, STATUS_WORDS), default=PlanStatus.DRAFT.value,
            aliases=("计划状态", "状态"),
        ),
        Field("adopted_on", Day(), aliases=("下达日期", "批准日期")),
        COMPOUND,
        Field("sequence", Whole(0), aliases=("序号", "顺序")),
        Field("tier", Choice(Tier, TIER_WORDS), default="", aliases=("改造类型", "改造类别")),
    ),
    key="compound_code",
    key_column=None,
    references={"t.compound_code": ("compounds_compound", "code", "compound_code")},
    stored={
        "plan_id": "(SELECT id FROM planning_annualplan WHERE year = t.year)",
        "compound_id": "(SELECT id FROM compounds_compound WHERE code = t.compound_code)",
    },
    checks=(plans_agree,),
    before=(store_plans,),
    follow=(redraw_disclosure,),
)
