"""Who may print what, what the journal keeps of it, and what is refused."""

import pytest

from geo_renovation.accounts.models import Act
from geo_renovation.maps.print import networks
from tests.factories import CompoundFactory, DisclosureAreaFactory, DistrictFactory, NodeFactory, SegmentFactory
from tests.factories.shapes import EAST
from tests.maps.pdf_reading import text_of
from tests.maps.printing import GAS, WATER, lengths, refusal, sheet


def test_a_visitor_prints_what_is_published_and_no_network(county, client):
    CompoundFactory(name="公开小区", at=(-80, -50), published=True)
    CompoundFactory(name="内部小区", at=(30, -50))
    SegmentFactory(points=((-50, 0), (50, 0)))
    made = sheet(client)
    assert "公开小区" in text_of(made)
    assert "内部小区" not in text_of(made)
    assert lengths(made, WATER) == []
    assert Act.objects.count() == 0


def test_a_utility_prints_its_own_lines_and_of_others_what_is_disclosed(county, client_of):
    SegmentFactory(points=((-50, 0), (50, 0)), owner="water")
    SegmentFactory(points=((-50, 20), (50, 20)), network_class="RQ", owner="gas-tianma")
    DisclosureAreaFactory(at=(0, 0), size=60)
    made = sheet(client_of("water"))
    assert max(lengths(made, WATER)) == pytest.approx(100, abs=0.1)
    assert max(lengths(made, GAS)) == pytest.approx(50, abs=0.1)
    assert "50m" in text_of(made)


def test_a_street_prints_the_lines_of_its_district(county, client_of):
    DistrictFactory(code="371526001", at=(-1000, -1000), size=1000)
    SegmentFactory(points=((-40, -20), (60, -20)))
    assert max(lengths(sheet(client_of("street-yuqiuhu")), WATER)) == pytest.approx(40, abs=0.1)


def test_a_violation_desk_prints_no_network(county, client_of):
    SegmentFactory(points=((-50, 0), (50, 0)))
    assert lengths(sheet(client_of("enforcement")), WATER) == []


def test_a_print_with_networks_is_in_the_journal_and_says_who_and_when(county, client_of):
    planner = client_of("planner", username="li")
    CompoundFactory(at=(-50, -50))
    sheet(planner)
    assert Act.objects.count() == 0
    SegmentFactory(points=((-50, 0), (50, 0)))
    made = sheet(planner, title="片区一", **{"class": "JS"})
    act = Act.objects.get()
    assert (act.verb, act.subject, act.user.username) == ("exported", "map print 1:1000 片区一", "li")
    assert (act.details["scale"], act.details["bytes"], act.details["filter"]) == (1000, len(made), "class=JS")
    assert act.details["extent"][0] == pytest.approx(EAST - 110.5, abs=1)
    assert text_of(made).count("li") >= 2


def test_a_print_of_valves_or_indoor_lines_alone_is_in_the_journal_too(county, client_of):
    planner = client_of("planner")
    NodeFactory(at=(0, 0))
    sheet(planner)
    assert Act.objects.count() == 1
    SegmentFactory(points=((-50, 0), (50, 0)), beyond_entry=True)
    sheet(planner, layers="segments")
    assert Act.objects.count() == 2


def test_networks_over_too_much_contiguous_ground_are_refused(county, client_of, client):
    # Of 25 km², a hull of 4,900 m × 4,900 m is less and one of 5,200 m × 4,900 m more.
    far = {"paper": "A3", "scale": 20_000}
    for y in (-2450, 2450):
        SegmentFactory(points=((-2450, y), (2450, y)))
    planner = client_of("planner")
    assert sheet(planner, **far)
    SegmentFactory(points=((2750, -2450), (2750, 2450)))
    status, error = refusal(planner, **far)
    assert status == 422
    assert "25" in error
    assert Act.objects.count() == 1
    assert sheet(planner, **far, layers="compounds,roads")
    assert sheet(client, **far)


def test_the_limit_is_that_of_the_other_exports():
    from geo_renovation.interchange.views.exports import LARGEST_EXPORT_M2

    assert networks.LARGEST_M2 == LARGEST_EXPORT_M2


@pytest.mark.parametrize(
    "asked",
    [
        {"paper": "A0"}, {"paper": ""}, {"turned": "upside"}, {"scale": "0"}, {"scale": "1"}, {"scale": "-1000"}, {"scale": "x"},
        {"centre": ""}, {"centre": "1"}, {"centre": "nan,36.86"}, {"centre": "116.22,inf"}, {"centre": "0,0"},
        {"centre": "36.86,116.22"}, {"centre": "116.22,36.86,1"}, {"scale": "fit"}, {"scale": "fit", "fit": "116.3,36.8,116.2,36.9"},
        {"scale": "fit", "fit": "-180,-90,180,90"}, {"title": "x" * 61}, {"title": "a\x00b"},
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_said_in_a_sentence(county, client, asked):
    status, error = refusal(client, **asked)
    assert status == 400
    assert len(error) > 5


def test_without_a_county_there_is_nothing_to_print(db, client):
    assert refusal(client)[0] == 400


def test_a_pdf_that_could_not_be_made_is_told(county, client, monkeypatch):
    from geo_renovation.maps import pdf

    monkeypatch.setattr(pdf, "LONGEST_S", 0.01)
    assert refusal(client)[0] == 503
