"""The figures of progress as a workbook, cell for cell those of the page."""
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from geo_renovation.compounds.choices import Stage

from .sheets import COUNT, MONEY, PERCENT, add_sheet


def progress_xlsx(figures: dict, line: str) -> bytes:
    """Sheets 分批目标, 总数, 阶段, 年度计划, 进度曲线 and the late lists; `line` says who took it and when."""
    book = Workbook()
    book.remove(book.active)
    late = figures["late"]
    for title, headings, rows, formats in (
        (_("Cohort targets"), _target_headings(), map(_target, figures["targets"]), _formats(5, 11, 6, 7)),
        (_("In all"), _count_headings(), _in_all(figures), _formats(2, 3, 5, 6) | {4: MONEY}),
        (_("Stages by district"), _stage_headings(figures), _stages(figures), _formats(3, 12)),
        (_("Annual plans"), _year_headings(), map(_year, figures["years"]), _formats(2, 7, 8, 11)),
        (_("Burn-up"), _point_headings(), map(_point, figures["burn_up"]["points"]), _formats(2, 3, 4, 4)),
        (_("Plan year over"), _late_headings(_("Days late")), map(_late, late["plan_year"]["rows"]), {5: COUNT}),
        (_("Target date over"), _late_headings(_("Days late")), map(_late, late["target"]["rows"]), {5: COUNT}),
        (_("Longest in stage"), _late_headings(_("Days in this stage")), map(_late, late["stuck"]), {5: COUNT}),
    ):
        add_sheet(book, title, line, headings, rows, formats)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _formats(first_count, last_count, first_percent=0, last_percent=-1):
    counts = dict.fromkeys(range(first_count, last_count + 1), COUNT)
    return counts | dict.fromkeys(range(first_percent, last_percent + 1), PERCENT)


def _target_headings():
    return [
        _("Cohort"), _("Target date"), _("Needed (%)"), _("Lamp"), _("Eligible"), _("Renovated (%, by compounds)"),
        _("Renovated (%, by households)"), _("Started"), _("Renovated"), _("Needed"), _("Short"), _("Days over"),
    ]  # fmt: skip


def _target(target):
    percent = target["renovated_percent"]
    return [
        target["label"], target["due_on"], target["needed_percent"], target["lamp"] or "",
        target["eligible"]["compounds"], percent["compounds"], percent["households"], target["started"]["compounds"],
        target["renovated"]["compounds"], target["needed"], target["short"], target["days_over"],
    ]  # fmt: skip


def _count_headings():
    return [
        "", _("Compounds"), _("Households"), _("Investment (estimate, CNY)"), _("By compounds (%)"),
        _("By households (%)"),
    ]  # fmt: skip


def _in_all(figures):
    words = {"total": _("All compounds"), "started": _("Started"), "renovated": _("Renovated")}
    for name, label in words.items():
        counted, percent = figures[name], figures.get(f"{name}_percent", {})
        counts = [counted["compounds"], counted["households"], counted["estimate_cny"]]
        yield [label, *counts, percent.get("compounds"), percent.get("households")]


def _stage_headings(figures):
    return [_("District"), _("Plan year"), *(stage["label"] for stage in figures["stages"]), _("Total")]


def _stages(figures):
    for line in figures["matrix"]:
        year = _("all") if line["is_whole"] else line["year"] or _("No plan year")
        yield [line["district_name"], year, *_counts(line)]
    yield [_("Total"), _("all"), *_counts(figures["matrix_total"])]


def _counts(line):
    return [cell["compounds"] for cell in (*line["cells"], line["total"])]


def _year_headings():
    words = [_("Planned"), _("Started"), _("Finished")]
    counts = [heading for word in words for heading in (f"{word} ({_('Compounds')})", f"{word} ({_('Households')})")]
    rates = [
        f"{rate} ({by}, %)"
        for rate in (_("Start rate"), _("Completion rate"))
        for by in (_("by compounds"), _("by households"))
    ]
    return [_("Plan year"), *counts, *rates]


def _year(year):
    counts = [year[name][by] for name in ("planned", "started", "finished") for by in ("compounds", "households")]
    rates = [year[name][by] for name in ("started_percent", "finished_percent") for by in ("compounds", "households")]
    return [year["year"], *counts, *rates]


def _point_headings():
    return [_("By the end of"), _("Started"), _("Renovated"), _("Needed")]


def _point(point):
    return [point["day"], point["started"], point["renovated"], point["needed"]]


def _late_headings(days):
    return [
        _("Code"), _("Compound"), _("District"), _("Plan year"), _("Households"), _("Stage number"), _("Stage"),
        _("Since"), days,
    ]  # fmt: skip


def _late(row):
    stage = str(Stage(row["stage"]).label) if row["stage"] else _("Not yet surveyed")
    return [
        row["code"], row["name"], row["district_name"] or "", row["plan_year"], row["households"], row["stage_number"],
        stage, row["since"], row["days"],
    ]  # fmt: skip
