"""The one filter: what it understands, what it lets through, and how it is spelled."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from geo_renovation.compounds.models import Compound
from geo_renovation.maps.filters import MapFilter
from geo_renovation.planning.models import AnnualPlan, PlannedCompound
from tests.factories import (
    CommunityFactory,
    CompoundFactory,
    DistrictFactory,
    NodeFactory,
    OrganisationFactory,
    SegmentFactory,
    UserFactory,
)

OFFICIAL_ONLY = (
    "eligibility=ineligible&reason=open:willing&cohort=unknown&built_from=2099&built_to=1601&plan_year=2025&tier=basic"
    "&owner_unit=x&estimate_from=99999999&estimate_to=0&households_from=9999&households_to=0&date=2020-01-01"
    "&known=2020-01-01"
)


def asked(query, role="planner"):
    user = UserFactory(role=role) if role else AnonymousUser()
    return MapFilter(QueryDict(query), user=user)


def codes(query, role="planner"):
    return "".join(sorted(asked(query, role).compounds().values_list("code", flat=True)))


@pytest.fixture
def town(county):
    """A to D from west to east; D lies in no district, C is published, A and B stand in plans."""
    west = DistrictFactory(code="371526001", at=(-4000, -4000), size=(4100, 8000))
    DistrictFactory(code="371526002", at=(100, -4000), size=(2000, 8000))
    community = CommunityFactory(code="371526001001", district=west)
    CompoundFactory(code="A", name="光明里", eligible=True, completion_year=2003, community=community)
    CompoundFactory(code="B", at=(300, 0), former_name="光明旧", completion_year=2010, stage="surveyed", owner_unit="粮食局")
    CompoundFactory(code="C", at=(600, 0), completion_year=None, published=True, household_count=40, estimate_cny=5000.5)
    CompoundFactory(code="D", at=(3000, 0), completion_year=1999, stage="designed", household_count=None)
    for code, year, status, tier in (("A", 2025, "adopted", "basic"), ("B", 2027, "draft", "")):
        plan = AnnualPlan.objects.create(year=year, status=status, adopted_on="2025-01-10")
        PlannedCompound.objects.create(plan=plan, compound=Compound.objects.get(code=code), tier=tier)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "ABCD"),
        ("text=光明", "AB"),
        ("district=371526001", "A"),
        ("district=371526001,none", "AD"),
        ("community=371526001001", "A"),
        ("community=none", "BCD"),
        ("stage=surveyed,none", "ABC"),
        ("stage=-", ""),
        ("eligibility=eligible", "A"),
        ("reason=not:completed,open:completed", "BC"),
        ("cohort=first,second", "AD"),
        ("built_from=2000&built_to=2005", "A"),
        ("plan_year=2025", "A"),
        ("plan_year=2025,2027", "AB"),
        ("plan_year=none", "CD"),
        ("plan_year=2030", ""),
        ("tier=basic", "A"),
        ("tier=none", "BCD"),
        ("owner_unit=粮食", "B"),
        ("estimate_to=5000.50", "C"),
        ("estimate_from=5001", "ABD"),
        ("households_from=41", "AB"),
        ("households_to=40", "C"),
        ("date=2017-06-01&stage=reported", "D"),
        ("date=2014-06-01&stage=none", "ABCD"),
        ("date=2017-06-01&known=2017-06-01&stage=none", "ABCD"),
    ],
)
def test_compounds_are_narrowed_by_every_field(town, query, found):
    assert codes(query) == found
    assert not asked(query).errors


def test_plan_years_that_only_the_centre_may_see_are_no_plan_years_to_others(town):
    assert (codes("plan_year=2027", "leader"), codes("plan_year=none", "leader")) == ("", "BCD")


def test_the_public_narrows_by_nothing_that_is_not_public(town):
    assert codes(OFFICIAL_ONLY, None) == "C"
    found = asked(OFFICIAL_ONLY, None)
    assert (found.query, found.known, found.errors) == ("date=2020-01-01", None, {})
    assert codes("text=光明", None) == codes("text=B", None) == ""


@pytest.mark.parametrize(
    "query",
    ["stage=nonsense", "district=9", "plan_year=20255", "built_from=x", "built_to=99999999999", "estimate_from=NaN",
     "estimate_to=1e400", "households_from=-1", "households_to=99999999999", "date=2020-02-30", "date=9999-12-31",
     "known=2020-01-01", "reason=not:nothing", "text=%00", "owner_unit=%00", "material=%00", "class=XX", "owner=nobody",
     "laid_from=x", "bbox=1,2,3", "bbox=nan,nan,nan,nan", "bbox=3,2,1,0", "bbox=0,0,1,91", "tier=%00",
     "material=" + "x" * 200],
)  # fmt: skip
def test_what_is_not_understood_narrows_nothing_and_is_told(town, query):
    SegmentFactory(owner="water")
    found = asked(query)
    assert found.compounds().count() == 4
    assert found.segments().count() == 1
    assert list(found.errors) == [query.partition("=")[0]]
    assert (found.query, found.is_everything) == ("", True)


def test_the_known_part_of_a_list_narrows_and_the_rest_is_told(town):
    found = asked("stage=surveyed,nonsense")
    assert codes("stage=surveyed,nonsense") == "B"
    assert (found.query, list(found.errors)) == ("stage=surveyed", ["stage"])
    assert "nonsense" in found.errors["stage"][0]


@pytest.mark.parametrize(
    ("query", "spelled"),
    [
        ("stage=designed,surveyed&stage=none", "stage=none,surveyed,designed"),
        ("built_to=2000&text=+a+&built_from=01990", "text=a&built_from=1990&built_to=2000"),
        ("estimate_to=1000.00&bbox=116,36,117,37", "estimate_to=1000"),
        ("class=WS,JS&owner=none,water&page=3", "class=JS,WS&owner=water,none"),
        ("cohort=-&date=2020-01-01&known=2020-02-01", "cohort=-&date=2020-01-01&known=2020-02-01"),
    ],
)
def test_a_filter_has_one_spelling_which_means_the_same(town, query, spelled):
    OrganisationFactory(code="water")
    assert asked(query).query == spelled
    assert asked(spelled).query == spelled


def test_the_words_of_a_filter_name_what_was_asked(town, settings):
    settings.LANGUAGE_CODE = "en"
    found = dict(asked("stage=surveyed,none&built_from=1990&class=JS&district=-").words())
    assert "1990" in found.values()
    assert any("," in word for word in found.values())
    assert len(found) == 4


@pytest.fixture
def lines(county):
    SegmentFactory(code="own", owner="water", laid_year=1990, material="球墨铸铁", placement="ZM", accuracy="surveyed",
                   sub_class="配水", manager="heat", status="abandoned")  # fmt: skip
    SegmentFactory(code="new", owner="water", laid_year=2015, material="PE", placement="GM", points=((0, 5), (9, 5)))
    SegmentFactory(code="nobody", network_class="WS", laid_year=None, material="", placement="", points=((0, 9), (9, 9)))
    SegmentFactory(code="gone", owner="heat", ended_on="2020-01-01", points=((0, 12), (9, 12)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"own", "new", "nobody"}),
        ("class=JS", {"own", "new"}),
        ("class=-", set()),
        ("owner=water", {"own", "new"}),
        ("owner=none", {"nobody"}),
        ("placement=GM,none", {"new", "nobody"}),
        ("laid_to=1999", {"own"}),
        ("laid_from=2000", {"new"}),
        ("material=pe,铸铁", {"own", "new"}),
        ("material=none", {"nobody"}),
        ("accuracy=surveyed", {"own"}),
        ("sub_class=配", {"own"}),
        ("sub_class=none", {"new", "nobody"}),
        ("manager=heat", {"own"}),
        ("manager=none", {"new", "nobody"}),
        ("status=abandoned", {"own"}),
    ],
)
def test_lines_are_narrowed_by_every_field(lines, query, found):
    assert set(asked(query).segments().values_list("code", flat=True)) == found


@pytest.mark.parametrize("query", ["laid_to=1999", "material=PE", "material=none", "placement=ZM,none", "accuracy=surveyed",
                                   "sub_class=配,none", "manager=heat,none", "status=abandoned"])  # fmt: skip
def test_no_filter_tells_what_a_mask_hides(lines, query):
    """Oversight sees every line without its details: narrowing by one finds none."""
    assert asked("", "leader").segments().count() == 3
    assert asked(query, "leader").segments().count() == 0


def test_points_are_narrowed_by_what_they_have_on_record(lines):
    NodeFactory(owner="water")
    NodeFactory(network_class="WS", at=(60, 60))
    assert asked("material=PE&class=JS").nodes().count() == 1
    assert asked("owner=none").nodes().count() == 1


def test_who_may_see_no_network_asks_for_none(lines):
    found = asked("class=JS&owner=water&material=PE", "enforcement")
    assert (found.segments().count(), found.query) == (0, "")


def test_the_view_narrows_what_is_in_a_request(town):
    SegmentFactory(points=((0, 50), (50, 50)))
    box = "bbox=116.2,36.8,116.2005,36.8005"
    assert (codes(box), asked(box).segments().count(), asked(box).query) == ("", 0, "")
    assert asked(box).compounds(("bbox",)).count() == 4
