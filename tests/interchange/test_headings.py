"""Columns are found as told, else guessed from Chinese or English headings, cut ones included."""

import pytest

from geo_renovation.interchange.headings import sources
from geo_renovation.interchange.kinds import KINDS
from geo_renovation.interchange.refusals import Refused


def found(kind, headings, cut=(), mapping=None, constants=None):
    header = {"headings": list(headings), "cut_headings": list(cut)}
    told = sources(
        KINDS[kind], header, mapping=mapping or {}, constants=constants or {}, value_maps={}
    )
    return {source.field.name: source for source in told}


def positions(*arguments, **options):
    return {name: source.position for name, source in found(*arguments, **options).items()}


def test_english_headings_are_guessed():
    assert positions("districts", ["NAME", "Code"]) == {"code": 1, "name": 0}


def test_chinese_headings_of_three_characters_are_guessed():
    guessed = positions("compounds", ["编号", "名称", "建成年", "户数"])
    assert guessed == {"code": 0, "name": 1, "completion_year": 2, "household_count": 3}


def test_headings_cut_at_ten_bytes_are_guessed():
    guessed = positions("compounds", ["小区编", "小区名", "建筑面", "占地面"], cut=["小区编", "小区名", "建筑面", "占地面"])
    assert guessed["floor_area_m2"] == 2
    assert guessed["land_area_m2"] == 3


def test_a_cut_heading_that_could_be_two_is_left_alone():
    header = ["小区编", "小区编", "name"]
    assert ambiguous("compounds", header, cut=["小区编"]) == {"field": "code", "headings": "小区编, 小区编"}


def ambiguous(kind, headings, **options):
    with pytest.raises(Refused) as refusal:
        positions(kind, headings, **options)
    assert refusal.value.reason == "heading_ambiguous"
    return refusal.value.details


def test_two_columns_that_fit_equally_are_asked_about_where_the_field_is_required():
    details = ambiguous("districts", ["街道编码", "乡镇代码", "街道名称"])
    assert details == {"field": "code", "headings": "街道编码, 乡镇代码"}
    assert positions("districts", ["街道编码", "乡镇代码", "街道名称"], mapping={"code": "乡镇代码"})["code"] == 1


def test_two_columns_that_fit_equally_are_left_and_told_where_it_is_not():
    header = {"headings": ["小区编号", "小区名称", "总户数", "住户数"], "cut_headings": []}
    told = sources(KINDS["compounds"], header, mapping={}, constants={}, value_maps={})
    assert "household_count" not in {source.field.name for source in told}
    assert header["guessed"] == [["heading_left", {"field": "household_count", "headings": "总户数, 住户数"}]]


def test_the_word_used_first_beats_the_others_and_a_vague_one_comes_last():
    assert positions("compounds", ["编号", "小区编号", "小区名称", "总户数", "户数"]) == {
        "code": 1, "name": 2, "household_count": 4,
    }
    assert positions("segments", ["图层", "管线类别", "权属单位"])["network_class"] == 1
    assert positions("segments", ["图层", "权属单位"])["network_class"] == 0
    assert positions("nodes", ["点号", "特征", "附属物", "管类", "权属"])["kind"] == 2


def test_a_column_goes_to_the_field_it_fits_best():
    found = positions("stages", ["小区编号", "编号", "阶段", "录入日期"])
    assert (found["event_code"], found["compound_code"]) == (1, 0)


@pytest.mark.parametrize(
    ("kind", "heading", "field", "factor"),
    [
        ("compounds", "总投资（万元）", "estimate_cny", 10_000),
        ("compounds", "建筑面积(万㎡)", "floor_area_m2", 10_000),
        ("compounds", "占地面积 (亩)", "land_area_m2", 2000 / 3),
        ("compounds", "户数(户)*", "household_count", 1),
        ("segments", "管径(mm)", "diameter_mm", 1),
        ("segments", "埋深 (cm)", "depth_m", 0.01),
        ("compounds", "ＨＯＵＳＥＨＯＬＤＳ", "household_count", 1),
    ],
)
def test_a_unit_in_brackets_is_taken_and_told(kind, heading, field, factor):
    header = {"headings": ["管线类别", "小区编号", "小区名称", "权属单位", heading], "cut_headings": []}
    told = sources(KINDS[kind], header, mapping={}, constants={}, value_maps={})
    source = next(source for source in told if source.field.name == field)
    assert (source.position, source.factor) == (4, pytest.approx(factor))
    assert [remark[0] for remark in header["guessed"]] == (["unit_in_heading"] if factor != 1 else [])


def test_a_field_mapped_to_nothing_has_no_column():
    assert "household_count" not in positions("compounds", ["编号", "户数"], mapping={"household_count": ""})


@pytest.mark.parametrize(
    ("kind", "headings", "fields"),
    [
        (
            "compounds",
            ["编号", "小区名称", "曾用名", "社区", "建成年份", "户数", "建筑面积", "占地面积", "产权来源"],
            "code name former_name community_code completion_year household_count floor_area_m2 land_area_m2 owner_unit",
        ),
        (
            "segments",
            ["管线种类", "材质", "管径或断面", "压力", "权属单位", "埋设方式", "建设年代", "数据来源", "管线编号", "埋深"],
            "network_class material diameter_mm pressure owner placement laid_year source code depth_m",
        ),
        (
            "nodes", ["物探点号", "附属物", "埋深", "管线类别", "权属单位代码", "建设年代"],
            "code kind depth_m network_class owner laid_year",
        ),
        ("buildings", ["楼号", "小区名称", "层数", "单元", "户数", "结构"], "code compound_code storeys unit_count household_count structure"),
    ],
)
def test_headings_of_the_countys_own_tables_are_guessed(kind, headings, fields):
    found = positions(kind, headings, constants={"network_class": "JS"} if kind == "none" else None)
    assert {name: found[name] for name in fields.split()} == {name: k for k, name in enumerate(fields.split())}


def test_what_is_told_wins_over_the_guess():
    assert positions("districts", ["code", "name", "id"], mapping={"code": "id"})["code"] == 2


def test_a_unit_follows_the_heading():
    source = found("compounds", ["code", "sqft"], mapping={"floor_area_m2": "sqft:ft2"})["floor_area_m2"]
    assert (source.position, source.factor) == (1, pytest.approx(0.09290304))


def test_a_heading_that_holds_a_colon_is_taken_whole():
    source = found("compounds", ["code", "a:ft2"], mapping={"floor_area_m2": "a:ft2"})["floor_area_m2"]
    assert (source.position, source.factor) == (1, 1.0)


def test_a_constant_is_not_mixed_with_a_guess():
    source = found("districts", ["code", "name"], constants={"name": "街道"})["name"]
    assert (source.position, source.constant) == (None, "街道")


def test_a_compound_without_name_goes_by_its_code():
    assert positions("compounds", ["code"])["name"] == 0


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"mapping": {"colour": "name"}}, "unknown_field"),
        ({"mapping": {"name": "nom"}}, "heading_missing"),
        ({"mapping": {"name": "name:parsec"}}, "unit_unknown"),
        ({}, "field_missing"),
    ],
)
def test_what_cannot_be_found_is_named(options, reason):
    with pytest.raises(Refused) as refusal:
        positions("districts", ["name"], **options)
    assert refusal.value.reason == reason
