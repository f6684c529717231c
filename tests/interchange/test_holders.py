"""Organisations, communities and compounds are told by code, name or short name; never by a guess."""

import pytest

from geo_renovation.accounts.models import Organisation as OrganisationModel
from geo_renovation.compounds.models import Compound
from geo_renovation.districts.models import Community
from geo_renovation.interchange.actions import import_layer
from geo_renovation.interchange.holders import Holder, Organisation
from geo_renovation.interchange.references import COMMITTEE, Reference
from geo_renovation.interchange.refusals import Fault
from tests.factories import CommunityFactory, CompoundFactory, DistrictFactory

from .files import geojson, square

pytestmark = pytest.mark.django_db


def found(convert, word):
    """What a word means: a code, or the fault it is refused with."""
    try:
        return convert(word)
    except Fault as fault:
        return fault.reason


def code_of(word):
    pk = found(Organisation().bound(), word)
    return pk if isinstance(pk, str) else OrganisationModel.objects.get(pk=pk).code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("water", "water"), ("县水务集团", "water"), ("水务集团", "water"), ("高唐县水务集团有限公司", "water"),
        ("移动", "mobile"), ("移动公司", "mobile"), ("中国移动高唐分公司", "mobile"), ("电信", "telecom"),
        ("铁塔", "tower"), ("供电公司", "power"), ("国网高唐县供电公司", "power"), ("昆仑燃气", "gas-kunlun"),
    ],
)  # fmt: skip
def test_an_organisation_goes_by_short_names_that_only_it_can_have(word, code, county):
    county.name = "高唐县"
    county.save()
    assert code_of(word) == code


@pytest.mark.parametrize(
    "word", ["燃气", "燃气公司", "公司", "县", "通信", "移动电信", "聊城供电公司", "夏津县移动公司", "供", "中国"]
)
def test_a_word_that_several_or_none_may_mean_is_no_organisation(word, county):
    assert code_of(word) == "unknown_organisation"


def test_the_closest_names_are_offered_and_not_taken(county):
    with pytest.raises(Fault) as fault:
        Organisation().bound()("燃气公司")
    assert set(fault.value.details["closest"]) == {"县天马燃气公司", "县金时燃气公司", "县昆仑燃气公司"}


def test_a_holder_may_be_unknown_for_a_reason(county):
    convert = Holder().bound()
    assert (convert("不详"), convert("有争议")) == ("not_on_record", "disputed")
    assert found(convert, "没有的单位") == "unknown_organisation"


def test_communities_go_by_code_and_by_any_form_of_a_name_that_is_unique(county):
    district = DistrictFactory(code="371526001")
    for number, name in enumerate(("鱼丘湖社区居委会", "时风社区居委会", "时风村村委会", "同名社区", "同名居委会"), 1):
        CommunityFactory(code=f"37152600100{number}", name=name, district=district)
    convert = Reference(Community, COMMITTEE).bound()
    assert {convert(word) for word in ("371526001001", "鱼丘湖社区居委会", "鱼丘湖社区", "鱼丘湖")} == {"371526001001"}
    assert convert("时风社区") == "371526001002"
    assert found(convert, "同名") == "ambiguous_name"
    assert convert("同名社区") == "371526001004"
    assert found(convert, "鱼邱湖") == "unknown_reference"


def test_an_unknown_community_is_a_fault_that_offers_the_closest(tmp_path, county):
    district = DistrictFactory(code="371526001")
    CommunityFactory(code="371526001001", name="鱼丘湖社区居委会", district=district)
    named = ({"编号": "C1", "小区名称": "一", "社区": "鱼丘湖社区"}, square()), ({"编号": "C2", "小区名称": "二", "社区": "鱼邱湖社区"}, square(500))
    report = import_layer(geojson(tmp_path / "c.geojson", *named), "compounds", good_rows=True)
    (row,) = report.rejected
    assert (row["row"], row["field"], row["value"], row["reason"]) == (2, "community_code", "鱼邱湖社区", "unknown_reference")
    assert row["closest"] == ["鱼丘湖社区居委会"]
    assert "鱼丘湖社区居委会" in row["message"]
    assert Compound.objects.get().community.code == "371526001001"


def test_a_compound_is_told_by_a_name_that_is_unique_and_not_ended(county):
    CompoundFactory(code="C1", name="示例小区")
    CompoundFactory(code="C2", name="同名小区")
    CompoundFactory(code="C3", name="同名小区")
    convert = Reference(Compound).bound()
    assert convert("示例小区") == convert("C1") == "C1"
    assert found(convert, "同名小区") == "ambiguous_name"
    Compound.objects.filter(code="C3").update(ended_on="2021-01-01")
    assert Reference(Compound).bound()("同名小区") == "C2"
