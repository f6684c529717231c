"""Lines and points are checked by themselves and against one another."""
import datetime

import pytest
import shapely

from geo_renovation.interchange.actions import import_layer
from geo_renovation.utilities.models import Node, Segment
from tests.factories import NodeFactory, OrganisationFactory, SegmentFactory, UserFactory

from .files import at, faults, geojson, line

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]


@pytest.fixture
def take(tmp_path):
    """take("segments", ({…}, shape), …): the report."""

    def taken(kind, *features, **options):
        return import_layer(geojson(tmp_path / f"{kind}.geojson", *features), kind, **options)

    return taken


def pipe(code="S1", network_class="JS", owner="water", **named):
    return {"code": code, "network_class": network_class, "owner": owner, **named}


def node(code="N1", **named):
    return {"code": code, "network_class": "JS", "kind": "valve", "owner": "water", **named}


def point(x, y):
    return shapely.Point(at(x, y))


def told(report):
    return [(warning["row"], warning["field"], warning["reason"]) for warning in report.warnings]


def test_a_line_that_ends_where_it_begins_is_refused(take):
    ring = line((0, 0), (50, 0), (50, 50), (0, 0))
    report = take("segments", (pipe("S1"), ring), (pipe("S2"), line((0, 0), (50, 0))))
    assert faults(report) == [(1, "geometry", "closed_line")]
    assert take("segments", (pipe("S1"), ring), accepted={"closed_line": "环网"}).committed


def test_a_line_without_length_is_refused(take):
    report = take("segments", (pipe(), line((5, 5), (5, 5))))
    assert faults(report) == [(1, "geometry", "zero_length")]
    assert report.rejected[0]["place"] == pytest.approx(at(5, 5))


def test_the_same_line_either_way_is_refused(take):
    there = line((0, 0), (30, 5), (60, 0))
    features = (
        (pipe("S1"), there),
        (pipe("S2"), shapely.reverse(there)),
        (pipe("S3"), there),
        (pipe("S4", "RQ", "gas-tianma"), there),
        (pipe("S5"), line((0, 0), (30, -5), (60, 0))),
    )
    report = take("segments", *features)
    assert faults(report) == [(2, "geometry", "line_twice"), (3, "geometry", "line_twice")]
    assert {entry["other"] for entry in report.rejected} == {"S1"}


def test_two_carriers_may_draw_one_trench(take):
    there = line((0, 0), (30, 5), (60, 0))
    assert take("segments", (pipe("S1", "TX", "mobile"), there), (pipe("S2", "TX", "unicom"), there)).committed


def test_a_line_that_is_stored_already_is_refused(take):
    there = line((0, 0), (30, 5), (60, 0))
    assert take("segments", (pipe("S1"), there)).committed
    report = take("segments", (pipe("S2"), shapely.reverse(there)), (pipe("S3", "WS", "municipal"), there))
    assert [(entry["row"], entry["reason"], entry["other"]) for entry in report.rejected] == [(1, "line_twice", "S1")]
    Segment.objects.update(ended_on=datetime.date(2024, 1, 1))
    assert take("segments", (pipe("S2"), there)).committed


def test_a_line_sent_again_under_its_own_code_is_none_twice(take):
    there = line((0, 0), (30, 5), (60, 0))
    assert take("segments", (pipe("S1"), there)).committed
    assert take("segments", (pipe("S1", depth_m=1.1), there), mode="update").committed


def test_a_utility_hears_nothing_of_others_lines(take):
    there = ((0, 0), (60, 0))
    SegmentFactory(code="SECRET", network_class="JS", owner=OrganisationFactory(code="heat-xingming"), points=there)
    report = take("segments", (pipe("S1"), line(*there)), by=UserFactory(role="water"))
    assert report.committed
    assert "SECRET" not in report.as_json()


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ({"depth_m": 12.1}, ["impossible_depth"]),
        ({"depth_m": 12.1, "network_class": "WS"}, []),
        ({"depth_m": -16}, ["impossible_depth"]),
        ({"depth_m": -6, "placement": "架空"}, []),
        ({"depth_m": 0.5, "placement": "直埋"}, ["shallow"]),
        ({"depth_m": 0.6, "placement": "直埋"}, []),
        ({"depth_m": 0.5, "placement": "管沟"}, []),
        ({"depth_m": 0.65, "placement": "直埋", "network_class": "RL"}, ["shallow"]),
        ({"diameter_mm": 0}, ["impossible_diameter"]),
        ({"diameter_mm": 3001}, ["impossible_diameter"]),
        ({"diameter_mm": 1200}, ["unusual_diameter"]),
        ({"diameter_mm": 1200, "network_class": "YS"}, []),
        ({"diameter_mm": 7, "network_class": "DL"}, []),
        ({"laid_year": 2021, "surveyed_on": "2020-05-01"}, ["laid_after_survey"]),
        ({"laid_year": 2020, "surveyed_on": "2020-05-01"}, []),
        ({"laid_year": 1849}, ["out_of_range"]),
        ({"laid_year": 2090}, ["in_future"]),
    ],
)
def test_figures_of_a_line_are_possible(take, named, expected):
    report = take("segments", (pipe(**named), line((0, 0), (60, 0))))
    assert [problem.reason for problem in report.problems] == expected


def test_an_impossible_figure_stands_where_somebody_says_why(take):
    report = take("segments", (pipe(depth_m=13), line((0, 0), (60, 0))), accepted={"impossible_depth": "穿河顶管"})
    assert report.committed
    assert report.warnings[0]["place"] == pytest.approx(at(30, 0))


def test_an_update_is_measured_with_what_is_stored_beside_it(take):
    assert take("segments", (pipe(depth_m=12.5, network_class="WS", owner="municipal"), line((0, 0), (60, 0)))).committed
    report = take("segments", ({"code": "S1", "network_class": "JS", "owner": None}, line((0, 0), (60, 0))), mode="update")
    assert faults(report) == [(1, "depth_m", "impossible_depth")]


def test_attributes_agree_where_a_line_goes_on(take):
    features = (
        (pipe("S1", material="PE", diameter_mm=100), line((0, 0), (50, 0))),
        (pipe("S2", material="PE", diameter_mm=160), line((100, 0), (50, 0))),
        (pipe("S3", material="钢", diameter_mm=160), line((100, 0), (150, 0))),
        (pipe("S4", material="", diameter_mm=600), line((150, 0), (200, 0))),
    )
    report = take("segments", *features)
    assert [(w["row"], w["other"], w["fields"]) for w in report.warnings] == [
        (3, "S2", "material"), (4, "S3", "diameter_mm"),
    ]
    assert report.warnings[0]["place"] == pytest.approx(at(100, 0))


def test_attributes_may_change_at_a_node_or_a_branch(take):
    NodeFactory(code="N1", network_class="JS", at=(50, 0))
    features = (
        (pipe("S1", material="PE"), line((0, 0), (50, 0))),
        (pipe("S2", material="钢"), line((50, 0), (100, 0))),
        (pipe("S3", material="PE"), line((100, 0), (100, 50))),
        (pipe("S4", material="PE"), line((100, 0), (150, 0))),
    )
    assert take("segments", *features).warnings == []


def test_points_of_one_class_on_one_spot_are_told(take):
    features = (
        (node("N1"), point(0, 0)),
        (node("N2", kind="manhole"), point(0, 0.001)),
        (node("N3", network_class="RQ", owner="gas-tianma"), point(0, 0)),
        (node("N4"), point(0, 1)),
    )
    report = take("nodes", *features)
    assert report.committed
    assert [(w["row"], w["reason"], w["other"]) for w in report.warnings] == [(2, "node_on_node", "N1")]
    again = take("nodes", (node("N9"), point(0, 1)))
    assert [(w["reason"], w["other"]) for w in again.warnings] == [("node_on_node", "N4")]
    assert Node.objects.count() == 5


def test_a_point_without_a_line_is_told_once_there_are_lines(take):
    assert take("nodes", (node("N1"), point(500, 500))).warnings == []
    SegmentFactory(code="S1", network_class="JS", points=((0, 0), (60, 0)))
    report = take("nodes", (node("N2"), point(30, 0)), (node("N3"), point(30, 1)))
    assert told(report) == [(2, "geometry", "lonely_node")]


def test_depth_of_a_point_is_possible(take):
    assert faults(take("nodes", (node(depth_m=50), point(0, 0)))) == [(1, "depth_m", "impossible_depth")]
