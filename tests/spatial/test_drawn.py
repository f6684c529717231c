"""Shapes drawn in a browser."""
import math

import pytest
import shapely
from django.contrib.gis.geos import Point

from geo_renovation.spatial import drawn
from tests.factories.drawings import area_json, line_json
from tests.factories.shapes import boundary, moved


def polygon(*ring):
    return {"type": "Polygon", "coordinates": [list(map(list, ring))]}


def comb(teeth, *, upright):
    """A comb with so many teeth, lying or upright, which crosses the other kind at every tooth."""
    points = []
    for n in range(teeth):
        points += [(n, 0), (n, 100), (n + 0.4, 100), (n + 0.4, 0)]
    points += [(teeth, 0), (teeth, -1), (0, -1)]
    scale = 100 / teeth
    return shapely.Polygon([(x * scale, y) if upright else (y, x * scale) for x, y in points])


def test_a_drawn_area_arrives_in_the_county_where_postgis_would_put_it():
    shape = drawn.read(area_json((0, 0), 100), ("area",))
    assert shape.geom_type == "MultiPolygon"
    assert shape.area == pytest.approx(10_000, abs=0.01)
    corner = Point(*drawn.to_world_point(moved([(0, 0)])[0]), srid=4326)
    corner.transform(4548)
    assert math.dist(corner.coords, moved([(0, 0)])[0]) < 0.001


def test_what_is_handed_out_reads_back_to_the_same_corners():
    stored = drawn.loaded(boundary((3, 7), (33.3, 77.7)))
    back = drawn.same_corners(drawn.read(drawn.geojson(drawn.stored(stored)), ("area",)), [stored])
    assert back.equals_exact(stored, 0)


def test_corners_farther_off_than_the_last_digit_stay_where_they_were_drawn():
    stored = drawn.loaded(boundary((0, 0), 100))
    moved_by_a_centimetre = drawn.read(area_json((0.01, 0), 100), ("area",))
    assert drawn.same_corners(moved_by_a_centimetre, [stored]).equals_exact(moved_by_a_centimetre, 0)


@pytest.mark.parametrize(
    ("geometry", "reason"),
    [
        (None, "unreadable"),
        ({"type": "Polygon"}, "unreadable"),
        ({"type": "Polygon", "coordinates": [5]}, "unreadable"),
        ({"type": "Point", "coordinates": [116, 36]}, "wrong_kind"),
        ({"type": "LineString", "coordinates": [[116, 36], [116.1, 36]]}, "wrong_kind"),
        ({"type": "GeometryCollection", "coordinates": []}, "wrong_kind"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": []}, "empty"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "empty"),
        (polygon((116, 36), (116, 36)), "empty"),
        (polygon((116, 36), (116, 36), (116, 36)), "invalid"),
        (polygon((116, 36), (400, 36), (116, 37)), "outside_world"),
        (polygon((116, 36), (True, 36), (116, 37)), "outside_world"),
        (polygon((116, 36), ("116", 36), (116, 37)), "outside_world"),
        (polygon((116, 36), (math.nan, 36), (116, 37)), "outside_world"),
        (polygon((116, 36), (math.inf, 36), (116, 37)), "outside_world"),
        (polygon((116, 36, 5), (116.1, 36, 5), (116, 37, 5)), "outside_world"),
        (polygon((116, 36), (116.1, 36.1), (116.1, 36), (116, 36.1)), "invalid"),
        (polygon(*[(116 + n / 1e5, 36) for n in range(20_001)]), "too_many_vertices"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_reason(geometry, reason):
    with pytest.raises(drawn.Unusable) as refused:
        drawn.read(geometry, ("area",))
    assert refused.value.reason == reason


def test_a_crossing_is_refused_with_its_place():
    with pytest.raises(drawn.Unusable) as refused:
        drawn.read(polygon((116, 36), (116.002, 36.002), (116.002, 36), (116, 36.002)), ("area",))
    assert refused.value.at == pytest.approx((116.001, 36.001), abs=1e-6)


def test_combs_laid_crosswise_are_not_intersected_at_all():
    one, other = comb(800, upright=True), comb(800, upright=False)
    assert not drawn.are_measurable(one, other)
    with pytest.raises(drawn.Unusable, match="too_detailed"):
        drawn.common_area(one, other)


def test_a_detailed_outline_is_compared_with_a_plain_one():
    assert drawn.common_area(comb(800, upright=True), shapely.box(0, 0, 100, 50)) == pytest.approx(2_000, rel=0.01)


def test_a_line_through_an_area_makes_two_halves_and_loses_no_ground():
    area = drawn.loaded(boundary((0, 0), 100))
    kept, gone = drawn.halves(area, shapely.LineString(moved([(30, -10), (30, 110)])))
    assert (round(kept.area), round(gone.area)) == (7000, 3000)


@pytest.mark.parametrize("points", [((10, 10), (50, 50)), ((-10, 50), (50, 50)), ((200, 0), (300, 0))])
def test_a_line_that_does_not_go_through_makes_no_halves(points):
    with pytest.raises(drawn.Unusable, match="not_in_two"):
        drawn.halves(drawn.loaded(boundary((0, 0), 100)), shapely.LineString(moved(points)))


@pytest.mark.parametrize("other", [((100, 0), (200, 0)), ((200, 0), (100, 0)), ((-50, 0), (0, 0)), ((0, 0), (-50, 0))])
def test_lines_that_meet_at_any_end_become_one_of_their_whole_length(other):
    one, second = shapely.LineString([(0, 0), (100, 0)]), shapely.LineString(other)
    assert drawn.chained(one, second).length == one.length + second.length


def test_lines_that_do_not_meet_stay_two():
    with pytest.raises(drawn.Unusable, match="not_adjoining"):
        drawn.chained(shapely.LineString([(0, 0), (100, 0)]), shapely.LineString([(100.2, 0), (200, 0)]))


def test_a_line_of_no_length_is_refused():
    with pytest.raises(drawn.Unusable, match="empty"):
        drawn.read(line_json(((0, 0), (0.01, 0))), ("line",))
